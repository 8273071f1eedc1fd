"""Who supplies whom: from the supplier columns of ledgers and from lists of suppliers."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.entities import values_of
from analysis.intake.matcher import Match
from analysis.intake.names import normalise_name
from analysis.intake.parts import Part
from analysis.intake.typed import note, read_column
from analysis.intake.values import is_blank, is_error, mask_personal
from analysis.intake.values.parsed import plain

KEY = ["enterprise_id", "supplier_id", "input", "as_of"]
_SHARED = ["enterprise_id", "input", "as_of"]
_NUMBERS = ("dependence_pct", "share_pct", "stock_days")
_COPIED = ("upload_id", "part", "source_file", "source_sheet")
# Shares of one input are written in round figures; this far from 100 they still count as the whole.
SHARE_TOLERANCE_PCT = 2.0
COAL = "电煤"
# Between the suppliers in one cell. A full stop or a blank may stand inside a name.
_BETWEEN = re.compile(r"[、，,；;\n\r/|]+|(?<=[司厂矿场站社])(?:和|及|与)(?=[^\s]{3})")
_NOBODY = {"无", "没有", "暂无", "无固定", "无固定供应商", "不详", "不固定", "自产", "本地", "外地", "省外", "none"}


def supplier_rows(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """The `suppliers` table: one row per enterprise, input, supplier and as-of date.

    A stock told without a supplier (库存可用天数, 电煤库存可用天数 of a ledger) is a row whose supplier is missing.

    Suppliers on the register carry its id; all others, like enterprises of lists that are not on it, a stable id made
    from the name (``outside-...``), so that two who name one firm name one node. Of two files about one enterprise
    and date the later one holds, as a whole. What contradicts itself is kept and is a finding: a supplier that is
    the enterprise itself, shares of an input that do not add up; a negative stock is missing.
    """
    telling = {index: part for index, part in enumerate(parts) if part.cells and not part.superseded_by}
    owners = _owners_of_ledgers(status[status["part_index"].isin(telling)])
    found = [row for index, part in telling.items() for row in _of_part(part, index, owners[index], context)]
    if not found:
        return pd.DataFrame()
    rows = pd.DataFrame(found)
    orders = sorted(set(rows["order"]))
    rows["order"] = rows["order"].map({order: rank for rank, order in enumerate(orders)})
    rows["supplier_id"] = _identities(rows, parts, context)
    rows = _latest_file(rows)
    _check(rows, parts, context)
    return rows.drop(columns=["part_index", "place", "order", "filled", "cell"]).reset_index(drop=True)


def outside_id(name: str) -> str:
    """The id of a firm that is not on the register; equal for every spelling of one name."""
    return f"outside-{hashlib.sha256(normalise_name(name).encode()).hexdigest()[:16]}"


def split_suppliers(text: str) -> list[str]:
    """The firms in one cell, in order and once each; words that say there is none are no firm."""
    names = [piece.strip(" 　.。:：") for piece in _BETWEEN.split(text)]
    return list(dict.fromkeys(name for name in names if name and plain(name) not in _NOBODY))


def _of_part(part: Part, part_index: int, owners: list[dict[str, object]], context: Context) -> list[dict[str, object]]:
    """One dict per enterprise and supplier of a table, and per stock that is told without one.

    ``owners``: whose rows of a ledger or list of difficulties hold.
    """
    if part.kind not in ("suppliers", "ledger", "difficulties"):
        return []
    named = part.first("supplier_name") is not None
    return [
        *(_named(part, part_index, owners, context) if named else ()),
        *_stocks(part, part_index, owners, context, [*(() if named else ("stock_days",)), "coal_days"]),
    ]


def _stocks(
    part: Part, part_index: int, owners: list[dict[str, object]], context: Context, fields: Sequence[str]
) -> Iterator[dict[str, object]]:
    """For how many days a stock lasts, where a return says so and names no supplier; coal by its own column."""
    for field in fields:
        column = part.first(field)
        if column is None or part.kind == "suppliers":
            continue
        days, inputs = _numbers(part, field, context), _column(part, "supplier_input", context)
        origin = {"part_index": part_index, "order": part.order}
        for owner in owners:
            index = owner["place"]
            if days[index] is not None:
                what = COAL if field == "coal_days" else inputs[index]
                told = {"supplier_name": None, "input": what, "stock_days": days[index], "filled": 1}
                yield owner | dict.fromkeys(_NUMBERS) | told | origin | {"cell": part.cell(column, index)}


def _named(part: Part, part_index: int, owners: list[dict[str, object]], context: Context) -> list[dict[str, object]]:
    """One dict per enterprise and supplier that it names."""
    column = part.first("supplier_name")
    owners = _owners_of_list(part, context) if part.kind == "suppliers" else owners
    numbers = {name: _numbers(part, name, context) for name in _NUMBERS}
    inputs = _column(part, "supplier_input", context)
    origin = {"part_index": part_index, "order": part.order}
    rows = []
    for owner in owners:
        index = owner["place"]
        value = part.cells[column][index]
        if is_blank(value) or is_error(value):
            continue
        names = split_suppliers(mask_personal(str(value).strip()))
        said = {name: values[index] for name, values in numbers.items()}
        if len(names) > 1:
            # A share beside several names is that of all of them together.
            said["share_pct"] = None
        filled = sum(value is not None for value in said.values())
        told = {"input": inputs[index]} | origin | {"cell": part.cell(column, index), "filled": filled}
        rows += [owner | said | {"supplier_name": name} | told for name in names]
    return rows


def _owners_of_ledgers(status: pd.DataFrame) -> dict[int, list[dict[str, object]]]:
    """By the index of their part the returns that hold: whose row a supplier column is in."""
    owners: dict[int, list[dict[str, object]]] = defaultdict(list)
    asked = ("place", "period_id", "as_of", "source_row", *_COPIED, "enterprise_id")
    for index, name, *values in values_of(status, "part_index", "name", *asked):
        about = dict(zip(asked, values, strict=True))
        known = isinstance(about["enterprise_id"], str) and about["enterprise_id"]
        owners[index].append(about | {"enterprise_id": known or outside_id(name)})
    return owners


def _owners_of_list(part: Part, context: Context) -> Iterator[dict[str, object]]:
    """Who each row of a list of suppliers is about; a blank name continues the enterprise above."""
    column, code = part.first("name"), part.first("uscc")
    if column is None or not part.rows:
        return
    period = context.survey.period_of(part.as_of)
    counties = _column(part, "county", context)
    about, heard = None, set()
    for index, row in enumerate(part.rows):
        name = part.cells[column][index]
        if not is_blank(name):
            uscc = None if code is None else part.cells[code][index]
            match = context.matcher.match(str(name).strip(), uscc, _county(counties[index], part, context))
            if match.rule and (name, match.rule) not in heard:
                _note_match(part, match, str(name), part.cell(column, index), context)
            heard.add((name, match.rule))
            about = match.enterprise_id or outside_id(str(name))
        elif about is not None:
            note(part, "supplier_row_continued", column, index, context.findings)
        if about is None:
            note(part, "row_without_name", column, index, context.findings)
            part.fates[row] = "rejected"
            continue
        place = part.place
        yield {
            "place": index,
            "enterprise_id": about,
            "period_id": period.id if period else None,
            "as_of": part.as_of,
            "source_row": row,
            **dict(zip(_COPIED, (place.upload_id, place.part, place.file, place.sheet), strict=True)),
        }


def _note_match(part: Part, match: Match, name: str, cell: tuple[int, int], context: Context) -> None:
    county = context.county_codes.get(match.county_code or "", "")
    context.findings.add(
        match.rule, part.place, cell, field="name", value=name, suggestion=match.suggestion, county=county
    )


def _county(text: object, part: Part, context: Context) -> str | None:
    if isinstance(text, str) and (code := context.counties.exact(text) or context.counties.find(text)):
        return code
    return part.office if part.office in context.county_codes else None


def _column(part: Part, field: str, context: Context) -> list[object]:
    column = part.first(field)
    if column is None:
        return [None] * len(part.rows)
    return read_column(part, column, context.words, context.findings, part.as_of)


def _numbers(part: Part, field: str, context: Context) -> list[object]:
    """A column of numbers; one below nought is missing and a finding."""
    values = _column(part, field, context)
    column = part.first(field)
    for index, value in enumerate(values):
        if value is not None and value < 0:
            context.findings.add(
                "number_negative", part.place, part.cell(column, index), field=field, value=value, action="missing"
            )
    return [None if value is not None and value < 0 else value for value in values]


def _identities(rows: pd.DataFrame, parts: Sequence[Part], context: Context) -> list[str | None]:
    """The id of each supplier: the register's where the name is unique there, or in the county that names it."""
    known: dict[tuple[str, str | None], str] = {}
    found = []
    for index, name, cell in values_of(rows, "part_index", "supplier_name", "cell"):
        if not isinstance(name, str):
            found.append(None)
            continue
        part = parts[index]
        key = (name, part.office if part.office in context.county_codes else None)
        if key not in known:
            match = context.matcher.match(name, None, None)
            if match.enterprise_id is None and key[1]:
                match = context.matcher.match(name, None, key[1])
            known[key] = match.enterprise_id or outside_id(name)
            if match.enterprise_id is None and match.suggestion:
                rule = match.rule if match.rule == "entity_ambiguous" else "supplier_unmatched"
                _note_match(part, Match(None, None, rule, match.suggestion), name, cell, context)
        found.append(known[key])
    return found


