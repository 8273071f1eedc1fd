"""Suppliers as links between enterprises: who the supplier is, which file holds, what contradicts itself."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Sequence

from analysis.intake.context import Context
from analysis.intake.enterprises.matcher import Match
from analysis.intake.enterprises.names import normalise_name
from analysis.intake.findings import Cell
from analysis.intake.parts.part import Part

Row = dict[str, object]
# Shares of one input are written in round figures; this far from 100 they still count as the whole.
SHARE_TOLERANCE_PCT = 2.0


def outside_id(name: str) -> str:
    """The id of a firm that is not on the register; equal for every spelling of one name."""
    return f"outside-{hashlib.sha256(normalise_name(name).encode()).hexdigest()[:16]}"


def identify_suppliers(rows: list[Row], parts: Sequence[Part], context: Context) -> None:
    """Give each row the id of its supplier: the register's where the name is unique there, or in the county that names
    it."""
    known: dict[tuple[str, str | None], str] = {}
    counties = [context.county_of(part.office) for part in parts]
    for row in rows:
        name, part = row["supplier_name"], parts[row["part_index"]]
        if name is None:
            row["supplier_id"] = None
            continue
        key = (name, counties[row["part_index"]])
        if key not in known:
            match = context.matcher.match(name, None, None)
            if match.enterprise_id is None and key[1]:
                match = context.matcher.match(name, None, key[1])
            known[key] = match.enterprise_id or outside_id(name)
            if match.enterprise_id is None and match.suggestion:
                rule = match.rule if match.rule == "entity_ambiguous" else "supplier_unmatched"
                note_match(part, Match(None, None, rule, match.suggestion), name, row["cell"], context)
        row["supplier_id"] = known[key]


def latest_file(rows: list[Row]) -> list[Row]:
    """Of two files about one enterprise and date the later, as a whole; of two equal links the one that says more."""
    latest: dict[tuple, tuple] = {}
    for row in rows:
        about = row["enterprise_id"], row["as_of"]
        latest[about] = max(latest.get(about, row["order"]), row["order"])
    held: dict[tuple, int] = {}
    for at, row in enumerate(rows):
        if row["order"] == latest[row["enterprise_id"], row["as_of"]]:
            link = row["enterprise_id"], row["supplier_id"], row["input"], row["as_of"]
            if row["filled"] > rows[held.setdefault(link, at)]["filled"]:
                held[link] = at
    return [rows[at] for at in sorted(held.values())]


def check_suppliers(rows: list[Row], parts: list[Part], context: Context) -> None:
    """Findings about self-supply, and about shares of one input that are more than a whole, or leave a rest."""
    shared: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        shared[row["enterprise_id"], row["input"], row["as_of"]].append(row)
        if row["supplier_id"] == row["enterprise_id"]:
            place, name = parts[row["part_index"]].place, row["supplier_name"]
            context.findings.add("supplier_is_self", place, row["cell"], field="supplier_name", value=name)
    for together in shared.values():
        shares = [row["share_pct"] for row in together if row["share_pct"] is not None]
        total, first = math.fsum(shares), together[0]
        is_under = total < 100 - SHARE_TOLERANCE_PCT and len(shares) == len(together)
        if is_under or total > 100 + SHARE_TOLERANCE_PCT:
            part = parts[first["part_index"]]
            column = part.first("share_pct")
            context.findings.add(
                "supplier_shares_rest" if is_under else "supplier_shares_sum",
                part.place,
                first["cell"] if column is None else part.cell(column, first["place"]),
                field="share_pct",
                value=f"{total:g}",
                input=first["input"] or "",
            )


def note_match(part: Part, match: Match, name: str, cell: Cell, context: Context) -> None:
    """How an enterprise was found, or not found, by its name."""
    county = context.county_codes.get(match.county_code or "", "")
    context.findings.add(
        match.rule, part.place, cell, field="name", value=name, suggestion=match.suggestion, county=county
    )
