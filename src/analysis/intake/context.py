"""What the steps of one cleaning share: the survey, its words and register, its places, and what was noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from analysis.intake.enterprises.matcher import Matcher
from analysis.intake.enterprises.register import load_register
from analysis.intake.findings import Findings
from analysis.intake.places import Places
from analysis.intake.setting import Setting
from analysis.survey import Survey
from analysis.vocabulary import Vocabulary


@dataclass
class Context:
    survey: Survey
    setting: Setting
    enterprises: pd.DataFrame
    matcher: Matcher
    findings: Findings = field(default_factory=Findings)
    register_unread: list[tuple[str, str, str]] = field(default_factory=list)  # see load_register

    @classmethod
    def of(cls, survey: Survey, setting: Setting | None = None) -> Context:
        """Raises SurveyError and VocabularyError for settings, a register or words that contradict themselves.

        ``setting``: that of the survey, where it was made before.
        """
        setting = setting or Setting.of(survey)
        unread: list[tuple[str, str, str]] = []
        enterprises = load_register(survey, setting.words.check(), lambda *told: unread.append(told))
        matcher = Matcher(enterprises, survey.folder / "confirmed" / "matches.csv")
        return cls(survey, setting, enterprises, matcher, register_unread=unread)

    @property
    def words(self) -> Vocabulary:
        return self.setting.words

    @property
    def counties(self) -> Places:
        return self.setting.counties

    @property
    def offices(self) -> Places:
        return self.setting.offices

    @cached_property
    def county_codes(self) -> dict[str, str]:
        return {county.code: county.name for county in self.survey.counties}

    def county_of(self, office: str | None) -> str | None:
        """The county that an office is of; None for one that is of none."""
        return office if office in self.county_codes else None

    def period_id(self, day: date) -> str | None:
        """The period that a day is in; None for a day of none."""
        period = self.setting.period_of(day)
        return period.id if period else None

    @cached_property
    def place_codes(self) -> pd.CategoricalDtype:
        """The codes of all that a row may be of: counties and offices."""
        places = (*self.survey.regions, *self.survey.offices)
        return pd.CategoricalDtype(sorted({place.code for place in places}))
