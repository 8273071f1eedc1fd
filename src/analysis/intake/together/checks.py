"""Rules across the fields of a return, and against the return before. Each failure is a finding at its cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.intake.context import Context
from analysis.intake.parts.part import Part
from analysis.intake.rows.totals import ADDITIVE
from analysis.intake.together.gathered import values_of
from analysis.vocabulary.entries import RESUMED

_SAID = {"stopped": "未复工", "planned": "拟复工"}  # by who ticks it, in the words of our template
_FAR = 10  # times what is used in normal times: another unit
_OTHER_MONEY = 1000  # times the median of a list: yuan in a column of 10,000 yuan
_FEWEST = 3  # of whom there has to be a median
_NEARLY_ALL, _MANY = 0.9, 10  # of the staff, persons: more than look after a plant that stands still
# Why a plant stands still that has its staff, as one has that is to resume on a planned day.
_WITH_STAFF = ("overhaul", "seasonal", "awaiting_approval", "relocation")
_IMPOSSIBLE = ("number_negative",)
# By how many times a number may differ from that of the period before, and by how much it must differ at all. What
# should not change with resumption (normal staff, normal electricity) is held to less than what grows with it.
_JUMPS: Mapping[str, tuple[float, float]] = {
    "staff_normal": (2, 20),
    "power_base_kwh": (5, 1000),
    "staff_back": (10, 100),
    "output_10k_cny": (50, 50),
    "power_kwh": (50, 1000),
    "mask_stock": (1000, 100_000),
}
_GROWING = ("staff_back", "output_10k_cny", "power_kwh")  # compared only where the enterprise ran in both periods
_SHOWN = ("part_index", "place", "source_row", "name_column", "said")
KEPT = ("enterprise_id", "in_register", "period_id", "as_of", "state", "resumed_on", *_JUMPS)


def check_status(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """The status rows with impossible numbers made missing; every failed rule is a finding at its cell."""
    if status.empty:
        return status
    failures = [(name, rule, np.flatnonzero(wrong)) for name, rule, wrong in _failures(status) if wrong.any()]
    for name, rule, wrong in failures:
        rows = values_of(status, "part_index", "place", "as_of", "source_row", "name_column", name, at=wrong)
        for index, place, day, *name_cell, value in rows:
            part = parts[index]
            context.findings.add(
                rule,
                part.place,
                part.cell_of(name, place, day, tuple(name_cell)),
                field=name,
                value=f"{value:g}" if isinstance(value, float) else value,
                action="missing" if rule in _IMPOSSIBLE else "kept",
            )
    for name, rule, wrong in failures:
        if rule in _IMPOSSIBLE:
            status.iloc[wrong, status.columns.get_loc(name)] = None
    return status


def _failures(status: pd.DataFrame) -> Iterator[tuple[str, str, np.ndarray]]:
    """(column, rule, which rows fail it). A missing number fails none."""
    numbers = {name: status[name].to_numpy(float, na_value=np.nan) for name in (*ADDITIVE, "capacity_pct")}
    for name, values in numbers.items():
        yield name, "number_negative", values < 0
        numbers[name] = np.where(values < 0, np.nan, values)  # it is missing for the rules below
    for name in ("staff_normal", "staff_back"):
        yield name, "persons_not_whole", np.abs(numbers[name] - np.rint(numbers[name])) > 1e-6
    yield "capacity_pct", "capacity_above_100", numbers["capacity_pct"] > 100
    # 0.85 and, beside noughts alone, 1.25: nobody gives a few per cent with decimals.
    is_broken = (numbers["capacity_pct"] > 0) & (numbers["capacity_pct"] < 3) & (numbers["capacity_pct"] % 1 != 0)
    yield "capacity_pct", "capacity_like_a_fraction", is_broken
    yield "staff_back", "staff_back_above_normal", numbers["staff_back"] > numbers["staff_normal"]
    is_stopped = status["state"].isin(["stopped", "planned"]).to_numpy()
    yield "capacity_pct", "stopped_with_capacity", is_stopped & (numbers["capacity_pct"] > 0)
    nearly_all = (numbers["staff_back"] >= _NEARLY_ALL * numbers["staff_normal"]) & (numbers["staff_back"] >= _MANY)
    is_idle = status["state"].eq("stopped").to_numpy() & ~status["state_reason"].isin(_WITH_STAFF).to_numpy()
    yield "staff_back", "stopped_with_staff", is_idle & nearly_all & ~(numbers["capacity_pct"] > 0)
    base = np.where(numbers["power_base_kwh"] > 0, numbers["power_base_kwh"], np.nan)
    yield "power_kwh", "power_far_above_base", numbers["power_kwh"] > _FAR * base
    if not np.isnan(numbers["output_10k_cny"]).all():
        yield "output_10k_cny", "output_far_above_others", _far_above_others(status, numbers)
    is_running = status["state"].isin(RESUMED).to_numpy()
    for name in ("staff_back", "capacity_pct", "power_kwh"):
        yield name, "running_with_nought", is_running & (numbers[name] == 0)
    applied = status["applied_on"]
    for name in ("inspected_on", "approved_on") if applied.notna().any() else ():
        is_step = (applied.notna() & status[name].notna()).to_numpy()
        before = status.loc[is_step, name].to_numpy() < applied[is_step].to_numpy()
        yield name, "steps_out_of_order", _at(is_step, before)


def _at(places: np.ndarray, wrong: np.ndarray) -> np.ndarray:
    """Which of all rows are wrong, where only those in some places were asked."""
    found = np.zeros(len(places), bool)
    found[places] = wrong
    return found


def _far_above_others(status: pd.DataFrame, numbers: Mapping[str, np.ndarray]) -> np.ndarray:
    """Which outputs are out of all proportion to those of their list: per person, in a list that counts persons."""
    part = status["part_index"].to_numpy()
    staff = pd.Series(np.fmax(numbers["staff_normal"], numbers["staff_back"]))
    staff = staff.where(staff > 0).where(staff.groupby(part).transform("count") > 0, 1)
    each = (numbers["output_10k_cny"] / staff).where(numbers["output_10k_cny"] > 0).groupby(part)
    is_far = each.obj > _OTHER_MONEY * each.transform("median")
    return (is_far & (each.transform("count") >= _FEWEST)).to_numpy()


def check_changes(status: pd.DataFrame, before: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """Compare each return with the enterprise's latest of the period before.

    ``status``: the returns cleaned together; ``before``: stored ones of earlier periods that are not among them
    (columns ``KEPT``; may be empty). A stop after running, a number many times as large or small, and another day of
    resumption are findings; nothing is changed.
    """
    if status.empty:
        return
    pairs = _pairs(status, before, context)
    if pairs.empty:
        return
    ran, runs = pairs["state_before"].isin(RESUMED), pairs["state"].isin(RESUMED)
    _note("state_reversed", "state", pairs[ran & pairs["state"].isin(["stopped", "planned"])], parts, context)
    for name, (times, least) in _JUMPS.items():
        now, then = pairs[name].astype("Float64"), pairs[f"{name}_before"].astype("Float64")
        high, low = now.where(now > then, then), now.where(now < then, then)
        jumped = ((high >= times * low) & (high - low >= least) & (low > 0)).fillna(False).astype(bool)
        if name in _GROWING:
            jumped &= runs & ran
        _note("number_jumped", name, pairs[jumped], parts, context)
    day, day_before = pd.to_datetime(pairs["resumed_on"]), pd.to_datetime(pairs["resumed_on_before"])
    moved = day.notna() & day_before.notna() & day.ne(day_before)
    _note("resumed_date_changed", "resumed_on", pairs[moved], parts, context)


def _pairs(status: pd.DataFrame, before: pd.DataFrame, context: Context) -> pd.DataFrame:
    """One row per return of a registered enterprise that has one in the period before, whose values end in _before."""
    survey, ids = context.survey, status["period_id"].dropna().unique().tolist()
    previous = {period: found.id for period in ids if (found := survey.before(survey.period(period)))}
    wanted = set(previous.values())
    if before.empty and wanted.isdisjoint(ids):
        return pd.DataFrame()
    frames = [frame[frame["period_id"].isin(wanted)] for frame in (before, status)]
    earlier = pd.concat(map(_compared, frames), ignore_index=True)
    earlier = earlier[earlier["in_register"]].sort_values("as_of", kind="stable")
    earlier = earlier.drop_duplicates(["enterprise_id", "period_id"], keep="last").drop(
        columns=["in_register", "as_of"]
    )
    if earlier.empty:
        return earlier
    now = status.loc[status["in_register"].astype(bool), [*_SHOWN, *KEPT]]
    return now.assign(before_period=now["period_id"].astype(object).map(previous)).merge(
        earlier.rename(columns={"period_id": "before_period"}),
        on=["enterprise_id", "before_period"],
        suffixes=("", "_before"),
    )


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    """What is compared, of one type whether it was stored or has just been read."""
    types = dict.fromkeys(("enterprise_id", "period_id", "state"), "str") | dict.fromkeys(_JUMPS, "Float64")
    days = {name: pd.to_datetime(rows[name]) for name in ("as_of", "resumed_on")}
    return rows[[*KEPT]].assign(**days).astype(types | {"in_register": "bool"})


def _note(rule: str, name: str, pairs: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """A finding at the cell of a field in the row of each pair; at its name where it was ticked or has no column."""
    asked = (*_SHOWN, "as_of", "before_period", name, f"{name}_before")
    for index, place, row, name_column, said, day, period, value, earlier in values_of(pairs, *asked):
        part, named = parts[index], context.survey.period(period)
        texts = json.loads(said) if isinstance(said, str) else {}
        context.findings.add(
            rule,
            part.place,
            part.cell_of(name, place, day, (row, name_column)),
            field=name,
            value=texts.get(name, _SAID.get(value, value)),
            before_period=named.short("zh"),
            before_period_en=named.short("en"),
            action="kept",
            **({"before": f"{earlier:g}"} if name in _JUMPS else {}),
        )
