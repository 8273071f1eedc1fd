"""Difficulties under words that nobody knows are told by what stands there. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned

LACKS = ("缺煤，每天只够三小时", "外省员工回不来")


def read(tmp_path, header, first, second):
    rows = [["企业名称", "是否复工", "返岗人数", header], [ONE, "是", 30, first], [TWO, "否", 2, second]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    told = tables["findings"].loc[tables["findings"]["cells"].eq("D1"), "rule"].tolist()
    return sorted(tables["difficulties"].get("category", [])), told


@pytest.mark.parametrize("header", ["企业心声", "What worries you most"])
def test_a_column_that_tells_of_difficulties_asks_for_them_and_this_is_told(tmp_path, header):
    assert read(tmp_path, header, *LACKS) == (["energy", "labour"], ["header_ambiguous"])


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("应对打算", *LACKS),  # what is done about them
        ("上游企业心声", *LACKS),  # of others
        ("主打品类", "硅铁合金", "速溶茶粉"),
        ("企业心声", "生产正常", "缺煤，每天只够三小时"),  # one alone says too little
    ],
)
def test_other_columns_stay_unknown(tmp_path, header, first, second):
    assert read(tmp_path, header, first, second) == ([], ["header_unknown"])
