"""The command line as a user meets it: what bad input gets is one sentence and an exit code, and good pages stay."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from analysis.cli import app
from analysis.files import put_in_place
from analysis.store import load

LEDGER = "企业名称,统一社会信用代码,是否复工,职工总数,返岗人数\n{name},{code},{state},100,50\n"
REGISTER = (
    "name,uscc,county_code,county,park,industry,size,normal_before_festival,category\n"
    "甲县一厂（虚构）,,01,甲县,,30,small,true,\n甲县二厂（虚构）,,01,甲县,,26,medium,true,\n乙县三厂（虚构）,,02,乙县,,13,small,true,\n"
)
SETTINGS = """
title: {zh: 虚构州复工调度, en: Fictional prefecture}
area: "00"
regions: own
languages: [zh, en]
periods: iso_week
"""
REGIONS = "code,name,name_en,aliases\n00,虚构州,Fictional,\n01,甲县,Jia,甲\n02,乙县,Yi,乙\n"


@pytest.fixture
def place(tmp_path):
    """A made-up prefecture of two counties and three enterprises, with one good upload in 2020-W09."""
    survey = tmp_path / "survey"
    survey.mkdir()
    (survey / "survey.yml").write_text(SETTINGS, encoding="utf-8")
    (survey / "register.csv").write_text(REGISTER, encoding="utf-8")
    (survey / "regions.csv").write_text(REGIONS, encoding="utf-8")
    upload(tmp_path, "2020-W09", "甲县.csv", "甲县一厂（虚构）", "是")
    return tmp_path


def upload(place, period, file, name, state):
    folder = place / "raw" / period
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(LEDGER.format(name=name, code="", state=state), encoding="utf-8")


def call(place, *arguments, verb="run"):
    options = ["--survey", place / "survey", "--processed", place / "processed"]
    if verb != "report":
        options += ["--raw", place / "raw"]
    if verb != "clean":
        options += ["--out", place / "out", "--report", "weekly_resumption", "--no-pictures"]
    return CliRunner().invoke(app, [verb, *map(str, options), "--quiet", *arguments])


BAD = {
    "unknown week": (("--week", "2020-W60"), 2, {"zh": "没有“2020-W60”这一期", "en": "no period '2020-W60'"}),
    "nonsense week": (("--week", "上周"), 2, {"zh": "没有“上周”这一期", "en": "no period '上周'"}),
    "a week with no data": (("--week", "2020-W05"), 2, {"zh": "2020年1月27日", "en": "has no data"}),
    "unknown area": (("--area", "丙县"), 2, {"zh": "没有“丙县”", "en": "no area '丙县'"}),
    "unknown language": (("--lang", "fr"), 2, {"zh": "没有“fr”这种语言", "en": "no language 'fr'"}),
    "unknown audience": (("--audience", "press"), 2, {"zh": "press", "en": "press"}),
    "unknown report": (("--report", "monthly"), 2, {"zh": "没有“monthly”", "en": "no report 'monthly'"}),
    "unknown option": (
        ("--wek", "2020-W09"),
        2,
        {"zh": "没有“--wek”这个选项；相近的有 --week", "en": "close to it: --week"},
    ),
    "unknown argument": (("W09",), 2, {"zh": "命令写法不对", "en": "python -m analysis run --help says how"}),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", BAD, ids=str)
def test_what_does_not_exist_is_named_in_one_sentence_and_the_last_page_stays(place, case, lang):
    arguments, code, named = BAD[case]
    page = place / "out" / "weekly_resumption.00.zh.html"
    page.parent.mkdir()
    page.write_text("the last good page")
    result = call(place, *(arguments if "--lang" in arguments else ("--lang", lang, *arguments)))
    assert result.exit_code == code
    assert named[lang] in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert page.read_text() == "the last good page"


COUNTS = "县（市）,应复工企业数,已复工企业数\n甲县,2,1\n"


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有名录"), ("en", "there is no register")])
@pytest.mark.parametrize("sent", ["", COUNTS], ids=["lists", "counts"])
def test_what_is_sent_without_a_register_replaces_no_page(place, sent, lang, said):
    page = place / "out" / f"weekly_resumption.00.{lang}.html"
    assert call(place, "--lang", lang).exit_code == 0
    good = page.read_bytes()
    (place / "survey/register.csv").unlink()
    if sent:
        (place / "raw/2020-W09/甲县.csv").write_text(sent, encoding="utf-8")
    result = call(place, "--lang", lang)
    assert (result.exit_code, said in result.stderr, page.read_bytes() == good) == (2, True, True)
    for verb, more in {"share": (), "issue": ("--no", "1")}.items():
        options = ["--survey", place / "survey", "--processed", place / "processed", "--lang", lang, *more]
        result = CliRunner().invoke(app, [verb, *map(str, options)])
        assert (verb, result.exit_code, said in result.stderr) == (verb, 2, True)


def test_a_county_of_which_the_register_has_none_gets_its_page(place):
    (place / "survey/register.csv").write_text(REGISTER.rpartition("乙县三厂")[0], encoding="utf-8")
    upload(place, "2020-W09", "乙县.csv", "乙县三厂（虚构）", "是")
    assert call(place, "--area", "乙县").exit_code == 0


@pytest.mark.parametrize(("area", "number"), [("", "2/3户"), ("乙县", "1/1户")])
def test_a_county_that_sends_counts_is_in_the_rate_and_the_page_says_so(place, area, number):
    """甲县 lists one of its two as running; 乙县 states one of its one, without a list."""
    counts = "县（市）,应复工企业数,已复工企业数\n乙县,1,1\n"
    (place / "raw" / "2020-W09" / "乙县.csv").write_text(counts, encoding="utf-8")
    result = call(place, "--lang", "zh", "--area", area)
    assert result.exit_code == 0, result.stderr
    code = "02" if area else "00"
    page = (place / f"out/weekly_resumption.{code}.zh.html").read_text(encoding="utf-8")
    assert number in page
    assert "乙县没有名单，复工率按其报送的汇总数计" in page


def test_an_unknown_survey_is_named():
    result = CliRunner().invoke(app, ["run", "--survey", "atlantis"])
    assert (result.exit_code, "atlantis" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("lang", "sentence"), [("zh", "没有“runn”这个命令；可用：run、"), ("en", "no command 'runn'; known: run, ")]
)
def test_an_unknown_command_is_named(lang, sentence):
    result = CliRunner().invoke(app, ["runn", "--lang", lang])
    assert (result.exit_code, result.stderr.startswith(sentence)) == (2, True)


@pytest.mark.parametrize("option", ["--processed", "--out"])
def test_a_file_where_a_folder_should_be(place, option):
    (place / "file").write_text("somebody's")
    result = call(place, option, str(place / "file"), "--lang", "zh")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{place / 'file'} 不能用作目录")
    assert (place / "file").read_text() == "somebody's"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("file,received_at\n甲县.csv,昨天\n", "甲县.csv 的收到时间“昨天”应写作"),
        ("档案,时间\n甲县.csv,昨天\n", "应有 file、received_at 两列"),
    ],
)
def test_a_list_of_arrivals_that_cannot_be_read(place, text, sentence):
    (place / "raw/2020-W09/received.csv").write_text(text, encoding="utf-8")
    result = call(place, "--lang", "zh")
    assert (result.exit_code, sentence in result.stderr) == (2, True)


@pytest.mark.parametrize(("lang", "sentence"), [("zh", "请关闭后重试"), ("en", "close it and try again")])
def test_a_page_open_in_another_program_stays_and_is_named(place, monkeypatch, lang, sentence):
    replace = os.replace

    def held(source, target):
        if str(target).endswith(".html") and "last_run" not in str(target):
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    page = place / "out" / f"weekly_resumption.00.{lang}.html"
    page.parent.mkdir()
    page.write_text("the last good page")
    monkeypatch.setattr("analysis.files.os.replace", held)
    result = call(place, "--lang", lang)
    assert result.exit_code == 1
    assert page.name in result.stderr
    assert sentence in result.stderr
    assert page.read_text() == "the last good page"


def test_an_edition_that_cannot_be_written_leaves_the_others_made(place):
    (place / "out" / "weekly_resumption.01.zh.html").mkdir(parents=True)
    result = call(place, "--area", "all", "--report", "weekly_resumption")
    assert result.exit_code == 1
    assert "weekly_resumption.01.zh.html" in result.stderr
    made = sorted(page.name for page in (place / "out").glob("weekly*.html") if page.is_file())
    assert made == ["weekly_resumption.00.zh.html", "weekly_resumption.02.zh.html"]


def test_an_empty_raw_folder(place):
    shutil.rmtree(place / "raw")
    (place / "raw").mkdir()
    result = call(place)
    assert result.exit_code == 3
    assert "上报文件" in result.stderr


def test_only_unreadable_files(place):
    shutil.rmtree(place / "raw")
    folder = place / "raw" / "2020-W09"
    folder.mkdir(parents=True)
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    result = call(place)
    assert result.exit_code == 3
    assert "照片.jpg" in result.stderr
    assert "Excel" in result.stderr


def test_one_unreadable_among_good_ones_is_reported_with_exit_4(place):
    (place / "raw/2020-W09/乙县.xlsx").write_bytes(b"PK\x03\x04 not really")
    result = call(place)
    assert result.exit_code == 4
    assert "乙县.xlsx 已损坏或没有传完整" in result.stderr  # which and why
    page = (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8")
    assert "乙县.xlsx" in page
    assert call(place).exit_code == 4  # still so when nothing changed


def test_a_week_of_unreadable_files_is_named_and_the_week_before_is_still_reported(place):
    assert call(place).exit_code == 0
    folder = place / "raw" / "2020-W10"
    folder.mkdir()
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    page = place / "out/weekly_resumption.00.zh.html"
    latest = call(place)
    assert (latest.exit_code, "2020-W10/照片.jpg" in latest.stderr) == (4, True)
    assert "第9期" in page.read_text(encoding="utf-8")
    assert call(place, "--week", "2020-W09").exit_code == 0
    asked = call(place, "--week", "2020-W10", "--lang", "en")
    assert (asked.exit_code, "none of the 1 files can be used: 2020-W10/照片.jpg" in asked.stderr) == (3, True)
    assert "第9期" in page.read_text(encoding="utf-8")


def test_a_week_whose_uploads_were_taken_away_is_gone(place):
    upload(place, "2020-W10", "甲县.csv", "甲县二厂（虚构）", "是")
    assert call(place, verb="clean").exit_code == 0
    shutil.rmtree(place / "raw" / "2020-W10")
    assert call(place).exit_code == 0
    assert "第9期" in (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8")
    assert not list((place / "processed").glob("*/2020-W10.parquet"))
    assert call(place, "--week", "2020-W10").exit_code == 2


def test_another_surveys_folder_is_refused(place, tmp_path_factory):
    assert call(place).exit_code == 0
    other = place / "other"
    shutil.copytree(place / "survey", other)
    result = CliRunner().invoke(
        app, ["clean", "--survey", str(other), "--raw", str(place / "raw"), "--processed", str(place / "processed")]
    )
    assert result.exit_code == 2
    assert "other" in result.stderr


def test_wrong_settings_name_file_and_setting(place):
    (place / "survey/survey.yml").write_text(SETTINGS + "langages: [zh]\n", encoding="utf-8")
    result = call(place)
    assert result.exit_code == 2
    assert "langages" in result.stderr


def test_a_second_run_at_the_same_time_says_so_and_leaves(place):
    (place / "processed").mkdir()
    with FileLock(place / "processed" / ".run.lock"):
        result = call(place)
    assert result.exit_code == 1
    assert "正在处理" in result.stderr


def test_what_became_of_the_run_is_left_beside_the_pages(place):
    assert call(place).exit_code == 0
    last = json.loads((place / "out/last_run.json").read_text(encoding="utf-8"))
    assert (last["state"], last["missing"]) == ("waiting", ["乙县"])
    inbox = place / "raw/inbox/mail"
    inbox.mkdir(parents=True)
    (inbox / "乙县.xlsx").write_bytes(b"")
    assert call(place).exit_code == 0
    assert "收件夹里有1个文件没有归档" in (place / "out/last_run.html").read_text(encoding="utf-8")
    assert call(place, "--area", "nowhere").exit_code == 2
    assert json.loads((place / "out/last_run.json").read_text(encoding="utf-8"))["state"] == "failed"


def test_an_unchanged_page_is_not_made_again(place):
    assert call(place).exit_code == 0
    page = place / "out/weekly_resumption.00.zh.html"
    page.write_text("kept", encoding="utf-8")
    assert call(place).exit_code == 0
    assert page.read_text(encoding="utf-8") == "kept"
    upload(place, "2020-W09", "乙县.csv", "乙县三厂（虚构）", "是")
    assert call(place).exit_code == 0
    assert page.read_text(encoding="utf-8") != "kept"


def test_what_broke_off_does_not_pass_for_what_was_made_before(place, monkeypatch):
    """A late file, a disk too full for the page it renews, the file taken away: all is made again as it was."""
    replace = os.replace

    def full(source, target):
        if str(target).endswith("zh.html"):
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, target)

    assert call(place).exit_code == 0
    shown = place / "out/.weekly_resumption.00.zh.json"
    before = shown.read_bytes()
    upload(place, "2020-W09", "乙县.csv", "乙县三厂（虚构）", "是")
    with monkeypatch.context() as patched:
        patched.setattr("analysis.files.os.replace", full)
        assert call(place).exit_code == 1
    assert shown.read_bytes() != before
    (place / "raw/2020-W09/乙县.csv").unlink()
    assert call(place).exit_code == 0
    assert shown.read_bytes() == before


def test_a_late_upload_renews_every_page_that_shows_it_and_no_other(place, monkeypatch):
    """Pages of W08 (both languages), W09 and W07 are there; what comes late for W08 is in all but the last."""
    made = []

    def make(page, drawer):
        about = page.tables
        made.append((about.period.id, about.area.code, about.lang, about.audience.id))
        put_in_place(page.path, b"page")

    monkeypatch.setattr("analysis.editions.Page.make", make)
    for module in ("jobs", "surveys"):
        monkeypatch.setattr(f"analysis.{module}.project_root", lambda: place)
    for week, name in (("2020-W07", "甲县一厂（虚构）"), ("2020-W08", "甲县二厂（虚构）")):
        upload(place, week, "甲县.csv", name, "否")

    def run(*arguments):
        made.clear()
        options = {"survey": place / "survey", "raw": place / "raw", "processed": place / "processed"}
        given = [text for name, path in options.items() for text in (f"--{name}", str(path))]
        assert CliRunner().invoke(app, ["run", "--quiet", *given, *arguments]).exit_code == 0
        return sorted(made)

    only = ("--report", "weekly_resumption")
    assert run(*only, "--week", "2020-W07") == [("2020-W07", "00", "zh", "internal")]
    assert run(*only, "--week", "2020-W08", "--lang", "en") == [("2020-W08", "00", "en", "internal")]
    assert run(*only, "--week", "2020-W08", "--area", "甲县") == [("2020-W08", "01", "zh", "internal")]
    assert run(*only) == [("2020-W09", "00", "zh", "internal")]
    upload(place, "2020-W08", "乙县.csv", "乙县三厂（虚构）", "是")
    county = next(place.glob("reports/*/2020-W08/weekly_resumption.01.zh.html"))
    hidden = county.with_name("weekly_resumption.01.zh.public.html")  # of two enterprises
    hidden.write_text("page", encoding="utf-8")
    assert run(*only) == [
        ("2020-W08", "00", "en", "internal"),
        ("2020-W08", "01", "zh", "internal"),
        ("2020-W09", "00", "zh", "internal"),
    ]  # fmt: skip
    assert (county.exists(), hidden.exists()) == (True, False)
    assert run(*only) == []


def test_the_latest_week_with_data_is_taken_and_earlier_ones_can_be_asked_for(place):
    upload(place, "2020-W08", "甲县.csv", "甲县一厂（虚构）", "否")
    assert "第9期" in (call(place), (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8"))[1]
    assert call(place, "--week", "2020-W08").exit_code == 0
    assert "第8期" in (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8")


def test_a_list_of_projects_that_does_not_say_their_kind_does_not_stop_the_page(place):
    rows = "甲县重点项目复工情况表\n项目名称,总投资（万元）,是否复工\n虚构大桥,700,是\n"
    (place / "raw/2020-W09/甲县项目.csv").write_text(rows, encoding="utf-8")
    assert call(place).exit_code == 0
    assert len(load(place / "processed", "projects")) == 1


def test_a_slip_of_the_pen_in_a_year_does_not_take_the_page(place):
    """A week that has not begun is shown when asked for, and the log says that it is there."""
    upload(place, "2020-W09", "乙县复工情况（2099年2月25日）.csv", "乙县三厂（虚构）", "是")
    result = call(place)
    assert (result.exit_code, result.exception) == (0, None)
    assert "第9期" in (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8")
    told = (place / "out/run.log").read_text(encoding="utf-8")
    assert "第9期（2099年2月23日-3月1日）还没有开始，已有数据，请核对文件里的日期" in told
    assert call(place, "--week", "2099-W09").exit_code == 0
    assert "2099年" in (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8")


def test_only_what_changed_is_cleaned_again(place):
    from analysis.store.refresh import refresh
    from analysis.surveys import load_survey

    upload(place, "2020-W08", "甲县.csv", "甲县一厂（虚构）", "否")
    survey = load_survey(place / "survey")

    def again():
        return refresh(survey, place / "raw", place / "processed").periods

    assert again() == ("2020-W08", "2020-W09")
    assert again() == ()
    upload(place, "2020-W09", "乙县.csv", "乙县三厂（虚构）", "是")
    assert again() == ("2020-W09",)
    (place / "survey/register.csv").write_text(
        REGISTER + "乙县四厂（虚构）,,02,乙县,,13,small,true,\n", encoding="utf-8"
    )
    assert again() == ("2020-W08", "2020-W09")


def test_the_same_file_sent_twice_counts_once_whichever_week_is_cleaned_first(place):
    from analysis.store.refresh import refresh
    from analysis.surveys import load_survey

    survey = load_survey(place / "survey")
    upload(place, "2020-W10", "甲县.csv", "甲县一厂（虚构）", "是")  # the bytes of 2020-W09/甲县.csv
    upload(place, "2020-W10", "乙县.csv", "乙县三厂（虚构）", "是")
    refresh(survey, place / "raw", place / "whole")
    refresh(survey, place / "raw", place / "by_week", ["2020-W10"])
    refresh(survey, place / "raw", place / "by_week", ["2020-W09"])
    for folder in ("whole", "by_week"):
        status = load(place / folder, "status")
        assert sorted(zip(status["name"], status["period_id"], strict=True)) == [
            ("乙县三厂（虚构）", "2020-W10"), ("甲县一厂（虚构）", "2020-W09"),
        ]  # fmt: skip
    shutil.rmtree(place / "raw" / "2020-W09")
    refresh(survey, place / "raw", place / "whole")
    assert set(load(place / "whole", "status")["period_id"]) == {"2020-W10"}
    assert len(load(place / "whole", "status")) == 2


def test_a_row_dated_in_another_week_counts_there_whatever_is_cleaned_first(place):
    """An upload in W09's folder whose title names a day of W08 belongs to W08, also after W08 alone changes."""
    text = "乙县复工情况（截至2020年2月18日）,,,,\n" + LEDGER.format(name="乙县三厂（虚构）", code="", state="是")
    (place / "raw/2020-W09/乙县.csv").write_text(text, encoding="utf-8")
    upload(place, "2020-W08", "甲县.csv", "甲县二厂（虚构）", "否")
    for _ in range(2):
        assert call(place, "--all", verb="clean").exit_code == 0
        dated = load(place / "processed", "status")
        assert sorted(zip(dated["name"], dated["period_id"], strict=True)) == [
            ("乙县三厂（虚构）", "2020-W08"),
            ("甲县一厂（虚构）", "2020-W09"),
            ("甲县二厂（虚构）", "2020-W08"),
        ]
        upload(place, "2020-W08", "甲县.csv", "甲县二厂（虚构）", "拟复工")
        assert call(place, "--week", "2020-W08", verb="clean").exit_code == 0


