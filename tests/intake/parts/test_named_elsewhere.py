"""Forms that are named by their title, sheet or file. All enterprises are fictional."""

import pytest
from small_survey import cleaned

from analysis.intake.parts.of_upload import form_named_elsewhere, named_elsewhere
from analysis.intake.sheet import Sheet

FORM = [["是否复工", "是"], ["职工总数", 120], ["返岗人数", 80], ["存在困难", "缺口罩"]]


@pytest.mark.parametrize(
    ("title", "sheet", "file", "named"),
    [
        ("虚构茶业有限公司复工情况登记表", "Sheet1", "附件2", "虚构茶业有限公司"),
        ("复工情况登记表", "虚构一厂", "附件2", "虚构一厂"),
        ("复工情况登记表", "Sheet1", "虚构建材（集团）有限公司", "虚构建材（集团）有限公司"),
        ("虚构一厂复工申请", "虚构二厂", "附件2", "虚构一厂"),
        ("甲县企业复工情况登记表", "Sheet1", "附件2", ""),
    ],
)
def test_whose_form_it_is(title, sheet, file, named):
    sheet = Sheet.from_rows([[title], *FORM], sheet)
    assert named_elsewhere(sheet, file) == named
    assert [label for label, *_ in form_named_elsewhere(sheet).pairs] == ["企业名称", *(label for label, _ in FORM)]


@pytest.mark.parametrize(
    "rows",
    [
        [["虚构一厂复工情况"], ["企业名称", "虚构二厂"], *FORM],
        [["虚构集团有限公司下属企业复工情况"], ["企业", "是否复工"], ["虚构一厂", "是"], ["虚构二厂", "否"]],
        [["虚构一厂复工方案"], ["我厂拟于2月25日复工，请予批准。"], ["虚构一厂"]],
    ],
    ids=["asks for the name", "a list", "no form"],
)  # fmt: skip
def test_other_sheets_are_none(rows):
    assert form_named_elsewhere(Sheet.from_rows(rows, "虚构三厂")) is None


def test_a_row_of_several_enterprises_names_none():
    assert named_elsewhere(Sheet.from_rows([[None, "虚构一厂", "虚构二厂"], *FORM], "Sheet1"), "附件2") == ""


def test_it_is_a_return(tmp_path):
    tables = cleaned(tmp_path, {"虚构一厂": [["复工情况登记表（2020年2月25日）"], *FORM]})
    status = tables["status"]
    assert status[["name", "state", "staff_normal", "staff_back"]].values.tolist() == [["虚构一厂", "running", 120, 80]]
    assert status["as_of"].astype(str).tolist() == ["2020-02-25"]
    assert tables["difficulties"]["category"].tolist() == ["protective_supplies"]
