"""The files by which a system starts the weekly run."""

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

from analysis.errors import SurveyError
from analysis.schedule import write_schedule


def texts(tmp_path, system, day="FRI", time="18:00", arguments=""):
    paths, command = write_schedule(system, day, time, arguments, tmp_path)
    return {path.name: path.read_text("utf-16" if path.suffix == ".xml" else "utf-8") for path in paths}, command


def test_a_systemd_timer(tmp_path):
    files, command = texts(tmp_path, "systemd")
    assert "OnCalendar=Fri *-*-* 18:00:00" in files["resumption.timer"]
    assert "-m analysis run --quiet" in files["resumption.service"]
    assert "systemctl --user" in command


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("name", ["plain", "复工 100% 的目录"])
def test_systemd_takes_both_files(tmp_path, monkeypatch, name):
    root = tmp_path / name
    root.mkdir()
    monkeypatch.setattr("analysis.schedule.project_root", lambda: root)
    paths, _ = write_schedule("systemd", "sun", "05:30", '--survey "调查 5%"', root)
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "resumption" in line]) == (0, [])
    calendar = paths[1].read_text().split("OnCalendar=")[1].splitlines()[0]
    done = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False)
    assert "Sun *-*-* 05:30:00" in done.stdout


@pytest.mark.parametrize(("day", "number"), [("SUN", "0"), ("MON", "1"), ("fri", "5"), ("SAT", "6")])
def test_a_cron_line(tmp_path, day, number):
    files, _ = texts(tmp_path, "cron", day, "08:05", '--survey "a 100%"')
    line = files["resumption.cron"]
    assert line.startswith(f"5 8 * * {number} cd ")
    assert line.endswith('run --quiet --survey "a 100\\%"\n')
    assert line.count("\n") == 1


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a shell")
def test_what_cron_hands_to_the_shell_is_what_was_meant(tmp_path, monkeypatch):
    """Cron takes five fields and gives the rest, with escaped percent signs made plain, to sh."""
    root = tmp_path / "复工 100% 的目录"
    root.mkdir()
    monkeypatch.setattr("analysis.schedule.project_root", lambda: root)
    monkeypatch.setattr("analysis.schedule.sys.executable", shutil.which("echo"))
    paths, _ = write_schedule("cron", "FRI", "18:00", '--survey "调查 5%"', root)
    command = paths[0].read_text(encoding="utf-8").split(" ", 5)[5].replace("\\%", "%")
    done = subprocess.run(["sh", "-c", command + "pwd"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["-m analysis run --quiet --survey 调查 5%", str(root)]


def test_a_windows_task(tmp_path):
    files, command = texts(tmp_path, "windows", "WED", "18:00", '--survey "a 100%"')
    task = ElementTree.fromstring(files["resumption.xml"].split("?>", 1)[1])
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    assert task.find(f".//{space}DaysOfWeek/{space}Wednesday") is not None
    assert task.find(f".//{space}Command").text.endswith("resumption.cmd")
    assert '-m analysis run --quiet --survey "a 100%%"' in files["resumption.cmd"]
    assert "schtasks" in command


@pytest.mark.parametrize("system", ["systemd", "cron", "windows"])
def test_another_survey_has_files_and_a_task_of_its_own(tmp_path, system):
    made = {}
    for survey in ("", "qingchuan", "uk-bics", "晴川州"):
        paths, command = write_schedule(system, "FRI", "18:00", "", tmp_path, survey)
        assert all(path.name.isascii() and path.name.startswith("resumption") for path in paths)
        made[survey] = {command, *paths}
    assert len(set().union(*made.values())) == sum(map(len, made.values()))


def test_files_are_written_again_into_a_folder_made_for_them(tmp_path):
    for time in ("18:00", "19:00"):
        (path,), _ = write_schedule("cron", "FRI", time, "", tmp_path / "a/b")
    assert path.read_text(encoding="utf-8").startswith("0 19 ")


@pytest.mark.parametrize(
    ("system", "day", "time"),
    [("systemd", "FUN", "18:00"), ("cron", "FRI", "25:00"), ("cron", "FRI", "6pm"), ("at", "FRI", "18:00")],
)
def test_what_does_not_exist_is_named(tmp_path, system, day, time):
    with pytest.raises(SurveyError):
        write_schedule(system, day, time, "", tmp_path)
