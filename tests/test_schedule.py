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
def test_systemd_understands_the_timer(tmp_path):
    files, _ = texts(tmp_path, "systemd", "sun", "05:30")
    calendar = files["resumption.timer"].split("OnCalendar=")[1].splitlines()[0]
    done = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Sun *-*-* 05:30:00" in done.stdout


@pytest.mark.parametrize(("day", "number"), [("SUN", "0"), ("MON", "1"), ("fri", "5"), ("SAT", "6")])
def test_a_cron_line(tmp_path, day, number):
    files, _ = texts(tmp_path, "cron", day, "08:05", '--survey "a 100%"')
    line = files["resumption.cron"]
    assert line.startswith(f"5 8 * * {number} cd ")
    assert line.endswith('run --quiet --survey "a 100\\%"\n')
    assert line.count("\n") == 1


def test_a_windows_task(tmp_path):
    files, command = texts(tmp_path, "windows", "WED", "18:00")
    task = ElementTree.fromstring(files["resumption.xml"].split("?>", 1)[1])
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    assert task.find(f".//{space}DaysOfWeek/{space}Wednesday") is not None
    assert task.find(f".//{space}Command").text.endswith("resumption.cmd")
    assert "-m analysis run" in files["resumption.cmd"]
    assert "schtasks" in command


@pytest.mark.parametrize(
    ("system", "day", "time"),
    [("systemd", "FUN", "18:00"), ("cron", "FRI", "25:00"), ("cron", "FRI", "6pm"), ("at", "FRI", "18:00")],
)
def test_what_does_not_exist_is_named(tmp_path, system, day, time):
    with pytest.raises(SurveyError):
        write_schedule(system, day, time, "", tmp_path)
