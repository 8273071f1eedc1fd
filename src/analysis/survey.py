"""The settings of one survey, checked when loaded."""

import re
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from analysis.errors import SurveyError, no_such
from analysis.periods import Period, Periods, iso_week, period_of
from analysis.survey_parts import Bulletin, Language, Office, Region, Settings, Texts, Thresholds
from analysis.vocabulary.files import read_rows

# What reports call things where a survey has no words of its own.
_NAMES: dict[str, Texts] = {
    "rate_name": {"zh": "复工率", "en": "Resumption rate"},
    "place_name": {"zh": "县（市）", "en": "county"},
    "counted_name": {"zh": "规上工业企业", "en": "above-scale industrial enterprises"},
}


class Survey(Settings):
    """One survey: its area, its offices, its periods, its words. ``folder`` is where it was loaded from."""

    folder: Path
    title: Texts
    notice: Texts = Field(default_factory=dict)
    issuer: Texts = Field(default_factory=dict)
    source: Texts = Field(default_factory=dict)
    area: str
    regions_file: str = Field(alias="regions")
    languages: tuple[Language, ...] = Field(("zh", "en"), min_length=1)
    rate_name: Texts = _NAMES["rate_name"]
    place_name: Texts = _NAMES["place_name"]  # what a part of the area is called
    counted_name: Texts = _NAMES["counted_name"]  # what the enterprises that rates are of are called
    report_titles: dict[str, Texts] = Field(default_factory=dict)  # what a report is called, by its name in reports.yml
    period_list: Periods = Field("iso_week", alias="periods")
    cut_off: str = Field("24:00", pattern=r"^([01]?\d|2[0-4]):[0-5]\d$")
    uploads: str = "{period}/*"
    offices_listed: tuple[Office, ...] = Field((), alias="offices")
    thresholds: Thresholds = Thresholds()
    bulletin: Bulletin = Bulletin()
    # How counties are drawn; outlines need the extra ``maps``, and are a sketch either way.
    map: Literal["tiles", "polygons"] = "tiles"
    # True only where those who must report were drawn at random: then, and only then, rates have confidence intervals.
    sample: bool = False
    summaries: dict[str, str] = Field(default_factory=dict)

    @field_validator(*_NAMES)
    @classmethod
    def _in_both_languages(cls, value: Texts, about: ValidationInfo) -> Texts:
        return _NAMES[about.field_name] | value

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The whole area and its parts, from the survey's own regions.csv or the package's."""
        own = self.folder / "regions.csv"
        packaged = Path(__file__).parent / "vocabulary" / "regions" / f"{self.regions_file}.csv"
        if not own.exists() and not packaged.exists():
            known = "、".join(sorted(path.stem for path in packaged.parent.glob("*.csv")))
            raise SurveyError(
                f"没有地区表“{self.regions_file}”；请在 {self.folder} 中放 regions.csv，或改用 {known}",
                f"no regions {self.regions_file!r}; put a regions.csv into {self.folder}, or use {known}",
            )
        rows = read_rows(own if own.exists() else packaged)
        if not all({"code", "name"} <= row.keys() for row in rows[:1]):
            raise SurveyError(f"{own} 应有 code、name 两列", f"{own} needs the columns code and name")
        return tuple(
            Region(
                code=row["code"],
                name=row["name"],
                name_en=row.get("name_en", ""),
                aliases=tuple(filter(None, row.get("aliases", "").split("|"))),
                tile=(row["tile_row"], row["tile_column"]) if row.get("tile_row") and row.get("tile_column") else None,
            )
            for row in rows
        )

    @property
    def counties(self) -> tuple[Region, ...]:
        return tuple(region for region in self.regions if region.code != self.area)

    @property
    def whole(self) -> tuple[Region, ...]:
        """The area that the counties are parts of; nothing where it has none."""
        return tuple(region for region in self.regions if region.code == self.area) if self.counties else ()

    @cached_property
    def answers(self) -> list[dict[str, str]]:
        """What the answers of each measure mean: ``answers.csv`` (measure, answer, state, zh, en)."""
        return self._own_rows("answers.csv")

    @cached_property
    def members(self) -> list[dict[str, str]]:
        """The groups answers are given for: ``members.csv`` (dimension, member, is_aggregate, alias, zh, en)."""
        return self._own_rows("members.csv")

    @cached_property
    def strata(self) -> list[dict[str, str]]:
        """Of a sample, the enterprises of each stratum: ``strata.csv`` (columns of the register, population_n)."""
        return self._own_rows("strata.csv")

    @cached_property
    def benchmarks(self) -> list[dict[str, str]]:
        """What others published, to compare with: ``benchmarks.csv`` (date, area, measure, value, source)."""
        return self._own_rows("benchmarks.csv")

    @cached_property
    def duties(self) -> list[dict[str, str]]:
        """Who owes what: ``duties.csv`` (kind, name, county_code, category; more where known).

        Raises SurveyError for a missing column and for two English names (``name_en``) of one.
        """
        rows = self._own_rows("duties.csv")
        absent = [name for name in ("kind", "name", "county_code", "category") if rows and name not in rows[0]]
        if absent:
            raise SurveyError(
                f"duties.csv 缺少列：{'、'.join(absent)}", f"duties.csv lacks column(s) {', '.join(absent)}"
            )
        english: dict[str, str] = {}
        for row in rows:
            written = row.get("name_en") or english.get(row["name"], "")
            if english.setdefault(row["name"], written) not in ("", written):
                raise SurveyError(
                    f"duties.csv 中“{row['name']}”有两个英文名（name_en）：{english[row['name']]}、{written}",
                    f"duties.csv gives {row['name']} two English names: {english[row['name']]!r} and {written!r}",
                )
            english[row["name"]] = written
        return rows

    def duty_label(self, name: str, lang: Language) -> str:
        """The printed name of who owes something, as in ``duties.csv``; in English its ``name_en`` where it has one."""
        named = (row.get("name_en") for row in self.duties if row["name"] == name) if lang == "en" else ()
        return next(filter(None, named), name)

    def office_label(self, name: str, lang: Language) -> str:
        """The printed name of an office in a language, as listed; ``name`` itself where no office is called so."""
        return next((office.label(lang) for office in self.offices if office.name == name), name)

    def _own_rows(self, name: str) -> list[dict[str, str]]:
        path = self.folder / name
        return read_rows(path) if path.exists() else []

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """Who must report: as listed, else every county."""
        return self.offices_listed or self.counties

    @property
    def overlays(self) -> tuple[Path, ...]:
        """Folders whose vocabulary files add to the package's and win."""
        own = self.folder / "vocabulary"
        return (own,) if own.is_dir() else ()

    @cached_property
    def _region_of(self) -> dict[str, Region]:
        named = ((word, r) for r in self.regions for word in (r.code, r.name, r.name_en, *r.aliases) if word)
        return dict(reversed(list(named)))  # the first of a name wins

    def region(self, text: str) -> Region:
        """The region of a code, name or alias. Raises SurveyError where there is none."""
        if region := self._region_of.get(text):
            return region
        raise no_such(text, (f"{region.code} {region.name}" for region in self.regions), "这个地区", "area")

    def period(self, text: str) -> Period:
        """The period of an id (2020-W09, or a listed one). Raises SurveyError where there is none."""
        if self.period_list == "iso_week":
            found = re.fullmatch(r"(\d{4})-?W(\d{1,2})", text.strip(), re.IGNORECASE)
            if found:
                try:
                    return iso_week(int(found[1]), int(found[2]))
                except ValueError:
                    pass
            raise SurveyError(
                f"没有“{text}”这一期；写法如 2020-W09", f"no period {text!r}; write a week as in 2020-W09"
            )
        wanted = _plain_name(text)
        for period in self.period_list:
            if wanted in map(_plain_name, (period.id, period.zh, period.en)):
                return period
        ids = [period.id for period in self.period_list]
        raise SurveyError(
            f"没有“{text}”这一期；可用：{ids[0]} 至 {ids[-1]}", f"no period {text!r}; known: {ids[0]} to {ids[-1]}"
        )

    def deadline(self, period: Period) -> datetime:
        """Until when returns of a period are on time: the cut-off of its last day."""
        hours, _, minutes = self.cut_off.partition(":")
        start = datetime(period.last.year, period.last.month, period.last.day)
        return start + timedelta(hours=int(hours), minutes=int(minutes or 0))

    def period_of(self, day: date) -> Period | None:
        """The period a day lies in; None where no listed one does."""
        return period_of(day, self.period_list)

    def before(self, period: Period) -> Period | None:
        """The period just before; None before the first listed one."""
        if self.period_list == "iso_week":
            return self.period_of(period.first - timedelta(days=1))
        earlier = [other for other in self.period_list if other.last < period.first]
        return max(earlier, key=lambda other: other.last, default=None)

    def after(self, period: Period, count: int = 1) -> tuple[Period, ...]:
        """The next periods, in order; fewer, or none, where the list of periods ends."""
        if self.period_list == "iso_week":
            return tuple(self.period_of(period.first + timedelta(weeks=n)) for n in range(1, count + 1))
        later = sorted((other for other in self.period_list if other.first > period.last), key=lambda p: p.first)
        return tuple(later[:count])


def _plain_name(text: str) -> str:
    """A period's name as people vary it: Wave 07, wave-7 and Wave 7 are one."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\s_-]", "", text)).casefold()
