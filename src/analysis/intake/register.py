"""The register: who exists, under which id, in which county. Names in an upload are matched against it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.errors import SurveyError
from analysis.intake.names import legal_stem, normalise_name
from analysis.intake.uscc import clean_code
from analysis.intake.values import mask_personal
from analysis.survey import Survey
from analysis.vocabulary import Vocabulary, key
from analysis.vocabulary.files import read_columns, read_rows

_YES, _NO = {"true", "1", "yes", "是"}, {"false", "0", "no", "否"}
_OTHER_NAMES = {"category": "four_category", "industry": "industry_code", "county": "county_name"}
_PLACED = ("county_code", "county_name")
_REVIEW_SCORE = 80


def load_register(survey: Survey, words: Vocabulary) -> pd.DataFrame:
    """The survey's register.csv as the `enterprises` table: one row per entry and validity.

    Empty where the survey has no register (offices then send answers, not lists). A register without an
    ``above_scale`` column is taken to list above-scale enterprises only, unless a size says 规下.
    Raises SurveyError for a missing column, an unknown county, or one id twice at a time, naming the line.
    """
    path = survey.folder / "register.csv"
    if not path.exists():
        return pd.DataFrame()
    content = {_OTHER_NAMES.get(name, name): cells for name, cells in read_columns(path).items()}
    if not content.get("name"):
        raise SurveyError(f"{path} 没有 name 列", f"{path} has no column 'name'")
    frame = pd.DataFrame(_entries(content, survey, words, path))
    twice = frame[frame.duplicated(["enterprise_id", "since"], keep=False)]
    if not twice.empty:
        lines = [int(index) + 2 for index in twice.index[:2]]
        raise SurveyError(
            f"{path} 第{lines[0]}、{lines[1]}行是同一企业（{twice.iloc[0]['name']}）",
            f"{path}: lines {lines[0]} and {lines[1]} are one enterprise ({twice.iloc[0]['name']})",
        )
    for column in ("since", "until"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def _entries(content: Mapping[str, list[str]], survey: Survey, words: Vocabulary, path: Path) -> dict[str, list]:
    """The columns of the table, each different text of a column read once: a country's register has 185,000 rows."""
    names = content["name"]
    blank = [""] * len(names)
    content = defaultdict(lambda: blank, content)

    def column(name: str, read: Callable[[str], object] = lambda text: text or None) -> list:
        cells = content[name]
        known = {text: read(text) for text in dict.fromkeys(cells)}
        return [known[text] for text in cells]

    def number(name: str, kind: type) -> list:
        return column(name, lambda text: _number(text, kind, name, content[name], path))

    def coded(name: str) -> list:
        return column(name, lambda text: words.choices[name].get(key(text)))

    places = [code or name for code, name in zip(*(content[c] for c in _PLACED), strict=True)]
    county_of = {place: _county(place, places, survey, path) for place in dict.fromkeys(places)}
    counties, codes = [county_of[place] for place in places], column("uscc", clean_code)
    said = zip(content["enterprise_id"], codes, names, counties, strict=True)
    large = {size: size not in ("规下", "below", "规模以下") for size in content["size"]}
    sized = zip(content["above_scale"], content["size"], strict=True)
    return {
        "enterprise_id": [own or code or _made_id(name, county) for own, code, name, county in said],
        "name": names,
        "former_names": column("former_names"),
        "uscc": codes,
        "county_code": counties,
        "park": column("park"),
        "industry_code": column(
            "industry_code", lambda text: text if text in words.industries else words.industry_words.get(key(text))
        ),
        "size": coded("size"),
        "above_scale": [_flag(text, large[size]) for text, size in sized],
        "normal_before_festival": column("normal_before_festival", lambda text: _flag(text, True)),
        "four_category": coded("four_category"),
        "key_enterprise": column("key_enterprise", lambda text: _flag(text, None)),
        "risk_grade": column("risk_grade"),
        "batch": column("batch"),
        "supervision_group": column("supervision_group"),
        "staff_normal": number("staff_normal", int),
        "annual_output_10k_cny": number("annual_output_10k_cny", float),
        "since": column("since"),
        "until": column("until"),
    }


