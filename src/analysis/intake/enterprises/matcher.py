"""Whom a row is about: codes and names of an upload looked up in the register, never merged below certainty."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.errors import SurveyError
from analysis.intake.enterprises.names import (
    clean_code,
    former_name,
    legal_stem,
    normalise_name,
    normalise_names,
    one_form,
)
from analysis.intake.values import mask_personal
from analysis.vocabulary import simplified
from analysis.vocabulary.files import read_rows

_REVIEW_SCORE = 75
_TELLING = 4  # characters of a stem that tell it from others within a longer one


def _one_in_other(one: str, other: str) -> bool:
    return one in other or other in one


def _stem(name: str) -> str:
    """A name without its legal form, with what is written in two ways made one."""
    return legal_stem(one_form(simplified(normalise_name(name))))


class Match(NamedTuple):
    """Whom a row is about: the register's id and county, how that was found, and who it might be otherwise."""

    enterprise_id: str | None
    county_code: str | None
    rule: str = ""
    suggestion: str = ""


_LISTED = ("enterprise_id", "uscc", "county_code", "name", "former_names")


class Matcher:
    """Matches names, codes and counties of an upload to the register. Never merges below certainty."""

    def __init__(self, enterprises: pd.DataFrame, confirmed: Path):
        self._listed = enterprises if len(enterprises) else pd.DataFrame(columns=[*_LISTED])
        ids, codes, counties = (self._listed[name] for name in ("enterprise_id", "uscc", "county_code"))
        self._ids, counties = ids.tolist(), counties.tolist()
        codes = self._ids if codes.equals(ids) else codes.tolist()  # mostly the ids are the codes: one text for both
        alike = dict(zip(counties, counties, strict=True))  # one text a county, not one a row
        self._county = dict(zip(self._ids, map(alike.get, counties), strict=True))
        self._by_code = {code: own for code, own in zip(codes, self._ids, strict=True) if isinstance(code, str)}
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
        """By valid code, confirmed match, name in the county, unique name in the area, name in the county but for what
        is written in two ways (see ``one_form``), the former name it tells (（原某厂）); else nobody, with a hint.
        """
        if identity := self._by_code.get(code) or self._by_code.get(clean_code(code)):
            elsewhere = county_code and self._county[identity] != county_code
            return self._found(identity, "entity_other_county" if elsewhere else "")
        found = self._named_so(normalise_name(name), county_code)
        if found.enterprise_id is None and (former := former_name(name)):
            before = self._named_so(former, county_code)
            if before.enterprise_id is not None:
                return before._replace(rule="entity_renamed", suggestion=self._names[before.enterprise_id])
        return found

    def _named_so(self, name: str, county_code: str | None) -> Match:
        asked = (name, county_code)
        if asked not in self._memo:
            self._memo[asked] = self._by_name(*asked)
        return self._memo[asked]

    def misnamed(self, names: Sequence[str], ids: Sequence[str | None]) -> dict[int, tuple[str, str]]:
        """Where the name beside an id is not its own, by the place: what is wrong and the id's own name. By the
        register only others bear it, or nobody does and it is no shorter form of the own name, or it is the code."""
        found = {}
        for at, (known, name, own) in enumerate(zip(map(self._named.get, names), names, ids, strict=True)):
            if known != own and own is not None:
                bearers = self._bearers(normalise_name(name))
                if not bearers and clean_code(name):
                    found[at] = "entity_by_code", self._names[own]
                elif not bearers and not _one_in_other(*map(_stem, (name, self._names[own]))):
                    found[at] = "entity_name_differs", self._names[own]
                elif bearers and own not in bearers:
                    found[at] = "entity_code_of_another", self._names[own]
        return found

    def by_codes(self, codes: Iterable[object]) -> list[str | None]:
        """Who on the register has each code as it is written."""
        return [*map(self._by_code.get, codes)]

    def counties(self, ids: Iterable[str | None]) -> list[str | None]:
        """The county of each enterprise of the register."""
        return [*map(self._county.get, ids)]

    def name_of(self, identity: str) -> str:
        """The name of an enterprise of the register."""
        return self._names[identity]

    def _by_name(self, name: str, county_code: str | None) -> Match:
        for county in (county_code or "", ""):
            if confirmed := self._confirmed.get((name, county)):
                return self._found(confirmed[0], "entity_confirmed", confirmed[1])
        same = self._bearers(name) or self._bearers(simplified(name))
        here = [identity for identity in same if county_code and self._county[identity] == county_code]
        if len(here) == 1:
            return self._found(here[0], *self._formerly(name, here[0]))
        if len(same) == 1:
            return self._found(same[0], *(("entity_other_county",) if county_code else self._formerly(name, same[0])))
        if len(same) > 1:
            return Match(None, county_code, "entity_ambiguous", "、".join(sorted(self._county[i] for i in same)))
        form = one_form(simplified(name))
        alike = [i for i in self._formed.get(form, ()) if county_code and self._county[i] == county_code]
        if len(alike) == 1:
            return self._found(alike[0], "entity_legal_form", self._names[alike[0]])
        return Match(None, county_code, "entity_unmatched", self._nearest(legal_stem(name)))

    def _formerly(self, name: str, own: str) -> tuple[str, ...]:
        """Rule and present name, where a name is the former one of an enterprise of the register."""
        return ("entity_former_name", self._names[own]) if name in self._former else ()

    def index_names(self) -> None:
        """Have the index of names ready, which the first row without a code asks for."""
        self._named  # noqa: B018

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(zip(self._ids, self._listed["name"].tolist(), strict=True))

    def _bearers(self, name: str) -> tuple[str, ...]:
        """The ids of those that bear a name, now or formerly."""
        ids = self._named.get(name, ())
        return (ids,) if isinstance(ids, str) else ids

    @cached_property
    def _named(self) -> dict[str, str | tuple[str, ...]]:
        """Each name, former ones too -> the id of the one that bears it, or the ids of several."""
        names = normalise_names(self._listed["name"].tolist())
        found: dict[str, str | tuple[str, ...]] = dict(zip(names, self._ids, strict=True))
        former = self._listed["former_names"]
        others = [
            (normalise_name(name), own)
            for own, listed in zip(self._listed["enterprise_id"][former.notna()], former.dropna(), strict=True)
            for name in filter(None, re.split(r"[|;；]", listed))
        ]
        self._former = {name for name, _ in others} - found.keys()
        several = zip(names, self._ids, strict=True) if len(found) < len(names) else ()
        for name, own in (*several, *others):
            known = found.setdefault(name, own)
            known = (known,) if isinstance(known, str) else known
            if own not in known:
                found[name] = (*known, own)
        return found

    @cached_property
    def _formed(self) -> dict[str, tuple[str, ...]]:
        """As ``_named``, by the one form of each name."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self._named:
            form = one_form(name)
            found[form] = tuple(dict.fromkeys((*found.get(form, ()), *self._bearers(name))))
        return found

    def _nearest(self, stem: str) -> str:
        """The name whose stem is most like this one, or within it or around it; the first of equals, '' where there is
        none.

        A ratio r of 0.75 and more (r = 2 * common / (length + other length)) leaves out at most two fifths of a stem's
        characters, so that of so many and one more, the rarest, one at least is in every stem looked for.
        """
        names, stems, places = self._stems
        rarest = sorted(stem, key=lambda character: len(places.get(character, ())))[: len(stem) * 2 // 5 + 1]
        able = sorted(set().union(*(places.get(character, ()) for character in rarest)))
        choices = [stems[place] for place in able]
        near = process.extractOne(stem, choices, scorer=fuzz.ratio, score_cutoff=_REVIEW_SCORE)
        if near:
            return names[able[near[2]]]
        within = (at for at in able if min(len(stem), len(stems[at])) >= _TELLING and _one_in_other(stem, stems[at]))
        return names[at] if (at := next(within, None)) is not None else ""

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
