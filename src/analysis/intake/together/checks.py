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
_FAR, _HARDLY = 10, 0.001  # times what is used in normal times: another unit
_RESUMED_POWER = 0.3  # of what is used in normal times: where electricity says that an enterprise has resumed
_OTHER_MONEY = 1000  # times the median of a list: yuan in a column of 10,000 yuan
_FEWEST = 3  # of whom there has to be a median
_HALF, _MANY = 0.5, 10  # of the staff, persons: more than look after a plant that stands still
# Why a plant stands still that has its staff, as one has that is to resume on a planned day.
_WITH_STAFF = ("overhaul", "seasonal", "awaiting_approval", "relocation")
_OTHER_SIZE, _MANY_MORE = 8, 50  # times the staff by the register, persons: a slip of the pen, or another enterprise
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
    failures = [(name, rule, np.flatnonzero(wrong)) for name, rule, wrong in _failures(status, context) if wrong.any()]
    for name, rule, wrong in failures:
        rows = values_of(status, "part_index", "place", "as_of", "source_row", "name_column", name, at=wrong)
        for index, place, day, *name_cell, value in rows:
            part = parts[index]
            context.findings.add(
                rule,
                part.place,
                part.cell_of(name, place, day, tuple(name_cell)),
                field=name,
                value=f"{value:.12g}" if isinstance(value, float) else value,
                action="missing" if rule in _IMPOSSIBLE else "kept",
            )
    for name, rule, wrong in failures:
        if rule in _IMPOSSIBLE:
            status.iloc[wrong, status.columns.get_loc(name)] = None
    return status


def _failures(status: pd.DataFrame, context: Context) -> Iterator[tuple[str, str, np.ndarray]]:
    """(column, rule, which rows fail it). A missing number fails none."""
    numbers = {name: status[name].to_numpy(float, na_value=np.nan) for name in (*ADDITIVE, "capacity_pct")}
    for name, values in numbers.items():
        yield name, "number_negative", values < 0
        numbers[name] = np.where(values < 0, np.nan, values)  # it is missing for the rules below
    for name in ("staff_normal", "staff_back"):
        yield name, "persons_not_whole", np.abs(numbers[name] - np.rint(numbers[name])) > 1e-6
    staff, known = numbers["staff_normal"], _registered(status, "staff_normal", context)
    is_unlike = (np.fmax(staff, known) >= _OTHER_SIZE * np.fmin(staff, known)) & (np.abs(staff - known) >= _MANY_MORE)
    yield "staff_normal", "staff_far_from_register", is_unlike & (staff > 0)
    yield "capacity_pct", "capacity_above_100", numbers["capacity_pct"] > 100
    # 0.85 and, beside noughts alone, 1.25: nobody gives a few per cent with decimals.
    is_broken = (numbers["capacity_pct"] > 0) & (numbers["capacity_pct"] < 3) & (numbers["capacity_pct"] % 1 != 0)
    yield "capacity_pct", "capacity_like_a_fraction", is_broken
    yield "staff_back", "staff_back_above_normal", numbers["staff_back"] > numbers["staff_normal"]
    base = np.where(numbers["power_base_kwh"] > 0, numbers["power_base_kwh"], np.nan)
    is_running = status["state"].isin(RESUMED).to_numpy()
    is_far = (numbers["power_kwh"] > _FAR * numbers["power_base_kwh"]) | (
        is_running & (numbers["power_kwh"] < _HARDLY * base)
    )
    yield "power_kwh", "power_far_from_base", is_far & (numbers["power_kwh"] > 0)
    if not np.isnan(numbers["output_10k_cny"]).all():
        yield "output_10k_cny", "output_far_above", _far_above(status, numbers, context)
    for name, is_work in _work(status, numbers, base):
        yield name, "stopped_with_number", is_work
    for name in ("staff_back", "capacity_pct", "power_kwh"):
        yield name, "running_with_nought", is_running & (numbers[name] == 0)
    yield "output_10k_cny", "running_with_nought", _unlike_others(status, numbers["output_10k_cny"], is_running, 0)
    applied = status["applied_on"]
    for name in ("inspected_on", "approved_on") if applied.notna().any() else ():
        is_step = (applied.notna() & status[name].notna()).to_numpy()
        before = status.loc[is_step, name].to_numpy() < applied[is_step].to_numpy()
        yield name, "steps_out_of_order", _at(is_step, before)


