"""The same counts on one frame, on Parquet read piece by piece, and split any way; DuckDB counts the same."""

from itertools import pairwise

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import metrics
from analysis.metrics import scale

BY = ["period_id", "county_code", "industry_code"]


def stacked(make, seed, size=60):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, size)
    weeks = [make.week(number) for number in (8, 9)]
    returned = pd.concat([make.returns(random, enterprises, week) for week in weeks])
    before, now = (metrics.panel(enterprises, returned, week) for week in weeks)
    return pd.concat([before.assign(carried=False), metrics.carry_forward(now, before, weeks[1])], ignore_index=True)


def arrow(panel):
    columns = [*BY, "above_scale", "normal_before_festival", "state", "state_reason", "carried"]
    return pa.Table.from_pandas(panel[columns], preserve_index=False)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10**6),
    st.lists(st.integers(0, 120), max_size=6),
    st.sampled_from(["above_scale", "below_scale", "all"]),
)
def test_any_split_gives_the_same_counts(make, seed, cuts, scope):
    panel = stacked(make, seed)
    whole = metrics.count_states(panel, BY, scope)
    table = arrow(panel)
    edges = sorted({0, len(panel), *(cut for cut in cuts if cut < len(panel))})
    pieces = [table.slice(a, b - a) for a, b in pairwise(edges)]
    found = metrics.count_states_in_pieces(pieces, BY, scope)
    pd.testing.assert_frame_equal(found, whole, check_dtype=False)
    found = metrics.count_states_in_pieces((b for p in pieces for b in p.to_batches(max_chunksize=7)), BY, scope)
    pd.testing.assert_frame_equal(found, whole, check_dtype=False)


@pytest.mark.parametrize("by", [BY, ["period_id"], ["period_id", "four_category", "batch"]], ids=len)
@pytest.mark.parametrize("fold_rows", [1, 1 << 20], ids=["folded often", "folded once"])
def test_parquet_gives_the_counts_of_the_frame_and_of_duckdb(make, tmp_path, by, fold_rows, monkeypatch):
    monkeypatch.setattr(scale, "_FOLD_ROWS", fold_rows)
    panel = stacked(make, 3, 400)
    paths = []
    for period, rows in panel.groupby("period_id"):
        paths.append(tmp_path / f"{period}.parquet")
        rows.to_parquet(paths[-1], row_group_size=50)
    counts = metrics.count_states_of_parquet(paths, by, batch_rows=64)
    pd.testing.assert_frame_equal(counts, metrics.count_states(panel, by), check_dtype=False)
    rates = metrics.resumption_rate(counts)
    truth = duckdb.sql(
        f"select {', '.join(by)}, count(*) filter (where normal_before_festival) as denominator, "
        "count(*) filter (where normal_before_festival and state in ('running', 'partial')) as numerator "
        f"from read_parquet('{tmp_path}/*.parquet') where above_scale group by all "
        f"order by {', '.join(f'{key} nulls last' for key in by)}"
    ).df()
    assert rates["denominator"].tolist() == truth["denominator"].tolist()
    assert rates["numerator"].tolist() == truth["numerator"].tolist()


def test_refused_as_on_one_frame(make):
    table = arrow(stacked(make, 1))
    with pytest.raises(ValueError, match="several periods"):
        metrics.count_states_in_pieces([table], "county_code")
    with pytest.raises(ValueError, match=r"no column\(s\) province in the panel"):
        metrics.count_states_in_pieces([table], ["period_id", "province"])
    with pytest.raises(ValueError, match="no piece"):
        metrics.count_states_in_pieces([], BY)
    with pytest.raises(ValueError, match="unknown scope"):
        metrics.count_states_in_pieces([table], BY, "large")
    wrong = table.set_column(table.column_names.index("state"), "state", pa.array(["asleep"] * len(table)))
    with pytest.raises(ValueError, match="unknown state"):
        metrics.count_states_in_pieces([wrong], BY)
    assert metrics.count_states_in_pieces([table.slice(0, 0)], BY).empty
