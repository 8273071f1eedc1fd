"""Expected rates: worked by hand, and withheld without a record."""

import pandas as pd
import pytest

from analysis import metrics

# One letter per enterprise and week 6 to 9: R running, S stopped without a plan, - silent, and a digit: planned in
# the week of that number. Ten enterprises.
WEEKS = {
    6: "RR77 78SS--",
    7: "RRR7 R8SS-S",
    8: "RRRR R9RS-S",
    9: "RRRR R0RSRS",  # 0: planned in week 10
}


def stacked(make, weeks=WEEKS):
    frames = []
    for number, letters in weeks.items():
        letters = letters.replace(" ", "")
        frame = make.panel({"running": len(letters)}, county_code=[*"aaaaabbbbb"][: len(letters)])
        names = {"R": "running", "S": "stopped", "-": None}
        days = [pd.Timestamp(make.week(int(c) or 10).last) if c.isdigit() else pd.NaT for c in letters]
        frames.append(
            frame.assign(
                period_id=make.week(number).id,
                state=pd.Series([names.get(c, "planned") for c in letters], dtype="str"),
                planned_on=days,
            )
        )
    return pd.concat(frames, ignore_index=True)


def periods(make, *numbers):
    return [make.week(n) for n in numbers]


def test_record_by_hand(make):
    """Made in week 7, learnt from 6 to 7: running 2 of 2, due 2 of 3 (E2 E4 ran, E3 did not), later 0 of 1 (E5),
    no plan 0 of 2, silent 0 of 1 (E8 did not answer). In week 7: 4 running, E3 passed (nobody was before: 0),
    E5 due, 3 no plan (E6 E7 E9), E8 silent: 4 + 2/3 = 46.67 %. Came: 6 running of 10.

    Made in week 8, learnt from 6 to 7 and 7 to 8: running 6 of 6; due 2 of 4 (E5 failed); no plan 1 of 5 (E6 ran);
    passed 1 of 1 (E3); silent 0 of 1. In week 8: 6 running, E5 due, E7 and E9 without a plan, E8 silent:
    6 + 1/2 + 2/5 = 69 %. Came: 7.
    """
    record = metrics.forecast_record(stacked(make), periods(make, 6, 7, 8, 9))
    assert record["made_in"].tolist() == ["2020-W07", "2020-W08"]
    assert record["period_id"].tolist() == ["2020-W08", "2020-W09"]
    assert record["planned_pct"].tolist() == [50, 70]
    assert record["expected_pct"].tolist() == pytest.approx([100 * (4 + 2 / 3) / 10, 69])
    assert record["actual_pct"].tolist() == [60, 70]
    assert record["error_points"].tolist() == pytest.approx([60 - 140 / 3, 1])


def test_forecast_with_its_record(make):
    """Learnt from all pairs: running 12 of 12; due 2 of 5; no plan 1 of 7; passed 1 of 1; silent 1 of 2.
    In week 9: 7 running, E5 due in week 10, E7 and E9 without a plan: 7 + 2/5 + 2/7. Two weeks ahead has no record."""
    found = metrics.expected_rates(stacked(make), periods(make, 6, 7, 8, 9), periods(make, 10, 11))
    one, two = found.iloc[0], found.iloc[1]
    assert (one["period_id"], one["ahead"], one["forecasts"], one["value_status"]) == ("2020-W10", 1, 2, "ok")
    assert one["planned_pct"] == 80
    assert one["expected_pct"] == pytest.approx(10 * (7 + 2 / 5 + 2 / 7))
    assert one["worst_error_points"] == pytest.approx(60 - 140 / 3)
    assert one["mean_error_points"] == pytest.approx((60 - 140 / 3 + 1) / 2)
    assert one["low_pct"] == pytest.approx(one["expected_pct"] - one["worst_error_points"])
    assert one["high_pct"] == pytest.approx(one["expected_pct"] + one["worst_error_points"])
    assert (two["value_status"], two["forecasts"], two["planned_pct"]) == ("no_record", 0, 80)
    assert pd.isna(two["expected_pct"])
    assert pd.isna(two["high_pct"])


def test_groups_learn_from_the_whole_area(make):
    found = metrics.expected_rates(stacked(make), periods(make, 6, 7, 8, 9), periods(make, 10), by="county_code")
    assert found["expected_pct"].tolist() == pytest.approx([100, 20 * (2 + 2 / 5 + 2 / 7)])
    assert found["expected"].tolist() == [5, 5]


def test_where_all_plans_are_kept_plan_forecast_and_outcome_agree(make):
    weeks = {6: "7788", 7: "RR88", 8: "RRRR", 9: "RRRR"}
    record = metrics.forecast_record(stacked(make, weeks), periods(make, 6, 7, 8, 9))
    assert record["planned_pct"].tolist() == record["expected_pct"].tolist() == record["actual_pct"].tolist()


def test_the_first_periods_have_no_record_and_a_silent_one_no_forecast(make):
    first = metrics.expected_rates(stacked(make), periods(make, 6), periods(make, 7)).iloc[0]
    assert (first["value_status"], first["planned_pct"]) == ("no_record", 50)
    silent = metrics.expected_rates(
        stacked(make, {6: "RS", 7: "RR", 8: "--"}), periods(make, 6, 7, 8), periods(make, 9)
    )
    assert silent["value_status"].tolist() == ["no_return"]
    assert silent[["planned_pct", "expected_pct"]].isna().all(axis=None)
    nobody = metrics.expected_rates(stacked(make).iloc[:0], periods(make, 6, 7), periods(make, 8))
    assert nobody.empty


def test_periods_out_of_order_are_refused(make):
    with pytest.raises(ValueError, match="in order of time"):
        metrics.expected_rates(stacked(make), periods(make, 7, 6), periods(make, 8))
    with pytest.raises(ValueError, match="in order of time"):
        metrics.expected_rates(stacked(make), [], periods(make, 8))
