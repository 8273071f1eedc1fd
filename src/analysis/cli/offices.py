"""Verbs about what offices send and what they are sent, and the superior's form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli import options
from analysis.cli.common import diagnostics, echo_json, finish, start_reading, told
from analysis.errors import DONE, SOME_BLOCKED


def receive(
    survey: options.Survey = "",
    raw: options.Raw = None,
    out: options.Out = None,
    week: options.Week = "",
    arrived: Annotated[
        str, typer.Option("--arrived", help="When all of it came, 2020-02-25T18:30 (default: file times).")
    ] = "",
    lang: options.Lang = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """File what lies in data/raw/inbox under its period; prints each office: reported, missing or returned."""
    with told(lang):
        from analysis.exchange.commands import receive as receive_job

        received = receive_job(survey=survey, raw=raw, out=out, period=week, arrived=arrived, lang=lang)
        diagnostics(quiet)(received.came())
        if json:
            echo_json(received.as_dict())
        else:
            typer.echo("\n".join(received.lines()))
        raise typer.Exit(SOME_BLOCKED if received.refused else DONE)


def feedback(
    survey: options.Survey = "",
    raw: options.Raw = None,
    processed: options.Processed = None,
    out: options.Out = None,
    week: options.Week = "",
    office: options.Office = "",
    lang: options.Lang = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Clean what changed, then answer each upload of a period: a marked workbook, and a text to paste (printed)."""
    with told(lang):
        from analysis.exchange.commands import feedback as feedback_job
        from analysis.jobs import clean as clean_job

        clean_job(survey=survey, raw=raw, processed=processed, lang=lang, say=diagnostics(quiet))
        answers = feedback_job(
            survey=survey, raw=raw, processed=processed, out=out, period=week, office=office, lang=lang
        )
        if json:
            echo_json([answer.as_dict() for answer in answers])
        else:
            typer.echo("\n\n".join(f"{answer.text}\n{answer.workbook or answer.text_path}" for answer in answers))
            for folder in {answer.text_path.parent for answer in answers}:
                typer.echo(f"\n{folder / 'summary.html'}")
        raise typer.Exit(DONE if all(answer.workbook for answer in answers) else SOME_BLOCKED)


def scorecard(
    survey: options.Survey = "",
    processed: options.Processed = None,
    out: options.Out = None,
    week: options.Week = "",
    lang: options.Lang = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """How each office reports over the stored periods: on time, rows, what to mend, what is repeated; prints it."""
    with told(lang):
        from analysis.exchange.commands import scores

        found = scores(survey=survey, processed=processed, out=out, period=week, lang=lang)
        if json:
            echo_json(found.as_dict())
        else:
            typer.echo("\n".join(found.lines()))


def template(
    survey: options.Survey = "",
    out: options.Out = None,
    week: options.Week = "",
    office: options.Office = "",
    suppliers: Annotated[bool, typer.Option("--suppliers", help="Three columns: who supplies whom.")] = False,
    lang: options.Lang = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Make the workbook that an office fills in, for one office or for all; prints the path of each."""
    with told(lang):
        from analysis.exchange.commands import templates
        from analysis.result import Result

        made = templates(survey=survey, out=out, period=week, office=office, lang=lang, suppliers=suppliers)
        finish(Result(tuple(made)), json)


def tasks(
    survey: options.Survey = "",
    raw: options.Raw = None,
    processed: options.Processed = None,
    out: options.Out = None,
    week: options.Week = "",
    lang: options.Lang = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Clean what changed, then list the tasks not done for each owner and county; prints the path of each sheet."""
    with told(lang):
        start_reading()
        from analysis.exchange.commands import tasks as tasks_job
        from analysis.jobs import clean as clean_job
        from analysis.result import Result

        clean_job(survey=survey, raw=raw, processed=processed, lang=lang, say=diagnostics(quiet))
        made = tasks_job(survey=survey, processed=processed, out=out, period=week, lang=lang)
        finish(Result(tuple(made)), json)


def fill(
    form: Annotated[Path, typer.Argument(help="Somebody else's workbook (.xlsx); it is only read.")],
    survey: options.Survey = "",
    processed: options.Processed = None,
    out: options.Out = None,
    week: options.Week = "",
    area: options.Area = "",
    lang: options.Lang = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write our figures into a copy of a superior's form; prints its path, and which cells were left and why."""
    with told(lang):
        from analysis.exchange.commands import fill_form

        filled, language = fill_form(
            form, survey=survey, processed=processed, out=out, period=week, area=area, lang=lang
        )
        if json:
            echo_json(filled.as_dict(language))
        else:
            typer.echo(filled.workbook)
            typer.echo(filled.listed)
            for line in filled.lines(language):
                diagnostics(quiet)(line)
