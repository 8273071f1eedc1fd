"""Columns without a word or a value of their own. All enterprises are fictional."""

from openpyxl import Workbook
from small_survey import ONE, TWO, cleaned

from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.surveys import load_survey

HEADER = [["企业名称", "是否复工", "人员情况", None, None], [None, None, "职工总数", None, "返岗人数"]]
BODY = [[ONE, "是", 90, None, 80], [TWO, "否", 60, None, 0]]


def test_a_spacer_under_a_merged_header_takes_no_field(tmp_path):
    cleaned(tmp_path, {})  # the survey
    book = Workbook()
    for row in HEADER + BODY:
        book.active.append(row)
    for area in ("A1:A2", "B1:B2", "C1:E1"):
        book.active.merge_cells(area)
    book.save(tmp_path / "raw" / "2020-W09" / "甲县2月25日.xlsx")
    settings = load_survey(tmp_path / "survey")
    tables = clean(settings, list_uploads(settings, tmp_path / "raw")).tables
    status = tables["status"].sort_values("source_row")
    assert status[["staff_normal", "staff_back"]].to_numpy().tolist() == [[90, 80], [60, 0]]
    assert tables["findings"].empty
