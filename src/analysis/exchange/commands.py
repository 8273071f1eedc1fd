"""What the verbs receive, feedback, template and tasks do, as functions: settings checked first, defaults filled in."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analysis.errors import SurveyError
from analysis.exchange.feedback import Answer
from analysis.exchange.feedback import feedback as answer_uploads
from analysis.exchange.form import Filled, fill
from analysis.exchange.inbox import INBOX
from analysis.exchange.monday import Monday, latest_period, monday, page
from analysis.exchange.pages import render, score_table
from analysis.exchange.receive import receive as file_inbox
from analysis.exchange.safe import file_name
from analysis.exchange.supplier_template import supplier_template
from analysis.exchange.task_sheets import write_task_sheets
from analysis.exchange.template import office_of
from analysis.exchange.template import template as make_template
from analysis.exchange.wording import word
from analysis.files import put_in_place
from analysis.intake.uploads import time_of
from analysis.metrics import hand_out, task_states, update_tasks
from analysis.store.tables import Tables, check_language, open_tables
from analysis.survey import Language, Survey
from analysis.surveys import load_survey, raw_default, reports_default


@dataclass(frozen=True)
class Received:
    """What came in: the list of offices, its page, and the names of files that could not be used."""

    listed: Monday
    page: Path
    lang: Language
    refused: tuple[str, ...]
    inbox: Path
    new: int  # files that were there, those in zips counted one by one

    def came(self) -> str:
        """How many files came, and where they were looked for."""
        return word("page.new", self.lang, inbox=self.inbox, count=self.new)

    def lines(self) -> list[str]:
        """The list as lines of text: state, office and the sentence to paste, parted by tabs."""
        offices = [f"{word(line.state, self.lang)}\t{line.name}\t{line.sentence}" for line in self.listed.lines]
        return [self.listed.counts, *offices, *self.listed.others, str(self.page)]

    def as_dict(self) -> dict[str, object]:
        return self.listed.as_dict() | {"page": str(self.page), "refused": list(self.refused)}


def receive(
    *, survey: str = "", raw: Path | None = None, out: Path | None = None, period: str = "", arrived: str = "",
    lang: str = "", now: datetime | None = None,
) -> Received:  # fmt: skip
    """Empty the inbox into its periods' folders, and list who reported; the list is a page too.

    Raises SurveyError for an unknown survey, period or language, or an ``arrived`` that is no time.
    """
    settings, language = _settings(survey, lang)
    wanted = settings.period(period) if period else None
    folder, today = raw or raw_default(settings), now or datetime.now()
    if raw and not raw.is_dir():
        raise SurveyError(f"没有目录 {raw}（--raw）", f"there is no folder {raw} (--raw)")
    new = file_inbox(settings, folder, period=wanted, arrived=_moment(arrived))
    about = wanted or latest_period(settings, folder, new, today)
    if about is None:
        raise SurveyError("请用 --week 说明是哪一期", "say which period with --week")
    listed = monday(settings, folder, about, new, now=today, lang=language)
    target = (out or reports_default(settings) / about.id) / f"received.{language}.html"
    put_in_place(target, page(settings, listed, language).encode("utf-8"))
    refused = tuple(receipt.file for receipt in new if receipt.outcome == "refused")
    files = len({receipt.path for receipt in new})
    return Received(listed, target, language, refused, folder / INBOX, files)


def feedback(
    *, survey: str = "", raw: Path | None = None, processed: Path | None = None, out: Path | None = None,
    period: str = "", office: str = "", lang: str = "",
) -> list[Answer]:  # fmt: skip
    """Answer the uploads of a period (default: the latest with data) from tables that are up to date."""
    tables = _tables(survey, period, lang, processed)
    code = office_of(tables.survey, office).code if office else ""
    folder = raw or raw_default(tables.survey)
    return answer_uploads(tables, folder, out or _beside_pages(tables) / "feedback", code)


@dataclass(frozen=True)
class Scored:
    """How the offices report over the stored periods: printed columns and rows, and their page."""

    columns: list[str]
    rows: list[list[object]]
    page: Path

    def lines(self) -> list[str]:
        """The table as lines of text parted by tabs, then the page's path."""
        return ["\t".join(map(str, row)) for row in (self.columns, *self.rows)] + [str(self.page)]

    def as_dict(self) -> dict[str, object]:
        rows = [{name: str(value) for name, value in zip(self.columns, row, strict=True)} for row in self.rows]
        return {"offices": rows, "page": str(self.page)}


