"""The command line as a user meets it: what bad input gets is one sentence and an exit code, and good pages stay."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from analysis.cli import app

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
        options += ["--out", place / "out"]
    return CliRunner().invoke(app, [verb, *map(str, options), "--quiet", *arguments])


BAD = {
    "unknown week": (("--week", "2020-W60"), 2, "2020-W60"),
    "nonsense week": (("--week", "上周"), 2, "上周"),
    "a week with no data": (("--week", "2020-W05"), 2, "2020年1月27日"),
    "unknown area": (("--area", "丙县"), 2, "丙县"),
    "unknown language": (("--lang", "fr"), 2, "fr"),
    "unknown audience": (("--audience", "press"), 2, "press"),
    "unknown report": (("--report", "monthly"), 2, "monthly"),
}


@pytest.mark.parametrize("case", BAD, ids=str)
def test_what_does_not_exist_is_named_and_the_last_page_stays(place, case):
    arguments, code, named = BAD[case]
    page = place / "out" / "weekly_resumption.00.zh.html"
    page.parent.mkdir()
    page.write_text("the last good page")
    result = call(place, *arguments)
    assert result.exit_code == code
    assert named in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert page.read_text() == "the last good page"


def test_an_unknown_survey_is_named():
    result = CliRunner().invoke(app, ["run", "--survey", "atlantis"])
    assert (result.exit_code, "atlantis" in result.stderr) == (2, True)


def test_an_unknown_option_is_named():
    result = CliRunner().invoke(app, ["run", "--wek", "2020-W09"])
    assert (result.exit_code, "--wek" in result.stderr) == (2, True)


def test_the_sentence_is_in_the_chosen_language(place):
    assert call(place, "--area", "nowhere", "--lang", "en").stderr.startswith("no area 'nowhere'")
    assert call(place, "--area", "nowhere", "--lang", "zh").stderr.startswith("没有“nowhere”")


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
    page = (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8")
    assert "乙县.xlsx" in page
    assert call(place).exit_code == 4  # still so when nothing changed


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
    import json

    assert call(place).exit_code == 0
    last = json.loads((place / "out/last_run.json").read_text(encoding="utf-8"))
    assert (last["state"], last["missing"]) == ("waiting", ["乙县"])
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


def test_the_latest_week_with_data_is_taken_and_earlier_ones_can_be_asked_for(place):
    upload(place, "2020-W08", "甲县.csv", "甲县一厂（虚构）", "否")
    assert "第9期" in (call(place), (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8"))[1]
    assert call(place, "--week", "2020-W08").exit_code == 0
    assert "第8期" in (place / "out/weekly_resumption.00.zh.html").read_text(encoding="utf-8")


def test_only_what_changed_is_cleaned_again(place):
    from analysis.store.refresh import refresh
    from analysis.survey import load_survey

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


def test_a_row_dated_in_another_week_counts_there_whatever_is_cleaned_first(place):
    """An upload in W09's folder whose title names a day of W08 belongs to W08, also after W08 alone changes."""
    from analysis.store import load

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


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_kill_9_at_ten_points_leaves_the_old_page_or_the_new(place):
    """The old page says 1 of 3 resumed, the new one 3 of 3; the tables agree with one of them too."""
    assert call(place).exit_code == 0
    page = place / "out/weekly_resumption.00.zh.html"
    old = page.read_text(encoding="utf-8")
    upload(place, "2020-W09", "乙县.csv", "乙县三厂（虚构）", "是")
    command = [sys.executable, "-m", "analysis", "run", "--quiet", "--survey", place / "survey", "--raw", place / "raw"]
    command += ["--processed", place / "processed", "--out", place / "out"]
    started = time.monotonic()
    subprocess.run([*command[:-1], place / "elsewhere"], check=True, capture_output=True)
    whole = time.monotonic() - started
    shutil.rmtree(place / "processed")
    assert call(place, "--all", verb="clean").exit_code == 0
    for point in range(10):
        upload(place, "2020-W09", "乙县.csv", "乙县三厂（虚构）", ["是", "否"][point % 2])
        process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(whole * (point + 0.5) / 10)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        text = page.read_text(encoding="utf-8")
        assert text.rstrip().endswith("</html>"), point
        assert call(place, verb="report").exit_code == 0
    assert old.rstrip().endswith("</html>")
    assert call(place).exit_code == 0
