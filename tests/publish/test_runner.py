"""The guards around Papermill, one scenario notebook each; what must never be published is not."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from analysis.errors import ReportFailed
from analysis.publish import execute, runner
from analysis.publish.parameters import WrongParameter
from analysis.publish.runner import run_notebook

NOTEBOOKS = Path(__file__).parent / "notebooks"


def test_a_good_run_gives_its_parts_with_the_sentinel_last():
    payloads = run_notebook(NOTEBOOKS / "good.ipynb", {"survey": "黔南", "limit": 5})
    assert [payload["kind"] for payload in payloads] == ["words", "end"]
    assert payloads[0]["sentences"] == ["黔南 5"]


def test_what_cells_show_is_told_in_order_as_soon_as_it_is_there():
    told = []
    payloads = run_notebook(
        NOTEBOOKS / "slow_end.ipynb", {}, watch=lambda payload: told.append((payload, time.monotonic()))
    )
    assert [payload for payload, _ in told] == payloads
    assert told[-1][1] - told[0][1] > 1.5, "the last cell begins by sleeping for two seconds"


@pytest.mark.parametrize(
    ("notebook", "zh"),
    [
        ("broken_cell", "broken_cell.ipynb 第2个代码单元出错（ValueError）"),
        ("sys_exit", "sys_exit.ipynb 第2个代码单元出错（SystemExit）"),
        ("killed_kernel", "没有运行到结尾"),
        ("no_sentinel", "没有运行到结尾"),
        ("bare_plotly", "第2个代码单元直接输出了 plotly 图"),
        ("own_error", "没有这一期"),
    ],
)
def test_what_did_not_end_well_is_not_published(notebook, zh):
    with pytest.raises(ReportFailed) as raised:
        run_notebook(NOTEBOOKS / f"{notebook}.ipynb", {})
    assert zh in raised.value.sentences["zh"]
    assert "13800001234" not in str(raised.value)
    assert "张三" not in str(raised.value)


@pytest.mark.skipif(sys.platform == "win32", reason="looks at processes by POSIX means")
def test_a_hanging_cell_is_stopped_with_everything_it_started(tmp_path):
    with pytest.raises(ReportFailed, match="did not finish within 12 seconds"):
        run_notebook(NOTEBOOKS / "hangs.ipynb", {"survey": str(tmp_path / "pids")}, time_limit_seconds=12)
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert len(pids) == 2
    assert wait_for(lambda: not any(map(alive, pids)), 10)


@pytest.mark.skipif(sys.platform == "win32", reason="looks at processes by POSIX means")
def test_nothing_lives_on_after_a_run_was_killed(tmp_path):
    program = (
        "from pathlib import Path; from analysis.publish.runner import run_notebook; "
        f"run_notebook(Path({str(NOTEBOOKS / 'hangs.ipynb')!r}), {{'survey': {str(tmp_path / 'pids')!r}}})"
    )
    run = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "TMPDIR": str(tmp_path)})
    pids = wait_for(lambda: [int(pid) for pid in (tmp_path / "pids").read_text().split()], 60)
    run.kill()
    run.wait()
    assert wait_for(lambda: not any(map(alive, pids)), 20)


def wait_for(found, seconds: float):
    """The first true answer of ``found``, a missing file being none; its last answer when time is up."""
    deadline, answer = time.monotonic() + seconds, None
    while not answer and time.monotonic() < deadline:
        with suppress(FileNotFoundError):
            answer = found()
        time.sleep(0.1)
    return answer


def alive(pid: int) -> bool:
    """Running, and not a dead process that nobody has waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"week": "9"}, "没有“week”这个参数；可用：survey、limit、share、strict"),
        ({"__import__('os').system('x') #": ""}, "没有“__import__('os').system('x') #”这个参数"),
        ({"survey": 1}, "参数“survey”应为 str，给的是 int"),
        ({"limit": "001"}, "参数“limit”应为 int，给的是 str"),
        ({"limit": True}, "参数“limit”应为 int，给的是 bool"),
        ({"strict": 1}, "参数“strict”应为 bool，给的是 int"),
    ],
    ids=["unknown", "code as a name", "number for text", "text for number", "yes for number", "number for yes"],
)
def test_parameters_are_checked_before_anything_starts(monkeypatch, given, sentence):
    monkeypatch.setattr("analysis.publish.runner.Executor", lambda: pytest.fail("something was started"))
    with pytest.raises(WrongParameter) as raised:
        run_notebook(NOTEBOOKS / "good.ipynb", given)
    assert raised.value.sentences["zh"].startswith(sentence)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    ("notebook", "sentence"),
    [("no_parameters", "有且只有一个带 parameters 标签"), ("untyped_parameter", "第1行应写成“名称: 类型 = 默认值”")],
)
def test_a_notebook_without_typed_parameters_is_refused(notebook, sentence):
    with pytest.raises(ReportFailed) as raised:
        run_notebook(NOTEBOOKS / f"{notebook}.ipynb", {})
    assert sentence in raised.value.sentences["zh"]


def test_a_report_sees_nothing_of_the_one_before(monkeypatch):
    first, second = (said(run_notebook(NOTEBOOKS / "changes_its_world.ipynb", {})) for _ in range(2))
    assert first[:3] == second[:3] == ["—", "none", "0"]
    assert first[3] != second[3], "the same process ran both"
    # It does see the environment of the one who asks, also where that changed since the last report.
    monkeypatch.setenv("LEFT_BEHIND", "asked")
    assert said(run_notebook(NOTEBOOKS / "changes_its_world.ipynb", {}))[1] == "asked"


@pytest.mark.parametrize("worse", ["killed_kernel", "sys_exit", "broken_cell"])
def test_a_report_that_breaks_does_not_break_the_next_nor_one_beside_it(worse):
    def run(notebook):
        return run_notebook(NOTEBOOKS / f"{notebook}.ipynb", {})

    with ThreadPoolExecutor(2) as both:
        broken, beside = both.submit(run, worse), both.submit(run, "good")
        with pytest.raises(ReportFailed):
            broken.result()
        assert said(beside.result()) == [" 3"]
    assert said(run("good")) == [" 3"]


def test_a_waiting_process_that_died_is_replaced():
    run_notebook(NOTEBOOKS / "good.ipynb", {})
    for executor in runner._WAITING:
        os.kill(executor._process.pid, signal.SIGKILL)
        executor._process.wait()
    assert said(run_notebook(NOTEBOOKS / "good.ipynb", {})) == [" 3"]


def said(payloads):
    return payloads[0]["sentences"]


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux only")
def test_the_process_that_is_copied_has_one_thread():
    program = "from analysis.publish import execute; execute.import_what_reports_need(); print(execute.can_fork())"
    environment = {**os.environ, **execute.NO_THREADS}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_reports_do_without_the_grammar_that_jupyterlab_brings(tmp_path):
    (tmp_path / "rfc3987_syntax.py").write_text("raise SystemExit('a second of work')\n")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    program = "from analysis.publish import execute; execute.import_what_reports_need()"
    environment = {**os.environ, "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)


def test_where_a_process_cannot_be_copied_each_report_has_a_cold_one(tmp_path, monkeypatch):
    second_thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()\n"
    (tmp_path / "sitecustomize.py").write_text(second_thread)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setattr("analysis.publish.runner._WAITING", waiting := [])
    payloads = run_notebook(NOTEBOOKS / "changes_its_world.ipynb", {})
    assert said(payloads)[:3] == ["—", "none", "0"]
    assert not waiting
