"""Which return holds for an enterprise and a date, when several rows or files speak of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.intake.findings import Cell, Findings
from analysis.intake.layout.words import words
from analysis.intake.parts.part import Part
from analysis.intake.sources import COMPLETED, noted, told_by
from analysis.intake.together.gathered import Column, Columns, places_of, take_rows, values_of

# A later file of the same office and date replaces an earlier one that it mostly repeats.
_MOSTLY = 0.5
COMPARED = ("state", "resumed_on", "planned_on", "staff_normal", "staff_back", "capacity_pct", "output_10k_cny")
_TOLD_AS = {"state_choice": "state", "is_stopped": "state", "stop_reason": "state"}
# What else makes a row the fuller of two.
FURTHER = ("state_reason", "applied_on", "inspected_on", "approved_on", "power_kwh", "power_base_kwh", "mask_stock")


def supersede(parts: list[Part], rows: Columns, findings: Findings) -> Columns:
    """Drop the rows of files that a later file of the same office, kind and date replaces.

    ``rows`` has one row per sheet row, with ``part_index`` into ``parts``, ``who`` and ``as_of``. A file replaces an
    earlier one as a whole if it repeats at least half of its enterprises and asks some of what that asks. Otherwise
    both stand: files of a park each, a correction that lists only the enterprises corrected, which win one by one, or
    forms about different things. Order: ``Part.order``.
    """
    listed = set(rows["part_index"].tolist())
    families: dict[tuple, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, part in enumerate(parts):
        if index in listed and part.office:
            families[part.office, part.as_of, part.kind][part.upload.upload_id].append(index)
    contested = [files for files in families.values() if len(files) > 1]
    among = {index for files in contested for indices in files.values() for index in indices}
    who: dict[int, set[str]] = defaultdict(set)
    for index, name in values_of(rows, "part_index", "who", at=np.flatnonzero(np.isin(rows["part_index"], [*among]))):
        who[index].add(name)
    gone: set[int] = set()
    for files in contested:
        ordered = sorted(files.values(), key=lambda indices: max(parts[index].order for index in indices))
        for place, older in enumerate(ordered):
            listed = set().union(*(who[index] for index in older))
            asked = frozenset().union(*(_asked(parts[index]) for index in older))
            newer = next(
                (
                    n
                    for n in reversed(ordered[place + 1 :])
                    if _replaces(who, n, listed)
                    and not _differ_in_all([asked, frozenset().union(*(_asked(parts[index]) for index in n))])
                ),
                None,
            )
            if newer is not None:
                gone.update(older)
                _mark(parts, older, parts[newer[0]], findings)
    return take_rows(rows, np.flatnonzero(~np.isin(rows["part_index"], [*gone]))) if gone else rows


def _replaces(who: dict[int, set[str]], newer: list[int], listed: set[str]) -> bool:
    shared = listed & set().union(*(who[index] for index in newer))
    return bool(shared) and len(shared) >= _MOSTLY * len(listed)


def _asked(part: Part) -> frozenset[str]:
    """What a list asks of an enterprise beside who it is."""
    asked = {_TOLD_AS.get(match.field, match.field) for match in part.columns}
    return frozenset(asked.intersection((*COMPARED, *FURTHER)))


def _mark(parts: list[Part], older: list[int], newer: Part, findings: Findings) -> None:
    for index in older:
        part = parts[index]
        part.superseded_by = newer.place.upload_id
        findings.add("upload_superseded", part.place, newer=newer.place.file, action="superseded")


def one_per_date(parts: list[Part], rows: Columns, answers: Columns, findings: Findings) -> pd.DataFrame:
    """The table of one row per enterprise and as-of date: of several the register's county, the later file, no sheet
    汇总, one of a list that asks for the state, the fuller row, the first row. ``answers``: what rows say of
    difficulties, which makes them fuller too.

    The rows that lose get the fate ``merged`` and a finding: at each cell that differs from the winner's, else at the
    name. What lists ask that ask for different things completes the winner. All are handed over.
    """
    order, at = _by_enterprise(rows["who"], rows["as_of"])
    if not len(at):
        del rows["who"]
        return pd.DataFrame(take_rows(rows, order), copy=False)
    several = pd.DataFrame({name: column.take(at) for name, column in rows.items()}, at)
    beside = _of_complementary_lists(parts, several)
    ranked = _ranked(several, beside, parts, answers)
    first = ~ranked.duplicated(["who", "as_of"])
    ranked["_place"] = ranked.index
    held = {(winner["who"], winner["as_of"]): winner for winner in ranked[first].to_dict("records")}
    completed: dict[int, dict[str, object]] = defaultdict(dict)
    told_elsewhere: dict[int, list[dict[str, object]]] = defaultdict(list)
    for loser in ranked[~first].to_dict("records"):
        winner = held[loser["who"], loser["as_of"]]
        if beside[loser["_place"]]:
            told = {c: loser[c] for c in (*COMPARED, *FURTHER) if _adds(loser.get(c), winner.get(c))}
            winner |= told
            completed[winner["_place"]] |= told
            told_elsewhere[winner["_place"]].append(told_by(loser, told))
            _tell_completing(loser, winner, parts, findings)
        else:
            _tell_merged(loser, winner, parts, findings)
    del rows["who"]
    kept = order[~np.isin(order, ranked.index[~first])]
    found = pd.DataFrame(take_rows(rows, kept), copy=False)
    at_row = {place: row for row, place in enumerate(kept.tolist())} if completed else {}
    for place, told in completed.items():
        for field, value in (told | {COMPLETED: noted(told_elsewhere[place])}).items():
            found.loc[at_row[place], field] = value
    return found


def _ranked(several: pd.DataFrame, beside: pd.Series, parts: list[Part], answers: Columns) -> pd.DataFrame:
    """Rows of enterprises that have several on a date, by enterprise and date, the one that holds first; ``beside``:
    which of them stand in lists that ask for different things."""
    of_row = [parts[index] for index in several["part_index"]]
    filled = several[[column for column in (*COMPARED, *FURTHER) if column in several]].notna().sum(axis=1)
    return several.assign(
        _home=several["office"].eq(several["county_code"]),
        _order=several["part_index"].map(_ranks(parts)).where(~beside, 0),
        _listed=[not any(word in part.place.sheet for word in words("total")) for part in of_row],
        _states=["state" in _asked(part) for part in of_row],
        _filled=filled + _answered(several, answers),
    ).sort_values(
        ["who", "as_of", "_home", "_order", "_listed", "_states", "_filled", "part_index", "source_row"],
        ascending=[True, True, False, False, False, False, False, True, True],
    )


def _tell_completing(loser: dict, winner: dict, parts: list[Part], findings: Findings) -> None:
    """That a row gave another what its own list does not ask for."""
    part = parts[loser["part_index"]]
    part.merge(loser["source_row"], None)
    findings.add(
        "row_completes",
        part.place,
        _cell_of(part, loser, "name"),
        field="name",
        value=loser["name"],
        other_file=winner["source_file"],
        other_sheet=winner["source_sheet"],
    )


def _tell_merged(loser: dict, winner: dict, parts: list[Part], findings: Findings) -> None:
    """Where a row differs from the one that holds, or that it merely repeats it."""
    part = parts[loser["part_index"]]
    differs = [c for c in COMPARED if _differ(loser.get(c), winner.get(c))]
    is_same_part = winner["part_index"] == loser["part_index"]
    part.merge(loser["source_row"], winner["source_row"] if is_same_part else None)
    for field in differs or ["name"]:
        findings.add(
            "row_conflict" if differs else "row_repeated",
            part.place,
            _cell_of(part, loser, field),
            field=field,
            value=loser["name"],
            beside=[_cell_of(part, winner, field)] if is_same_part else (),
            other_file=winner["source_file"],
            other_sheet=winner["source_sheet"],
            other_row=winner["source_row"],
            action="merged",
        )


def _by_enterprise(who: Column, as_of: Column) -> tuple[np.ndarray, np.ndarray]:
    """The places of rows in the order of enterprises and dates, and of those that are not the only one of theirs."""
    day, _ = pd.factorize(as_of, sort=True)
    keys = pa.table({"who": pa.array(who), "day": day})
    order = pc.sort_indices(keys, [("who", "ascending"), ("day", "ascending")])
    who, day = (column.combine_chunks() for column in keys.take(order).columns)
    repeats = pc.and_(pc.equal(who[1:], who[:-1]), pc.equal(day[1:], day[:-1])).to_numpy(zero_copy_only=False)
    order, is_several = order.to_numpy(), np.zeros(len(order), bool)
    is_several[1:] |= repeats
    is_several[:-1] |= repeats
    return order, np.sort(order[is_several])


def _answered(several: pd.DataFrame, answers: Columns) -> np.ndarray:
    """How many answers about difficulties each of some rows gives."""
    asked, given = places_of(several), places_of(answers)
    counts = Counter(given[np.isin(given, asked)].tolist())
    return np.array([counts[place] for place in asked.tolist()])


def _cell_of(part: Part, row: Mapping[str, object], field: str) -> Cell:
    """Where a row of a part has a field; its name, where the field was ticked or told otherwise."""
    return part.cell_of(field, row["place"], row["as_of"], (row["source_row"], row["name_column"]))


def _ranks(parts: list[Part]) -> dict[int, int]:
    """Each part's place in the order of uploads; parts of one upload are equal, so that the fuller row decides."""
    own = defaultdict(list)
    for part in parts:
        own[part.upload.upload_id].append(part.order)
    latest = {upload: max(orders) for upload, orders in own.items()}
    place = {order: number for number, order in enumerate(sorted(set(latest.values())))}
    return {index: place[latest[part.upload.upload_id]] for index, part in enumerate(parts)}


def _of_complementary_lists(parts: list[Part], several: pd.DataFrame) -> pd.Series:
    """Which of the rows of an enterprise and date stand in lists that ask for different things."""
    told_by: dict[tuple, set[int]] = defaultdict(set)
    keys = list(zip(several["who"], several["as_of"], strict=True))
    for key, index in zip(keys, several["part_index"], strict=True):
        told_by[key].add(index)
    counts = Counter(keys)
    asked = {index: _asked(parts[index]) for index in set(several["part_index"])}
    apart = {
        key
        for key, indices in told_by.items()
        if counts[key] == len(indices) > 1 and _differ_in_all([asked[index] for index in indices])
    }
    return pd.Series([key in apart for key in keys], several.index)


def _differ_in_all(asked: list[frozenset[str]]) -> bool:
    """Whether no two of some lists ask for the same: 复工情况, 用工情况 and 防疫物资 on three sheets."""
    return all(asked) and sum(map(len, asked)) == len(frozenset().union(*asked))


def _adds(one: object, other: object) -> bool:
    return not pd.isna(one) and pd.isna(other)


def _differ(one: object, other: object) -> bool:
    return not pd.isna(one) and not pd.isna(other) and one != other
