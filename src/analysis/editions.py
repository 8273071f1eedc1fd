"""The pages of one period that were asked for: of one area or of all, each made again only where something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import UserError
from analysis.publish import lacks_pictures, page_path, render_report, reports_for, warm_up
from analysis.publish.browser import find_browser
from analysis.publish.freshness import fingerprint, is_fresh, remember
from analysis.publish.page import get_ready
from analysis.publish.render import shown_path
from analysis.store.tables import Tables, open_tables
from analysis.survey import Survey

if TYPE_CHECKING:
    from analysis.publish.unscripted import Drawer

Say = Callable[[str], None]
EVERY_AREA = "all"
# Reports that run at the same time, each in a process of its own.
AT_ONCE = 2


@dataclass(frozen=True)
class Wanted:
    """Which pages; empty: the latest period, the whole area, the survey's first language, internal, every report.

    ``area`` "all": an edition of every county and of the whole. ``shared_script``: the pages of a folder share one
    copy of plotly.js, which lies beside them. ``pictures``: of each chart too, for readers without script, where there
    is a browser to draw them.
    """

    period: str = ""
    area: str = ""
    lang: str = ""
    audience: str = ""
    reports: Sequence[str] = ()
    shared_script: bool = False
    pictures: bool = True


USUAL = Wanted()  # pages


@dataclass(frozen=True)
class Page:
    """A page to be: of which tables, which report, where, and what it and its payloads are made from."""

    tables: Tables
    report: str
    path: Path
    made_from: str
    shared_script: bool
    pictures: bool

    @property
    def page_made_from(self) -> str:
        return self.made_from + (" shared" if self.shared_script else "")

    @property
    def is_fresh(self) -> bool:
        whole = not (self.pictures and lacks_pictures(self.path)) or find_browser() is None
        return whole and is_fresh(self.path, self.page_made_from)

    @property
    def is_hidden(self) -> bool:
        """Whether the whole's page hides its area from its audience."""
        if not self.tables.audience.least_group:
            return False
        from analysis.publish.refusals import is_hidden

        return is_hidden(self.tables)

    def make(self, drawer: Drawer | None) -> None:
        for file in (self.path, shown_path(self.path)):
            remember(file, "")
        render_report(self.tables, self.report, self.path.parent, shared_script=self.shared_script, drawer=drawer)


def areas_of(survey: Survey, area: str) -> tuple[str, ...]:
    """The codes of the areas meant: of all, the whole first. Raises SurveyError for an unknown one."""
    if area == EVERY_AREA:
        return (survey.area, *(county.code for county in survey.counties))
    return (survey.region(area).code if area else survey.area,)


def pages_of(survey: Survey, processed: Path, folder_of: Callable[[str], Path], wanted: Wanted) -> list[Page]:
    """The pages that were asked for, in order of area and report; ``folder_of`` gives a period's folder of pages.

    Of every area those are left out that the whole's page hides from the audience.
    """
    lang = wanted.lang or survey.languages[0]
    pages = []
    hidden: frozenset[str] = frozenset()
    for area in areas_of(survey, wanted.area):
        if area in hidden:
            continue
        tables = open_tables(
            survey.folder, wanted.period, area, lang=lang, processed=processed, audience=wanted.audience
        )
        if wanted.area == EVERY_AREA and tables.is_whole and tables.audience.least_group:
            from analysis.publish.refusals import hidden_parts

            hidden = hidden_parts(tables)
        folder = folder_of(tables.period.id)
        for report in wanted.reports or reports_for(tables.audience):
            path = page_path(folder, report, tables.area, lang, tables.audience.id)
            made_from = fingerprint(tables, report)
            pages.append(Page(tables, report, path, made_from, wanted.shared_script, wanted.pictures))
    return pages


def make_pages(pages: Sequence[Page], say: Say) -> None:
    """Make those of the pages that are not there or would come out different, some at a time.

    A page that fails does not keep the others from being made; then the first error is raised.
    """
    stale = [page for page in pages if not page.is_fresh]
    for page in pages:
        about = page.tables
        fresh = "" if page in stale else ": 没有变化 / nothing changed"
        say(f"{page.report}: {about.area.label(about.lang)}: {about.period.label(about.lang)}{fresh}")
    errors: list[UserError] = []
    with _workers(min(AT_ONCE, len(stale))) as workers, _drawer(stale) as drawer:
        running = {workers.submit(page.make, drawer): page for page in stale}
        for lang in {page.tables.lang for page in stale}:
            get_ready(lang)  # while the reports run in processes of their own
        for done in as_completed(running):
            page = running[done]
            try:
                done.result()
            except UserError as error:
                errors.append(error)
                say(f"{page.path.name}: {error}")
            else:
                remember(page.path, page.page_made_from)
                remember(shown_path(page.path), page.made_from)
    if errors:
        raise errors[0]


def _drawer(pages: Sequence[Page]) -> AbstractContextManager[Drawer | None]:
    """What draws the pictures of pages, where one of them is to have any."""
    if not any(page.pictures for page in pages):
        return nullcontext()
    from analysis.publish.unscripted import Drawer

    return Drawer()


@contextmanager
def _workers(number: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that wait for reports' processes; when interrupted, what has not begun never does."""
    warm_up(number)
    with ThreadPoolExecutor(max(1, number)) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
