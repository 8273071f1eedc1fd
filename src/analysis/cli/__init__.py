"""python -m analysis <verb>: results on stdout, diagnostics on stderr, exit codes in ``analysis.errors``.

Whatever needs pandas is imported inside the verbs, so that --help answers at once.
"""

import io
import os
import sys

import typer

from analysis.cli import machine, offices, reports
from analysis.cli.mistyped import Verbs

app = typer.Typer(
    name="resumption",
    cls=Verbs,
    help="Survey spreadsheets in, weekly resumption-rate and supply-bottleneck reports out.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for verb in (
    *(reports.run, reports.clean, reports.report),
    *(offices.receive, offices.feedback, offices.scorecard, offices.template, offices.tasks, offices.fill),
    *(reports.demo, reports.issue, reports.issued, reports.share),
    *(machine.schedule, machine.doctor),
):
    app.command()(verb)


def main() -> None:
    """Run the verb that the command line names.

    What a console's code page has no sign for is written as an escape: a line that nobody can print ends no run.
    Where input, output and errors are closed, as some schedulers start programs, pipes to children would take their
    places, and what is printed would run into an answer.
    """
    for stream in range(3):
        try:
            os.fstat(stream)
        except OSError:  # the lowest that is free is opened
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if isinstance(sys.stdout, io.TextIOWrapper):  # as stderr does by itself
        sys.stdout.reconfigure(errors="backslashreplace")
    app()
