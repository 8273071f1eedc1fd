"""How far the answer hangs on what is assumed: the same reckoning under other assumptions."""

from __future__ import annotations

from dataclasses import asdict, replace

import pandas as pd

from analysis.metrics.chain.network import Assumptions, Network, build_network
from analysis.metrics.chain.unblock import unblock_each

# What is varied, one at a time, to both ends of what could be.
ENDS: tuple[tuple[str, object], ...] = (
    ("unknown_dependence", 0.0),
    ("unknown_dependence", 1.0),
    ("unknown_level", 0.0),
    ("unknown_level", 1.0),
    ("unknown_stock_days", 0.0),
    ("unknown_stock_days", float("inf")),
    ("rest_runs", True),
    ("rest_runs", False),
)


def sensitivity(
    suppliers: pd.DataFrame,
    panel: pd.DataFrame,
    difficulties: pd.DataFrame | None = None,
    assumptions: Assumptions | None = None,
) -> pd.DataFrame:
    """`unblock_each` with the range of each figure: one row per supplier that frees anything in any of the runs.

    Every assumption about the unknown is taken to either end, the others as given. Adds output_low_10k_cny and
    output_high_10k_cny, staff_low and staff_high (least and most of all runs), rank, rank_worst (of all runs) and
    decisive (the assumption whose ends lie furthest apart; missing where none matters).
    """
    assumed = assumptions or Assumptions()
    runs = {("given", ""): _run(build_network(suppliers, panel, difficulties, assumed))}
    for name, value in ENDS:
        if asdict(assumed)[name] != value:
            changed = replace(assumed, **{name: value})
            runs[name, str(value)] = _run(build_network(suppliers, panel, difficulties, changed))
    output = _side_by_side(runs, "output_freed_10k_cny")
    staff = _side_by_side(runs, "staff_freed")
    ranks = output.rank(ascending=False, method="min")
    given = ("given", "")
    spread = pd.DataFrame(
        {name: output[[given, *(run for run in runs if run[0] == name)]].T.agg(lambda c: c.max() - c.min())
         for name in dict.fromkeys(name for name, _ in runs if name != "given")}
    )  # fmt: skip
    table = pd.DataFrame(
        {
            "output_freed_10k_cny": output[given],
            "output_low_10k_cny": output.min(axis=1),
            "output_high_10k_cny": output.max(axis=1),
            "staff_freed": staff[given],
            "staff_low": staff.min(axis=1),
            "staff_high": staff.max(axis=1),
            "rank": ranks[given].astype(int),
            "rank_worst": ranks.max(axis=1).astype(int),
            "decisive": spread.idxmax(axis=1).where(spread.max(axis=1) > 0) if len(spread.columns) else None,
        }
    )
    names = pd.concat([run["name"] for run in runs.values()])
    table.insert(0, "name", names[~names.index.duplicated()].reindex(table.index))
    order = ["output_freed_10k_cny", "output_high_10k_cny"]
    table = table[table["output_high_10k_cny"].gt(0) | table["staff_high"].gt(0)]
    return table.rename_axis("supplier_id").reset_index().sort_values(order, ascending=False, ignore_index=True)


def _run(network: Network) -> pd.DataFrame:
    return unblock_each(network).set_index("supplier_id")


def _side_by_side(runs: dict[tuple[str, str], pd.DataFrame], column: str) -> pd.DataFrame:
    """One column per run; a supplier that is not blocked in a run frees nothing there."""
    frame = pd.concat({key: run[column] for key, run in runs.items()}, axis=1)
    frame.columns = list(runs)
    return frame.fillna(0.0)
