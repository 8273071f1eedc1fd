"""The register: who exists, under which id, in which county. Names in an upload are matched against it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.errors import SurveyError
from analysis.intake.names import legal_stem, normalise_name
from analysis.intake.uscc import clean_code
from analysis.intake.values import mask_personal
from analysis.survey import Survey
from analysis.vocabulary import Vocabulary, key
from analysis.vocabulary.files import read_rows

_YES, _NO = {"true", "1", "yes", "是"}, {"false", "0", "no", "否"}
_OTHER_NAMES = {"category": "four_category", "industry": "industry_code", "county": "county_name"}
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
    rows = [{_OTHER_NAMES.get(k, k): v for k, v in row.items()} for row in read_rows(path)]
    if not rows or "name" not in rows[0]:
        raise SurveyError(f"{path} 没有 name 列", f"{path} has no column 'name'")
    entries = [_entry(row, line, survey, words, path) for line, row in enumerate(rows, start=2)]
    frame = pd.DataFrame(entries)
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


def _entry(row: Mapping[str, str], line: int, survey: Survey, words: Vocabulary, path: Path) -> dict[str, object]:
    name = row["name"]
    county = row.get("county_code") or row.get("county_name") or ""
    code = _county(county, line, survey, path)
    uscc = clean_code(row.get("uscc", ""))
    identity = row.get("enterprise_id") or uscc or hashlib.sha256(f"{name}|{code}".encode()).hexdigest()[:16]
    industry = row.get("industry_code", "")
    return {
        "enterprise_id": identity,
        "name": name,
        "former_names": row.get("former_names") or None,
        "uscc": uscc,
        "county_code": code,
        "park": row.get("park") or None,
        "industry_code": industry if industry in words.industries else words.industry_words.get(key(industry)),
        "size": words.choices["size"].get(key(row.get("size", ""))),
        "above_scale": _flag(row.get("above_scale", ""), row.get("size") not in ("规下", "below", "规模以下")),
        "normal_before_festival": _flag(row.get("normal_before_festival", ""), True),
        "four_category": words.choices["four_category"].get(key(row.get("four_category", ""))),
        "key_enterprise": _flag(row.get("key_enterprise", ""), None),
        "risk_grade": row.get("risk_grade") or None,
        "batch": row.get("batch") or None,
        "supervision_group": row.get("supervision_group") or None,
        "staff_normal": _number(row.get("staff_normal"), "staff_normal", line, path, whole=True),
        "annual_output_10k_cny": _number(row.get("annual_output_10k_cny"), "annual_output_10k_cny", line, path),
        "since": row.get("since") or None,
        "until": row.get("until") or None,
    }


def _county(text: str, line: int, survey: Survey, path: Path) -> str | None:
    if not text and len(survey.regions) > 1:
        raise SurveyError(f"{path} 第{line}行没有县区", f"{path} line {line}: no county")
    try:
        return survey.region(text).code if text else None
    except SurveyError as error:
        zh, en = error.sentences["zh"], error.sentences["en"]
        raise SurveyError(f"{path} 第{line}行：{zh}", f"{path} line {line}: {en}") from error


def _flag(text: str, default: bool | None) -> bool | None:
    lowered = text.strip().lower()
    return True if lowered in _YES else False if lowered in _NO else default


def _number(text: str | None, column: str, line: int, path: Path, *, whole: bool = False) -> float | int | None:
    if not text:
        return None
    try:
        return int(float(text)) if whole else float(text)
    except ValueError as error:
        raise SurveyError(
            f"{path} 第{line}行 {column} 不是数：{text}", f"{path} line {line}: {column} is no number: {text}"
        ) from error


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a row is about: the register's id and county, how that was found, and who it might be otherwise."""

    enterprise_id: str | None
    county_code: str | None
    rule: str = ""
    suggestion: str = ""


class Matcher:
    """Matches names, codes and counties of an upload to the register. Never merges below certainty."""

    def __init__(self, enterprises: pd.DataFrame, confirmed: Path):
        self._county: dict[str, str] = {}
        self._by_code: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_form: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        columns = ("enterprise_id", "county_code", "name", "uscc", "former_names")
        listed = [enterprises[name].tolist() for name in columns] if len(enterprises) else []
        for identity, county, own_name, code, former in zip(*listed, strict=True):
            self._county[identity] = county
            self._names[identity] = own_name
            if isinstance(code, str):
                self._by_code[code] = identity
            others = re.split(r"[|;；]", former) if isinstance(former, str) else ()
            for name in (own_name, *filter(None, others)):
                self._by_name[normalise_name(name)].add(identity)
                self._by_form[_one_form(normalise_name(name))].add(identity)
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
        key = (name, code, county_code)
        if key not in self._memo:
            self._memo[key] = self._match(normalise_name(name), clean_code(code), county_code)
        return self._memo[key]

    def _match(self, name: str, code: str | None, county_code: str | None) -> Match:
        if code and (identity := self._by_code.get(code)):
            elsewhere = county_code and self._county[identity] != county_code
            return self._found(identity, "entity_other_county" if elsewhere else "")
        for county in (county_code or "", ""):
            if confirmed := self._confirmed.get((name, county)):
                return self._found(confirmed[0], "entity_confirmed", confirmed[1])
        same = self._by_name.get(name, set())
        here = [identity for identity in same if county_code and self._county[identity] == county_code]
        if len(here) == 1:
            return self._found(here[0])
        if len(same) == 1:
            return self._found(next(iter(same)), "entity_other_county" if county_code else "")
        if len(same) > 1:
            return Match(None, county_code, "entity_ambiguous", "、".join(sorted(self._county[i] for i in same)))
        alike = [i for i in self._by_form.get(_one_form(name), ()) if county_code and self._county[i] == county_code]
        if len(alike) == 1:
            return self._found(alike[0], "entity_legal_form", self._names[alike[0]])
        near = process.extractOne(legal_stem(name), self._stems, scorer=fuzz.ratio, score_cutoff=_REVIEW_SCORE)
        return Match(None, county_code, "entity_unmatched", self._names[near[2]] if near else "")

    @cached_property
    def _stems(self) -> dict[str, str]:
        return {identity: legal_stem(name) for identity, name in self._names.items()}

    def _found(self, identity: str, rule: str = "", suggestion: str = "") -> Match:
        return Match(identity, self._county[identity], rule, suggestion)


def _one_form(name: str) -> str:
    """A name with the two ways of writing a limited company made one: offices mix them up freely."""
    return name.replace("有限责任公司", "有限公司")
