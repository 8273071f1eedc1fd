"""One report: its notebook run, its page made, and put in its place only if everything went well."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import yaml

from analysis.errors import ReportFailed, SurveyError, no_such
from analysis.files import put_in_place
from analysis.publish.assets import share_plotly
from analysis.publish.page import render_page
from analysis.publish.runner import Watch, run_notebook
from analysis.store.issued import find_issue, stamp
from analysis.survey import Period, Region, Survey
from analysis.surveys import project_root
from analysis.vocabulary import labels
from analysis.vocabulary.audiences import DEFAULT_AUDIENCE, Audience

if TYPE_CHECKING:
    from analysis.publish.unscripted import Drawer
    from analysis.store.tables import Tables

_REGISTRY = Path(__file__).parent / "reports.yml"


@dataclass(frozen=True)
class ReportKind:
    """An entry of reports.yml: where its notebook is and what it is called."""

    name: str
    notebook: Path
    title: Mapping[str, str]


@cache
def registry() -> dict[str, ReportKind]:
    """The reports there are, by id, in the order of reports.yml."""
    entries = yaml.safe_load(_REGISTRY.read_text(encoding="utf-8"))
    folder = project_root() / "notebooks" / "reports"
    return {name: ReportKind(name, folder / f"{name}.ipynb", title) for name, title in entries.items()}


def report_kind(name: str) -> ReportKind:
    """An entry of the registry. Raises SurveyError where there is none of that name."""
    if name not in registry():
        raise no_such(name, registry(), "这种报告", "report")
    return registry()[name]


def report_title(survey: Survey, report: str, lang: str) -> str:
    """What a survey calls a report: 复工复产周报, unless ``report_titles`` of its settings says otherwise."""
    return (registry()[report].title | survey.report_titles.get(report, {}))[lang]


def reports_for(audience: Audience) -> list[str]:
    """The reports that are made for an audience, in the order of reports.yml."""
    return [name for name in registry() if name not in audience.without]


def render_report(
    tables: Tables,
    report: str,
    folder: Path,
    *,
    shared_script: bool = False,
    drawer: Drawer | None = None,
    issue_no: int = 0,
) -> Path:
    """Make the page of one report of ``tables`` and put it at ``page_path``; gives that path.

    ``issue_no``: the number under which the page is being issued (定稿); 0: it is a draft (送审稿) and says so.
    ``shared_script``: plotly.js lies once beside the pages, and this one loads it from there.
    ``drawer``: draws a picture of each chart for readers without script (default: the page holds none).
    What the notebook showed is kept beside the page (``shown_path``), for all that is made from the same numbers.
    Raises as ``show_report``, and NotWritten where the page cannot be; the page that was there before stays then.
    """
    started = time.monotonic()
    payloads = show_report(tables, report, watch=drawer.expect if drawer else None)
    seconds = time.monotonic() - started
    survey, period, lang, readers = tables.survey, tables.period, tables.lang, tables.audience.id
    standing = stamp(find_issue(survey.name, period.id), lang, issue_no)
    plotly = share_plotly(folder) if shared_script else ""
    for_whom = labels(lang)[f"audience.{readers}"]
    page = page_path(folder, report, tables.area, lang, readers)
    html = render_page(
        payloads,
        lang=lang,
        name=report_title(survey, report, lang),
        stamp=f"{standing} · {for_whom}",
        links=week_before(survey, period, page, lang),
        plotly=plotly,
        pictures=drawer.draw(payloads) if drawer else (),
        seconds=seconds,
    )
    put_in_place(shown_path(page), json.dumps(payloads, ensure_ascii=False).encode("utf-8"))
    return put_in_place(page, html.encode("utf-8"))


def lacks_pictures(page: Path) -> bool:
    """Whether a page is there and holds charts of which readers without script see nothing."""
    content = page.read_bytes() if page.is_file() else b""
    return content.count(b'<div class="plot"') > content.count(b'<noscript><img class="still"')


def week_before(survey: Survey, period: Period, page: Path, lang: str) -> list[tuple[str, str]]:
    """Words and relative address of the same page of the period before; nothing where that page is not there."""
    earlier = survey.before(period)
    if earlier is None or page.parent.name != period.id:
        return []
    if not (page.parent.parent / earlier.id / page.name).is_file():
        return []
    words = labels(lang)["page.week_before"].format(period=earlier.short(lang))
    return [(words, quote(f"../{earlier.id}/{page.name}"))]


def show_report(tables: Tables, report: str, *, watch: Watch | None = None) -> list[dict]:
    """Run one report's notebook for ``tables`` and give what its cells showed, in order: see ``runner.run_notebook``.

    Raises SurveyError for an unknown report, for one that is not for the audience, and for a part of the area that the
    whole's page hides from it; ReportFailed where the notebook
    did not run to its end, and where it names an enterprise to an audience that sees no names.
    """
    kind = report_kind(report)
    if not kind.notebook.is_file():
        raise ReportFailed(f"找不到笔记本 {kind.notebook}", f"there is no notebook {kind.notebook}")
    readers = tables.audience
    if report in readers.without:
        raise SurveyError(
            f"“{report}”没有{labels('zh')[f'audience.{readers.id}']}",
            f"{report} is not made for the {readers.id} audience",
        )
    if readers.least_group:
        from analysis.publish.refusals import refuse_hidden

        refuse_hidden(tables)
    parameters = {
        "survey": str(tables.survey.folder),
        "period": tables.period.id,
        "area": tables.area.code,
        "base": tables.base,
        "lang": tables.lang,
        "processed": str(tables.processed.resolve()),
        "audience": readers.id,
    }
    payloads = run_notebook(kind.notebook, parameters, watch=watch)
    if not readers.names:
        from analysis.publish.refusals import refuse_names

        refuse_names(payloads, tables.processed, report)
    return payloads


def page_path(folder: Path, report: str, area: Region, lang: str, audience: str = DEFAULT_AUDIENCE) -> Path:
    """Where a report's page stands: ``<report>.<area>.<lang>.html``; with ``.<audience>`` where it is not internal."""
    readers = "" if audience == DEFAULT_AUDIENCE else f".{audience}"
    return Path(folder) / f"{report}.{area.code}.{lang}{readers}.html"


def withdraw(folder: Path, area: Region, audience: str) -> bool:
    """Take away an area's pages for readers who may no longer see it; whether any was there."""
    pages = list(Path(folder).glob(f"*.{area.code}.*.{audience}.html"))
    for page in pages:
        page.unlink()
        shown_path(page).unlink(missing_ok=True)
    return bool(pages)


def read_page_name(page: Path) -> tuple[str, str, str, str] | None:
    """Report, area's code, language and audience of a page at ``page_path``; None for any other file."""
    parts = page.name.removesuffix(".html").split(".")
    if len(parts) not in (3, 4) or parts[0] not in registry():
        return None
    report, area, lang = parts[:3]
    return report, area, lang, parts[3] if len(parts) == 4 else DEFAULT_AUDIENCE


def shown_path(page: Path) -> Path:
    """Where what a page's notebook showed is kept: a hidden file beside the page."""
    return page.with_name(f".{page.stem}.json")
