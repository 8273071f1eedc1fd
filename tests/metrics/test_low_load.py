"""Running with hardly any load, gaps between measures, and outliers."""

import pandas as pd
import pytest

from analysis import metrics

# state, staff back of 100, capacity, kWh of 100, and how many measures are low of how many known.
CASES = [
    ("all well", "running", 90, 90, 90, None),
    ("staff below the line", "running", 29, 90, 90, (1, 3)),
    ("exactly on the line", "running", 30, 30, 30, None),
    ("two of two", "partial", 10, 20, None, (2, 2)),
    ("does not run at all", "stopped", 0, 0, 0, None),
    ("excluded", "excluded", 0, 0, 0, None),
    ("nothing known", "running", None, None, None, None),
    ("capacity over 100 is no evidence", "running", None, 130, 10, (1, 1)),
    ("more staff than normal is no evidence", "running", 120, 10, None, (1, 1)),
    ("zero staff is", "running", 0, None, None, (1, 1)),
]


def panel(make):
    columns = {
        "staff_back": pd.array([case[2] for case in CASES], "Int64"),
        "staff_normal": 100,
        "capacity_pct": pd.array([case[3] for case in CASES], "Float64"),
        "power_kwh": pd.array([case[4] for case in CASES], "Float64"),
        "power_base_kwh": 100.0,
        "name": [case[0] for case in CASES],
    }
    frame = make.panel({"running": len(CASES)}, **columns)
    return frame.assign(state=pd.Series([case[1] for case in CASES], dtype="str"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_who_is_listed(case, make):
    found = metrics.low_load(panel(make)).set_index("name")
    if case[-1] is None:
        assert case[0] not in found.index
    else:
        assert tuple(found.loc[case[0], ["measures_low", "measures_known"]]) == case[-1]


def test_most_measures_low_first_then_the_lowest_then_by_id(make):
    assert metrics.low_load(panel(make))["name"].tolist() == [
        "two of two",
        "zero staff is",
        "capacity over 100 is no evidence",
        "more staff than normal is no evidence",
        "staff below the line",
    ]


def test_gaps_side_by_side(make):
    frame = make.panel(
        {"running": 3, "stopped": 1},
        staff_back=[50, 50, 50, 0],
        staff_normal=100,
        capacity_pct=[40.0, 40.0, 40.0, None],
        annual_output_10k_cny=10.0,
    )
    gaps = metrics.load_gaps(frame).iloc[0]
    assert gaps[["resumed_pct", "staff_pct", "capacity_pct"]].tolist() == [75, 37.5, 40]
    assert gaps[["gap_staff_points", "gap_capacity_points"]].tolist() == [37.5, 35]
    assert pd.isna(gaps["gap_power_points"])
    assert gaps[[f"{name}_enterprises" for name in ("resumed", "staff", "capacity", "power")]].tolist() == [4, 4, 3, 0]


def test_an_outlier_of_its_industry(make):
    """Loads 86..94 and one of 40: median 90, deviations 0..4 and 50, their median 2.5 or so; 40 is far out."""
    back = [86, 87, 88, 89, 90, 91, 92, 93, 94, 40]
    frame = make.panel({"running": 10}, staff_back=back, staff_normal=100, industry_code="13")
    found = metrics.load_outliers(frame)
    assert found["staff_pct"].tolist() == [40]
    # median of 40, 86..94 is 89.5; |x - 89.5| sorted .5 .5 1.5 1.5 2.5 2.5 3.5 3.5 4.5 49.5: median 2.5.
    assert found["score"].tolist() == pytest.approx([0.6745 * (40 - 89.5) / 2.5])
    assert metrics.load_outliers(frame, at_least=11).empty
    assert metrics.load_outliers(frame.assign(staff_back=50)).empty, "no spread, no outlier"


def test_an_unknown_load_is_refused(make):
    with pytest.raises(ValueError, match="unknown load"):
        metrics.load_outliers(panel(make), load="noise", group="name")
