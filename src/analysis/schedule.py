"""Files by which a system's own scheduler starts the weekly run: a systemd timer, a cron line, or a Windows task."""

import hashlib
import re
import sys
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from analysis.errors import SurveyError, no_such
from analysis.surveys import project_root

System = Literal["systemd", "cron", "windows"]
DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_WINDOWS_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def write_schedule(
    system: System, day: str, time: str, arguments: str, folder: Path, survey: str = ""
) -> tuple[list[Path], str]:
    """Write the files into ``folder``; gives them and the one command that puts them to use.

    ``day`` MON to SUN, ``time`` HH:MM by the machine's clock, ``arguments`` those of ``python -m analysis run``;
    ``survey``: the name of one, for files and a task of its own (empty: those of the default survey). Raises
    SurveyError for a day, time or system that does not exist.
    """
    if day.upper() not in DAYS:
        raise no_such(day, DAYS, "这一天", "day")
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time):
        raise SurveyError(f"时间“{time}”应写作 18:00 的样子", f"time {time!r} should look like 18:00")
    writers = {"systemd": _systemd, "cron": _cron, "windows": _windows}
    if system not in writers:
        raise no_such(system, writers, "", "system")
    folder.mkdir(parents=True, exist_ok=True)
    return writers[system](day.upper(), time, arguments.strip(), folder.resolve() / _stem(survey))


def _stem(survey: str) -> str:
    """resumption, resumption-qingchuan; a name in Chinese by its fingerprint, since systemd takes ASCII only."""
    words = re.findall(r"[A-Za-z0-9]+", survey)
    if survey and not words:
        words = [hashlib.sha256(survey.encode()).hexdigest()[:8]]
    return "-".join(["resumption", *words])


def _systemd(day: str, time: str, arguments: str, stem: Path) -> tuple[list[Path], str]:
    service, timer = _beside(stem, ".service"), _beside(stem, ".timer")
    command = f'"{sys.executable}" -m analysis run --quiet {arguments}'.rstrip()
    # A percent sign means something to systemd. Exit 4: done, but for some file: last_run.html says which.
    job = f"WorkingDirectory={project_root()}\nExecStart={command}\nSuccessExitStatus=4\n".replace("%", "%%")
    service.write_text(
        f"[Unit]\nDescription=Resumption Analytics: the weekly run\n\n[Service]\nType=oneshot\n{job}", encoding="utf-8"
    )
    timer.write_text(
        "[Unit]\nDescription=Resumption Analytics, weekly\n\n"
        f"[Timer]\nOnCalendar={day.capitalize()} *-*-* {time}:00\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n",
        encoding="utf-8",
    )
    # Without lingering a user's timers rest while the user is logged out.
    return [service, timer], (
        f'systemctl --user link "{service}" && systemctl --user enable --now "{timer}" && loginctl enable-linger'
    )


def _cron(day: str, time: str, arguments: str, stem: Path) -> tuple[list[Path], str]:
    path = _beside(stem, ".cron")
    hour, minute = time.split(":")
    number = (DAYS.index(day) + 1) % 7
    # A percent sign ends the command in cron.
    command = f'cd "{project_root()}" && "{sys.executable}" -m analysis run --quiet {arguments}'.rstrip()
    line = f"{int(minute)} {int(hour)} * * {number} {command.replace('%', chr(92) + '%')}\n"
    path.write_text(line, encoding="utf-8")
    return [path], f'(crontab -l 2>/dev/null; cat "{path}") | crontab -'


def _windows(day: str, time: str, arguments: str, stem: Path) -> tuple[list[Path], str]:
    script, task = _beside(stem, ".cmd"), _beside(stem, ".xml")
    root = project_root()
    # A percent sign begins a variable in a .cmd.
    command = f'cd /d "{root}"\r\n"{sys.executable}" -m analysis run --quiet {arguments}\r\n'.replace("%", "%%")
    script.write_text(f"@echo off\r\nchcp 65001 >nul\r\n{command}", encoding="utf-8", newline="")
    task.write_text(
        f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Resumption Analytics: the weekly run</Description></RegistrationInfo>
  <Triggers><CalendarTrigger>
    <StartBoundary>2020-01-01T{time}:00</StartBoundary><Enabled>true</Enabled>
    <ScheduleByWeek><WeeksInterval>1</WeeksInterval>
      <DaysOfWeek><{_WINDOWS_DAYS[DAYS.index(day)]}/></DaysOfWeek></ScheduleByWeek>
  </CalendarTrigger></Triggers>
  <Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy><StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit></Settings>
  <Actions><Exec><Command>{escape(str(script))}</Command><WorkingDirectory>{escape(str(root))}</WorkingDirectory></Exec></Actions>
</Task>
""",
        encoding="utf-16",
    )
    name = " ".join(["Resumption Analytics", *stem.name.split("-")[1:]])
    return [task, script], f'schtasks /Create /TN "{name}" /XML "{task}"'


def _beside(stem: Path, ending: str) -> Path:
    return stem.with_name(stem.name + ending)
