"""One upload at a notebook: tidy rows, findings in words, and the way of each value back to its cell."""

import re

import openpyxl
import pandas as pd
import pytest

import analysis
from analysis.errors import SurveyError

PHONE, PERSON = "13987654321", "韦某某"
ROWS = [
    ["甲县企业复工情况表"],
    ["填报单位：甲县工信局", None, None, None, "填报人", PERSON],
    ["企业名称", "是否复工", "复工时间", "返岗人数", "产能利用率", "联系人", "联系电话", "备注"],
    ["甲县一厂（虚构）", "是", "2月20日", "约40", 0.8, PERSON, PHONE, f"找{PERSON}，{PHONE}"],
    ["甲县二厂（虚构）", "<script>alert(1)</script>", None, 0, 0.5, PERSON, int(PHONE), None],
    ["甲县三厂（虚构）"],
]


@pytest.fixture
def path(tmp_path):
    survey = tmp_path / "survey"
    survey.mkdir()
    settings = "title: {zh: 虚构州}\narea: '00'\nregions: own\nperiods: iso_week\n"
    (survey / "survey.yml").write_text(settings, encoding="utf-8")
    regions = "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n02,乙县,Yi,\n"
    (survey / "regions.csv").write_text(regions, encoding="utf-8")
    (survey / "register.csv").write_text(
        "name,county_code\n甲县一厂（虚构）,01\n甲县二厂（虚构）,01\n", encoding="utf-8"
    )
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    target = tmp_path / "raw/2020-W09/甲县.xlsx"
    target.parent.mkdir(parents=True)
    book.save(target)
    return target


@pytest.fixture
def upload(path, tmp_path):
    return analysis.clean_upload(path, tmp_path / "survey")


def step(upload, cell):
    return upload.explain(cell).steps.iloc[0]


def test_it_gives_rows_findings_and_fates(upload):
    assert upload.outcome == "accepted"
    assert upload.status["name"].tolist() == ["甲县一厂（虚构）", "甲县二厂（虚构）"]
    assert dict(upload.fates[["fate", "rows"]].values) == {"title": 2, "header": 1, "kept": 2, "rejected": 1}
    assert not {"part_index", "place", "who"} & set(upload.status)
    assert set(upload.findings["severity"]) <= {"warning", "info"}
    assert upload.findings["zh"].str.len().min() > 5


@pytest.mark.parametrize(
    ("cell", "header", "field", "original", "value", "rule"),
    [
        ("C4", "复工时间", "resumed_on", "2月20日", pd.Timestamp("2020-02-20").date(), "date_year_assumed"),
        ("D4", "返岗人数", "staff_back", "约40", 40, "number_approximate"),
        ("E5", "产能利用率", "capacity_pct", 0.5, 50, "percent_from_fractions"),
    ],
)
def test_a_cell_is_explained(upload, cell, header, field, original, value, rule):
    found = step(upload, cell)
    assert (found["header"], found["field"], found["original"], found["value"]) == (header, field, original, value)
    assert rule in found["rules"]
    assert found["fate"] == "kept"
    assert found["zh"]


def test_an_explanation_reads_in_a_terminal(upload):
    said = repr(upload.explain("D4"))
    assert re.fullmatch(r".+!D4 '约40' -> staff_back = 40: .+", said)


ONE, TWO = "甲县一厂（虚构）", "甲县二厂（虚构）"
BESIDE = [["企业名称", "是否复工", "返岗人数", None] * 2, [ONE, "是", 40, None, TWO, "否", 0], [ONE, "是", 40]]
DATED = [
    [None, "2月18日", None, "2月25日", None],
    ["企业名称", *["是否复工", "返岗人数"] * 2],
    [ONE, "否", 0, "是", 40],
]
NEEDS = [["企业名称", "是否复工", "存在困难", "缺工人数"], [ONE, "是", "缺煤300吨", 12], [TWO, "是", None, 5]]
ACROSS = [["企业名称", ONE, TWO], ["是否复工", "是", "否"], ["职工总数", 90, 60], ["返岗人数", 40, 0]]