def _work(
    status: pd.DataFrame, numbers: Mapping[str, np.ndarray], base: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    """(column, which rows) with work where nothing runs: any capacity, as much electricity as says that an enterprise
    has resumed, output where most who stand still have none, and half the staff where no plan or reason keeps it."""
    state = status["state"].astype(object)
    is_stopped = state.isin(["stopped", "planned", "excluded"]).to_numpy()
    yield "capacity_pct", is_stopped & (numbers["capacity_pct"] > 0)
    is_used = (numbers["power_kwh"] >= _RESUMED_POWER * base) & (numbers["power_kwh"] <= _FAR * base)
    yield "power_kwh", is_stopped & is_used
    yield "output_10k_cny", _unlike_others(status, numbers["output_10k_cny"], is_stopped, 1)
    is_idle = is_stopped & ~(state.eq("planned") | status["state_reason"].isin(_WITH_STAFF)).to_numpy()
    is_many = (numbers["staff_back"] >= _MANY) | (state.eq("excluded").to_numpy() & (numbers["staff_back"] > 0))
    yield "staff_back", is_idle & is_many & (numbers["staff_back"] >= _HALF * numbers["staff_normal"])


def _unlike_others(status: pd.DataFrame, output: np.ndarray, asked: np.ndarray, wrong: int) -> np.ndarray:
    """Which of the ``asked`` made something (``wrong`` 1) or nothing (0), where most others of them in their list did
    not, or did: output since January is no nought for who stands still now, nor is that of a day much to who began."""
    made = pd.Series(np.where(asked, np.sign(output), np.nan))
    lists = made.groupby(status["part_index"].to_numpy())
    others = (lists.transform("sum") - made) / (lists.transform("count") - 1)  # the share of them that made something
    return ((made == wrong) & ((others < _HALF) if wrong else (others > _HALF))).to_numpy()


def _at(places: np.ndarray, wrong: np.ndarray) -> np.ndarray:
    """Which of all rows are wrong, where only those in some places were asked."""
    found = np.zeros(len(places), bool)
    found[places] = wrong
    return found


def _far_above(status: pd.DataFrame, numbers: Mapping[str, np.ndarray], context: Context) -> np.ndarray:
    """Which outputs are out of all proportion to those of their list (per person, in a list that counts persons) or to
    what the register says the enterprise makes in a year."""
    part = status["part_index"].to_numpy()
    staff = pd.Series(np.fmax(numbers["staff_normal"], numbers["staff_back"]))
    staff = staff.where(staff > 0).where(staff.groupby(part).transform("count") > 0, 1)
    each = (numbers["output_10k_cny"] / staff).where(numbers["output_10k_cny"] > 0).groupby(part)
    is_far = (each.obj > _OTHER_MONEY * each.transform("median")) & (each.transform("count") >= _FEWEST)
    year = _registered(status, "annual_output_10k_cny", context)
    return is_far.to_numpy() | (numbers["output_10k_cny"] > _FAR * np.where(year > 0, year, np.nan))


def _registered(status: pd.DataFrame, name: str, context: Context) -> np.ndarray:
    """A number of each row's enterprise by the register; NaN where it has none, or there is no register."""
    if context.enterprises.empty:
        return np.full(len(status), np.nan)
    known = context.enterprises.drop_duplicates("enterprise_id").set_index("enterprise_id")[name]
    return status["enterprise_id"].map(known).to_numpy(float, na_value=np.nan)


def check_changes(status: pd.DataFrame, before: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """Compare each return with the enterprise's latest of the period before.

    ``status``: the returns cleaned together; ``before``: stored ones of earlier periods that are not among them
    (columns ``KEPT``; may be empty). A stop after running, a number many times as large or small, and another day of
    resumption are findings, and who is no longer listed; nothing is changed.
    """
    if status.empty:
        return
    earlier = _earlier(status, before, context)
    if earlier.empty:
        return
    _tell_unlisted(status, earlier, parts, context)
    pairs = _pairs(status, earlier)
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


def _earlier(status: pd.DataFrame, before: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The latest return of each registered enterprise in each period before one of the returns, which is ``period_id``;
    its own is ``before_period``."""
    survey, ids = context.survey, status["period_id"].dropna().unique().tolist()
    next_of = {found.id: period for period in ids if (found := survey.before(survey.period(period)))}
    if before.empty and next_of.keys().isdisjoint(ids):
        return pd.DataFrame()
    frames = [frame[frame["period_id"].isin(next_of)] for frame in (before, status)]
    earlier = pd.concat(map(_compared, frames), ignore_index=True)
    earlier = earlier[earlier["in_register"]].sort_values("as_of", kind="stable")
    earlier = earlier.drop_duplicates(["enterprise_id", "period_id"], keep="last").drop(
        columns=["in_register", "as_of"]
    )
    return earlier.rename(columns={"period_id": "before_period"}).assign(
        period_id=lambda rows: rows["before_period"].astype(object).map(next_of)
    )


def _pairs(status: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """One row per return of an enterprise that has one in the period before, whose values end in _before."""
    now = status.loc[status["in_register"].astype(bool), [*_SHOWN, *KEPT]]
    return now.merge(earlier, on=["enterprise_id", "period_id"], suffixes=("", "_before"))


def _tell_unlisted(status: pd.DataFrame, earlier: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """One finding per office, at the list that has most of its enterprises, of those that were told of the period
    before and in no list of this one; not where they are most, nor of those that were excluded."""
    matcher, survey = context.matcher, context.survey
    told = earlier[earlier["state"].ne("excluded")]
    for period, rows in told.groupby("period_id"):
        now = status[status["period_id"].eq(period) & status["in_register"]]
        gone = rows[~rows["enterprise_id"].isin(now["enterprise_id"])]
        homes = pd.Series(matcher.counties(gone["enterprise_id"].tolist()), gone.index, dtype=object)
        for county, ids in gone["enterprise_id"].groupby(homes):
            index = now.loc[now["county_code"].eq(county) & now["office"].eq(county), "part_index"]
            if len(index) > len(ids):
                named = survey.period(rows["before_period"].iloc[0])
                context.findings.add(
                    "enterprises_not_listed",
                    parts[index.mode().iloc[0]].place,
                    value=len(ids),
                    names="、".join(sorted(map(matcher.name_of, ids))),
                    office=context.county_codes[county],
                    before_period=named.short("zh"),
                    before_period_en=named.short("en"),
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
            **({"before": f"{earlier:.12g}"} if name in _JUMPS else {}),
        )
