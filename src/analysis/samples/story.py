"""What really happened in the sample prefecture, week by week: the truth before any office wrote it down."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from math import exp

from analysis.samples.tables import Draw, some, table
from analysis.samples.world import Enterprise, make_world
from analysis.vocabulary.entries import RESUMED

# Every Tuesday; the published headline is of 25 February 2020.
AS_OF = {
    "2020-W06": date(2020, 2, 4),
    "2020-W07": date(2020, 2, 11),
    "2020-W08": date(2020, 2, 18),
    "2020-W09": date(2020, 2, 25),
}
# Of the 771 that ran normally before the festival, so many had restarted by that day.
RESTARTED_OF_771 = {"2020-W06": 64, "2020-W07": 318, "2020-W08": 648, "2020-W09": 771}
RESTARTED_BELOW = {"2020-W06": 0.04, "2020-W07": 0.17, "2020-W08": 0.40, "2020-W09": 0.62}
_IDLE_FATES = {
    "long_stopped": 18,
    "deregistered": 9,
    "cancelled": 5,
    "policy_shutdown": 8,
    "relocation": 4,
    "seasonal": 7,
}
_EXCLUDED = ("deregistered", "cancelled", "policy_shutdown")
_NO_ANSWER = {"2020-W06": 0.065, "2020-W07": 0.05, "2020-W08": 0.06, "2020-W09": 0.0}


@dataclass(frozen=True)
class Return:
    """One enterprise in one week. Counts of people and masks in pieces, output of the week in 10,000 yuan."""

    enterprise: Enterprise
    period: str
    as_of: date
    answered: bool
    state: str
    state_reason: str = ""
    resumed_on: date | None = None
    planned_on: date | None = None
    applied_on: date | None = None
    inspected_on: date | None = None
    approved_on: date | None = None
    staff_normal: int = 0
    staff_back: int = 0
    capacity_pct: int = 0
    output_10k_cny: float = 0.0
    power_kwh: int = 0
    power_base_kwh: int = 0
    mask_stock: int = 0

    @property
    def restarted(self) -> bool:
        return self.state in RESUMED


@dataclass(frozen=True)
class Fate:
    """When an enterprise restarts for good; ``relapse`` is a week in which it stood still again."""

    resumed_on: date | None
    never_stopped: bool = False
    reason: str = ""
    relapse: str = ""
    shut_by_policy: tuple[str, ...] = ()
    low_load: bool = False


@cache
def make_story() -> dict[str, dict[str, Return]]:
    """Period id -> credit code -> what the enterprise would truthfully report."""
    fates = _fates()
    return {
        period: {
            e.uscc: _return(e, fates[e.uscc], period)
            for e in make_world().enterprises
            if e.since is None or e.since <= AS_OF[period]
        }
        for period in AS_OF
    }


@cache
def _fates() -> dict[str, Fate]:
    enterprises = make_world().enterprises
    expected = [e for e in enterprises if e.above_scale and e.normal_before_festival]
    fates = _restarts(expected, RESTARTED_OF_771)
    below = [e for e in enterprises if not e.above_scale]
    fates |= _restarts(below, {week: round(share * len(below)) for week, share in RESTARTED_BELOW.items()})
    idle = [e for e in enterprises if e.above_scale and not e.normal_before_festival]
    for e in idle:
        fates[e.uscc] = Fate(None, reason=Draw("idle fate", e.uscc).weighted(_IDLE_FATES))
    for e in some(idle, 4, "idle restarts"):
        fates[e.uscc] = Fate(date(2020, 2, Draw("idle restart", e.uscc).integer(13, 24)))
    return _twists(expected, fates)


def _restarts(enterprises: list[Enterprise], totals: dict[str, int]) -> dict[str, Fate]:
    """Order the enterprises by readiness and let exactly the wanted number restart by each week's day."""
    pace = {row["code"]: float(row["pace"]) for row in table("counties")}

    def readiness(e: Enterprise) -> float:
        score = Draw("readiness", e.uscc).between(0, 1) + 1.6 * pace[e.county_code] - 0.15 * e.key_enterprise
        return score - {"public_utility": 0.9, "epidemic_supplies": 0.4, "daily_necessities": 0.2}.get(e.category, 0)

    ordered = sorted(enterprises, key=readiness)
    fates: dict[str, Fate] = {}
    done, since = 0, date(2020, 1, 27)
    for period, total in totals.items():
        for e in ordered[done:total]:
            draw = Draw("restart", e.uscc)
            never_stopped = period == "2020-W06" and draw.chance(0.55)
            # More of a week's restarts fall on its last days than on its first.
            days = (AS_OF[period] - since).days
            day = since + timedelta(days=1 + int(days * draw.between(0, 1) ** 0.6))
            fates[e.uscc] = Fate(None if never_stopped else min(day, AS_OF[period]), never_stopped)
        done, since = total, AS_OF[period]
    for e in ordered[done:]:
        draw = Draw("later", e.uscc)
        later = date(2020, 3, draw.integer(1, 20)) if draw.chance(0.6) else None
        fates[e.uscc] = Fate(later, reason=draw.one_of(("", "seasonal", "long_stopped", "")) if later is None else "")
    return fates