@pytest.mark.parametrize(
    ("rows", "cell", "field", "value"),
    [
        (BESIDE, "B2", "state", "running"),
        (BESIDE, "F2", "state", "stopped"),
        (DATED, "B3", "state", "stopped"),
        (DATED, "E3", "staff_back", 40),
        (NEEDS, "C2", "difficulty_text", "缺煤300吨"),
        (NEEDS, "D2", "labour_gap", 12),
        (ACROSS, "B4", "staff_back", 40),
        (ACROSS, "C4", "staff_back", 0),
    ],
)
def test_a_cell_is_explained_by_its_own_table_day_and_enterprise(path, tmp_path, rows, cell, field, value):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    found = step(analysis.clean_upload(path, tmp_path / "survey"), cell)
    assert (found["field"], found["value"], found["fate"]) == (field, value, "kept")


def test_a_cell_that_was_not_read_says_why(path, tmp_path):
    book = openpyxl.Workbook()
    rows = [
        ["甲县企业复工情况表"],
        ["企业名称", "是否复工", "机器转几成", "返岗人数"],
        [ONE, "是", 5, 40],
        ["注：机器以台计"],
    ]
    for row in rows:
        book.active.append(row)
    book.active.column_dimensions["D"].hidden = True
    old = book.create_sheet("旧表")
    old.append(["去年的"])
    old.sheet_state = "hidden"
    book.save(path)
    upload = analysis.clean_upload(path, tmp_path / "survey")
    rules = {cell: step(upload, cell)["rules"] for cell in ("C3", "D3", "旧表!A1", "B3")}
    assert rules == {
        "C3": ("header_unknown",), "D3": ("column_hidden",), "旧表!A1": ("sheet_hidden",), "B3": (),
    }  # fmt: skip
    assert [step(upload, cell)["header"] for cell in ("A1", "A4", "A3")] == ["", "", "企业名称"]


def test_a_row_is_explained_cell_by_cell(upload):
    steps = upload.explain(upload.status.iloc[0]).steps
    assert steps["cell"].tolist() == ["A4", "B4", "C4", "D4", "E4", "H4"]
    assert step(upload, "A6")["fate"] == "rejected"
    assert step(upload, "A1")["fate"] == "title"


