"""Reporting periods: what they are called, which days they hold, which one a day lies in."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting unit: returns dated from ``first`` to ``last`` belong to it."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - how pydantic checks the ones a survey lists

    id: str
    first: date
    last: date
    zh: str = ""
    en: str = ""

    def short(self, lang: Literal["zh", "en"]) -> str:
        """The printed name without dates: 第9期, Week 9."""
        return self.zh if lang == "zh" else self.en

    def label(self, lang: Literal["zh", "en"]) -> str:
        """The printed name with its dates and year: 第9期（2020年2月24日-3月1日）."""
        first, last = self.first, self.last
        if lang == "zh":
            year = f"{last.year}年" if last.year != first.year else ""
            return f"{self.zh}（{first.year}年{first.month}月{first.day}日-{year}{last.month}月{last.day}日）"
        year = f" {first.year}" if last.year != first.year else ""
        return f"{self.en} ({first.day} {first:%b}{year} to {last.day} {last:%b} {last.year})"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


# Every ISO week, or the periods a survey lists.
Periods = Literal["iso_week"] | tuple[Period, ...]


@lru_cache(1024)
def iso_week(year: int, week: int) -> Period:
    """An ISO week as a period. Raises ValueError for a week the year does not have."""
    first = date.fromisocalendar(year, week, 1)
    return Period(
        id=f"{year}-W{week:02d}", first=first, last=first + timedelta(days=6), zh=f"第{week}期", en=f"Week {week}"
    )


def period_of(day: date, periods: Periods) -> Period | None:
    """The period a day lies in; None where no listed one does."""
    if periods == "iso_week":
        return iso_week(*day.isocalendar()[:2])
    return next((period for period in periods if day in period), None)


# What an ISO week is called: 2020年第9周, Week 9, 2020-W09. (第9期 may be the ninth issue of a bulletin, 2月第1周 is
# counted from the month's beginning.)
_WEEK = re.compile(
    r"(?<![\d月份])(?:(20\d\d)[年度 -]{0,3})?(?:第\s?(\d{1,2})\s?周|(?<![A-Za-z])[Ww](?:eek)?\s?(\d{1,2})(?!\d))"
)


_AHEAD = timedelta(days=31)  # hardly anybody reports on a week longer to come


def period_named(text: str, periods: Periods, near: date) -> tuple[Period, str] | None:
    """The period that a text names, and how; of weeks without a year the one nearest to ``near``. None for none."""
    if periods == "iso_week":
        found = _WEEK.search(text)
        return (week, found[0]) if found and (week := _week_near(found, near)) else None
    said = ((name, period) for period in periods for name in (period.zh, period.en, period.id) if name and name in text)
    name, period = max(said, key=lambda pair: len(pair[0]), default=("", None))
    return (period, name) if period else None


def _week_near(found: re.Match[str], near: date) -> Period | None:
    week, year = int(found[2] or found[3]), near.isocalendar().year
    known = []
    for possible in [int(found[1])] if found[1] else [year - 1, year, year + 1]:
        try:
            known.append(iso_week(possible, week))
        except ValueError:
            continue
    return min(known, key=lambda period: (period.last - near > _AHEAD, abs(period.last - near)), default=None)