def _county(text: str, cells: list[str], survey: Survey, path: Path) -> str | None:
    if not text and len(survey.regions) > 1:
        line = _line(text, cells)
        raise SurveyError(f"{path} 第{line}行没有县区", f"{path} line {line}: no county")
    try:
        return survey.region(text).code if text else None
    except SurveyError as error:
        line, zh, en = _line(text, cells), error.sentences["zh"], error.sentences["en"]
        raise SurveyError(f"{path} 第{line}行：{zh}", f"{path} line {line}: {en}") from error


def _line(text: str, cells: list[str]) -> int:
    """The first line of the register with a text in a column."""
    return cells.index(text) + 2


def _made_id(name: str, county: str | None) -> str:
    return hashlib.sha256(f"{name}|{county}".encode()).hexdigest()[:16]


def _flag(text: str, default: bool | None) -> bool | None:
    lowered = text.strip().lower()
    return True if lowered in _YES else False if lowered in _NO else default


def _number(text: str, kind: type, column: str, cells: list[str], path: Path) -> float | int | None:
    if not text:
        return None
    try:
        return kind(float(text))
    except (ValueError, OverflowError) as error:  # int(float("inf"))
        line = _line(text, cells)
        raise SurveyError(
            f"{path} 第{line}行 {column} 不是数：{text}", f"{path} line {line}: {column} is no number: {text}"
        ) from error


class Match(NamedTuple):
    """Whom a row is about: the register's id and county, how that was found, and who it might be otherwise."""

    enterprise_id: str | None
    county_code: str | None
    rule: str = ""
    suggestion: str = ""


