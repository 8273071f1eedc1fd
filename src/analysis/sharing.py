"""``share``: what leadership passes on, made of what the pages of a period showed, so that all numbers are the same."""

import json
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from analysis.errors import ReportFailed
from analysis.figures.context import current, latest_day, own_words
from analysis.figures.words import format_date
from analysis.figures.words import say as say_words
from analysis.files import put_in_place
from analysis.publish import page_path, report_title, reports_for, show_report, shown_path
from analysis.publish.freshness import fingerprint, is_fresh, remember
from analysis.publish.index import write_index
from analysis.publish.share import NotMade
from analysis.publish.share.content import Content, shown
from analysis.result import Result
from analysis.store.issued import find_issue, stamp
from analysis.store.tables import Tables, open_tables, refuse_unlisted
from analysis.survey import Survey
from analysis.surveys import load_survey, reports_default
from analysis.vocabulary.audiences import DEFAULT_AUDIENCE

Say = Callable[[str], None]
# Document -> the package that writes it, which the extra ``share`` installs.
_PACKAGES = {"slides.pptx": ("pptx", "python-pptx"), "bulletin.docx": ("docx", "python-docx")}


def share(
    *,
    survey: str = "",
    processed: Path | None = None,
    out: Path | None = None,
    period: str = "",
    area: str = "",
    lang: str = "",
    audience: str = "",
    say: Say,
) -> Result:
    """Make slides, bulletin, brief, workbook and pictures of a period; ``blocked`` names those that could not be made.

    They go to ``share`` in the folder of the period's pages: the whole area in the survey's first language for internal
    use directly, all else in a folder ``<area>.<lang>`` or ``<area>.<lang>.<audience>`` there. ``out`` replaces all of
    that. Raises SurveyError for an unknown survey, period, area, language or audience, ReportFailed where a report's
    notebook fails.
    """
    settings = load_survey(survey)
    tables = open_tables(
        settings.folder, period, area, lang=lang or settings.languages[0], processed=processed or "", audience=audience
    )
    refuse_unlisted(tables)
    pages = reports_default(settings) / tables.period.id
    folder = out or pages / "share" / _own_folder(settings, tables)
    content = gather(tables, out or pages, say)
    made: list[Path] = []
    left_out: list[str] = []
    for what, make in _makers(settings, tables, content, out or pages, say).items():
        try:
            made += [put_in_place(folder / name, document) for name, document in make().items()]
            if what == "charts":
                _clear_earlier(folder / what, made)
        except (NotMade, ReportFailed) as reason:
            say(str(reason))
            left_out.append(what)
    if out is None:
        write_index(settings, tables.processed)
    return Result(tuple(made), tables.period.id, tuple(left_out))


def _clear_earlier(charts: Path, made: Collection[Path]) -> None:
    """Take away charts of ours that were not made this time: figures that no longer hold, or may no longer be seen."""
    for path in charts.glob("*.*"):
        if re.fullmatch(r"[\w-]+\.(zh|en)\.(svg|png)", path.name) and path not in made:
            path.unlink()


def gather(tables: Tables, pages: Path, say: Say) -> Content:
    """What the reports showed, from beside their pages where nothing has changed since, else by running them."""
    reports, fresh = [], []
    for name in reports_for(tables.audience):
        page = page_path(pages, name, tables.area, tables.lang, tables.audience.id)
        kept, made_from = shown_path(page), fingerprint(tables, name)
        if not is_fresh(kept, made_from):
            say(f"{name}: {tables.period.label(tables.lang)}")
            payloads = show_report(tables, name)
            remember(kept, "")
            put_in_place(kept, json.dumps(payloads, ensure_ascii=False).encode("utf-8"))
            remember(kept, made_from)
        reports.append(
            shown(name, report_title(tables.survey, name, tables.lang), json.loads(kept.read_text(encoding="utf-8")))
        )
        fresh.append((page, is_fresh(page, made_from)))
    day = latest_day(tables, current(tables.status, tables))
    return Content(
        lang=tables.lang,
        stamp=f"{_standing(tables, fresh)} · {say_words(f'audience.{tables.audience.id}', tables.lang)}",
        period=tables.period.label(tables.lang),
        short_period=tables.period.short(tables.lang),
        day=format_date(day, tables.lang),
        place=own_words(tables),
        reports=tuple(reports),
        area="" if tables.is_whole else tables.area.label(tables.lang),
    )


def _standing(tables: Tables, pages: list[tuple[Path, bool]]) -> str:
    """Issued, where each page in place is the issued one to the byte and would come out the same; else a draft."""
    issue = find_issue(tables.survey.name, tables.period.id)
    issued = issue is not None and all(
        fresh and page.name in issue.documents and page.read_bytes() == issue.document(page.name)
        for page, fresh in pages
    )
    return stamp(issue, tables.lang, issue.no if issued else 0)


def _own_folder(survey: Survey, tables: Tables) -> str:
    readers = "" if tables.audience.id == DEFAULT_AUDIENCE else f".{tables.audience.id}"
    usual = tables.is_whole and tables.lang == survey.languages[0] and not readers
    return "" if usual else f"{tables.area.code}.{tables.lang}{readers}"


def _makers(
    survey: Survey, tables: Tables, content: Content, pages: Path, say: Say
) -> dict[str, Callable[[], dict[str, bytes]]]:
    """What there is to make and the function that makes it, as file name -> bytes; packages are imported only then."""

    def slides() -> dict[str, bytes]:
        _need("slides.pptx")
        from analysis.publish.share.slides import write_slides

        return {"slides.pptx": write_slides(content)}

    def bulletin() -> dict[str, bytes]:
        _need("bulletin.docx")
        from analysis.publish.share.bulletin import write_bulletin

        own = survey.folder / "templates" / "bulletin.docx"
        return {"bulletin.docx": write_bulletin(content, survey.bulletin, own if own.is_file() else None)}

    def brief() -> dict[str, bytes]:
        from analysis.publish.share.brief import write_brief

        return {"brief.txt": write_brief(content).encode("utf-8")}

    def workbook() -> dict[str, bytes]:
        from analysis.publish.share.workbook import write_workbook

        return {"figures.xlsx": write_workbook(content)}

    def phone() -> dict[str, bytes]:
        from analysis.publish.share.pictures import write_phone

        return {"phone.png": write_phone(content)}

    def charts() -> dict[str, bytes]:
        from analysis.publish.share.pictures import need_browser, write_charts

        need_browser()
        files: dict[str, bytes] = {}
        for lang in survey.languages:
            said = content if lang == content.lang else gather(replace(tables, lang=lang), pages, say)
            files |= {f"charts/{name}": picture for name, picture in write_charts(said).items()}
        return files

    return {
        "slides.pptx": slides,
        "bulletin.docx": bulletin,
        "brief.txt": brief,
        "figures.xlsx": workbook,
        "phone.png": phone,
        "charts": charts,
    }


def _need(document: str) -> None:
    module, package = _PACKAGES[document]
    if find_spec(module) is None:
        raise NotMade(
            f"没有安装 {package}，不能生成 {document}；请运行 pip install -e '.[share]'",
            f"{document} needs {package}, which is not installed: pip install -e '.[share]'",
        )
