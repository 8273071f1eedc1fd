"""Who supplies whom: from the supplier columns of ledgers and from lists of suppliers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from analysis.intake.context import Context
from analysis.intake.enterprises.names import clean_code
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.rows.kept_rows import is_nameless
from analysis.intake.rows.typed import read_column
from analysis.intake.together.gathered import values_of
from analysis.intake.together.identify import note_match
from analysis.intake.together.supplier_cells import column_beside, split_suppliers
from analysis.intake.together.supplier_links import (
    Link,
    Owner,
    check_suppliers,
    identify_suppliers,
    latest_file,
    outside_id,
)
from analysis.intake.values import is_blank, is_error

_NUMBERS = ("dependence_pct", "share_pct", "stock_days")
_PARTS, _ALL = ("dependence_pct", "share_pct"), 100
_OF_OWNERS = ("enterprise_id", "period_id", "as_of", "source_row")
_OF_LINKS = (*_NUMBERS, "supplier_name", "input", "supplier_id")
_KINDS = ("suppliers", *ENTERPRISE_LISTS)
_TELLING = ("supplier_name", "stock_days", "coal_days")
COAL = "电煤"


def supplier_rows(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """The `suppliers` table: one row per enterprise, input, supplier and as-of date.

    A stock told without a supplier (库存可用天数, 电煤库存可用天数 of a ledger) is a row whose supplier is missing.

    Suppliers on the register carry its id; all others, like enterprises of lists that are not on it, a stable id made
    from the name (``outside-...``), so that two who name one firm name one node. Of two files about one enterprise
    and date the later one holds, as a whole. What contradicts itself is kept and is a finding: a supplier that is
    the enterprise itself, shares of an input that do not add up; a negative stock is missing.
    """
    telling = {
        index: part
        for index, part in enumerate(parts)
        if part.cells and part.kind in _KINDS and not part.superseded_by and part.first(*_TELLING) is not None
    }
    owners = _owners_of_ledgers(status, telling)
    found = [link for index, part in telling.items() for link in _of_part(part, owners[index], context)]
    if not found:
        return pd.DataFrame()
    identify_suppliers(found, context)
    links = latest_file(found)
    check_suppliers(links, context)
    sources = {id(part): part.place.source for part in telling.values()}
    return pd.DataFrame(
        {name: [getattr(link.owner, name) for link in links] for name in _OF_OWNERS}
        | {name: [sources[id(link.part)][name] for link in links] for name in next(iter(sources.values()))}
        | {name: [getattr(link, name) for link in links] for name in _OF_LINKS}
    )


def _of_part(part: Part, owners: list[Owner], context: Context) -> list[Link]:
    """One link per enterprise and supplier of a table, and per stock that is told without one.

    ``owners``: whose rows of a ledger or list of difficulties hold.
    """
    named = part.first("supplier_name") is not None
    return [
        *(_named(part, owners, context) if named else ()),
        *_stocks(part, owners, context, [*(() if named else ("stock_days",)), "coal_days"]),
    ]


def _stocks(part: Part, owners: list[Owner], context: Context, fields: Sequence[str]) -> Iterator[Link]:
    """For how many days a stock lasts, where a return says so and names no supplier; coal by its own column."""
    for field in fields:
        column = part.first(field)
        if column is None or part.kind == "suppliers":
            continue
        days, inputs = _numbers(part, column, field, context), _column(part, "supplier_input", context)
        for owner in owners:
            if days[owner.place] is not None:
                what = COAL if field == "coal_days" else inputs[owner.place]
                yield Link(owner, part, part.cell(column, owner.place), None, what, stock_days=days[owner.place])


def _named(part: Part, owners: list[Owner], context: Context) -> list[Link]:
    """One link per enterprise and supplier that it names, in one column or in several (供应商1, 供应商2)."""
    columns = list(part.named("supplier_name"))
    owners = _owners_of_list(part, context) if part.kind == "suppliers" else _with_further_rows(part, owners)
    beside = {at: {field: column_beside(part, field, at) for field in (*_NUMBERS, "supplier_input")} for at in columns}
    wanted = {at: field for told in beside.values() for field, at in told.items() if at is not None}
    values = {at: _numbers(part, at, field, context) for at, field in wanted.items()}
    links = []
    for owner, column in product(owners, columns):
        index = owner.place
        value = part.cells[column][index]
        told = {field: None if at is None else values[at][index] for field, at in beside[column].items()}
        told["input"] = told.pop("supplier_input")
        if is_nameless(value, context.words):
            if part.kind == "suppliers" and len(columns) == 1 and any(told[name] is not None for name in _NUMBERS):
                part.note(context.findings, "row_without_supplier", column, index)
            continue
        named = split_suppliers(str(value).strip())
        if len(named) > 1:
            told["share_pct"] = None  # a share beside several names is that of all of them together
        for name, share in named:
            one = told if share is None else told | {"share_pct": share}
            links.append(Link(owner, part, part.cell(column, index), name, **one))
    return links


def _owners_of_ledgers(status: pd.DataFrame, telling: Collection[int]) -> dict[int, list[Owner]]:
    """By the index of their part the returns that hold: whose row a supplier column is in."""
    owners: dict[int, list[Owner]] = defaultdict(list)
    at = np.flatnonzero(status["part_index"].isin(telling))
    for index, name, known, *about in values_of(status, "part_index", "name", *_OF_OWNERS, "place", at=at):
        owners[index].append(Owner(known if isinstance(known, str) and known else outside_id(name), *about))
    return owners


def _with_further_rows(part: Part, owners: list[Owner]) -> list[Owner]:
    """The returns that hold and the rows they stand for: an enterprise may have one for each of its suppliers."""
    if not part.merged:
        return owners
    further: dict[int, list[int]] = defaultdict(list)
    for row, holder in part.merged.items():
        if holder is not None:
            further[holder].append(row)
    places = {row: place for place, row in enumerate(part.rows)}
    return [
        replace(owner, place=places[row], source_row=row)
        for owner in owners
        for row in (owner.source_row, *further[owner.source_row])
    ]


def _owners_of_list(part: Part, context: Context) -> Iterator[Owner]:
    """Who each row of a list of suppliers is about; a blank name continues the enterprise above."""
    column = part.first("name")
    if column is None:
        return
    period = context.period_id(part.as_of)
    places, home = context.counties, context.county_of(part.office)
    counties = [places.meant(text) or home for text in _column(part, "county", context)]
    about, heard = None, set()
    for index, row in enumerate(part.rows):
        name, uscc = part.value("name", index), part.value("uscc", index)
        if is_error(name) and clean_code(uscc) is None:
            about = None  # of whom it is, nobody can say; it is not the one above
        elif not is_blank(name):
            match = context.matcher.match(str(name).strip(), uscc, counties[index])
            if match.rule and (name, match.rule) not in heard:
                note_match(part, match, str(name), part.cell(column, index), context)
            heard.add((name, match.rule))
            about = match.enterprise_id or outside_id(str(name))
        elif about is not None:
            part.note(context.findings, "supplier_row_continued", column, index)
        if about is None:
            part.note(context.findings, "row_without_name", column, index)
            part.fates[row] = "rejected"
            continue
        yield Owner(about, period, part.as_of, row, index)


def _column(part: Part, field: str, context: Context) -> list[object]:
    column = part.first(field)
    if column is None:
        return [None] * len(part.rows)
    return read_column(part, column, context.words, context.findings, part.as_of)


def _numbers(part: Part, column: int, field: str, context: Context) -> list[object]:
    """A column of numbers; one below nought is missing and a finding, and so is told what is more than all."""
    values = read_column(part, column, context.words, context.findings, part.as_of)
    if field == "supplier_input":
        return values
    for index, value in enumerate(values if field in _PARTS else ()):
        if value is not None and value > _ALL:
            part.note(context.findings, "part_above_all", column, index, value)
    negative = [index for index, value in enumerate(values) if value is not None and value < 0]
    for index in negative:
        part.note(context.findings, "number_negative", column, index, values[index], action="missing")
    return [None if value is not None and value < 0 else value for value in values] if negative else values
