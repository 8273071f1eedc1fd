"""What of a survey one upload is read by. Plain data: the children get it sent and load no settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.intake.places import Places
from analysis.periods import Period, Periods, period_of
from analysis.vocabulary import Vocabulary

if TYPE_CHECKING:  # pydantic takes longer to load than a child to start
    from analysis.survey import Office, Region, Survey


class PlaceNames(NamedTuple):
    """A county or an office, and what people call it: as much of it as is sent."""

    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """The survey's words, periods and places. ``summaries``: sheet -> measure, where a survey names what it wants.

    ``near``: a day of the survey's time, for dates without a year in uploads of no period.
    """

    overlays: tuple[Path, ...] = ()
    summaries: tuple[tuple[str, str], ...] = ()
    periods: Periods = "iso_week"
    near: date = field(default_factory=date.today)
    areas: tuple[PlaceNames, ...] = ()
    senders: tuple[PlaceNames, ...] = ()
    whole: tuple[PlaceNames, ...] = ()

    @classmethod
    def of(cls, survey: Survey) -> Setting:
        listed = survey.period_list
        return cls(
            survey.overlays,
            tuple(survey.summaries.items()),
            listed,
            date.today() if isinstance(listed, str) else listed[-1].last,
            _places(survey.counties or survey.regions),
            _places(survey.offices),
            _places(survey.whole),
        )

    @cached_property
    def words(self) -> Vocabulary:
        return Vocabulary.load(self.overlays)

    @cached_property
    def measures(self) -> dict[str, str]:
        return dict(self.summaries)

    @cached_property
    def counties(self) -> Places:
        return Places(self.areas, self.whole)

    @cached_property
    def offices(self) -> Places:
        return Places(self.senders, self.whole)

    def period_of(self, day: date) -> Period | None:
        return period_of(day, self.periods)

    def __getstate__(self) -> dict[str, object]:
        """What was sent, without what was made of it."""
        return {sent.name: getattr(self, sent.name) for sent in fields(self)}


def _places(listed: Iterable[Region | Office]) -> tuple[PlaceNames, ...]:
    return tuple(PlaceNames(place.code, place.name, place.name_en, place.aliases) for place in listed)
