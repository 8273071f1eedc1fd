"""What all verbs have in common: where results and errors go, and what is started before anything slow is imported."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from analysis.cli.mistyped import tell
from analysis.errors import DONE, INTERNAL, INTERRUPTED, SOME_BLOCKED, UserError
from analysis.files import DISK, not_written

if TYPE_CHECKING:
    from analysis.result import Result


@contextmanager
def told(lang: str) -> Iterator[None]:
    """Turns what a user can mend into one sentence on stderr and an exit code; the rest is a bug and shows itself."""
    try:
        with _stoppable():
            yield
    except UserError as error:
        tell(error, lang)
        raise typer.Exit(error.exit_code) from None
    except OSError as error:
        if error.errno not in DISK:
            raise
        tell(not_written(error.filename, error), lang)
        raise typer.Exit(INTERNAL) from None
    except KeyboardInterrupt:
        typer.echo("已中断 / interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def _stoppable() -> Iterator[None]:
    """What a scheduler sends to stop a run (SIGTERM) ends it as Ctrl-C does: in order, and told."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def start_reporting() -> None:
    """Start the process that runs reports now: it imports what these need while this one does something else."""
    from analysis.publish import warm_up

    warm_up()


def start_reading() -> None:
    """Start the children that read uploads now: while this process is small, or beside its importing pandas."""
    from analysis.intake.workers.workbook import start_readers

    start_readers()


def diagnostics(quiet: bool) -> Callable[[str], None]:
    """Where lines about the work go: stderr, or nowhere. That nobody reads them any more does not end the work."""

    def say(line: str) -> None:
        try:
            typer.echo(line, err=True)
        except OSError:
            sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end

    return (lambda line: None) if quiet else say


def echo_json(content: object) -> None:
    """Print something for another program."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1))


def finish(result: Result, as_json: bool) -> None:
    """Print what was made and exit, with a code of its own where something could not be used or made."""
    if as_json:
        echo_json(result.as_dict())
    else:
        for path in result.paths:
            typer.echo(path)
    if result.blocked:
        typer.echo(f"没能使用或生成 / could not be used or made: {', '.join(result.blocked)}", err=True)
        for reason in result.reasons:
            typer.echo(" / ".join(reason.values()), err=True)
    raise typer.Exit(SOME_BLOCKED if result.blocked else DONE)
