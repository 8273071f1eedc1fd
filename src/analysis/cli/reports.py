"""Verbs that make reports and what goes out of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.common import finish, start_reading, start_reporting
from analysis.cli.options import TOLD, Asked, takes

if TYPE_CHECKING:
    from analysis.editions import Wanted

_WANTED = ("period", "areas", "lang", "audience", "reports", "shared_script", "pictures")
_SHARED = ("survey", "processed", "out", "period", "area", "lang", "audience")


@takes("survey", "raw", "processed", "out", "again", *_WANTED, *TOLD)
def run(asked: Asked) -> None:
    """Clean what changed, then make a period's reports; prints the path of each finished page."""
    start_reporting()
    start_reading()
    from analysis.jobs import run as run_job

    places = asked.of("survey", "raw", "processed", "out")
    finish(run_job(**places, again=asked.again, wanted=_wanted(asked), say=asked.say), asked.json)


@takes("survey", "raw", "processed", "period", "again", "lang", *TOLD)
def clean(asked: Asked) -> None:
    """Turn uploads into tidy tables: what changed, one week, or --all again; prints the folder."""
    start_reading()
    from analysis.jobs import clean as clean_job

    about = asked.of("survey", "raw", "processed", "period", "again", "lang")
    finish(clean_job(**about, say=asked.say), asked.json)


@takes("survey", "processed", "out", *_WANTED, *TOLD)
def report(asked: Asked) -> None:
    """Make a period's reports from tables that are there already; prints the path of each page."""
    start_reporting()
    from analysis.jobs import report as report_job

    places = asked.of("survey", "processed", "out")
    finish(report_job(**places, wanted=_wanted(asked), say=asked.say), asked.json)


@takes("lang", "quiet")
def demo(asked: Asked) -> None:
    """Run the sample survey into a temporary folder; prints the path of each finished page."""
    import tempfile

    from analysis.jobs import run as run_job

    folder = Path(tempfile.mkdtemp(prefix="resumption-demo-"))
    places = {"processed": folder / "processed", "out": folder / "reports"}
    finish(run_job(**places, wanted=_wanted(asked), say=asked.say), asked.json)


@takes("survey", "processed", "out", "period", "lang", "reports", *TOLD)
def issue(
    asked: Asked, no: Annotated[int, typer.Option("--no", min=1, help="The number it goes out under; given once.")]
) -> None:
    """Freeze a period's figures and pages as issued (定稿); prints the folder that keeps them."""
    from analysis.issuing import issue as issue_job

    about = asked.of("survey", "processed", "out", "period", "lang")
    finish(issue_job(no, **about, reports=asked.reports or (), say=asked.say), asked.json)


@takes("survey", "lang")
def issued(
    asked: Asked,
    no: Annotated[int | None, typer.Option("--no", min=1, help="The documents of this number, checked.")] = None,
) -> None:
    """List what was issued; with --no print the documents of that number, exactly as they went out."""
    from analysis.issuing import list_issues, shown_again

    lines = list(shown_again(asked.survey, no) if no else list_issues(asked.survey))
    for line in lines:
        typer.echo(line)
    if not lines:
        asked.say("还没有定稿 / nothing was issued yet")


@takes(*_SHARED, *TOLD)
def share(asked: Asked) -> None:
    """Make what leadership passes on: slides, bulletin, brief, workbook, pictures; prints the path of each."""
    from analysis.sharing import share as share_job

    finish(share_job(**asked.of(*_SHARED), say=asked.say), asked.json)


def _wanted(asked: Asked) -> Wanted:
    from analysis.editions import Wanted

    how = asked.of("shared_script", "pictures")
    return Wanted(asked.period, asked.areas, asked.lang, asked.audience, asked.reports or (), **how)