class Matcher:
    """Matches names, codes and counties of an upload to the register. Never merges below certainty."""

    def __init__(self, enterprises: pd.DataFrame, confirmed: Path):
        columns = ("enterprise_id", "county_code", "name", "uscc", "former_names")
        ids, counties, names, codes, former = (
            enterprises[name].tolist() if len(enterprises) else [] for name in columns
        )
        self._listed = ids, names, former
        self._county: dict[str, str] = dict(zip(ids, counties, strict=True))
        self._names: dict[str, str] = dict(zip(ids, names, strict=True))
        self._by_code = {code: identity for code, identity in zip(codes, ids, strict=True) if isinstance(code, str)}
        self._confirmed = dict(self._read_confirmed(confirmed)) if confirmed.exists() else {}
        self._memo: dict[tuple, Match] = {}

    def _read_confirmed(self, path: Path) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        """(name, county) -> (enterprise_id, when and why), from name, county_code, enterprise_id, who, when, why."""
        for line, row in enumerate(read_rows(path), start=2):
            identity = row.get("enterprise_id", "")
            if not row.get("name") or identity not in self._county:
                raise SurveyError(
                    f"{path} 第{line}行：底册里没有编号“{identity}”，或缺少 name",
                    f"{path} line {line}: the register has no enterprise_id {identity!r}, or name is blank",
                )
            if missing := [column for column in ("who", "when", "why") if not row.get(column)]:
                raise SurveyError(
                    f"{path} 第{line}行：请写明谁（who）、何时（when）、凭什么（why）确认，缺少 {'、'.join(missing)}",
                    f"{path} line {line}: say who confirmed it, when and why; {', '.join(missing)} missing",
                )
            reviewed = f"{row['when']} {mask_personal(row['why'])}"
            yield (normalise_name(row["name"]), row.get("county_code", "")), (identity, reviewed)

    def match(self, name: str, code: object, county_code: str | None) -> Match:
        """By valid code, confirmed match, name in the county, unique name in the area, name in the county but for
        有限公司 and 有限责任公司; else nobody, with a hint."""
        if identity := self._by_code.get(code) or self._by_code.get(clean_code(code)):
            elsewhere = county_code and self._county[identity] != county_code
            return self._found(identity, "entity_other_county" if elsewhere else "")
        asked = (normalise_name(name), county_code)
        if asked not in self._memo:
            self._memo[asked] = self._by_name(*asked)
        return self._memo[asked]

    def has_code(self, code: object) -> bool:
        """Whether somebody on the register has the code as it is written."""
        return code in self._by_code

    def _by_name(self, name: str, county_code: str | None) -> Match:
        for county in (county_code or "", ""):
            if confirmed := self._confirmed.get((name, county)):
                return self._found(confirmed[0], "entity_confirmed", confirmed[1])
        same = self._named.get(name, ())
        here = [identity for identity in same if county_code and self._county[identity] == county_code]
        if len(here) == 1:
            return self._found(here[0])
        if len(same) == 1:
            return self._found(same[0], "entity_other_county" if county_code else "")
        if len(same) > 1:
            return Match(None, county_code, "entity_ambiguous", "、".join(sorted(self._county[i] for i in same)))
        alike = [i for i in self._formed.get(_one_form(name), ()) if county_code and self._county[i] == county_code]
        if len(alike) == 1:
            return self._found(alike[0], "entity_legal_form", self._names[alike[0]])
        return Match(None, county_code, "entity_unmatched", self._nearest(legal_stem(name)))

    @cached_property
    def _named(self) -> dict[str, tuple[str, ...]]:
        """Each name, former ones too -> the ids of those that bear it."""
        found: dict[str, tuple[str, ...]] = {}
        for identity, own_name, former in zip(*self._listed, strict=True):
            others = re.split(r"[|;；]", former) if isinstance(former, str) else ()
            for name in map(normalise_name, (own_name, *filter(None, others))):
                known = found.get(name, ())
                if identity not in known:
                    found[name] = (*known, identity)
        return found

    @cached_property
    def _formed(self) -> dict[str, tuple[str, ...]]:
        """As ``_named``, by the one form of each name."""
        found: dict[str, tuple[str, ...]] = {}
        for name, ids in self._named.items():
            form = _one_form(name)
            found[form] = tuple(dict.fromkeys((*found.get(form, ()), *ids)))
        return found

    def _nearest(self, stem: str) -> str:
        """The name whose stem is most like this one, the first of equals; '' where none is like it.

        A ratio r of 0.8 and more (r = 2 * common / (length + other length)) leaves out at most a third of a stem's
        characters, so that of a third of them and one more, the rarest, one at least is in every stem looked for.
        """
        names, stems, places = self._stems
        rarest = sorted(stem, key=lambda character: len(places.get(character, ())))[: len(stem) // 3 + 1]
        able = sorted(set().union(*(places.get(character, ()) for character in rarest)))
        choices = [stems[place] for place in able]
        near = process.extractOne(stem, choices, scorer=fuzz.ratio, score_cutoff=_REVIEW_SCORE)
        return names[able[near[2]]] if near else ""

    @cached_property
    def _stems(self) -> tuple[list[str], list[str], dict[str, list[int]]]:
        """The name and the stem of each enterprise, and in which stems each character stands."""
        names = list(self._names.values())
        stems = [legal_stem(name) for name in names]
        places: dict[str, list[int]] = defaultdict(list)
        for place, stem in enumerate(stems):
            for character in set(stem):
                places[character].append(place)
        return names, stems, places

    def _found(self, identity: str, rule: str = "", suggestion: str = "") -> Match:
        return Match(identity, self._county[identity], rule, suggestion)


def _one_form(name: str) -> str:
    """A name with the two ways of writing a limited company made one: offices mix them up freely."""
    return name.replace("有限责任公司", "有限公司")
