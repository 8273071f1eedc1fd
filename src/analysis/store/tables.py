"""What a notebook starts from: a survey's tidy tables up to one period, for the whole area or a part of it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.errors import SurveyError, no_such
from analysis.store.issued import find_issue
from analysis.store.load import load, periods_with_data, stored_periods
from analysis.store.weights import WEIGHED_BY, usual_weight
from analysis.survey import Language, Period, Region, Survey
from analysis.surveys import load_survey, project_root
from analysis.vocabulary.audiences import Audience, find_audience

BASES = ("register", "expected", "adjusted", "replied")
TABLES = (
    *("enterprises", "status", "projects", "difficulties", "suppliers", "tasks", "summaries"),
    *("parts", "uploads", "findings", "issued"),
)


class _Stored(cached_property):
    """The stored table of the name it stands under, read when first asked for. ``holds``: what it has a row for."""

    def __init__(self, holds: str):
        super().__init__(lambda tables: tables._table(self.attrname))
        self.__doc__ = holds


@dataclass(frozen=True)
class Tables:
    """Tidy tables of a survey, each loaded when first asked for; columns in ``analysis.store.schemas``.

    Dated tables hold every stored period up to and including ``period``. With an ``area`` below the whole, tables
    hold its own rows: of its enterprises, its offices and their uploads.
    """

    survey: Survey
    period: Period
    periods: tuple[Period, ...]
    area: Region
    base: str
    lang: Language
    processed: Path
    audience: Audience

    def __repr__(self) -> str:
        where = f"{self.survey.name}, {self.area.label(self.lang)}, {self.period.label(self.lang)}"
        return f"<tables of {where}; base {self.base}, {self.lang}, {self.audience.id}; {', '.join(TABLES)}>"

    @property
    def previous(self) -> Period | None:
        """The period just before, where there is data for it; else None."""
        before = self.survey.before(self.period)
        return before if before in self.periods else None

    @property
    def is_whole(self) -> bool:
        return self.area.code == self.survey.area

    enterprises = _Stored("One row per register entry and validity; capacity_weight: see ``store.weights``.")
    status = _Stored("One row per enterprise and as-of date.")
    projects = _Stored("One row per project and as-of date.")
    difficulties = _Stored("One row per enterprise, as-of date, source cell and category.")
    suppliers = _Stored("One row per enterprise, supplier and as-of date.")
    tasks = _Stored("One row per task and as-of date that came back or was handed out by the leadership.")
    summaries = _Stored("One row per area or group, answer and as-of date.")
    parts = _Stored("One row per table found in an upload.")
    uploads = _Stored("One row per file received.")
    findings = _Stored("One row per finding.")

    @cached_property
    def issued(self) -> pd.DataFrame:
        """Figures of earlier periods as they were issued (see ``metrics.frozen_figures``), with period_id and ``no``.

        Of each period its latest issue; no row where nothing was issued. With an ``area`` below the whole, its own.
        """
        found = [find_issue(self.survey.name, period.id) for period in self.periods if period != self.period]
        frames = [issue.figures().assign(period_id=issue.period_id, no=issue.no) for issue in found if issue]
        if not frames:
            return pd.DataFrame(columns=["period_id", "no", "crossing", "measure", "base"])
        figures = pd.concat(frames, ignore_index=True)
        if self.is_whole:
            return figures
        own = figures[figures["county_code"].eq(self.area.code).fillna(False)]
        parts = own["crossing"].str.split("+").map(lambda keys: "+".join(k for k in keys if k != "county_code"))
        counties = own[own["crossing"].eq("county_code")]
        return pd.concat([own.assign(crossing=parts), counties], ignore_index=True)

    def _table(self, name: str) -> pd.DataFrame:
        frame = load(self.processed, name, [period.id for period in self.periods])
        if name == "enterprises":
            frame[WEIGHED_BY] = usual_weight(frame)  # by all of it, before an area takes its own
        if self.is_whole:
            return frame
        for column in ("county_code", "office", "area_code"):
            if column in frame.columns:
                return frame[frame[column].eq(self.area.code).fillna(False)].reset_index(drop=True)
        return frame[self._own(frame)].reset_index(drop=True)

    def _own(self, frame: pd.DataFrame) -> pd.Series:
        """The rows of the area in a table without a county: by enterprise (suppliers), else by upload (findings)."""
        if "enterprise_id" in frame.columns:
            return frame["enterprise_id"].isin(self.enterprises["enterprise_id"])
        offices = [office.name for office in self.survey.offices if office.code == self.area.code]
        about = frame["rule"].isin(["office_missing", "office_late"]) & frame["value"].isin(offices)
        return frame["upload_id"].isin(self.uploads["upload_id"]) | about


def open_tables(
    survey: str | Path = "",
    period: str = "",
    area: str = "",
    base: str = "expected",
    lang: str = "zh",
    processed: str | Path = "",
    audience: str = "",
) -> Tables:
    """A survey's tidy tables up to ``period`` (empty: the latest with data) for ``area`` (empty: the whole).

    ``survey``: a folder or a name; empty: the default survey. ``processed``: the folder of its tables; empty: the
    project's. ``audience``: who is to read what is made of them; empty: internal. Raises SurveyError for an unknown
    survey, period, area, base, language or audience and where a period has no data; StoreError where the tables cannot
    be read.
    """
    settings = load_survey(survey)
    check_language(settings, lang)
    readers = find_audience(audience)
    if base not in BASES:
        raise no_such(base, BASES, "这种口径", "base")
    region = settings.region(area) if area else settings.region(settings.area)
    folder = Path(processed) if processed else processed_default(settings)
    stored = sorted(map(settings.period, stored_periods(folder)), key=lambda found: found.first)
    reported = set(periods_with_data(folder))
    usable = [found for found in stored if found.id in reported]
    if not usable:
        raise SurveyError(
            f"{folder} 中还没有“{settings.name}”整理好的数据，请先运行 python -m analysis clean",
            f"there are no tidy tables of {settings.name} in {folder} yet; run python -m analysis clean first",
        )
    # A period that has not begun is a slip of the pen in some file's date; its data are shown when asked for by name.
    begun = [found for found in usable if found.first <= date.today()]
    wanted = settings.period(str(period)) if period else (begun or usable)[-1]
    if wanted not in usable:
        raise SurveyError(
            f"{wanted.label('zh')}没有数据；有数据的最近一期是{usable[-1].label('zh')}",
            f"{wanted.label('en')} has no data; the latest with data is {usable[-1].label('en')}",
        )
    upto = tuple(found for found in stored if found.first <= wanted.first)
    return Tables(settings, wanted, upto, region, base, lang, folder, readers)


def check_language(survey: Survey, lang: str) -> None:
    """Raises SurveyError for a language the survey does not have."""
    if lang not in survey.languages:
        raise no_such(lang, survey.languages, "这种语言", "language")


def refuse_unlisted(tables: Tables) -> None:
    """Raises SurveyError where offices sent lists or counts and no register says of whom: no rate could be counted."""
    published = len(tables.summaries) if tables.survey.answers else 0
    sent = len(tables.status) + len(tables.summaries)
    if sent and not published and load(tables.processed, "enterprises").empty:
        path = tables.survey.folder / "register.csv"
        raise SurveyError(
            f"没有名录 {path}，报来的企业和户数都无从对应，不能计算；写法见 docs/survey.md",
            f"there is no register {path}, so no rate can be counted; docs/survey.md says how to write one",
        )


def processed_default(survey: Survey) -> Path:
    """Where a survey's tidy tables are kept unless said otherwise."""
    return project_root() / "data" / "processed" / survey.name
