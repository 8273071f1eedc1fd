"""docs/survey.md followed literally, by somebody who has nothing but the project: its files, its figures."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import analysis
from analysis import metrics
from analysis.cli import app
from analysis.survey import Survey, Thresholds
from analysis.surveys import load_survey

RAW = Path(__file__).parents[1] / "data" / "raw"

GUIDE = (RAW.parent.parent / "docs/survey.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([^`\n]+)`\n\n```\w+\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL))
BEFORE = [name for name in FILES if name.endswith((".yml", ".csv")) and "corrections" not in name]
FIRST = [name for name in BEFORE if "vocabulary" not in name and "confirmed" not in name and "received" not in name]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RESUMPTION_HOME", str(tmp_path))
    return tmp_path


def write(home, names):
    for name in names:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name], encoding="utf-8")


def cleaned():
    result = CliRunner().invoke(app, ["clean", "--survey", "qingchuan", "--quiet"])
    assert result.exit_code == 0, result.output
    return analysis.open_tables("qingchuan")


def test_the_first_week_asks_for_what_the_guide_says(home):
    write(home, FIRST)
    data = cleaned()
    asked = data.findings.loc[data.findings["severity"].eq("warning"), ["rule", "value"]]
    assert {"header_unknown", "entity_unmatched", "staff_back_above_normal", "office_missing"} <= set(asked["rule"])
    assert set(data.status.loc[data.status["source_file"].str.contains("云岭"), "state"]) == {"unknown"}


def test_after_the_guides_answers_two_of_five_run(home):
    write(home, FILES)
    data = cleaned()
    panel = metrics.panel(data.enterprises, data.status, data.period)
    rate = metrics.resumption_rate(metrics.count_states(panel)).iloc[0]
    assert rate[["numerator", "denominator", "rate_pct", "high_pct"]].tolist() == [2, 5, 40, 60]
    assert set(data.findings.loc[data.findings["severity"].eq("warning"), "rule"]) == {"office_missing"}
    cell = analysis.trace(data, "Q001", "staff_back").iloc[0]
    assert cell[["file", "cell", "value"]].tolist() == ["2026-W10/云岭县.csv", "D2", 215]
    assert data.status["as_of"].dt.strftime("%m-%d").unique().tolist() == ["03-06"]


def test_offices_and_rounds_as_shown(home):
    write(home, FIRST)
    shown = "".join(re.findall(r"^```\n((?:offices|periods):.*?)```", GUIDE, re.MULTILINE | re.DOTALL))
    path = home / "surveys/qingchuan/survey.yml"
    path.write_text(path.read_text(encoding="utf-8") + shown, encoding="utf-8")
    survey = load_survey("qingchuan")
    assert [office.code for office in survey.offices] == ["990101", "devzone"]
    assert survey.period("第2次").id == "round-2"


def edited(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


SLIPS = {
    "an area that is no region": ("survey.yml", '"990000"', '"99"', "99"),
    "a county nobody knows": ("register.csv", "松坪县,39", "松平县,39", "register.csv line 6"),
    "a match to nobody": ("confirmed/matches.csv", "Q002", "Q999", "matches.csv line 2"),
    "a field that does not exist": ("vocabulary/columns.csv", "state,", "stat,", "columns.csv line 2"),
}


@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_a_slip_of_the_pen_is_one_sentence_that_names_the_place(home, slip):
    write(home, FILES)
    name, old, new, said = SLIPS[slip]
    edited(home / "surveys/qingchuan" / name, old, new)
    result = CliRunner().invoke(app, ["clean", "--survey", "qingchuan", "--quiet", "--lang", "en"])
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (2, 1)
    assert said in result.stderr


def test_a_missing_table_of_regions_is_named(home):
    write(home, FIRST)
    (home / "surveys/qingchuan/regions.csv").unlink()
    result = CliRunner().invoke(app, ["clean", "--survey", "qingchuan"])
    assert (result.exit_code, "regions.csv" in result.stderr) == (2, True)


def test_a_register_as_excel_in_china_saves_it(home):
    write(home, FILES)
    path = home / "surveys/qingchuan/register.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert cleaned().enterprises["name"].iloc[0] == "云岭虚构水泥有限公司"


def test_every_setting_and_threshold_has_its_line_and_default():
    listed = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE))))
    settings = {field.alias or name for name, field in Survey.model_fields.items()} - {"folder"}
    assert settings <= listed
    assert set(Thresholds.model_fields) <= listed
    for name, field in Thresholds.model_fields.items():
        line = next(line for line in GUIDE.splitlines() if line.startswith("|") and f"`{name}`" in line)
        assert json.loads(line.split("|")[-2]) == field.default
