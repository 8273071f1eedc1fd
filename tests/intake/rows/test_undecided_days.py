"""待定 where no column asks for the state. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


@pytest.mark.parametrize("header", ["开工时间", "预计开工时间"])
def test_who_has_no_day_yet_has_not_resumed(tmp_path, header):
    rows = [
        ["企业名称", header, "返岗人数"],
        [ONE, "2月10日" if header == "开工时间" else "3月2日", 60],
        [TWO, "待定", 0],
    ]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    states = tables["status"].sort_values("source_row")["state"].tolist()
    assert states == ["running" if header == "开工时间" else "planned", "stopped"]
    assert "state_not_asked" not in set(tables["findings"]["rule"])
