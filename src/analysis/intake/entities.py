"""Who a row is about: the register's enterprise, its county, and the office that reports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.names import normalise_name
from analysis.intake.parts import Part
from analysis.intake.typed import note
from analysis.intake.uscc import clean_code

_NEARLY_ALL = 0.9


def identify(rows: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """Add ``enterprise_id``, ``in_register``, ``county_code``, ``office`` and ``who`` to the rows of lists.

    ``who`` is what makes two rows speak of one enterprise: its id, else its name and county. A row that matches
    nobody stays, with ``in_register`` false and a finding that names the nearest entry of the register.
    """
    match, counties = context.matcher.match, _counties(rows, parts, context)
    matches = [*map(match, rows["name"].tolist(), rows["uscc"].tolist(), counties)]
    rows = rows.assign(
        enterprise_id=[match.enterprise_id for match in matches],
        county_code=[match.county_code for match in matches],
        in_register=[match.enterprise_id is not None for match in matches],
    )
    _settle_offices(rows, parts, context)
    rows["office"] = [parts[index].office for index in rows["part_index"]]
    rows["county_code"] = rows["county_code"].fillna(rows["office"].where(rows["office"].isin(context.county_codes)))
    rows["who"] = [
        match.enterprise_id or f"{normalise_name(name)}|{county}"
        for match, (name, county) in zip(matches, values_of(rows, "name", "county_code"), strict=True)
    ]
    coded = rows[rows["uscc"].notna()]
    for index, place, code in values_of(coded, "part_index", "place", "uscc"):
        if not context.matcher.has_code(code) and clean_code(code) is None:
            part = parts[index]
            note(part, "uscc_check_character", part.first("uscc"), place, context.findings, code)
    doubted = [match for match in matches if match.rule]
    doubtful = rows.iloc[[place for place, match in enumerate(matches) if match.rule]]
    asked = ("part_index", "source_row", "name_column", "name")
    for match, (index, row, column, name) in zip(doubted, values_of(doubtful, *asked), strict=True):
        context.findings.add(
            match.rule,
            parts[index].place,
            (row, column),
            field="name",
            value=name,
            suggestion=match.suggestion,
            county=context.county_codes.get(match.county_code or "", ""),
        )
    return rows


def values_of(rows: pd.DataFrame, *names: str) -> Iterator[tuple]:
    """Each row's values of some columns. Lists of whole columns: pandas hands out single texts slowly."""
    return zip(*(rows[name].tolist() for name in names), strict=True)


def _counties(rows: pd.DataFrame, parts: list[Part], context: Context) -> list[str | None]:
    """The county of each row; a text that names none is a finding."""
    known: dict[tuple, tuple[str | None, str | None]] = {}
    found = []
    for *asked, row, column in values_of(rows, "part_index", "county_text", "group", "source_row", "name_column"):
        index, text, group = said = tuple(asked)
        if said not in known:
            own = context.counties.exact(text) or context.counties.find(text) if isinstance(text, str) else None
            known[said] = own, own or _county(group, parts[index], context)
        own, county = known[said]
        if own is None and isinstance(text, str):
            context.findings.add("county_unknown", parts[index].place, (row, column), value=text)
        found.append(county)
    return found


def _county(group: str, part: Part, context: Context) -> str | None:
    """Where a row's own column does not say: the group it stands under, else the sheet's name, else the office."""
    for text in (group, part.place.sheet):
        if text and (code := context.counties.find(text)):
            return code
    return part.office if part.office in context.county_codes else None


def _settle_offices(rows: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """An office nobody named is where at least nine in ten of its matched enterprises are; a conflict is a finding."""
    offices = {office.code for office in context.survey.offices}
    uploads: dict[str, Counter[str]] = {}
    for (index, county), count in Counter(values_of(rows, "part_index", "county_code")).items():
        if isinstance(county, str):
            uploads.setdefault(parts[index].upload.upload_id, Counter())[county] += count
    for part in parts:
        counted = uploads.get(part.upload.upload_id)
        if not counted:
            continue
        county, most = counted.most_common(1)[0]
        clear = most >= _NEARLY_ALL * counted.total() and county in offices
        if part.office is None and clear:
            part.office = county
        elif part.office is not None and clear and part.office != county and part.office in context.county_codes:
            context.findings.add(
                "office_other_county",
                part.place,
                value=context.county_codes[part.office],
                county=context.county_codes[county],
            )
