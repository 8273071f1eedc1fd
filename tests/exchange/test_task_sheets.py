"""Sheets of tasks go out, come back filled in as an upload like any other, and change the task they speak of."""

from datetime import datetime

import openpyxl
import pandas as pd
import pytest
from exchange_world import make_survey, rows_of, save
from typer.testing import CliRunner

from analysis.cli import app
from analysis.exchange.commands import tasks as tasks_job
from analysis.intake.values import first_choice
from analysis.jobs import clean
from analysis.metrics import hand_out, task_states, update_tasks
from analysis.store.tables import open_tables

DUTIES = "kind,name,county_code,category\ndepartment,金融办,,funds\ndepartment,交通局,,logistics\n"
FIRST, SECOND = "2020-W09", "2020-W10"


@pytest.fixture(params=["zh", "en"])
def world(tmp_path, request):
    """Two counties' difficulties of one week, cleaned, and the sheets that go out for them."""
    survey = make_survey(tmp_path / "surveys/虚构")
    (survey.folder / "duties.csv").write_text(DUTIES, encoding="utf-8")
    raw, processed = tmp_path / "raw", tmp_path / "processed"
    save(raw / FIRST / "甲县.xlsx", rows_of("甲县", text="＝资金紧张，缺口300万元"))
    save(raw / FIRST / "乙县.xlsx", rows_of("乙县", text="原料运不进来"))
    where = {"survey": str(survey.folder), "processed": processed}
    clean(**where, raw=raw, say=lambda line: None)
    sheets = tasks_job(**where, out=tmp_path / "out", lang=request.param)
    return {"raw": raw, "where": where, "sheets": {path.stem.split("_")[-1]: path for path in sheets}}


def states_of(world, day):
    clean(**world["where"], raw=world["raw"], say=lambda line: None)
    tables = open_tables(**world["where"])
    listed = hand_out(tables.difficulties, tables.survey.duties, tables.periods)
    states = task_states(update_tasks(listed, tables.tasks), pd.Timestamp(day).date(), tables.difficulties)
    return states, tables


