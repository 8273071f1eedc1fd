"""Who a row is about: the register's enterprise, its county, and the office that reports it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.intake.context import Context
from analysis.intake.matcher import Match
from analysis.intake.names import normalise_name
from analysis.intake.parts import Part
from analysis.intake.typed import note
from analysis.intake.uscc import clean_code

_NEARLY_ALL = 0.9


def identify(rows: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """The rows of lists with ``enterprise_id``, ``in_register``, ``county_code``, ``office`` and ``who`` for the
    code, county and group that are written there.

    ``who`` is what makes two rows speak of one enterprise: its id, else its name and county. A row that matches
    nobody stays, with ``in_register`` false and a finding that names the nearest entry of the register.
    """
    matcher, said = context.matcher, _counties(rows, parts, context)
    ids = matcher.by_codes(rows["uscc"].tolist())
    counties = matcher.counties(ids)
    told = zip(ids, said, counties, strict=True)
    # All but those found by their code in the county that lists them.
    unsure = [at for at, (own, here, home) in enumerate(told) if own is None or (here and here != home)]
    uncoded = [at for at in unsure if ids[at] is None]
    asked = zip(unsure, values_of(rows, "name", "uscc", at=unsure), strict=True)
    matches = {at: matcher.match(name, code, said[at]) for at, (name, code) in asked}
    for at, match in matches.items():
        ids[at], counties[at] = match.enterprise_id, match.county_code
    rows = rows.assign(
        enterprise_id=pd.array(ids, dtype="str"),
        county_code=pd.Categorical(counties, dtype=context.place_codes),
        in_register=[own is not None for own in ids],
    )
    _settle_offices(rows, parts, context)
    offices = [part.office for part in parts]
    own_county = [office if office in context.county_codes else None for office in offices]
    rows["office"] = _of_part(rows, offices, context)
    rows["county_code"] = rows["county_code"].fillna(_of_part(rows, own_county, context))
    nobody = np.flatnonzero(~rows["in_register"])
    for at, (name, county) in zip(nobody, values_of(rows, "name", "county_code", at=nobody), strict=True):
        ids[at] = f"{normalise_name(name)}|{county}"
    rows["who"] = pd.array(ids, dtype="str")
    _note_codes(rows, uncoded, parts, context)
    _note_doubts(rows, {at: match for at, match in matches.items() if match.rule}, parts, context)
    return rows.drop(columns=["uscc", "county_text", "group"])


def _of_part(rows: pd.DataFrame, places: list[str | None], context: Context) -> pd.Series:
    """The place of each row's part."""
    return pd.Series(pd.Categorical(places, dtype=context.place_codes).take(rows["part_index"]), rows.index)


def _note_codes(rows: pd.DataFrame, at: list[int], parts: list[Part], context: Context) -> None:
    """Codes in some places that nobody on the register has and that cannot be right."""
    for index, place, code in values_of(rows, "part_index", "place", "uscc", at=at):
        if isinstance(code, str) and clean_code(code) is None:
            part = parts[index]
            note(part, "uscc_check_character", part.first("uscc"), place, context.findings, code)


def _note_doubts(rows: pd.DataFrame, doubted: dict[int, Match], parts: list[Part], context: Context) -> None:
    about = values_of(rows, "part_index", "source_row", "name_column", "name", at=[*doubted])
    for match, (index, row, column, name) in zip(doubted.values(), about, strict=True):
        context.findings.add(
            match.rule,
            parts[index].place,
            (row, column),
            field="name",
            value=name,
            suggestion=match.suggestion,
            county=context.county_codes.get(match.county_code or "", ""),
        )


def values_of(rows: pd.DataFrame, *names: str, at: Sequence[int] | None = None) -> Iterator[tuple]:
    """Each row's values of some columns (of the rows in some places, if named). Lists of whole columns: pandas hands
    out single texts slowly."""
    columns = [rows[name] if at is None else rows[name].iloc[at] for name in names]
    return zip(*(column.tolist() for column in columns), strict=True)


def _counties(rows: pd.DataFrame, parts: list[Part], context: Context) -> list[str | None]:
    """The county of each row; a text that names none is a finding."""
    about = ["part_index", "county_text", "group"]
    number = rows.groupby(about, sort=False, dropna=False, observed=True).ngroup()
    known = []  # of each different thing said: whether a text names no county, and the county
    for index, text, group in values_of(rows, *about, at=np.flatnonzero(~number.duplicated())):
        own = context.counties.exact(text) or context.counties.find(text) if isinstance(text, str) else None
        known.append((own is None and isinstance(text, str), own or _county(group, parts[index], context)))
    unknown, found = zip(*known, strict=True) if known else ((), ())
    wrong = np.flatnonzero(np.array(unknown, bool)[number])
    cells = values_of(rows, "part_index", "county_text", "source_row", "name_column", at=wrong)
    for index, text, row, column in cells:
        context.findings.add("county_unknown", parts[index].place, (row, column), value=text)
    return np.array(found, object)[number].tolist()


def _county(group: str, part: Part, context: Context) -> str | None:
    """Where a row's own column does not say: the group it stands under, else the sheet's name, else the office."""
    for text in (group, part.place.sheet):
        if text and (code := context.counties.find(text)):
            return code
    return part.office if part.office in context.county_codes else None


def _settle_offices(rows: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """An office nobody named is where at least nine in ten of its matched enterprises are; a conflict is a finding."""
    offices = {office.code for office in context.survey.offices}
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    sizes = rows.groupby(["part_index", "county_code"], sort=False, observed=True).size()
    for (index, county), count in sizes.items():
        counted[parts[index].upload.upload_id][county] += count
    clear = {
        upload: county
        for upload, found in counted.items()
        for county, most in found.most_common(1)
        if most >= _NEARLY_ALL * found.total() and county in offices
    }
    for part in parts:
        county = clear.get(part.upload.upload_id)
        if county and part.office is None:
            part.office = county
        elif county and part.office != county and part.office in context.county_codes:
            context.findings.add(
                "office_other_county",
                part.place,
                value=context.county_codes[part.office],
                county=context.county_codes[county],
            )
