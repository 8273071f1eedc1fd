"""The parts of a change: worked by hand, and adding up for any two panels."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import metrics

# Before, now (".": not on the register, "-": no return), base, and the points of each part, worked by hand.
CASES = {
    "one of four restarts": ("SSRR RSRR", "expected", {"restarted": 25}),
    "one stops again": ("RRRR SRRR", "expected", {"stopped_again": -25}),
    "a late return": ("-RSS RRSS", "expected", {"late_returns": 25}),
    "a late return that says no": ("-RSS SRSS", "expected", {}),
    "a return that stopped": ("RRSS -RSS", "expected", {"returns_stopped": -25}),
    # 1/2 before, 2/3 now: one joined that runs; (100 - 66.667) / 2.
    "one that runs joined": (".RS RRS", "expected", {"joined": 100 / 6}),
    # 2/4 before, 2/3 now: one left that stood still; (50 - 0) / 3.
    "one that stood still left": ("SRRS .RRS", "expected", {"left": 50 / 3}),
    # 2/4 = 50 before; now 2/3: excluded from the base; (50 - 0) / 3.
    "one is excluded": ("SRRS XRRS", "adjusted", {"excluded": 50 / 3}),
    "an excluded one is no change on expected": ("SRRS XRRS", "expected", {}),
    # 2/3 before, 3/4 now; (100 - 75) / 3.
    "one comes back": ("XRRS RRRS", "adjusted", {"readmitted": 25 / 3}),
    # 1/2 of replies before, 2/3 now; (100 - 66.667) / 2.
    "one more reply": ("-RS RRS", "replied", {"late_returns": 100 / 6}),
    "one reply less": ("RRS .RS", "replied", {"left": (200 / 3 - 100) / 2}),
    "a reply that stopped": ("RRS -RS", "replied", {"returns_stopped": (200 / 3 - 100) / 2}),
    "nobody in both": ("RS.. ..RR", "expected", {"left": -50, "joined": 100}),
    # On the three that stay 1/3 to 2/3; the leaver ran: (50 - 100) / 3; the joiner stands: (0 - 50) / 3.
    "all at once": ("RSSR. RRS.S", "expected", {"restarted": 100 / 3, "left": -50 / 3, "joined": -50 / 3}),
}
LETTERS = {"R": "running", "S": "stopped", "X": "excluded", "-": "missing"}


def panel_of(make, letters, **columns):
    frame = make.panel({"running": len(letters)}, **columns)
    frame["state"] = pd.Series([LETTERS.get(letter) for letter in letters]).replace("missing", None).astype("str")
    return frame[[letter != "." for letter in letters]]


@pytest.mark.parametrize(("panels", "base", "points"), CASES.values(), ids=CASES)
def test_by_hand(panels, base, points, make):
    before, now = (panel_of(make, letters) for letters in panels.split())
    parts = metrics.change_parts(now, before, base=base).set_index("part")
    assert parts.index.tolist() == list(metrics.PARTS)
    for part in metrics.PARTS:
        assert parts.loc[part, "points"] == pytest.approx(points.get(part, 0)), part
    assert parts["points"].sum() == pytest.approx(parts["change_points"].iloc[0])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.sampled_from(metrics.BASES), st.sampled_from(["all", "above_scale"]), st.booleans())
def test_parts_add_up_for_every_group(make, seed, base, scope, with_issued):
    random = np.random.default_rng(seed)
    register = make.register(random, 40)
    panels = []
    for number in (8, 9):
        members = register[random.random(40) < 0.9].copy()
        members["county_code"] = members["county_code"].mask(random.random(len(members)) < 0.1, "522722")
        share = random.choice([0.5, 0.9])
        panels.append(
            metrics.panel(members, make.returns(random, members, make.week(number), share), make.week(number))
        )
    before, now = panels
    if random.random() < 0.5:
        now = metrics.carry_forward(now, before, make.week(9))
    rates = [
        metrics.resumption_rate(metrics.count_states(panel, by="county_code", scope=scope), base=base)
        for panel in (before, now)
    ]
    issued = rates[0].assign(rate_pct=rates[0]["rate_pct"] * 0.9) if with_issued else None
    parts = metrics.change_parts(now, before, by="county_code", base=base, scope=scope, issued=issued)
    started = rates[0] if issued is None else issued
    change = metrics.change_between(rates[1], started)[["county_code", "change_points"]].astype({"county_code": "str"})
    points = parts.groupby("county_code", dropna=False)["points"]
    sums = points.sum(min_count=len(metrics.PARTS)).reset_index()
    both = change.merge(sums.astype({"county_code": "str"}), on="county_code", how="outer")
    assert both["change_points"].isna().tolist() == both["points"].isna().tolist()
    assert both["points"].fillna(0).tolist() == pytest.approx(both["change_points"].fillna(0).tolist(), abs=1e-9)


def test_corrections_are_measured_against_what_was_issued(make):
    issued = metrics.resumption_rate(metrics.count_states(panel_of(make, "RSSS")))
    parts = metrics.change_parts(panel_of(make, "RRRS"), panel_of(make, "RRSS"), issued=issued).set_index("part")
    assert parts.loc["corrections", "points"] == 25
    assert parts.loc["restarted", "points"] == 25
    assert parts["rate_before_pct"].unique().tolist() == [25]
    assert parts["change_points"].unique().tolist() == [50]


def test_counts_without_a_list_are_a_part_of_their_own(make):
    # Four with a list, of which one restarts; two without: their office counted 1 of 2 before and is silent now.
    now, before = panel_of(make, "RRRS--"), panel_of(make, "RRSS--")
    counted = pd.DataFrame({"rate_pct": [50.0], "rate_pct_before": [50.0]})  # 3 of 6, 3 of 6
    parts = metrics.change_parts(now, before, counted=counted).set_index("part")
    assert parts.loc["restarted", "points"] == pytest.approx(100 / 6)
    assert parts.loc["counts", "points"] == pytest.approx(-100 / 6)
    assert parts["change_points"].unique().tolist() == [0]
    issued = pd.DataFrame({"rate_pct": [40.0]})
    parts = metrics.change_parts(now, before, counted=counted, issued=issued).set_index("part")
    assert parts.loc["corrections", "points"] == pytest.approx(10)
    assert parts["points"].sum() == pytest.approx(parts["change_points"].iloc[0]) == 10


@pytest.mark.parametrize(
    ("rates", "status", "points"),
    [((75.0, 25.0), "ok", 50), ((75.0, None), "no_return", None)],
    ids=["counted both times", "silent before"],
)
def test_a_county_of_counts_alone(rates, status, points, make):
    counted = pd.DataFrame({"rate_pct": [rates[0]], "rate_pct_before": [rates[1]]}, dtype="Float64")
    parts = metrics.change_parts(panel_of(make, "----"), panel_of(make, "----"), counted=counted).set_index("part")
    assert parts["value_status"].unique().tolist() == [status]
    assert parts.loc["counts", "points"] == points if points else parts["points"].isna().all()


def test_an_enterprise_that_moves_leaves_one_county_and_joins_another(make):
    before = panel_of(make, "RS", county_code=["a", "a"])
    now = panel_of(make, "RS", county_code=["a", "b"])
    counts = metrics.change_parts(now, before, by="county_code").set_index(["county_code", "part"])["enterprises"]
    assert (counts[("a", "left")], counts[("b", "joined")]) == (1, 1)


def test_a_silent_period_has_no_parts(make):
    parts = metrics.change_parts(panel_of(make, "--"), panel_of(make, "RS"))
    assert parts["points"].isna().all()
    assert parts["value_status"].unique().tolist() == ["no_return"]


def test_a_survey_without_single_enterprises_has_no_parts():
    # As they come from the store: Arrow columns of text without a single piece, which pandas cannot join.
    pieces = pa.chunked_array([], type=pa.large_string())
    text = pd.array(pieces, dtype=pd.StringDtype("pyarrow", na_value=np.nan))
    empty = pd.DataFrame({"enterprise_id": text, "county_code": text, "state": text})
    empty = empty.assign(**dict.fromkeys(("above_scale", "normal_before_festival"), pd.array([], dtype="boolean")))
    parts = metrics.change_parts(empty, empty, by="county_code")
    assert parts.empty
    assert {"part", "points", "value_status", "county_code"} <= set(parts.columns)
