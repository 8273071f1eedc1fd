"""A page that is asked: it answers in order, nobody else can ask, and nothing of it outlives those who asked."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from analysis.errors import ReportFailed
from analysis.publish.browser import find_browser
from analysis.publish.open_page import ADDRESS, OpenPage
from analysis.publish.page import TEMPLATES

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None and os.environ.get("CI") != "true", reason="no Chromium here"),
]
ANSWERS = """
answerEach(function (asked) {
  if (asked.fail) { throw new Error("failed"); }
  if (asked.wait) { return new Promise(function () {}); }
  return { doubled: asked.number * 2, said: asked.said + "了" };
});
"""


def html(script=ANSWERS):
    script = (TEMPLATES / "questions.js").read_text("utf-8") + script
    return f"<!doctype html><meta charset=utf-8><base href={ADDRESS}><script>{script}</script>"


@pytest.fixture(scope="module")
def page():
    if find_browser() is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium here")
    with OpenPage(find_browser(), html()) as opened:
        yield opened


@pytest.mark.browser
def test_one_question_after_the_other_is_answered(page):
    answers = [page.ask({"number": number, "said": "复工"}) for number in range(40)]
    assert answers == [{"doubled": 2 * number, "said": "复工了"} for number in range(40)]


@pytest.mark.browser
def test_a_question_of_many_megabytes_is_answered(page):
    assert len(page.ask({"number": 1, "said": "长" * 3_000_000})["said"]) == 3_000_001


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/question", "/x/question", "/answer"])
def test_who_does_not_know_the_address_is_told_nothing(page, path):
    root = page._server.address.rpartition(page._server.secret)[0]
    for data in (None, b"{}"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(root + path, data=data, timeout=5)
        assert refused.value.code == 404
    assert page.ask({"number": 4, "said": ""})["doubled"] == 8


@needs_browser[0]
@needs_browser[1]
@pytest.mark.parametrize("question", [{"fail": True}, {"wait": True}])
def test_a_question_that_fails_or_takes_too_long_is_an_error(question):
    with OpenPage(find_browser(), html()) as opened, pytest.raises(ReportFailed, match="drew no picture"):
        opened.ask(question, time_limit_seconds=10 if "fail" in question else 2)


@needs_browser[0]
@needs_browser[1]
def test_a_page_that_never_asks_is_not_waited_for_long(monkeypatch):
    monkeypatch.setattr("analysis.publish.open_page._START_SECONDS", 3.0)
    with OpenPage(find_browser(), "<!doctype html>") as opened, pytest.raises(ReportFailed, match="drew no picture"):
        opened.ask({"number": 1, "said": ""}, time_limit_seconds=300)


@needs_browser[0]
@needs_browser[1]
def test_the_address_is_no_argument_that_others_could_read():
    with OpenPage(find_browser(), html()) as opened:
        assert opened.ask({"number": 1, "said": ""})["doubled"] == 2
        assert not any(opened._server.secret.encode() in words for words in commands())


@needs_browser[0]
@needs_browser[1]
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes through /proc")
def test_the_browser_ends_with_the_process_that_asked_even_if_that_is_killed():
    code = (
        "import sys, time; from pathlib import Path; from analysis.publish.open_page import OpenPage\n"
        "page = OpenPage(Path(sys.argv[1]), sys.argv[2]); page.ask({'number': 1, 'said': ''})\n"
        "print(page._folder.name, flush=True); time.sleep(60)"
    )
    asking = subprocess.Popen(
        [sys.executable, "-c", code, str(find_browser()), html()], stdout=subprocess.PIPE, text=True
    )
    folder = asking.stdout.readline().strip().encode()
    assert any(folder in words for words in commands())
    asking.send_signal(signal.SIGKILL)
    asking.communicate()
    until = time.monotonic() + 20
    while (alive := any(folder in words for words in commands())) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive


def commands():
    """The commands of all processes."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            found.append((process / "cmdline").read_bytes())
        except OSError:
            continue  # ended meanwhile
    return found
