"""Change between two periods."""

import pandas as pd
import pytest

from analysis import metrics


def rates(make, answers, period_id="2020-W09", base="expected", **counties):
    frame = make.panel(answers, **counties).assign(period_id=period_id)
    return metrics.resumption_rate(metrics.count_states(frame, by=["period_id", *counties]), base=base)


def test_side_by_side_in_points(make):
    now = rates(make, {"running": 9, "stopped": 1})
    before = rates(make, {"running": 3, "stopped": 1}, "2020-W08")
    change = metrics.change_between(now, before)
    assert change["change_points"].tolist() == [15.0]
    assert change[["rate_pct", "rate_pct_before", "denominator", "denominator_before"]].values.tolist() == [
        [90, 75, 10, 4]
    ]


def test_a_new_a_gone_and_a_silent_group_have_no_change(make):
    now = rates(make, {"running": 2, "missing": 1}, county_code=["new", "kept", "silent"])
    before = rates(make, {"running": 3}, "2020-W08", county_code=["gone", "kept", "silent"])
    change = metrics.change_between(now, before).set_index("county_code")["change_points"]
    assert change["kept"] == 0
    assert change.drop("kept").isna().all()
    assert len(change) == 4


def test_unlike_rates_are_refused(make):
    now = rates(make, {"running": 2})
    with pytest.raises(ValueError, match="different base"):
        metrics.change_between(now, rates(make, {"running": 2}, base="replied"))
    with pytest.raises(ValueError, match="different measure"):
        metrics.change_between(now, now.assign(measure="staff"))
    with pytest.raises(ValueError, match="occurs twice"):
        metrics.change_between(now, pd.concat([now, now]))
