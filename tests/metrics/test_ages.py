"""How long difficulties are open: four made-up weeks worked out by hand, and lifelines for the time to an end."""

import numpy as np
import pandas as pd
import pytest

from analysis import metrics

DAYS = pd.to_datetime(["2020-02-04", "2020-02-11", "2020-02-18", "2020-02-25"])


def told(**answers):
    """Enterprise -> one answer a week: categories joined by a blank, - for none, a blank for no answer."""
    rows = [
        (name, day, category.replace("-", "none"))
        for name, weeks in answers.items()
        for day, said in zip(DAYS, weeks, strict=True)
        for category in said.split()
    ]
    return pd.DataFrame(rows, columns=["enterprise_id", "as_of", "category"])


SAID = told(
    E0=["funds", "funds", "funds", "funds"],
    E1=["-", "funds", "-", "funds"],
    E2=["", "funds", "", "funds"],
    E3=["funds orders", "orders", "orders", "-"],
    stranger=["funds", "funds", "funds", "funds"],
)


def test_spells_by_hand(make):
    found = metrics.spells(SAID, make.panel({"running": 4}))
    columns = ["enterprise_id", "category", "first_on", "last_on", "gone_on", "before_on"]
    days = found[columns].astype(object).where(found[columns].notna(), None).values.tolist()
    first, second, third, last = DAYS
    assert days == [
        ["E0", "funds", first, last, None, None],
        ["E1", "funds", second, second, third, first],
        ["E1", "funds", last, last, None, third],
        # No answer in between says nothing.
        ["E2", "funds", second, last, None, None],
        ["E3", "funds", first, first, second, None],
        ["E3", "orders", first, third, last, None],
    ]


def test_ages_by_hand(make):
    ages = metrics.open_ages(metrics.spells(SAID, make.panel({"running": 4})), "2020-02-25")
    # Funds open for 21, 0 and 14 days.
    assert ages.values.tolist() == [["funds", 3, 2, 14, 21]]


def test_the_time_to_an_end_is_censored_where_it_is_open(make):
    """Of six spells three ended: within 7, 7 and (14, 21] days; so half ended only in (14, 21], as three are open."""
    found = metrics.spells(SAID, make.panel({"running": 4}))
    table = metrics.resumption_quartiles(found).set_index("quartile")
    assert table.loc[25, ["from_days", "to_days"]].tolist() == [1, 7]
    assert table.loc[50, "value_status"] == "ok"
    assert table.loc[75, "value_status"] == "not_reached"


def test_with_daily_answers_it_is_kaplan_and_meiers(make):
    """Ends known to the day and open ones before or after them: the estimate of lifelines."""
    from lifelines import KaplanMeierFitter  # seconds, which each worker would take to collect

    random = np.random.default_rng(3)
    ended = random.integers(1, 30, 60)
    open_ = random.random(60) < 0.4
    frame = pd.DataFrame(
        {
            "last_no_days": np.where(open_, ended, ended - 1).astype(float),
            "first_yes_days": np.where(open_, np.nan, ended),
            "returns": 1,
        }
    )
    curve = metrics.resumption_curve(frame).dropna(subset=["to_days"])
    # The day of an open one counts as seen through, so events of that day come first.
    oracle = KaplanMeierFitter().fit(ended, ~open_)
    for row in curve.itertuples():
        assert row.resumed_pct == pytest.approx(100 * (1 - oracle.predict(row.to_days)), abs=1e-5)


def test_no_answers_no_spells(make):
    found = metrics.spells(SAID.iloc[:0], make.panel({"running": 2}))
    assert found.empty
    assert metrics.open_ages(found, "2020-02-25").empty
