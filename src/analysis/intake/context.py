"""What every step of one cleaning shares: the survey, its words and register, its places, and what was noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.intake.as_of import find_as_of
from analysis.intake.findings import Findings
from analysis.intake.parts import Part
from analysis.intake.places import Places
from analysis.intake.register import Matcher, load_register
from analysis.survey import Survey
from analysis.vocabulary import Vocabulary


@dataclass
class Context:
    survey: Survey
    words: Vocabulary
    enterprises: pd.DataFrame
    matcher: Matcher
    counties: Places
    offices: Places
    findings: Findings = field(default_factory=Findings)

    @classmethod
    def of(cls, survey: Survey) -> Context:
        """Raises SurveyError and VocabularyError for settings, a register or words that contradict themselves."""
        words = Vocabulary.load(survey.overlays).check()
        enterprises = load_register(survey, words)
        return cls(
            survey,
            words,
            enterprises,
            Matcher(enterprises, survey.folder / "confirmed" / "matches.csv"),
            Places(survey.counties or survey.regions),
            Places(survey.offices),
        )

    @cached_property
    def county_codes(self) -> dict[str, str]:
        return {county.code: county.name for county in self.survey.counties}

    def date_and_office(self, part: Part) -> None:
        """Settle the date a part speaks of and who sent it, from its title, rows above, and names.

        Who sent it may stay open here; then ``entities`` decides by where nearly all its enterprises are.
        """
        if part.kind in ("none", "hidden") or self.survey.summaries:
            return
        names = (part.place.sheet, part.upload.path.stem)
        near = part.upload.period.last if part.upload.period else self.survey_day
        found, where = find_as_of(part.titles, (), near)
        if found is None:
            found, where = find_as_of(part.sheet_titles, names, near)
        arrival = part.upload.received_at.date() if part.upload.received_at else None
        if found is None:
            # Nothing says which day: the last of the folder's period, unless the file had come before.
            found = min(near, arrival) if arrival else near
            self.findings.add("as_of_assumed", part.place, value=found, action="period's last day")
        elif part.upload.period and found not in part.upload.period:
            self.findings.add("as_of_outside_period", part.place, value=found, found_in=where)
        part.as_of = found
        said = self._offices_in(part.titles) or self._offices_in(part.sheet_titles)
        said += self._offices_in(names)
        part.office = said[0] if said else None
        if len(set(said)) > 1:
            self.findings.add("office_conflict", part.place, offices="、".join(dict.fromkeys(said)))

    def _offices_in(self, texts: Iterable[object]) -> list[str]:
        """The offices that texts name, in their order."""
        return [code for text in texts if isinstance(text, str) and (code := self.offices.find(text))]

    @property
    def survey_day(self):
        """A day of the survey's time, for dates without a year in uploads of no period."""
        listed = self.survey.period_list
        return listed[-1].last if not isinstance(listed, str) else pd.Timestamp.now().date()
