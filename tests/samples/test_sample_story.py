"""Four weeks that follow what was published, and are consistent in themselves."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from analysis.samples.story import AS_OF, Return, make_story
from analysis.samples.troubles import make_troubles
from analysis.samples.world import make_world

WEEKS = list(AS_OF)
EXPECTED = [e.uscc for e in make_world().enterprises if e.above_scale and e.normal_before_festival]


def expected(week: str) -> list[Return]:
    return [make_story()[week][code] for code in EXPECTED]


def share(part: float, whole: float) -> float:
    return 100 * part / whole


@pytest.mark.parametrize(
    ("week", "low", "high"), [("2020-W06", 7, 9), ("2020-W07", 37, 42), ("2020-W08", 81, 85), ("2020-W09", 100, 100)]
)
def test_restarts_rise_steeply_to_all(week, low, high):
    rows = expected(week)
    assert low <= share(sum(row.restarted for row in rows), len(rows)) <= high


def test_the_published_headline_771_of_771_on_25_february():
    rows = expected("2020-W09")
    assert AS_OF["2020-W09"] == date(2020, 2, 25)
    assert sum(row.restarted and row.answered for row in rows) == len(rows) == 771


def test_staff_and_capacity_lag_behind_the_headline():
    rows = expected("2020-W09")
    staff = share(sum(r.staff_back for r in rows), sum(r.staff_normal for r in rows))
    output = sum(r.enterprise.annual_output_10k_cny for r in rows)
    capacity = sum(r.capacity_pct * r.enterprise.annual_output_10k_cny for r in rows) / output
    assert 74 <= staff <= 78
    assert 68 <= capacity <= 72


def test_some_restart_on_paper():
    low = [r for r in expected("2020-W09") if r.capacity_pct < 30 and r.staff_back < 0.3 * r.staff_normal]
    assert 15 <= len(low) <= 40


@pytest.mark.parametrize("week", WEEKS)
def test_a_return_is_consistent(week):
    for row in make_story()[week].values():
        assert row.staff_normal == row.enterprise.staff_normal
        assert 0 <= row.staff_back <= row.staff_normal
        assert 0 <= row.capacity_pct <= 100
        assert (row.capacity_pct > 0) == row.restarted
        assert row.resumed_on is None or (row.restarted and row.resumed_on <= row.as_of)
        assert (row.planned_on is not None) == (row.state == "planned")
        assert row.planned_on is None or row.planned_on > row.as_of
        steps = [day for day in (row.applied_on, row.inspected_on, row.approved_on, row.resumed_on) if day]
        assert steps == sorted(steps)


def test_nobody_of_the_771_stands_still_again_but_the_nine_of_the_third_week():
    for before, after in itertools.pairwise(WEEKS):
        back = [code for code in EXPECTED if make_story()[before][code].restarted
                and not make_story()[after][code].restarted]  # fmt: skip
        assert len(back) == (9 if after == "2020-W08" else 0)


def test_a_wrong_base_gives_a_wrong_number():
    rows = [row for row in make_story()["2020-W09"].values() if row.answered]
    everyone = share(sum(row.restarted for row in rows), len(rows))
    assert 80 <= everyone <= 95


@pytest.mark.parametrize(
    ("week", "leading"),
    [
        ("2020-W06", {"protective_supplies", "labour"}),
        ("2020-W07", {"labour", "protective_supplies", "logistics"}),
        ("2020-W08", {"logistics", "labour", "raw_material"}),
        ("2020-W09", {"logistics", "raw_material", "orders"}),
    ],
)
def test_bottlenecks_move_from_people_and_masks_to_transport_material_and_orders(week, leading):
    counts: dict[str, int] = {}
    for code in EXPECTED:
        for trouble in make_troubles()[week][code]:
            if not trouble.resolved:
                counts[trouble.category] = counts.get(trouble.category, 0) + 1
    assert set(sorted(counts, key=counts.get)[-len(leading) :]) == leading


def test_some_troubles_are_new_some_solved_and_some_return():
    weeks = [make_troubles()[week] for week in WEEKS]

    def open_ones(place: int) -> set[tuple[str, str]]:
        return {(code, t.category) for code, told in weeks[place].items() for t in told if not t.resolved}

    first, second, third, last = map(open_ones, range(4))
    assert last - third
    assert third - last
    assert (first - second) & third
    assert any(t.resolved for told in weeks[3].values() for t in told)