def scores(
    *, survey: str = "", processed: Path | None = None, out: Path | None = None, period: str = "", lang: str = ""
) -> Scored:
    """The scorecard of offices over the periods up to one (default: the latest with data), as a table and a page."""
    tables = _tables(survey, period, lang, processed)
    shown, title = score_table(tables, tables.lang), word("page.scorecard", tables.lang)
    html = render("scorecard.html", tables.survey, tables.period, tables.lang, title=title, scores=shown)
    target = (out or _beside_pages(tables)) / f"scorecard.{tables.lang}.html"
    put_in_place(target, html.encode("utf-8"))
    return Scored(shown["columns"], shown["rows"], target)


def templates(
    *, survey: str = "", out: Path | None = None, period: str = "", office: str = "", lang: str = "",
    suppliers: bool = False,
) -> list[Path]:  # fmt: skip
    """Write the workbook to fill in for a period (default: this one), of one office or of every one.

    ``suppliers``: the three columns that ask who supplies whom, instead of the return.
    """
    settings, language = _settings(survey, lang)
    wanted = settings.period(period) if period else settings.period_of(datetime.now().date())
    if wanted is None:
        raise SurveyError("请用 --week 说明是哪一期", "say which period with --week")
    offices = [office_of(settings, office)] if office else list(settings.offices)
    if not offices:
        raise SurveyError(
            f"调查“{settings.name}”没有应报单位：请在 survey.yml 的 offices 或 regions.csv 中写明",
            f"nobody must report to the survey {settings.name}: name them in survey.yml (offices) or in regions.csv",
        )
    target = out or reports_default(settings) / wanted.id / "templates"
    kind, make = ("suppliers", supplier_template) if suppliers else ("template", make_template)
    paths = []
    for each in offices:
        title = word(f"{kind}.title", language, office=each.label(language))
        name = file_name(f"{title}-{wanted.short(language)}.xlsx")
        paths.append(put_in_place(target / name, make(settings, each, wanted, language)))
    return paths


def tasks(
    *, survey: str = "", processed: Path | None = None, out: Path | None = None, period: str = "", lang: str = ""
) -> list[Path]:
    """Write the sheets of tasks not done, one for each owner and each county, from tables that are up to date.

    Every difficulty up to the period (default: the latest with data) is a task, less what came back as done.
    """
    tables = _tables(survey, period, lang, processed)
    settings = tables.survey
    listed = hand_out(tables.difficulties, settings.duties, tables.periods, days=settings.thresholds.task_days)
    states = task_states(update_tasks(listed, tables.tasks), tables.period.last, tables.difficulties)
    return write_task_sheets(states, tables.enterprises, settings, out or _beside_pages(tables) / "tasks", tables.lang)


def _settings(survey: str, lang: str) -> tuple[Survey, Language]:
    settings = load_survey(survey)
    if lang:
        check_language(settings, lang)
    return settings, lang or settings.languages[0]


def _tables(survey: str, period: str, lang: str, processed: Path | None, area: str = "") -> Tables:
    settings = load_survey(survey)
    language = lang or settings.languages[0]
    return open_tables(settings.folder, period, area, lang=language, processed=processed or "")


def _beside_pages(tables: Tables) -> Path:
    """The folder of a period's pages, which holds what else is made of it."""
    return reports_default(tables.survey) / tables.period.id


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return time_of(text)
    except ValueError as error:
        raise SurveyError(
            f"“{text}”不是时间；写法如 2020-02-25T18:30", f"{text!r} is no time; write it like 2020-02-25T18:30"
        ) from error


def fill_form(
    form: Path,
    *,
    survey: str = "",
    processed: Path | None = None,
    out: Path | None = None,
    period: str = "",
    area: str = "",
    lang: str = "",
) -> tuple[Filled, Language]:
    """Write a period's figures into a copy of somebody else's workbook, and list what could not be filled in.

    The copy and the list go to ``share`` in the folder of the period's pages, or to ``out``. Raises SurveyError for an
    unknown survey, period, area or language, and as ``form.fill`` does.
    """
    tables = _tables(survey, period, lang, processed, area)
    return fill(form, tables, out or _beside_pages(tables) / "share"), tables.lang
