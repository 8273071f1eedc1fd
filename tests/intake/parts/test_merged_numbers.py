"""One number in a cell merged over several rows. All enterprises are fictional."""

import openpyxl
import pytest

from analysis.single import clean_upload

HEADER = ["企业名称", "是否复工", "职工总数", "产能利用率", "复工时间"]
NAMES = ["清江化工有限公司", "云雾茶业有限公司", "金龙建材厂"]


def cleaned(folder, rows, *merges):
    workbook = openpyxl.Workbook()
    for row in [HEADER, *rows]:
        workbook.active.append(row)
    for merge in merges:
        workbook.active.merge_cells(merge)
    workbook.save(folder / "2月25日.xlsx")
    found = clean_upload(folder / "2月25日.xlsx")
    told = found.findings.query("rule == 'number_of_several'")
    return found.status.sort_values("source_row"), told[["cells", "field", "value"]].values.tolist()


def test_of_several_enterprises_it_is_theirs_together(tmp_path):
    rows = [[NAMES[0], "是", 300, "60%", "2月10日"], [NAMES[1], "是"], [NAMES[2], "否", 50, 0]]
    status, told = cleaned(tmp_path, rows, "C2:C3", "D2:D3", "E2:E3")
    assert status["staff_normal"].fillna(-1).tolist() == [-1, -1, 50]
    assert status["capacity_pct"].tolist() == [60, 60, 0]
    assert [(day.month, day.day) for day in status["resumed_on"][:2]] == [(2, 10)] * 2
    assert told == [["C2:C3", "staff_normal", "300"]]


def test_of_one_enterprise_it_is_its_own(tmp_path):
    rows = [[NAMES[0], "是", 300, "60%"], [None, None, None, "70%"], [NAMES[2], "否", 50, 0]]
    status, told = cleaned(tmp_path, rows, "A2:A3", "B2:B3", "C2:C3")
    assert status["staff_normal"].tolist()[0] == 300
    assert told == []


@pytest.mark.parametrize("merge", ["C2:C4", "C2:D3"], ids=["over all rows", "over two columns"])
def test_wherever_it_reaches(tmp_path, merge):
    rows = [[NAMES[0], "是", 300, None], [NAMES[1], "是", None, None], [NAMES[2], "否", 50, 0]]
    status, told = cleaned(tmp_path, rows, merge)
    assert status["staff_normal"].isna()[:2].all()
    assert len(told) == len(set(merge) & {*"CD"})


def test_of_several_columns_it_is_neither_of_theirs(tmp_path):
    rows = [[NAMES[0], "是", 80, None], [NAMES[1], "是", 70, 90]]
    status, told = cleaned(tmp_path, rows, "C2:D2")
    assert status["staff_normal"].fillna(-1).tolist() == [-1, 70]
    assert status["capacity_pct"].fillna(-1).tolist() == [-1, 90]
    assert told == [["C2", "staff_normal", "80"], ["D2", "capacity_pct", "80"]]