@pytest.mark.parametrize("code_page", ["cp1252", "gbk"])
def test_a_console_that_lacks_the_signs_ends_no_verb(code_page):
    """As where a scheduler on Windows collects what is printed."""
    command = [sys.executable, "-m", "analysis", "doctor"]
    done = subprocess.run(command, env=os.environ | {"PYTHONIOENCODING": code_page}, capture_output=True)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    said = "内存".encode(code_page, "backslashreplace")
    assert said in done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_kill_9_at_six_points_leaves_the_old_page_or_the_new(place):
    """One county's answer goes to and fro: 2 of 3 restarted, or 1. Page, tables and record are of one of the two."""
    assert call(place).exit_code == 0
    page = place / "out/weekly_resumption.00.zh.html"
    command = [sys.executable, "-m", "analysis", "run", "--quiet", "--survey", place / "survey", "--raw", place / "raw"]
    command += ["--processed", place / "processed", "--out", place / "out", "--report", "weekly_resumption"]
    command += ["--no-pictures"]
    started = time.monotonic()
    upload(place, "2020-W09", "乙县.csv", "乙县三厂（虚构）", "否")
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - started
    for point in range(6):
        restarted = 2 - point % 2
        upload(place, "2020-W09", "乙县.csv", "乙县三厂（虚构）", "是" if restarted == 2 else "否")
        process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(whole * (point + 0.5) / 6)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert whole_page(page) in (1, 2), point
        assert load(place / "processed", "status")["state"].eq("running").sum() in (1, 2), point
        assert json.loads((place / "out/last_run.json").read_text(encoding="utf-8"))["state"] == "done", point
    assert call(place).exit_code == 0
    assert whole_page(page) == 1
    left = [path.name for path in (place / "processed").iterdir() if path.name.startswith(".stage")]
    assert not left


def whole_page(page):
    """How many a page says have restarted; fails where the page is not whole."""
    text = page.read_text(encoding="utf-8")
    assert text.rstrip().endswith("</html>")
    return int(re.search(r"已复工(\d+)户", text)[1])