def _latest_file(rows: pd.DataFrame) -> pd.DataFrame:
    """Of two files about one enterprise and date the later, as a whole; of two equal links the one that says more."""
    latest = rows.groupby(["enterprise_id", "as_of"])["order"].transform("max")
    fuller = rows[rows["order"].eq(latest)].sort_values("filled", ascending=False, kind="stable")
    return fuller.drop_duplicates(KEY).sort_index()


def _check(rows: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """Findings about what contradicts itself: self-supply, and shares of one input that are not a whole."""
    own = rows[rows["supplier_id"].eq(rows["enterprise_id"])]
    for index, cell, name in values_of(own, "part_index", "cell", "supplier_name"):
        context.findings.add("supplier_is_self", parts[index].place, cell, field="supplier_name", value=name)
    shares = rows.groupby(_SHARED, dropna=False, sort=False)["share_pct"].agg(["sum", "count", "size"])
    over = shares["sum"] > 100 + SHARE_TOLERANCE_PCT
    under = (shares["sum"] < 100 - SHARE_TOLERANCE_PCT) & (shares["count"] == shares["size"])
    wrong = (over | under).to_numpy()
    firsts = rows[~rows.duplicated(_SHARED)][wrong]  # groups are in the order of their first rows
    about = values_of(firsts, "part_index", "place", "cell", "input")
    for (index, place, cell, what), total in zip(about, shares["sum"][wrong], strict=True):
        part = parts[index]
        column = part.first("share_pct")
        context.findings.add(
            "supplier_shares_sum",
            part.place,
            cell if column is None else part.cell(column, place),
            field="share_pct",
            value=f"{total:g}",
            input="" if pd.isna(what) else what,
        )
