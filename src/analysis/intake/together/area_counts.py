"""Counts that offices send of their areas (汇总表), kept as what they state and compared with lists and register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from analysis.intake.context import Context
from analysis.intake.enterprises.names import normalise_name
from analysis.intake.parts.part import Part
from analysis.intake.sheet import cell_name
from analysis.intake.together.area_statements import MEASURES, Statement, statements
from analysis.intake.together.gathered import values_of
from analysis.vocabulary.entries import RESUMED

_POINT = 1.0  # a rate may be rounded to whole percentages
_ENTRY = ("enterprise_id", "since", "until", "above_scale", "normal_before_festival")
_RETURN = ("name", "upload_id", "as_of", "enterprise_id", "state")


def area_count_rows(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """Rows of the `summaries` table: one per county (dimension ``area``) or group of one (``industry``, ``park``,
    ``town``, ``size``), day, measure and answer.

    ``numerator`` of ``denominator``, missing where not said: enterprises of those expected (measure ``resumption``),
    staff back of the normal staff (``staff``), projects resumed (``projects``); ``rate_pct`` is the rate of the first
    answer as the office states it. A county counts by the rows that name
    it, added up where there are several (one per industry); a table of a county office without such rows by its largest
    total, or its only row. Of two statements for a day the county's own holds, then the later file's. The whole area's
    total is an aggregate. Lists stay what counts: a difference from them in enterprises, or from the register in the
    number expected, is a finding.
    """
    senders = {part.place.upload_id: part.office for part in reversed(parts) if part.office}
    said = [
        statement
        for part in parts
        if part.kind == "summary"
        and part.first(*chain.from_iterable(measure.told_by for measure in MEASURES.values())) is not None
        # Who sent a table: as it says, else as a list in the same upload does.
        for statement in statements(part, part.office or senders.get(part.place.upload_id), context)
    ]
    held = {measure: _one_per_day(said, measure, context) for measure in MEASURES}
    areas = [statement for statement in held["resumption"] if statement.group is None]
    counties = {statement.member for statement in areas} & context.county_codes.keys()
    entries, returns = _by_county(context.enterprises, _ENTRY, counties), _by_county(status, _RETURN, counties)
    for statement in areas:
        _compare(statement, entries[statement.member], returns[statement.member], context)
    for measure, those in held.items():
        for statement in those:
            _compare_rate(statement, measure, context)
    rows = (_rows(statement, measure, context) for measure, those in held.items() for statement in those)
    return pd.DataFrame([*chain.from_iterable(rows)])


def _by_county(table: pd.DataFrame, columns: tuple[str, ...], counties: set[str]) -> dict[str, list[tuple]]:
    """The rows of some counties, as tuples of some columns."""
    found: dict[str, list[tuple]] = defaultdict(list)
    if len(table) and counties:
        at = np.flatnonzero(table["county_code"].isin(counties))
        for county, row in zip(table["county_code"].take(at).tolist(), values_of(table, *columns, at=at), strict=True):
            found[county].append(row)
    return found


def _one_per_day(said: list[Statement], measure: str, context: Context) -> list[Statement]:
    """Of several statements of a measure for an area and day the one that holds; where another differs is a finding."""
    held: dict[tuple, Statement] = {}
    told_by, base, answers = MEASURES[measure]
    telling = [statement for statement in said if not statement.numbers.keys().isdisjoint(told_by)]
    for statement in sorted(telling, key=lambda one: one.rank, reverse=True):
        first = held.setdefault((statement.member, statement.group, statement.day), statement)
        for field in (base, *answers):
            number, other = statement.numbers.get(field), first.numbers.get(field)
            if None not in (number, other) and number != other:
                beside = {"other_file": first.part.place.file, "other_cell": cell_name(*first.cells[field])}
                _note("summary_conflict", statement, field, other, context, **beside)
    return list(held.values())


def _compare(statement: Statement, entries: list[tuple], returns: list[tuple], context: Context) -> None:
    """Counts of a county against its list of the same upload or day, else against the register.

    An office may count all that it lists, those above scale or those due to restart: it differs if none of these fits.
    """
    numbers = {field: number for field, number in statement.numbers.items() if number is not None}
    if statement.member not in context.county_codes or context.enterprises.empty:
        return
    due, large = _register(entries, pd.Timestamp(statement.day))
    states = _listed(statement, returns)
    checks: dict[str, list[int]] = {"expected_n": [len(due), len(large)]}
    if states:
        kinds = [[state for identity, state in states if identity in kind] for kind in (due, large)]
        kinds.append([state for _, state in states])
        checks["expected_n"] += [len(kind) for kind in kinds]
        checks["reported_n"] = [len(kind) for kind in kinds]
        checks["resumed_n"] = [sum(state in RESUMED for state in kind) for kind in kinds]
    for field, found in checks.items():
        if field in numbers and numbers[field] not in found:
            rule = "summary_register_differs" if field == "expected_n" else "summary_list_differs"
            _note(rule, statement, field, found[0], context)


def _compare_rate(statement: Statement, measure: str, context: Context) -> None:
    """A rate against the counts beside it, and what resumed or came back against all there is."""
    (count, rate), base, _ = MEASURES[measure]
    some, whole, stated = (statement.numbers.get(field) for field in (count, base, rate))
    if None not in (some, whole) and some > whole:
        _note("summary_above_expected", statement, count, whole, context)
    partly = statement.numbers.get("partial_n") if measure == "resumption" else None
    shares = [100 * share / whole for share in (some, (some or 0) + (partly or 0)) if whole and some is not None]
    if stated is not None and shares and all(abs(share - stated) > _POINT for share in shares):
        _note("summary_rate_differs", statement, rate, 100 * some / whole, context)


def _register(entries: list[tuple], day: pd.Timestamp) -> tuple[set[str], set[str]]:
    """The enterprises of a county on a day: those due to restart, and all above scale."""
    large = [
        (identity, is_normal is True)
        for identity, since, until, is_large, is_normal in entries
        if is_large is True and not since > day and not until < day
    ]
    return {identity for identity, is_normal in large if is_normal}, {identity for identity, _ in large}


def _listed(statement: Statement, returns: list[tuple]) -> list[tuple[str, str]]:
    """Id and state by the latest return of each enterprise in the same upload or on the same day."""
    upload, day = statement.part.place.upload_id, statement.day
    same = sorted((row for row in returns if row[1] == upload or row[2] == day), key=lambda row: row[2])
    latest = {own if isinstance(own, str) else normalise_name(name): (own, state) for name, _, _, own, state in same}
    return [*latest.values()]


def _note(rule: str, statement: Statement, field: str, found: float, context: Context, **more: str) -> None:
    cell, value = statement.cells[field], statement.numbers[field]
    found = f"{found:.4g}" if rule == "summary_rate_differs" else f"{found:.12g}"
    context.findings.add(rule, statement.part.place, cell, field=field, value=value, found=found, action="kept", **more)


def _rows(statement: Statement, measure: str, context: Context) -> Iterator[dict[str, object]]:
    part, region = statement.part, context.survey.region(statement.member)
    dimension, member = statement.group or ("area", region.code)
    told_by, base, answers = MEASURES[measure]
    for field, answer in answers.items():
        number, rate = (statement.numbers.get(name) for name in (field, told_by[1] if field == told_by[0] else ""))
        said_at = field if field in statement.numbers else told_by[1] if rate is not None else None
        if said_at:
            yield {
                "area_code": region.code,
                "area": region.name,
                "period_id": context.period_id(statement.day),
                "as_of": statement.day,
                "dimension": dimension,
                "member": member,
                "is_aggregate": statement.group is None and region.code == context.survey.area,
                "measure": measure,
                "answer": answer,
                "numerator": number,
                "denominator": statement.numbers.get(base),
                "rate_pct": rate,
                "value_status": "missing" if number is None and rate is None else "ok",
                "source_cell": cell_name(*statement.cells[said_at]),
                **part.place.source,
                "source_row": statement.cells[said_at][0],
            }
