"""Who stands in a column of numbers or days was put there by mistake: the cell is told, the person is not. All are
fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


@pytest.mark.parametrize(
    ("header", "written", "told"),
    [
        ("返岗人数", "张三丰", "***"),
        ("返岗人数", "Mary Ann Smith", "***"),
        ("复工时间", "李四", "***"),
        ("返岗人数", "若干", "若干"),
    ],
)
def test_a_person_among_numbers_is_not_told(tmp_path, header, written, told):
    rows = [["企业名称", "是否复工", header], [ONE, "是", written], [TWO, "是", None]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert findings.query("cells == 'C2'")["value"].tolist() == [told]
    assert told == written or not findings.astype(str).map(lambda text: written in text).any(axis=None)
