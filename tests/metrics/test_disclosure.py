"""What the public edition hides: tried with a linear solver, which knows everything shown and how we hide."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis import metrics
from analysis.metrics.disclosure import WHOLE


def bounds_of_hidden(table, by, column, hidden):
    """The least and the most each hidden small cell can be, given all shown cells, all sums, and no negative count."""
    index = {tuple(key): place for place, key in enumerate(table[by].itertuples(index=False, name=None))}
    names = [[n for n in table[key].unique() if n != WHOLE] for key in by]
    equations = []
    for axis in range(len(by)):
        others = [[*n, WHOLE] for a, n in enumerate(names) if a != axis]
        for rest in product(*others):
            row = np.zeros(len(table))
            for name in names[axis]:
                row[index[(*rest[:axis], name, *rest[axis:])]] = 1
            row[index[(*rest[:axis], WHOLE, *rest[axis:])]] = -1
            equations.append(row)
    values, hide = table[column].to_numpy(float), hidden.to_numpy()
    limits = [(0, None) if h else (v, v) for v, h in zip(values, hide, strict=True)]
    found = {}
    for place in np.flatnonzero(hide & (values < 10) & (values > 0)):
        goal = np.zeros(len(table))
        goal[place] = 1
        least, most = (
            linprog(sign * goal, A_eq=np.array(equations), b_eq=np.zeros(len(equations)), bounds=limits)
            for sign in (1, -1)
        )
        assert least.status == 0
        found[place] = (least.fun, np.inf if most.status == 3 else -most.fun)
    return found


def table_of(values, *sizes):
    keys = list(product(*[[f"g{i}" for i in range(size)] for size in sizes]))
    by = [f"d{i}" for i in range(len(sizes))]
    cells = pd.DataFrame(keys, columns=by).assign(n=values)
    return metrics.with_totals(cells, by, ["n"]), by


@settings(max_examples=20, deadline=None)
@given(st.data(), st.sampled_from([(5,), (12,), (3, 4), (6, 3), (2, 2), (1, 4), (3, 2, 2)]))
def test_no_small_count_can_be_worked_back(data, sizes):
    number = st.one_of(st.integers(0, 14), st.integers(0, 200), st.just(1))
    values = data.draw(st.lists(number, min_size=int(np.prod(sizes)), max_size=int(np.prod(sizes))))
    table, by = table_of(values, *sizes)
    hidden = metrics.hidden_cells(table, by, "n", 10)
    small = table["n"].between(1, 9)
    assert hidden[small].all()
    for place, (least, most) in bounds_of_hidden(table, by, "n", hidden).items():
        assert most >= 10 - 1e-6, "known to be small"
        assert most - least > 0.5, "known exactly"
        assert least <= table["n"].iloc[place] + 1e-6


CASES = {
    # Counties and their sum: the smallest other that leaves room goes with the small one.
    "one small of four": ([40, 5, 60, 12], (4,), {("g1",), ("g3",)}),
    "two small ones hide each other": ([40, 9, 8, 60], (4,), {("g1",), ("g2",)}),
    "nothing small": ([40, 10, 60, 12], (4,), set()),
    "a zero is shown": ([40, 0, 60, 12], (4,), set()),
    # Of 2 and 3 the one could be 5 at the most: the next is hidden too.
    "two that are too small together": ([2, 3, 30, 40], (4,), {("g0",), ("g1",), ("g2",)}),
    "a crossing hides a rectangle": (
        [5, 50, 60, 40, 20, 70, 30, 80, 90],
        (3, 3),
        {("g0", "g0"), ("g0", "g1"), ("g1", "g0"), ("g1", "g1")},
    ),
}


@pytest.mark.parametrize(("values", "sizes", "expected"), CASES.values(), ids=CASES)
def test_by_hand(values, sizes, expected):
    table, by = table_of(values, *sizes)
    hidden = metrics.hidden_cells(table, by, "n", 10)
    assert set(table.loc[hidden, by].itertuples(index=False, name=None)) == expected


def test_a_lone_small_group_takes_its_total_with_it():
    table, by = table_of([4], 1)
    assert metrics.hidden_cells(table, by, "n").all()


def test_public_rates_hide_every_figure_of_a_group(make):
    panel = make.panel({"running": 40, "stopped": 25}, county_code=["a"] * 35 + ["b"] * 6 + ["c"] * 24)
    counts = metrics.count_states(panel, by="county_code")
    sums = counts.assign(
        resumed=counts["numerator"].where(counts["answer"].eq("running"), 0), denominator=counts["numerator"]
    )
    table = metrics.with_totals(sums, ["county_code"], ["resumed", "denominator"])
    rates = table.assign(rate_pct=100 * table["resumed"] / table["denominator"], value_status="ok")
    public = metrics.public_rates(rates, ["county_code"]).set_index("county_code")
    assert public["value_status"].to_dict() == {"a": "ok", "b": "suppressed", "c": "suppressed", "all": "ok"}
    assert public.loc[["b", "c"], ["resumed", "denominator", "rate_pct"]].isna().all(axis=None)
    assert public.loc["all", "denominator"] == 65


def test_editions():
    rows = pd.DataFrame({"county_code": ["a", "b", None], "enterprise_id": ["1", "2", "3"]})
    assert len(metrics.for_edition(rows, "internal")) == len(metrics.for_edition(rows, "leadership")) == 3
    assert metrics.for_edition(rows, "county", "a")["enterprise_id"].tolist() == ["1"]
    with pytest.raises(ValueError, match="no single enterprises"):
        metrics.for_edition(rows, "public")
    with pytest.raises(ValueError, match="needs the county"):
        metrics.for_edition(rows, "county")
    with pytest.raises(ValueError, match="lacks the column"):
        metrics.for_edition(rows[["enterprise_id"]], "county", "a")
    with pytest.raises(ValueError, match="unknown edition 'press'"):
        metrics.for_edition(rows, "press")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.iloc[:-1], "every combination"),
        (lambda t: t.assign(n=t["n"] + 1), "not the sums"),
        (lambda t: t.assign(n=t["n"].mask(t["n"].eq(5))), "every combination"),
    ],
    ids=["no total", "does not add up", "a blank"],
)
def test_a_table_that_is_not_whole_is_refused(change, message):
    table, by = table_of([5, 20, 30], 3)
    with pytest.raises(ValueError, match=message):
        metrics.hidden_cells(change(table), by, "n")
    with pytest.raises(ValueError, match="at least 2"):
        metrics.hidden_cells(table, by, "n", 1)
    with pytest.raises(ValueError, match="name of totals"):
        metrics.with_totals(pd.DataFrame({"a": ["all"], "n": [1]}), ["a"], ["n"])


def rates_of(**groups):
    names, numbers = zip(*groups.items(), strict=True)
    return pd.DataFrame({"county_code": names, "denominator": numbers, "rate_pct": 50.0, "value_status": "ok"})


def hidden_in(result, key="county_code"):
    return set(result.loc[result["value_status"].eq("suppressed"), key])


def test_small_groups_of_a_result_are_hidden_with_others_that_would_give_them_away():
    shown = metrics.hide_small(rates_of(a=40, b=5, c=60, d=12), 10)
    assert hidden_in(shown) == {"b", "d"}
    assert shown.set_index("county_code").loc[["b", "d"], ["denominator", "rate_pct"]].isna().all(axis=None)
    assert shown["rate_pct"].sum() == 100


def test_each_kind_of_a_result_is_looked_at_on_its_own():
    both = pd.concat([rates_of(a=40, b=5, c=60).assign(measure="x"), rates_of(a=4, b=50, c=60).assign(measure="y")])
    shown = metrics.hide_small(both.reset_index(drop=True), 10)
    assert hidden_in(shown[shown["measure"].eq("x")]) == {"b", "a"}
    assert hidden_in(shown[shown["measure"].eq("y")]) == {"a", "b"}


def test_of_staff_the_enterprises_that_told_it_are_counted_and_not_the_persons():
    staff = rates_of(a=4000, b=5000, c=6000).assign(enterprises=[30, 3, 40])
    assert hidden_in(metrics.hide_small(staff, 10)) == {"a", "b"}


def test_a_crossing_is_hidden_whole_and_a_whole_only_where_it_is_small():
    crossed = rates_of(a=400, b=500).assign(industry_code=["13", "14"])
    assert hidden_in(metrics.hide_small(crossed, 10)) == {"a", "b"}
    whole = rates_of(a=400).drop(columns="county_code")
    assert metrics.hide_small(whole, 10)["value_status"].tolist() == ["ok"]
    assert metrics.hide_small(whole.assign(denominator=9), 10)["value_status"].tolist() == ["suppressed"]


def test_a_rate_that_leaves_out_so_few_is_hidden_since_it_says_how_many():
    rates = pd.DataFrame(
        {"base": ["expected", "adjusted", "adjusted"], "excluded": [1, 1, 12], "denominator": [128, 127, 116]}
    ).assign(rate_pct=90.0, value_status="ok")
    assert metrics.hide_small(rates, 10)["value_status"].tolist() == ["ok", "suppressed", "ok"]


def test_what_is_no_result_or_for_everybody_stays():
    rows = pd.DataFrame({"enterprise_id": ["1"], "county_code": ["a"], "denominator": [1]})
    assert metrics.hide_small(rows, 10) is rows
    published = rates_of(a=4).assign(dimension="county")
    assert metrics.hide_small(published, 10) is published
    assert not hidden_in(metrics.hide_small(rates_of(a=4, b=50), 0))
