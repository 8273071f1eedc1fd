"""What the reports of one period showed, arranged for whoever writes a document of it. Nothing is computed here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from analysis.figures.words import capital, join, say, within
from analysis.vocabulary import labels


@dataclass(frozen=True)
class Section:
    """One heading of a report with the sentences and exhibits below it, as payloads."""

    title: str
    sentences: tuple[str, ...]
    exhibits: tuple[Mapping, ...]


@dataclass(frozen=True)
class Shown:
    """What one report's notebook showed: its name, first screen, sections and definitions."""

    name: str
    title: str
    headline: Mapping | None
    sections: tuple[Section, ...]
    definitions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Content:
    """The reports of one area, period, language and audience, in the order of the registry.

    ``stamp``: draft or issued, and for whom; ``period``: printed name with dates; ``day``: the printed date of issue;
    ``place``: what a part of the area is called, for labels (see ``figures.context.own_words``); ``area``: the printed
    name of the area where it is itself a part of the survey's.
    """

    lang: str
    stamp: str
    period: str
    short_period: str
    day: str
    place: Mapping[str, str]
    reports: tuple[Shown, ...]
    area: str = ""

    @property
    def headline(self) -> Mapping:
        """The first screen of the first report that has one. Raises LookupError where none has."""
        return next(report.headline for report in self.reports if report.headline is not None)

    @property
    def finding(self) -> str:
        """The first three key figures in one line: 开工率82.2%、返岗率58.4%、产能恢复53.8%, or none."""
        gap = "" if self.lang == "zh" else " "
        numbers = self.headline["numbers"][:3]
        pieces = [f"{within(number['label'])}{gap}{number['value']}" for number in numbers]
        said = capital(join(pieces, self.lang))
        return f"{self.area}{gap and ': '}{said}" if self.area and said else said

    def exhibits(self) -> Iterator[Mapping]:
        """Every exhibit, in order of appearance."""
        return (exhibit for report in self.reports for section in report.sections for exhibit in section.exhibits)

    def exhibit(self, pattern: str) -> Mapping | None:
        """The first exhibit whose id matches a pattern such as ``ranking-county-code-*``; None where none does."""
        return next((exhibit for exhibit in self.exhibits() if fnmatchcase(exhibit["id"], pattern)), None)

    def sentences(self, section: str) -> list[str]:
        """The sentences below the heading ``section.<section>`` of the labels, of every report that has it."""
        title = say(f"section.{section}", self.lang, **self.place)
        found = [s for report in self.reports for s in report.sections if s.title == title]
        return [sentence for part in found for sentence in part.sentences]

    def first_screen(self, report: str) -> list[str]:
        """The sentences of a report's first screen; none where the report is not there or has no such screen."""
        found = next((shown.headline for shown in self.reports if shown.name == report), None)
        return list(found["sentences"]) if found else []


def shown(name: str, title: str, payloads: Sequence[Mapping]) -> Shown:
    """One report's payloads (what ``publish.runner`` gives) by their headings."""
    headline = next((payload for payload in payloads if payload["kind"] == "headline"), None)
    end = next((payload for payload in payloads if payload["kind"] == "end"), {"definitions": ()})
    sections: list[tuple[str, list[str], list[Mapping]]] = [("", [], [])]
    for payload in payloads:
        match payload["kind"]:
            case "section":
                sections.append((payload["title"], [], []))
            case "words":
                sections[-1][1].extend(payload["sentences"])
            case "exhibit":
                sections[-1][2].append(payload)
    return Shown(
        name=name,
        title=title,
        headline=headline,
        sections=tuple(Section(title, tuple(said), tuple(drawn)) for title, said, drawn in sections if said or drawn),
        definitions=tuple((term, text) for term, text in end["definitions"]),
    )


def says(sentence: str, key: str, lang: str) -> bool:
    """Whether a sentence was made of the label ``key``, whatever its placeholders were filled with."""
    return re.fullmatch(pattern_of(key, lang), sentence, re.DOTALL | re.IGNORECASE) is not None


def pattern_of(key: str, lang: str) -> str:
    """A pattern for what is made of the label ``key``."""
    return ".*?".join(map(re.escape, re.split(r"\{[\w:]+\}", labels(lang)[key])))