def saved(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_what_a_cell_says_beside_what_it_is_asked_is_explained(path, tmp_path):
    saved(
        path,
        ["截至2020年2月25日"],
        ["企业名称", "是否复工", "复工时间", "备注"],
        [ONE, "计划2月27日复工", None, None],
        [TWO, "是", "2020-03-02", None],
        ["甲县三厂（虚构）", "否", None, "企业已注销"],
    )
    upload = analysis.clean_upload(path, tmp_path / "survey")
    steps = [upload.explain(upload.status.iloc[at]).steps.set_index("cell")[["field", "value"]] for at in range(3)]
    day = {number: pd.Timestamp(2020, *number).date() for number in ((2, 27), (3, 2))}
    assert steps[0].loc["B3"].values.tolist() == [["state", "planned"], ["planned_on", day[2, 27]]]
    assert steps[1].loc["C4"].values.tolist() == [["resumed_on", None], ["planned_on", day[3, 2]]]
    assert steps[2].loc["D5", "field"].tolist() == ["remark", "state_reason"]
    assert steps[2].loc["D5", "value"].iloc[-1] == "cancelled"
    assert upload.explain("C4").steps["field"].tolist() == ["resumed_on", "planned_on"]


def test_a_projects_days_are_explained_by_its_own_table(path, tmp_path):
    saved(path, ["项目名称", "是否复工", "复工时间"], ["甲县一号水库工程（虚构）", "是", "2020-02-11"])
    found = step(analysis.clean_upload(path, tmp_path / "survey"), "C2")
    assert (found["field"], str(found["value"])) == ("resumed_on", "2020-02-11")


def test_counts_are_explained_by_what_they_count(path, tmp_path):
    saved(
        path,
        ["县（市）", "应复工企业数", "已复工企业数", "复工率（%）", "应返岗人数", "返岗人数", "返岗率（%）"],
        ["甲县", 40, 30, 75, 200, 160, 80],
    )
    upload = analysis.clean_upload(path, tmp_path / "survey")
    steps = upload.explain(upload.summaries.iloc[0]).steps.set_index("cell")["value"]
    assert steps["B2":"G2"].tolist() == [40, 30, 75, 200, 160, 80]


def test_when_enterprises_were_founded_dates_no_return(tmp_path, path):
    loose = tmp_path / "甲县.xlsx"
    saved(loose, ["企业名称", "成立时间", "复工时间"], [ONE, "2021-01-01", "2020-02-10"], [TWO, "2009-05-01", None])
    upload = analysis.clean_upload(loose, tmp_path / "survey")
    assert {str(day) for day in upload.status["as_of"]} == {"2020-02-10"}


def test_of_rows_abreast_each_is_explained_by_its_own_cells(path, tmp_path):
    saved(path, ["日期", ONE, TWO], ["2月24日", "未复工", "已复工"], ["2月25日", "已复工", "已复工"])
    upload = analysis.clean_upload(path, tmp_path / "survey")
    row = upload.status.query("name == @TWO and as_of.astype('str') == '2020-02-24'").iloc[0]
    assert upload.explain(row).steps[["cell", "field"]].values.tolist() == [
        ["C1", "name"], ["A2", "as_of"], ["C2", "state"],
    ]  # fmt: skip


def test_what_another_list_of_the_upload_told_is_explained_by_its_own_cell(path, tmp_path):
    staff = [["用工情况"], ["企业名称", "返岗人数"], [ONE, 40], [TWO, 5]]
    saved(path, ["复工情况"], ["企业名称", "是否复工"], [ONE, "是"], [TWO, "否"], [], *staff)
    upload = analysis.clean_upload(path, tmp_path / "survey")
    row = upload.status.query("name == @TWO").iloc[0]
    assert upload.explain(row).steps[["cell", "field", "value"]].values.tolist() == [
        ["A4", "name", TWO], ["B4", "state", "stopped"], ["B9", "staff_back", 5],
    ]  # fmt: skip
    told = upload.explain("B8").steps[["field", "value", "fate"]]
    assert told.values.tolist() == [["staff_back", 40, "merged"]]


def test_of_a_cell_that_holds_several_answers_each_is_explained(path, tmp_path):
    saved(path, [f"企业名称：{ONE}；是否复工：是；返岗人数：40"], [f"企业名称：{TWO}；是否复工：否；返岗人数：0"])
    steps = analysis.clean_upload(path, tmp_path / "survey").explain("A2").steps
    assert steps[["field", "value"]].values.tolist() == [["name", TWO], ["state", "stopped"], ["staff_back", 0]]


def test_a_correction_is_part_of_the_way(path, tmp_path):
    entry = "- {file: 2020-W09/甲县.xlsx, sheet: Sheet, cell: D4, expected: 约40, value: 44, reason: 核实, who: 值班}"
    (tmp_path / "survey/corrections.yml").write_text(entry, encoding="utf-8")
    found = step(analysis.clean_upload(path, tmp_path / "survey"), "D4")
    assert (found["original"], found["value"]) == (44, 44)
    assert found["rules"] == ("correction_applied",)
    assert "核实" in found["zh"]


def test_no_personal_data_and_no_markup_in_what_is_shown(upload):
    shown = upload._repr_html_() + upload.findings.to_string()
    for cell in ("F4", "G4", "G5", "H4", "F2", "B5"):
        shown += upload.explain(cell)._repr_html_()
    assert PHONE not in shown
    assert PERSON not in shown
    assert "<script" not in upload._repr_html_() + upload.explain("B5")._repr_html_()


def test_in_a_console_it_is_one_short_line(upload):
    assert repr(upload) == f"<甲县.xlsx: accepted; {upload._sizes()}; findings {len(upload.findings)}>"
    assert "status 2" in upload._sizes()


def test_a_telephone_number_in_a_header_is_stored_nowhere(path, tmp_path):
    book = openpyxl.Workbook()
    for row in (["企业名称", "是否复工", f"备注（有问题联系{PERSON}，{PHONE}）"], [ONE, "是", "好"], [TWO, "否", ""]):
        book.active.append(row)
    book.save(path)
    upload = analysis.clean_upload(path, tmp_path / "survey")
    assert upload.status["state"].tolist() == ["running", "stopped"]
    stored = " ".join(frame.astype(str).to_csv() for frame in upload.tables.values())
    assert PHONE not in stored
    assert PERSON not in stored


SAID = f"缺煤，{PERSON}反映"


@pytest.mark.parametrize(
    "rows",
    [
        [["企业名称", "是否复工", "联系人", "存在困难"], [ONE, "是", f"{PERSON} {PHONE}", SAID]],
        [["企业名称", ONE, "是否复工", "是"], ["联系人", PERSON, "存在困难", SAID], ["返岗人数", 4, "职工总数", 5]],
    ],
    ids=["list", "form"],
)
def test_who_is_a_contact_of_a_row_is_hidden_in_its_words(path, tmp_path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    upload = analysis.clean_upload(path, tmp_path / "survey")
    assert upload.tables["difficulties"]["text"].tolist() == ["缺煤，***反映"]
    assert "personal_masked" in upload.findings["rule"].tolist()
    assert step(upload, "D2")["original"] == "缺煤，***反映"


def test_every_kind_of_table_is_asked_for_by_its_name(tmp_path, path):
    book = openpyxl.Workbook()
    for row in (
        ["企业名称", "交办事项", "责任单位", "交办时间", "完成时限", "办理情况"],
        ["甲县一厂（虚构）", "协调续贷", "县金融办", "2月20日", "2月28日", "正在办理"],
    ):
        book.active.append(row)
    book.save(path)
    upload = analysis.clean_upload(path, tmp_path / "survey")
    assert upload.tasks[["text", "owner", "state"]].to_numpy().tolist() == [["协调续贷", "县金融办", "open"]]
    assert upload.suppliers.empty
    assert "stock_days" in upload.suppliers
    with pytest.raises(AttributeError):
        upload.nothing  # noqa: B018


def test_what_cannot_be_read_comes_back_with_its_reason(tmp_path, path):
    photo = tmp_path / "甲县.xlsx"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    upload = analysis.clean_upload(photo, tmp_path / "survey", period="2020-W09")
    assert upload.outcome == "quarantined"
    assert "photo_upload" in upload.findings["rule"].tolist()
    assert upload.status.empty
    assert {"name", "state", "staff_back"} <= {*upload.status.columns}  # so that a notebook goes on
    with pytest.raises(SurveyError, match="there is no file"):
        analysis.clean_upload(tmp_path / "none.xlsx", tmp_path / "survey")
    with pytest.raises(SurveyError, match="is a folder; give one of the files in it"):
        analysis.clean_upload(tmp_path, tmp_path / "survey")
    with pytest.raises(ValueError, match=r"没有工作表 .* / no sheet"):
        upload.explain("A1")
    with pytest.raises(ValueError, match=r"0 不是单元格.* / 0 is no cell, such as 'C5', and no row of a table"):
        upload.explain(0)


def test_a_stray_cell_far_from_the_table_sends_the_file_back_with_its_address(tmp_path, path):
    book = openpyxl.load_workbook(path)
    book.active["GR900000"] = "x"
    book.save(path)
    upload = analysis.clean_upload(path, tmp_path / "survey")
    assert upload.outcome == "quarantined"
    told = upload.findings.set_index("rule").loc["sheet_too_large"]
    assert told["cells"] == ""
    assert told["zh"] == "2020-W09/甲县.xlsx 工作表“Sheet”一直用到 GR900000。请删去远处的多余内容后重新报送。"


def test_who_is_named_in_the_file_or_sheet_is_stored_nowhere(path, tmp_path):
    book = openpyxl.load_workbook(path)
    book.active.title = f"联系人{PERSON}{PHONE}"
    named = path.with_name(f"甲县（{PERSON}{PHONE}）.xlsx")
    book.save(named)
    place = f"file: 2020-W09/{named.name}, sheet: {book.active.title}, cell: D4"
    entry = f"- {{{place}, expected: 约40, value: 44, reason: 核实, who: 值班}}"
    (tmp_path / "survey/corrections.yml").write_text(entry, encoding="utf-8")
    upload = analysis.clean_upload(named, tmp_path / "survey")
    assert upload.status["staff_back"].tolist() == [44, 0]
    steps = upload.explain(f"{book.active.title}!D4").steps
    told = [upload.file, upload._repr_html_(), upload.findings.to_csv(), upload.fates.to_csv(), steps.to_csv()]
    stored = " ".join([*told, *(frame.astype(str).to_csv() for frame in upload.tables.values())])
    assert PHONE not in stored
    assert PERSON not in stored
