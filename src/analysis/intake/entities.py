"""Who a row is about: the register's enterprise, its county, and the office that reports it."""

from __future__ import annotations

from collections import Counter

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
    counties = [_county(row, parts[row.part_index], context) for row in rows.itertuples()]
    matches = [
        context.matcher.match(name, code, county)
        for name, code, county in zip(rows["name"], rows["uscc"], counties, strict=True)
    ]
    rows = rows.assign(
        enterprise_id=[match.enterprise_id for match in matches],
        county_code=[match.county_code for match in matches],
        in_register=[match.enterprise_id is not None for match in matches],
    )
    _settle_offices(rows, parts, context)
    rows["office"] = [parts[index].office for index in rows["part_index"]]
    rows["county_code"] = rows["county_code"].fillna(rows["office"].where(rows["office"].isin(context.county_codes)))
    names = [f"{normalise_name(name)}|{county}" for name, county in zip(rows["name"], rows["county_code"], strict=True)]
    rows["who"] = rows["enterprise_id"].fillna(pd.Series(names, index=rows.index))
    for row in rows[rows["uscc"].notna()].itertuples():
        if clean_code(row.uscc) is None:
            part = parts[row.part_index]
            note(part, "uscc_check_character", part.first("uscc"), row.place, context.findings, row.uscc)
    for row, match in zip(rows.itertuples(), matches, strict=True):
        if match.rule:
            context.findings.add(
                match.rule,
                parts[row.part_index].place,
                (row.source_row, row.name_column),
                field="name",
                value=row.name,
                suggestion=match.suggestion,
                county=context.county_codes.get(match.county_code or "", ""),
            )
    return rows


def _county(row, part: Part, context: Context) -> str | None:
    """From the county's own column, else the group the row stands under, else the sheet's name, else the office."""
    if isinstance(row.county_text, str):
        if code := context.counties.exact(row.county_text) or context.counties.find(row.county_text):
            return code
        context.findings.add("county_unknown", part.place, (row.source_row, row.name_column), value=row.county_text)
    for text in (row.group, part.place.sheet):
        if text and (code := context.counties.find(text)):
            return code
    return part.office if part.office in context.county_codes else None


def _settle_offices(rows: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """An office nobody named is where at least nine in ten of its matched enterprises are; a conflict is a finding."""
    offices = {office.code for office in context.survey.offices}
    uploads: dict[str, Counter[str]] = {}
    for index, county in zip(rows["part_index"], rows["county_code"], strict=True):
        if county:
            uploads.setdefault(parts[index].upload.upload_id, Counter())[county] += 1
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
