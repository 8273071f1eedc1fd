"""Verbs about what offices send and what they are sent, and the superior's form."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.common import echo_json, finish, start_reading
from analysis.cli.options import TOLD, Asked, takes
from analysis.errors import DONE, SOME_BLOCKED

_STORED = ("survey", "processed", "out", "period", "lang")  # about what is stored already


@takes("survey", "raw", "out", "period", "lang", *TOLD)
def receive(
    asked: Asked,
    arrived: Annotated[
        str, typer.Option("--arrived", help="When all of it came, 2020-02-25T18:30 (default: file times).")
    ] = "",
) -> None:
    """File what lies in data/raw/inbox under its period; prints each office: reported, missing or returned."""
    from analysis.exchange.commands import receive as receive_job

    received = receive_job(**asked.of("survey", "raw", "out", "period", "lang"), arrived=arrived)
    asked.say(received.came())
    if asked.json:
        echo_json(received.as_dict())
    else:
        typer.echo("\n".join(received.lines()))
    raise typer.Exit(SOME_BLOCKED if received.refused else DONE)


@takes(*_STORED, "raw", "office", *TOLD)
def feedback(asked: Asked) -> None:
    """Clean what changed, then answer each upload of a period: a marked workbook, and a text to paste (printed)."""
    from analysis.exchange.commands import feedback as feedback_job

    _clean_first(asked)
    answers = feedback_job(**asked.of(*_STORED, "raw", "office"))
    if not answers:
        asked.say("没有可反馈的文件：本期还没有报来 / nothing to answer: no file has come for this period")
    if asked.json:
        echo_json([answer.as_dict() for answer in answers])
    elif answers:
        typer.echo("\n\n".join(f"{answer.text}\n{answer.workbook or answer.text_path}" for answer in answers))
        typer.echo(f"\n{answers[0].page}")
    raise typer.Exit(DONE if all(answer.workbook for answer in answers) else SOME_BLOCKED)


@takes(*_STORED, *TOLD)
def scorecard(asked: Asked) -> None:
    """How each office reports over the stored periods: on time, rows, what to mend, what is repeated; prints it."""
    from analysis.exchange.commands import scores

    found = scores(**asked.of(*_STORED))
    if asked.json:
        echo_json(found.as_dict())
    else:
        typer.echo("\n".join(found.lines()))


@takes("survey", "out", "period", "office", "lang", *TOLD)
def template(
    asked: Asked,
    suppliers: Annotated[bool, typer.Option("--suppliers", help="Three columns: who supplies whom.")] = False,
) -> None:
    """Make the workbook that an office fills in, for one office or for all; prints the path of each."""
    from analysis.exchange.commands import templates
    from analysis.result import Result

    made = templates(**asked.of("survey", "out", "period", "office", "lang"), suppliers=suppliers)
    finish(Result(tuple(made)), asked.json)


@takes(*_STORED, "raw", *TOLD)
def tasks(asked: Asked) -> None:
    """Clean what changed, then list the tasks not done for each owner and county; prints the path of each sheet."""
    start_reading()
    from analysis.exchange.commands import tasks as tasks_job
    from analysis.result import Result

    _clean_first(asked)
    made = tasks_job(**asked.of(*_STORED))
    if not made:
        asked.say("没有未办结的交办事项 / no task is open")
    finish(Result(tuple(made)), asked.json)


@takes(*_STORED, "area", *TOLD)
def fill(
    asked: Asked, form: Annotated[Path, typer.Argument(help="Somebody else's workbook (.xlsx); it is only read.")]
) -> None:
    """Write our figures into a copy of a superior's form; prints its path, and which cells were left and why."""
    from analysis.exchange.commands import fill_form

    filled, language = fill_form(form, **asked.of(*_STORED, "area"))
    if asked.json:
        echo_json(filled.as_dict(language))
    else:
        typer.echo(filled.workbook)
        typer.echo(filled.listed)
        for line in filled.lines(language):
            asked.say(line)


def _clean_first(asked: Asked) -> None:
    from analysis.jobs import clean

    clean(**asked.of("survey", "raw", "processed", "lang"), say=asked.say)
