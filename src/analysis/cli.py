"""python -m analysis <verb>: results on stdout, diagnostics on stderr, exit codes in ``analysis.errors``.

Whatever needs pandas is imported inside the verbs, so that --help answers at once.
"""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from analysis.errors import DONE, INTERNAL, INTERRUPTED, SOME_BLOCKED, UserError
from analysis.mistyped import Verbs, tell

app = typer.Typer(
    name="resumption",
    cls=Verbs,
    help="Survey spreadsheets in, weekly resumption-rate and supply-bottleneck reports out.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

SurveyOption = Annotated[str, typer.Option("--survey", help="A survey's folder or name (default: the sample).")]
RawOption = Annotated[Path | None, typer.Option("--raw", help="Folder of uploads (default: data/raw).")]
ProcessedOption = Annotated[Path | None, typer.Option("--processed", help="Folder of tidy tables, used as given.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Folder for the finished pages, used as given.")]
WeekOption = Annotated[str, typer.Option("--week", "--period", help="For example 2020-W09 (default: the latest).")]
AreaOption = Annotated[str, typer.Option("--area", help="Code or name of a county (default: the whole area).")]
EditionsOption = Annotated[
    str, typer.Option("--area", help="Code or name of a county; all: every county and the whole (default: the whole).")
]
OfficeOption = Annotated[str, typer.Option("--office", help="Code or name of an office (default: all).")]
LangOption = Annotated[str, typer.Option("--lang", help="zh or en (default: the survey's first).")]
AudienceOption = Annotated[
    str, typer.Option("--audience", help="internal, leadership or public: what they may see (default: internal).")
]
SharedOption = Annotated[
    bool, typer.Option("--shared-script", help="One plotly.js beside the pages, which must stay together.")
]
ReportOption = Annotated[list[str] | None, typer.Option("--report", help="Which report; repeatable (default: all).")]
PicturesOption = Annotated[
    bool, typer.Option("--pictures/--no-pictures", help="Charts also for readers without script, if a browser is here.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Say nothing on stderr but errors.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every period, from the raw files again.")]


@app.command()
def run(
    survey: SurveyOption = "",
    raw: RawOption = None,
    processed: ProcessedOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    everything: AllOption = False,
    area: EditionsOption = "",
    lang: LangOption = "",
    audience: AudienceOption = "",
    report: ReportOption = None,
    shared_script: SharedOption = False,
    pictures: PicturesOption = True,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Clean what changed, then make a period's reports; prints the path of each finished page."""
    with _told(lang):
        _start_reporting()
        _start_reading()
        from analysis.jobs import run as run_job

        result = run_job(
            survey=survey,
            raw=raw,
            processed=processed,
            out=out,
            period=week,
            again=everything,
            area=area,
            lang=lang,
            audience=audience,
            reports=report or (),
            shared_script=shared_script,
            pictures=pictures,
            say=_diagnostics(quiet),
        )
        _finish(result, json)


@app.command()
def clean(
    survey: SurveyOption = "",
    raw: RawOption = None,
    processed: ProcessedOption = None,
    week: WeekOption = "",
    everything: AllOption = False,
    lang: LangOption = "",
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Turn uploads into tidy tables: what changed, one week, or --all again; prints the folder."""
    with _told(lang):
        _start_reading()
        from analysis.jobs import clean as clean_job

        result = clean_job(
            survey=survey,
            raw=raw,
            processed=processed,
            period=week,
            again=everything,
            lang=lang,
            say=_diagnostics(quiet),
        )
        _finish(result, json)


@app.command()
def report(
    survey: SurveyOption = "",
    processed: ProcessedOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    area: EditionsOption = "",
    lang: LangOption = "",
    audience: AudienceOption = "",
    report: ReportOption = None,
    shared_script: SharedOption = False,
    pictures: PicturesOption = True,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make a period's reports from tables that are there already; prints the path of each page."""
    with _told(lang):
        _start_reporting()
        from analysis.jobs import report as report_job

        result = report_job(
            survey=survey,
            processed=processed,
            out=out,
            period=week,
            area=area,
            lang=lang,
            audience=audience,
            reports=report or (),
            shared_script=shared_script,
            pictures=pictures,
            say=_diagnostics(quiet),
        )
        _finish(result, json)


@app.command()
def receive(
    survey: SurveyOption = "",
    raw: RawOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    arrived: Annotated[
        str, typer.Option("--arrived", help="When all of it came, 2020-02-25T18:30 (default: file times).")
    ] = "",
    lang: LangOption = "",
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """File what lies in data/raw/inbox under its period; prints each office: reported, missing or returned."""
    with _told(lang):
        from analysis.exchange.commands import receive as receive_job

        received = receive_job(survey=survey, raw=raw, out=out, period=week, arrived=arrived, lang=lang)
        if json:
            typer.echo(json_module.dumps(received.as_dict(), ensure_ascii=False, indent=1))
        else:
            typer.echo("\n".join(received.lines()))
        raise typer.Exit(SOME_BLOCKED if received.refused else DONE)


@app.command()
def feedback(
    survey: SurveyOption = "",
    raw: RawOption = None,
    processed: ProcessedOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    office: OfficeOption = "",
    lang: LangOption = "",
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Clean what changed, then answer each upload of a period: a marked workbook, and a text to paste (printed)."""
    with _told(lang):
        from analysis.exchange.commands import feedback as feedback_job
        from analysis.jobs import clean as clean_job

        clean_job(survey=survey, raw=raw, processed=processed, lang=lang, say=_diagnostics(quiet))
        answers = feedback_job(
            survey=survey, raw=raw, processed=processed, out=out, period=week, office=office, lang=lang
        )
        if json:
            typer.echo(json_module.dumps([answer.as_dict() for answer in answers], ensure_ascii=False, indent=1))
        else:
            typer.echo("\n\n".join(f"{answer.text}\n{answer.workbook or answer.text_path}" for answer in answers))
            for folder in {answer.text_path.parent for answer in answers}:
                typer.echo(f"\n{folder / 'summary.html'}")


@app.command()
def scorecard(
    survey: SurveyOption = "",
    processed: ProcessedOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    lang: LangOption = "",
    json: JsonOption = False,
) -> None:
    """How each office reports over the stored periods: on time, rows, what to mend, what is repeated; prints it."""
    with _told(lang):
        from analysis.exchange.commands import scores

        found = scores(survey=survey, processed=processed, out=out, period=week, lang=lang)
        if json:
            typer.echo(json_module.dumps(found.as_dict(), ensure_ascii=False, indent=1))
        else:
            typer.echo("\n".join(found.lines()))


@app.command()
def template(
    survey: SurveyOption = "",
    out: OutOption = None,
    week: WeekOption = "",
    office: OfficeOption = "",
    suppliers: Annotated[bool, typer.Option("--suppliers", help="Three columns: who supplies whom.")] = False,
    lang: LangOption = "",
    quiet: QuietOption = False,
) -> None:
    """Make the workbook that an office fills in, for one office or for all; prints the path of each."""
    with _told(lang):
        from analysis.exchange.commands import templates

        made = templates(survey=survey, out=out, period=week, office=office, lang=lang, suppliers=suppliers)
        for path in made:
            typer.echo(path)


@app.command()
def tasks(
    survey: SurveyOption = "",
    raw: RawOption = None,
    processed: ProcessedOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    lang: LangOption = "",
    quiet: QuietOption = False,
) -> None:
    """Clean what changed, then list the tasks not done for each owner and county; prints the path of each sheet."""
    with _told(lang):
        _start_reading()
        from analysis.exchange.commands import tasks as tasks_job
        from analysis.jobs import clean as clean_job

        clean_job(survey=survey, raw=raw, processed=processed, lang=lang, say=_diagnostics(quiet))
        for path in tasks_job(survey=survey, processed=processed, out=out, period=week, lang=lang):
            typer.echo(path)


@app.command()
def fill(
    form: Annotated[Path, typer.Argument(help="Somebody else's workbook (.xlsx); it is only read.")],
    survey: SurveyOption = "",
    processed: ProcessedOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    area: AreaOption = "",
    lang: LangOption = "",
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write our figures into a copy of a superior's form; prints its path, and which cells were left and why."""
    with _told(lang):
        from analysis.exchange.commands import fill_form

        filled, language = fill_form(
            form, survey=survey, processed=processed, out=out, period=week, area=area, lang=lang
        )
        if json:
            typer.echo(json_module.dumps(filled.as_dict(language), ensure_ascii=False, indent=1))
        else:
            typer.echo(filled.workbook)
            typer.echo(filled.listed)
            for line in filled.lines(language):
                _diagnostics(quiet)(line)


@app.command()
def demo(lang: LangOption = "", quiet: QuietOption = False) -> None:
    """Run the sample survey into a temporary folder; prints the path of each finished page."""
    with _told(lang):
        import tempfile

        from analysis.jobs import run as run_job

        folder = Path(tempfile.mkdtemp(prefix="resumption-demo-"))
        result = run_job(processed=folder / "processed", out=folder / "reports", lang=lang, say=_diagnostics(quiet))
        _finish(result, False)


@app.command()
def issue(
    no: Annotated[int, typer.Option("--no", min=1, help="The number it goes out under; given once.")],
    survey: SurveyOption = "",
    processed: ProcessedOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    lang: LangOption = "",
    report: ReportOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Freeze a period's figures and pages as issued (定稿); prints the folder that keeps them."""
    with _told(lang):
        from analysis.issuing import issue as issue_job

        result = issue_job(
            no,
            survey=survey,
            processed=processed,
            out=out,
            period=week,
            lang=lang,
            reports=report or (),
            say=_diagnostics(quiet),
        )
        _finish(result, json)


@app.command()
def issued(
    no: Annotated[int | None, typer.Option("--no", min=1, help="The documents of this number, checked.")] = None,
    survey: SurveyOption = "",
    lang: LangOption = "",
) -> None:
    """List what was issued; with --no print the documents of that number, exactly as they went out."""
    with _told(lang):
        from analysis.issuing import list_issues, shown_again

        for line in shown_again(survey, no) if no else list_issues(survey):
            typer.echo(line)


@app.command()
def share(
    survey: SurveyOption = "",
    processed: ProcessedOption = None,
    out: OutOption = None,
    week: WeekOption = "",
    area: AreaOption = "",
    lang: LangOption = "",
    audience: AudienceOption = "",
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make what leadership passes on: slides, bulletin, brief, workbook, pictures; prints the path of each."""
    with _told(lang):
        from analysis.sharing import share as share_job

        result = share_job(
            survey=survey,
            processed=processed,
            out=out,
            period=week,
            area=area,
            lang=lang,
            audience=audience,
            say=_diagnostics(quiet),
        )
        _finish(result, json)


@app.command()
def schedule(
    weekly: Annotated[str, typer.Option("--weekly", help="Day: MON to SUN.")] = "FRI",
    at: Annotated[str, typer.Option("--at", help="Time by this machine's clock, for example 18:00.")] = "18:00",
    system: Annotated[str, typer.Option("--for", help="systemd, cron or windows (default: this system's).")] = "",
    into: Annotated[Path | None, typer.Option("--into", help="Folder for the files (default: schedule).")] = None,
    survey: SurveyOption = "",
    lang: LangOption = "",
) -> None:
    """Write the files by which this system starts the run every week; prints them and the command that sets them up."""
    with _told(lang):
        from analysis.schedule import write_schedule
        from analysis.survey import project_root

        arguments = " ".join(f'--{name} "{value}"' for name, value in (("survey", survey), ("lang", lang)) if value)
        chosen = system or ("windows" if sys.platform == "win32" else "systemd")
        paths, command = write_schedule(chosen, weekly, at, arguments, into or project_root() / "schedule")
        for path in paths:
            typer.echo(path)
        typer.echo(command, err=True)


@app.command()
def doctor(survey: SurveyOption = "", json: JsonOption = False) -> None:
    """Look at what the program needs on this machine and say what is missing."""
    with _told(""):
        from analysis.doctor import examine

        checks = examine(survey)
        if json:
            typer.echo(json_module.dumps([check.as_dict() for check in checks], ensure_ascii=False, indent=1))
        else:
            for check in checks:
                typer.echo(f"{check.mark}  {check.sentence}")
        raise typer.Exit(DONE if all(check.ok for check in checks if check.needed) else INTERNAL)


@contextmanager
def _told(lang: str):
    """Turns what a user can mend into one sentence on stderr and an exit code; the rest is a bug and shows itself."""
    try:
        yield
    except UserError as error:
        tell(error, lang)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("已中断 / interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _start_reporting() -> None:
    """Start the process that runs reports now: it imports what these need while this one does something else."""
    from analysis.publish import warm_up

    warm_up()


def _start_reading() -> None:
    """Start the children that read uploads now: while this process is small, or beside its importing pandas."""
    from analysis.intake.workbook import start_readers

    start_readers()


def _diagnostics(quiet: bool) -> Callable[[str], None]:
    return (lambda line: None) if quiet else (lambda line: typer.echo(line, err=True))


def _finish(result, json: bool) -> None:
    if json:
        typer.echo(json_module.dumps(result.as_dict(), ensure_ascii=False, indent=1))
    else:
        for path in result.paths:
            typer.echo(path)
    if result.blocked:
        typer.echo(f"没能使用或生成 / could not be used or made: {', '.join(result.blocked)}", err=True)
    raise typer.Exit(SOME_BLOCKED if result.blocked else DONE)


def main() -> None:
    app()


if __name__ == "__main__":
    sys.exit(main())
