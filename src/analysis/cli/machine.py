"""Verbs about the machine: what it lacks, and when it runs by itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.common import echo_json
from analysis.cli.options import Asked, takes
from analysis.errors import DONE, INTERNAL


@takes("survey", "lang")
def schedule(
    asked: Asked,
    weekly: Annotated[str, typer.Option("--weekly", help="Day: MON to SUN.")] = "FRI",
    at: Annotated[str, typer.Option("--at", help="Time by this machine's clock, for example 18:00.")] = "18:00",
    system: Annotated[str, typer.Option("--for", help="systemd, cron or windows (default: this system's).")] = "",
    into: Annotated[Path | None, typer.Option("--into", help="Folder for the files (default: schedule).")] = None,
) -> None:
    """Write the files by which this system starts the run every week; prints them and the command that sets them up."""
    from analysis.schedule import write_schedule
    from analysis.surveys import project_root

    chosen = system or ("windows" if sys.platform == "win32" else "systemd")
    arguments = " ".join(f'--{name} "{value}"' for name, value in asked.of("survey", "lang").items() if value)
    folder = into or project_root() / "schedule"
    paths, command = write_schedule(chosen, weekly, at, arguments, folder, Path(asked.survey).name)
    for path in paths:
        typer.echo(path)
    typer.echo(command, err=True)


@takes("survey", "json")
def doctor(asked: Asked) -> None:
    """Look at what the program needs on this machine and say what is missing."""
    from analysis.doctor import examine

    checks = examine(asked.survey)
    if asked.json:
        echo_json([check.as_dict() for check in checks])
    else:
        for check in checks:
            typer.echo(f"{check.mark}  {check.sentence}")
    raise typer.Exit(DONE if all(check.ok for check in checks if check.needed) else INTERNAL)
