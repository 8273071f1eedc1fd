"""What a run leaves for those who were not watching."""

import errno
import json

import pytest

from analysis.errors import Busy, NothingUsable
from analysis.publish.index import title_of
from analysis.publish.last_run import LastRun, write_last_run
from analysis.record import recorded
from analysis.surveys import load_survey

WEEK = {"zh": "第9期（2020年2月24日-3月1日）", "en": "Week 9 (24 Feb to 1 Mar 2020)"}
CASES = {
    "done": (
        LastRun("done", "", "", period=WEEK, pages=("a.html",)),
        "第9期（2020年2月24日-3月1日）的报告已完成，共1份。",
        "Week 9 (24 Feb to 1 Mar 2020): 1 page made.",
    ),
    "waiting for two offices": (
        LastRun("waiting", "", "", period=WEEK, pages=("a.html", "b.html"), missing=("都匀市", "福泉市")),
        "第9期（2020年2月24日-3月1日）的报告已完成，共2份；还有2个单位未报：都匀市、福泉市。",
        "Week 9 (24 Feb to 1 Mar 2020): 2 pages made; waiting for 2 offices: 都匀市, 福泉市.",
    ),
    "waiting for an office with an English name": (
        LastRun("waiting", "", "", period=WEEK, missing=("都匀市",), missing_en=("Duyun",)),
        "第9期（2020年2月24日-3月1日）的报告已完成，共0份；还有1个单位未报：都匀市。",
        "Week 9 (24 Feb to 1 Mar 2020): 0 pages made; waiting for 1 office: Duyun.",
    ),
    "a file blocked": (
        LastRun("done", "", "", period=WEEK, pages=("a.html",), blocked=("x.jpg",)),
        "第9期（2020年2月24日-3月1日）的报告已完成，共1份；1个文件不能用：x.jpg。",
        "Week 9 (24 Feb to 1 Mar 2020): 1 page made; 1 file could not be used: x.jpg.",
    ),
    "a file that nobody filed": (
        LastRun("done", "", "", period=WEEK, pages=("a.html",), unfiled=1),
        "第9期（2020年2月24日-3月1日）的报告已完成，共1份；收件夹里有1个文件没有归档，没有计入，"
        "请运行 python -m analysis receive。",
        "Week 9 (24 Feb to 1 Mar 2020): 1 page made; 1 file in the inbox not filed and not counted; "
        "run python -m analysis receive.",
    ),
    "failed": (
        LastRun("failed", "", "", reason={"zh": "没有上报文件", "en": "no uploads"}),
        "运行没有完成：没有上报文件。没有做成的报告还是原来的。",
        "The run failed: no uploads. Reports it did not make are as they were.",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_run_in_one_sentence(case):
    run, zh, en = CASES[case]
    assert (run.sentence("zh"), run.sentence("en")) == (zh, en)


def test_names_cannot_become_markup(tmp_path):
    write_last_run(tmp_path, LastRun("waiting", "", "", period=WEEK, missing=("<script>alert(1)</script>",)))
    page = (tmp_path / "last_run.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_pages_are_listed_by_what_they_are_called(tmp_path):
    made = tmp_path / "2020-W09" / "weekly_resumption.522701.zh.leadership.html"
    title = title_of(load_survey("qiannan"), made)
    assert title == "复工复产周报 · 都匀市 · 中文 · 领导版"
    assert title_of(load_survey("qiannan"), tmp_path / "notes.html") == "notes.html"
    run = LastRun("done", "2026-11-30T13:41:05+00:00", "", period=WEEK, pages=(str(made),), titles=(title,))
    write_last_run(tmp_path, run)
    page = (tmp_path / "last_run.html").read_text(encoding="utf-8")
    assert f'<a href="2020-W09/{made.name}">{title}</a>' in page
    assert "2026-11-30 13:41:05" in page


def outcome(folder):
    return json.loads((folder / "last_run.json").read_text(encoding="utf-8"))["state"]


def test_a_failure_is_recorded_and_goes_on(tmp_path):
    with pytest.raises(NothingUsable), recorded(tmp_path, print):
        raise NothingUsable("没有上报文件", "no uploads")
    assert outcome(tmp_path) == "failed"
    assert "没有上报文件" in (tmp_path / "run.log").read_text(encoding="utf-8")


def test_an_unexpected_failure_names_its_kind_and_no_data(tmp_path):
    with pytest.raises(ZeroDivisionError), recorded(tmp_path, print):
        raise ZeroDivisionError("13800001234")
    content = (tmp_path / "last_run.json").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in content
    assert "13800001234" not in content


def test_a_full_disk_is_no_error_of_the_program(tmp_path):
    with pytest.raises(OSError, match="No space"), recorded(tmp_path, print):
        raise OSError(errno.ENOSPC, "No space left on device")
    said = json.loads((tmp_path / "last_run.json").read_text(encoding="utf-8"))["sentence"]
    assert said["zh"].startswith("运行没有完成：磁盘已满")


def test_a_run_that_was_stopped_says_so_and_not_that_the_program_failed(tmp_path):
    with pytest.raises(KeyboardInterrupt), recorded(tmp_path, print):
        raise KeyboardInterrupt
    said = json.loads((tmp_path / "last_run.json").read_text(encoding="utf-8"))["sentence"]
    assert said["zh"] == "运行没有完成：被中断。没有做成的报告还是原来的。"
    assert said["en"] == "The run failed: it was interrupted. Reports it did not make are as they were."


def test_a_run_that_met_another_leaves_its_outcome_alone(tmp_path):
    write_last_run(tmp_path, LastRun("done", "", "", period=WEEK))
    with pytest.raises(Busy), recorded(tmp_path, print):
        raise Busy("另一次运行正在处理", "another run is at work")
    assert outcome(tmp_path) == "done"


def test_a_survey_calls_its_reports_what_they_are(tmp_path):
    made = tmp_path / "weekly_resumption.UK.en.html"
    assert title_of(load_survey("uk-bics"), made) == "Trading status · United Kingdom · English"
    assert title_of(load_survey("uk-bics"), tmp_path / "supply_bottlenecks.UK.zh.html").startswith(
        "供应瓶颈报告 · 英国"
    )