def fill_in(path, target, day, *answers):
    """Write (state, day done, answer) into the rows below the header, and the day of the sheet above it."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if row[0].value in ("任务编号", "task id"))
    places = {cell.value: cell.column for cell in header}
    first = header[0].row + 1
    sheet.cell(header[0].row - 1, len(header)).value = day
    for number, (state, done_on, answer) in enumerate(answers):
        for name, value in zip(("办理情况", "办结时间", "办理说明"), (state, done_on, answer), strict=True):
            english = {"办理情况": "task state", "办结时间": "done on", "办理说明": "what was done"}[name]
            sheet.cell(first + number, places.get(name) or places[english]).value = value
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)


def test_each_department_and_each_county_has_its_sheet(world):
    assert len(world["sheets"]) == 4
    book = openpyxl.load_workbook(world["sheets"]["金融办"])
    sheet = book.active
    texts = [cell.value for row in sheet.iter_rows(min_row=5) for cell in row]
    # What an enterprise wrote is no formula, and the evidence names its cell.
    assert "'＝资金紧张，缺口300万元" in texts
    assert any(str(text).startswith(f"{FIRST}/甲县.xlsx 表1 H") for text in texts)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.max_row == 6  # two enterprises of one county
    state = next(cell.column_letter for cell in sheet[4] if cell.value in ("办理情况", "task state"))
    check = sheet.data_validations.dataValidation[0]
    assert (check.type, str(check.sqref), sheet.freeze_panes) == ("list", f"{state}5:{state}6", "C5")


def test_what_is_filled_in_comes_back_as_the_state_of_the_task(world):
    before, _ = states_of(world, "2020-02-26")
    assert before["state"].tolist() == ["open"] * 3
    done = datetime(2020, 3, 2)
    choices = openpyxl.load_workbook(world["sheets"]["金融办"]).active.data_validations.dataValidation[0].formula1
    first, second, third = choices.strip('"').split(",")
    target = world["raw"] / SECOND
    fill_in(world["sheets"]["金融办"], target / "金融办.xlsx", datetime(2020, 3, 3), (first, done, "已放款"),
            (second, None, "正在对接银行"))  # fmt: skip
    fill_in(
        world["sheets"]["交通局"], target / "交通局.xlsx", datetime(2020, 3, 3), (third, None, "跨省线路，已报省厅")
    )
    # The county sends its copy of the same tasks back untouched: that takes nothing back.
    fill_in(next(p for n, p in world["sheets"].items() if n in ("甲县", "Jia")), target / "甲县交办.xlsx",
            datetime(2020, 3, 3))  # fmt: skip
    after, tables = states_of(world, "2020-03-04")
    assert after.sort_values(["owner", "state"])[["owner", "state", "answer"]].values.tolist() == [
        ["交通局", "dropped", "跨省线路，已报省厅"],
        ["金融办", "done", "已放款"],
        ["金融办", "overdue", "正在对接银行"],
    ]
    assert after.loc[after["state"].eq("done"), "done_on"].tolist() == [pd.Timestamp(done)]
    parts = tables.parts[tables.parts["period_id"].eq(SECOND)]
    assert parts["kind"].tolist() == ["tasks"] * 3
    # A list of tasks is no return: both counties are still missing for that week.
    missing = tables.findings.query("rule == 'office_missing' and period_id == @SECOND")
    assert len(missing) == 3
    assert set(tables.findings.loc[tables.findings["upload_id"].isin(parts["upload_id"]), "rule"]) == set()


def test_what_is_done_is_on_no_later_sheet(world, tmp_path):
    choices = openpyxl.load_workbook(world["sheets"]["交通局"]).active.data_validations.dataValidation[0].formula1
    done = choices.strip('"').split(",")[0]
    target = world["raw"] / SECOND / "交通局.xlsx"
    fill_in(world["sheets"]["交通局"], target, datetime(2020, 3, 3), (done, datetime(2020, 3, 2), None))
    clean(**world["where"], raw=world["raw"], say=lambda line: None)
    later = tasks_job(**world["where"], out=tmp_path / "later")
    assert sorted(path.stem for path in later) == ["交办清单_甲县", "交办清单_金融办"]
    for lang in ("zh", "en"):  # nor does the earlier one stay
        tasks_job(**world["where"], out=world["sheets"]["交通局"].parent, lang=lang)
    assert [world["sheets"][who].exists() for who in ("交通局", "金融办")] == [False, True]


def test_the_leaderships_own_list_is_read_too(world):
    rows = [
        ["重点交办事项清单（2020年3月3日）"],
        ["交办事项", "责任单位", "交办时间", "完成时限", "办理情况"],
        ["协调省际通行证", "交通局", "2020-02-27", "2020-03-02", None],
        ["落实贴息资金", "金融办", "2020-02-27", "2020-03-20", "正在与银行研究方案"],
    ]
    save(world["raw"] / SECOND / "交办.xlsx", rows)
    states, tables = states_of(world, "2020-03-04")
    own = states[states["source"].eq("leadership")].sort_values("text")
    assert own[["text", "owner", "state", "answer", "days_overdue"]].astype(object).where(
        lambda f: f.notna(), None
    ).values.tolist() == [
        ["协调省际通行证", "交通局", "overdue", None, 2],
        ["落实贴息资金", "金融办", "open", "正在与银行研究方案", 0],
    ]
    assert "task_state_in_words" in set(tables.findings["rule"])


def test_the_verb_prints_the_sheets(world, tmp_path):
    told = ["--survey", world["where"]["survey"], "--processed", str(world["where"]["processed"])]
    more = ["--raw", str(world["raw"]), "--out", str(tmp_path / "cli"), "--week", FIRST, "--quiet"]
    result = CliRunner().invoke(app, ["tasks", *told, *more])
    assert result.exit_code == 0
    assert len([line for line in result.stdout.splitlines() if line.endswith(".xlsx")]) == 4


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("已办结", "done"),
        ("已办结，资金3月2日到位", "done"),
        ("协调中", "open"),
        ("未办结", "open"),
        ("不属本单位职责", "dropped"),
        ("请示领导", None),
        (None, None),
        ("", None),
    ],
)
def test_the_words_for_a_state(text, wanted):
    assert (
        first_choice(text, {"已办结": "done", "协调中": "open", "未办结": "open", "不属本单位职责": "dropped"})
        == wanted
    )
