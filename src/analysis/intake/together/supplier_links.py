"""Suppliers as links between enterprises: who the supplier is, which file holds, what contradicts itself."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from analysis.intake.context import Context
from analysis.intake.enterprises.matcher import Match
from analysis.intake.enterprises.names import made_id, normalise_name
from analysis.intake.findings import Cell
from analysis.intake.parts.part import Part
from analysis.intake.together.identify import note_match

# Shares of one input are written in round figures; this far from 100 they still count as the whole.
SHARE_TOLERANCE_PCT = 2.0


@dataclass(frozen=True, slots=True)
class Owner:
    """The enterprise that is supplied, on a day, by a row of a table: ``place`` in ``part.rows``."""

    enterprise_id: str
    period_id: str | None
    as_of: date
    source_row: int
    place: int


@dataclass(slots=True)
class Link:
    """What a row of a table says of one supplier, or of a stock without one (``supplier_name`` None)."""

    owner: Owner
    part: Part
    cell: Cell
    supplier_name: str | None
    input: str | None
    dependence_pct: float | None = None
    share_pct: float | None = None
    stock_days: float | None = None
    supplier_id: str | None = None

    @property
    def about(self) -> tuple[str, date]:
        return self.owner.enterprise_id, self.owner.as_of

    @property
    def filled(self) -> int:
        """How many of its numbers are told."""
        return 3 - (self.dependence_pct, self.share_pct, self.stock_days).count(None)


def outside_id(name: str) -> str:
    """The id of a firm that is not on the register; equal for every spelling of one name."""
    return f"outside-{made_id(normalise_name(name))}"


def identify_suppliers(links: list[Link], context: Context) -> None:
    """Give each link the id of its supplier: the register's where the name is unique there, or in the county that names
    it."""
    known: dict[tuple[str, str | None], str] = {}
    for link in links:
        if link.supplier_name is None:
            continue
        key = name, county = link.supplier_name, context.county_of(link.part.office)
        if key not in known:
            match = context.matcher.match(name, None, None)
            if match.enterprise_id is None and county:
                match = context.matcher.match(name, None, county)
            known[key] = match.enterprise_id or outside_id(name)
            if match.enterprise_id is None and match.suggestion:
                rule = match.rule if match.rule == "entity_ambiguous" else "supplier_unmatched"
                note_match(link.part, Match(None, None, rule, match.suggestion), name, link.cell, context)
        link.supplier_id = known[key]


def latest_file(links: list[Link]) -> list[Link]:
    """Of two files about one enterprise and date the later, as a whole; of two equal links the one that says more."""
    orders = {id(part): part.order for part in {id(link.part): link.part for link in links}.values()}
    latest: dict[tuple, tuple] = {}
    for link in links:
        order = orders[id(link.part)]
        latest[link.about] = max(latest.get(link.about, order), order)
    held: dict[tuple, Link] = {}
    for link in links:
        if orders[id(link.part)] == latest[link.about]:
            same = (*link.about, link.supplier_id, link.input)
            if link.filled > held.setdefault(same, link).filled:
                held[same] = link
    return [link for link in links if held.get((*link.about, link.supplier_id, link.input)) is link]


def check_suppliers(links: list[Link], context: Context) -> None:
    """Findings about self-supply, and about shares of one input that are more than a whole, or leave a rest."""
    shared: dict[tuple, list[Link]] = defaultdict(list)
    for link in links:
        shared[*link.about, link.input].append(link)
        if link.supplier_id == link.owner.enterprise_id:
            place, name = link.part.place, link.supplier_name
            context.findings.add("supplier_is_self", place, link.cell, field="supplier_name", value=name)
    for together in shared.values():
        shares = [link.share_pct for link in together if link.share_pct is not None]
        total, first = math.fsum(shares), together[0]
        is_under = total < 100 - SHARE_TOLERANCE_PCT and len(shares) == len(together)
        if is_under or total > 100 + SHARE_TOLERANCE_PCT:
            column = first.part.first("share_pct")
            context.findings.add(
                "supplier_shares_rest" if is_under else "supplier_shares_sum",
                first.part.place,
                first.cell if column is None else first.part.cell(column, first.owner.place),
                field="share_pct",
                value=f"{total:g}",
                input=first.input or "",
            )
