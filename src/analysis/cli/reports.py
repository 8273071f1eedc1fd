"""Verbs that make reports and what goes out of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli import options
from analysis.cli.common import diagnostics, finish, start_reading, start_reporting, told


def run(
    survey: options.Survey = "",
    raw: options.Raw = None,
    processed: options.Processed = None,
    out: options.Out = None,
    week: options.Week = "",
    everything: options.All = False,
    area: options.Editions = "",
    lang: options.Lang = "",
    audience: options.Audience = "",
    report: options.Report = None,
    shared_script: options.Shared = False,
    pictures: options.Pictures = True,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Clean what changed, then make a period's reports; prints the path of each finished page."""
    with told(lang):
        start_reporting()
        start_reading()
        from analysis.editions import Wanted
        from analysis.jobs import run as run_job

        wanted = Wanted(week, area, lang, audience, report or (), shared_script, pictures)
        places = {"raw": raw, "processed": processed, "out": out}
        result = run_job(survey=survey, **places, again=everything, wanted=wanted, say=diagnostics(quiet))
        finish(result, json)


def clean(
    survey: options.Survey = "",
    raw: options.Raw = None,
    processed: options.Processed = None,
    week: options.Week = "",
    everything: options.All = False,
    lang: options.Lang = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Turn uploads into tidy tables: what changed, one week, or --all again; prints the folder."""
    with told(lang):
        start_reading()
        from analysis.jobs import clean as clean_job

        result = clean_job(
            survey=survey,
            raw=raw,
            processed=processed,
            period=week,
            again=everything,
            lang=lang,
            say=diagnostics(quiet),
        )
        finish(result, json)


def report(
    survey: options.Survey = "",
    processed: options.Processed = None,
    out: options.Out = None,
    week: options.Week = "",
    area: options.Editions = "",
    lang: options.Lang = "",
    audience: options.Audience = "",
    report: options.Report = None,
    shared_script: options.Shared = False,
    pictures: options.Pictures = True,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Make a period's reports from tables that are there already; prints the path of each page."""
    with told(lang):
        start_reporting()
        from analysis.editions import Wanted
        from analysis.jobs import report as report_job

        wanted = Wanted(week, area, lang, audience, report or (), shared_script, pictures)
        result = report_job(survey=survey, processed=processed, out=out, wanted=wanted, say=diagnostics(quiet))
        finish(result, json)


def demo(lang: options.Lang = "", quiet: options.Quiet = False) -> None:
    """Run the sample survey into a temporary folder; prints the path of each finished page."""
    with told(lang):
        import tempfile

        from analysis.editions import Wanted
        from analysis.jobs import run as run_job

        folder = Path(tempfile.mkdtemp(prefix="resumption-demo-"))
        places = {"processed": folder / "processed", "out": folder / "reports"}
        result = run_job(**places, wanted=Wanted(lang=lang), say=diagnostics(quiet))
        finish(result, False)


def issue(
    no: Annotated[int, typer.Option("--no", min=1, help="The number it goes out under; given once.")],
    survey: options.Survey = "",
    processed: options.Processed = None,
    out: options.Out = None,
    week: options.Week = "",
    lang: options.Lang = "",
    report: options.Report = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Freeze a period's figures and pages as issued (定稿); prints the folder that keeps them."""
    with told(lang):
        from analysis.issuing import issue as issue_job

        result = issue_job(
            no,
            survey=survey,
            processed=processed,
            out=out,
            period=week,
            lang=lang,
            reports=report or (),
            say=diagnostics(quiet),
        )
        finish(result, json)


def issued(
    no: Annotated[int | None, typer.Option("--no", min=1, help="The documents of this number, checked.")] = None,
    survey: options.Survey = "",
    lang: options.Lang = "",
) -> None:
    """List what was issued; with --no print the documents of that number, exactly as they went out."""
    with told(lang):
        from analysis.issuing import list_issues, shown_again

        for line in shown_again(survey, no) if no else list_issues(survey):
            typer.echo(line)


def share(
    survey: options.Survey = "",
    processed: options.Processed = None,
    out: options.Out = None,
    week: options.Week = "",
    area: options.Area = "",
    lang: options.Lang = "",
    audience: options.Audience = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Make what leadership passes on: slides, bulletin, brief, workbook, pictures; prints the path of each."""
    with told(lang):
        from analysis.sharing import share as share_job

        result = share_job(
            survey=survey,
            processed=processed,
            out=out,
            period=week,
            area=area,
            lang=lang,
            audience=audience,
            say=diagnostics(quiet),
        )
        finish(result, json)
