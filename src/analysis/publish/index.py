"""The contents of a survey's folder of reports: one page per language that links every page and share by week and area.

It is made from what lies in the folder, so it is right after a page was copied there or deleted. Links are relative: it
works from a file share. It also shows what is missing: weeks and areas without a page, offices that have not reported.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from analysis.files import put_in_place
from analysis.publish.page import TEMPLATES, policy, style_sheet
from analysis.publish.render import read_page_name, registry, report_title
from analysis.store.issued import Issue, issues
from analysis.store.load import load, stored_periods
from analysis.survey import Language, Period, Region, Survey
from analysis.surveys import reports_default
from analysis.templates import rendered
from analysis.vocabulary import labels
from analysis.vocabulary.audiences import DEFAULT_AUDIENCE, audiences

_SHARE = re.compile(r"(?P<area>\w+)\.(?P<lang>zh|en)(?:\.(?P<audience>\w+))?")


def write_index(
    survey: Survey, processed: Path, folder: Path | None = None, issued: Path | None = None
) -> tuple[Path, ...]:
    """Make ``index.html`` (the survey's first language) and ``index.<lang>.html`` of the others; gives their paths.

    ``folder`` holds one folder of pages per period, ``issued`` what was issued (default: the project's). Raises
    ReportFailed where a file cannot be written.
    """
    folder = folder or reports_default(survey)
    silent = silent_offices(processed)
    final = {issue.period_id: issue for issue in issues(survey.name, issued)}
    return tuple(
        put_in_place(folder / _name(survey, lang), _index(survey, folder, silent, final, lang).encode("utf-8"))
        for lang in survey.languages
    )


def _index(
    survey: Survey, folder: Path, silent: Mapping[str, Sequence[str]], final: Mapping[str, Issue], lang: Language
) -> str:
    periods = sorted(map(survey.period, silent), key=lambda period: period.first, reverse=True)
    others = [other for other in survey.languages if other != lang]
    return rendered(
        TEMPLATES / "index.html",
        lang,
        "index",
        policy=policy([]),
        style=Markup(style_sheet()),
        survey=survey.name,
        title=survey.title[lang],
        issuer=survey.issuer.get(lang, ""),
        notice=survey.notice.get(lang, ""),
        weeks=[
            {**_week(survey, folder, period, silent[period.id], lang), "issued": _issued(final.get(period.id), lang)}
            for period in periods
        ],
        others=[(_name(survey, other), labels(other)["index.language"]) for other in others],
    )


def _name(survey: Survey, lang: Language) -> str:
    return "index.html" if lang == survey.languages[0] else f"index.{lang}.html"


def silent_offices(processed: Path) -> dict[str, tuple[str, ...]]:
    """Per period with tables: the names of the offices of which nothing usable came."""
    found = load(processed, "findings")
    rows = found[found["rule"].eq("office_missing")]
    return {name: tuple(rows.loc[rows["period_id"].eq(name), "value"]) for name in stored_periods(processed)}


def _week(survey: Survey, folder: Path, period: Period, silent: Sequence[str], lang: Language) -> dict:
    """One period as the template shows it: a row per area, a cell per report, and the files to share."""
    pages = _pages(folder / period.id)

    def cells(area: Region) -> list[list[dict[str, str]]]:
        return [[_link(period, page, lang) for page in pages.get((report, area.code), ())] for report in registry()]

    rows = [{"name": area.label(lang), "cells": cells(area)} for area in (survey.region(survey.area), *survey.counties)]
    return {
        "id": period.id,
        "label": period.label(lang),
        "reports": [report_title(survey, report, lang) for report in registry()],
        "areas": rows,
        "made": sum(map(len, pages.values())),
        "missing": sum(not cell for row in rows for cell in row["cells"]),
        "silent": [survey.office_label(name, lang) for name in silent],
        "shares": _shares(survey, folder, period, lang),
    }


def _issued(issue: Issue | None, lang: Language) -> str:
    return labels(lang)["index.issued"].format(no=issue.no, day=issue.issued_at[:10]) if issue else ""


def _pages(folder: Path) -> dict[tuple[str, str], list[Path]]:
    """Report and area -> the pages there are, by audience and language."""
    order = list(audiences())
    found: dict[tuple[str, str], list[tuple[int, bool, Path]]] = {}
    for page in folder.glob("*.html"):
        made = read_page_name(page)
        if made and made[3] in order:
            found.setdefault(made[:2], []).append((order.index(made[3]), made[2] != "zh", page))
    return {key: [page for *_, page in sorted(some)] for key, some in found.items()}


def _link(period: Period, page: Path, lang: Language) -> dict[str, str]:
    _, _, written, audience = read_page_name(page)
    return {"href": f"{period.id}/{page.name}", "text": _edition(written, audience, lang)}


def title_of(survey: Survey, page: Path) -> str:
    """What a page is called, in its own language: 复工复产周报 · 都匀市 · 中文; of none of ours its file's name."""
    if (named := read_page_name(page)) is None:
        return page.name
    report, area, lang, audience = named
    return " · ".join(
        [report_title(survey, report, lang), survey.region(area).label(lang), _edition(lang, audience, lang)]
    )


def _edition(written: str, audience: str, lang: Language) -> str:
    """The language of a page or share, and whom it is for unless internal: 中文; English, public edition."""
    readers = "" if audience == DEFAULT_AUDIENCE else f" · {labels(lang)[f'audience.{audience}']}"
    return labels(written)["index.language"] + readers


def _shares(survey: Survey, folder: Path, period: Period, lang: Language) -> list[dict]:
    """The files to pass on, by area, language and audience; in the order of their folders."""
    root = folder / period.id / "share"
    areas = {region.code: region for region in survey.regions}
    usual = {"area": survey.area, "lang": survey.languages[0], "audience": DEFAULT_AUDIENCE}
    found = []
    for place in [root, *sorted(path for path in root.glob("*") if path.is_dir())]:
        files = sorted(path for path in place.glob("*") if path.is_file() and not path.name.startswith("."))
        named = {} if place == root else _SHARE.fullmatch(place.name)
        if not files or named is None:
            continue
        about = usual | {key: value for key, value in (named.groupdict() if named else {}).items() if value}
        if about["area"] in areas and about["audience"] in audiences():
            name = f"{areas[about['area']].label(lang)} · {_edition(about['lang'], about['audience'], lang)}"
            links = [{"href": path.relative_to(folder).as_posix(), "text": path.name} for path in files]
            found.append({"name": name, "files": links})
    return found
