"""Names that go on in the next row, as pasted from a PDF. All enterprises are fictional."""

import pytest
from small_survey import cleaned

HEADER = ["序号", "企业名称", "复工情况", "返岗人数"]


def names(folder, *rows):
    status = cleaned(folder, {"甲县2月25日": [HEADER, *rows]})["status"]
    return sorted(status["name"])


@pytest.mark.parametrize(
    ("first", "rest"), [("甲县新化", "工有限公司"), ("甲县新化工", "有限公司"), ("甲县新化工有", "限公司")]
)
def test_what_stands_alone_below_half_a_name_is_the_rest_of_it(tmp_path, first, rest):
    rows = [1, first, "已复工", 50], ["", rest, "", ""], [2, "甲县砖厂", "未复工", 0], [3, "甲县布厂", "未复工", 0]
    assert names(tmp_path, *rows) == sorted(["甲县新化工有限公司", "甲县砖厂", "甲县布厂"])


def test_a_whole_name_has_no_rest(tmp_path):
    rows = [1, "甲县砖厂", "已复工", 50], ["", "乙县化工有限公司", "", ""], [2, "甲县布厂", "未复工", 0]
    assert "甲县砖厂" in names(tmp_path, *rows)