def _twists(expected: list[Enterprise], fates: dict[str, Fate]) -> dict[str, Fate]:
    """Relapses, shutdowns by policy for a while, and restarts on paper."""

    def by(first: date, last: date) -> list[Enterprise]:
        return [e for e in expected if (d := fates[e.uscc].resumed_on) and first < d <= last]

    for e in some(by(AS_OF["2020-W06"], AS_OF["2020-W07"]), 9, "relapse"):
        fates[e.uscc] = replace(fates[e.uscc], relapse="2020-W08")
    late = by(AS_OF["2020-W08"], AS_OF["2020-W09"])
    for place, e in enumerate(some(late, 7, "policy")):
        fates[e.uscc] = replace(fates[e.uscc], shut_by_policy=("2020-W07", "2020-W08")[: 1 + (place < 4)])
    recent = by(AS_OF["2020-W07"], AS_OF["2020-W09"])
    for e in some(recent, 26, "low load"):
        fates[e.uscc] = replace(fates[e.uscc], low_load=True)
    return fates


def _return(e: Enterprise, fate: Fate, period: str) -> Return:
    as_of = AS_OF[period]
    blank = Return(
        e,
        period,
        as_of,
        _answers(e, fate, period),
        "stopped",
        staff_normal=e.staff_normal,
        power_base_kwh=_power_base(e),
    )
    draw = Draw("return", period, e.uscc)
    if period in fate.shut_by_policy:
        return replace(blank, state="excluded", state_reason="policy_shutdown")
    if fate.reason:
        state = "excluded" if fate.reason in _EXCLUDED else "stopped"
        return replace(blank, state=state, state_reason=fate.reason)
    if period == fate.relapse:
        return _standing(replace(blank, state_reason=draw.one_of(("overhaul", ""))), draw)
    resumed_on = _second_restart(e, fate, period)
    if fate.never_stopped or (resumed_on and resumed_on <= as_of):
        return _producing(blank, fate, resumed_on)
    return _standing(_waiting(blank, fate, draw), draw)


def _answers(e: Enterprise, fate: Fate, period: str) -> bool:
    draw = Draw("answer", period, e.uscc)
    if not (e.above_scale and e.normal_before_festival):
        return not draw.chance(0.2 if e.above_scale else 0.11)
    resumed = fate.never_stopped or (fate.resumed_on is not None and fate.resumed_on <= AS_OF[period])
    return not draw.chance(_NO_ANSWER[period] * (0.2 if resumed else 1.1))


def _second_restart(e: Enterprise, fate: Fate, period: str) -> date | None:
    if fate.relapse and period > fate.relapse:
        return AS_OF[fate.relapse] + timedelta(days=Draw("again", e.uscc).integer(2, 6))
    return fate.resumed_on


def _waiting(blank: Return, fate: Fate, draw: Draw) -> Return:
    """Not restarted: planned where a date is named. Plans slip: they are often too early."""
    slow = Draw("papers", blank.enterprise.uscc)
    if fate.resumed_on is None or draw.chance(0.22):
        reason = "awaiting_approval" if slow.chance(0.25) else "overhaul" if slow.chance(0.1) else ""
        return replace(blank, state_reason=reason)
    slip = draw.weighted({"0": 55, "3": 20, "5": 10, "-3": 15})
    planned = max(fate.resumed_on - timedelta(days=int(slip)), blank.as_of + timedelta(days=1))
    applied = planned - timedelta(days=draw.integer(4, 8))
    return replace(blank, state="planned", planned_on=planned, applied_on=applied if applied <= blank.as_of else None)


def _standing(waiting: Return, draw: Draw) -> Return:
    """Caretakers only."""
    staff = int(waiting.staff_normal * draw.between(0, 0.09))
    return replace(
        waiting,
        staff_back=staff,
        power_kwh=round(waiting.power_base_kwh * draw.between(0.02, 0.09)),
        mask_stock=staff * draw.integer(0, 6),
    )


def _producing(blank: Return, fate: Fate, resumed_on: date | None) -> Return:
    """Staff and capacity come back much more slowly than the gate opens."""
    e, own = blank.enterprise, Draw("pace", blank.enterprise.uscc)
    days = (blank.as_of - resumed_on).days if resumed_on else 24
    head_start = 0.3 if e.category == "public_utility" else 0.0
    staff = _recovery(own.between(0.32, 0.61) + head_start, days, own.between(7, 19))
    capacity = _recovery(own.between(0.24, 0.56) + head_start, days, own.between(8, 26))
    if fate.low_load:
        staff, capacity = own.between(0.07, 0.26), own.between(0.04, 0.22)
    back = min(e.staff_normal, max(1, round(e.staff_normal * staff)))
    capacity_pct = min(100, max(2, round(capacity * 100)))
    week = Draw("producing", blank.period, e.uscc)
    steps = (
        [resumed_on - timedelta(days=own.integer(low, high)) for low, high in ((5, 8), (3, 4), (1, 2))]
        if resumed_on
        else [None] * 3
    )
    return replace(
        blank,
        state="partial" if capacity_pct < 52 and own.chance(0.5) else "running",
        resumed_on=resumed_on,
        applied_on=steps[0],
        inspected_on=steps[1],
        approved_on=steps[2],
        staff_back=back,
        capacity_pct=capacity_pct,
        output_10k_cny=round(e.annual_output_10k_cny / 50 * capacity_pct / 100, 1),
        power_kwh=round(blank.power_base_kwh * (0.06 + 0.94 * capacity_pct / 100 * week.between(0.88, 1.08))),
        mask_stock=round(back * week.between(0, 3 + 2 * (blank.as_of - AS_OF["2020-W06"]).days / 7)),
    )


def _recovery(start: float, days: int, slowness: float) -> float:
    return 1 - (1 - min(start, 0.97)) * exp(-max(days, 0) / slowness)


def _power_base(e: Enterprise) -> int:
    """Mean daily kWh of December."""
    intensity = {row["division"]: float(row["kwh_per_10k"]) for row in table("industries")}[e.industry]
    return max(40, round(e.annual_output_10k_cny * intensity * Draw("power", e.uscc).between(0.8, 1.2) / 360))
