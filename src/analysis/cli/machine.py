"""Verbs about the machine: what it lacks, and when it runs by itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli import options
from analysis.cli.common import echo_json, told
from analysis.errors import DONE, INTERNAL


def schedule(
    weekly: Annotated[str, typer.Option("--weekly", help="Day: MON to SUN.")] = "FRI",
    at: Annotated[str, typer.Option("--at", help="Time by this machine's clock, for example 18:00.")] = "18:00",
    system: Annotated[str, typer.Option("--for", help="systemd, cron or windows (default: this system's).")] = "",
    into: Annotated[Path | None, typer.Option("--into", help="Folder for the files (default: schedule).")] = None,
    survey: options.Survey = "",
    lang: options.Lang = "",
) -> None:
    """Write the files by which this system starts the run every week; prints them and the command that sets them up."""
    with told(lang):
        from analysis.schedule import write_schedule
        from analysis.surveys import project_root

        arguments = " ".join(f'--{name} "{value}"' for name, value in (("survey", survey), ("lang", lang)) if value)
        chosen = system or ("windows" if sys.platform == "win32" else "systemd")
        paths, command = write_schedule(
            chosen, weekly, at, arguments, into or project_root() / "schedule", Path(survey).name
        )
        for path in paths:
            typer.echo(path)
        typer.echo(command, err=True)


def doctor(survey: options.Survey = "", json: options.Json = False) -> None:
    """Look at what the program needs on this machine and say what is missing."""
    with told(""):
        from analysis.doctor import examine

        checks = examine(survey)
        if json:
            echo_json([check.as_dict() for check in checks])
        else:
            for check in checks:
                typer.echo(f"{check.mark}  {check.sentence}")
        raise typer.Exit(DONE if all(check.ok for check in checks if check.needed) else INTERNAL)
