"""What to unblock first: who is named, and, where enough of the affected are linked, what the model says and how far
that hangs on what is assumed."""

from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd

from analysis.metrics.chain.fixed_point import production
from analysis.metrics.chain.named import LinkedShare, linked_share, named_suppliers
from analysis.metrics.chain.network import Assumptions, Network, build_network, latest_links
from analysis.metrics.chain.unblock import unblock_best, unblock_each, unblock_pairs

BUDGET = 5
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


@dataclass(frozen=True)
class Plan:
    """``linked`` and ``named`` (`named_suppliers`) always; the rest is None unless the model may be shown.

    ``told``: how many enterprises of the panel named a supplier, on which all of it rests. ``singles``: `unblock_each`
    with the range of `sensitivity` (output_low_10k_cny, output_high_10k_cny, rank_worst, decisive); ``pairs``:
    `unblock_pairs`; ``together``: `unblock_best` of five.
    """

    linked: LinkedShare
    told: int
    named: pd.DataFrame
    network: Network | None = None
    singles: pd.DataFrame | None = None
    pairs: pd.DataFrame | None = None
    together: pd.DataFrame | None = None


def unblock_plan(
    suppliers: pd.DataFrame,
    panel: pd.DataFrame,
    difficulties: pd.DataFrame,
    *,
    is_whole: bool = True,
    assumptions: Assumptions | None = None,
) -> Plan:
    """The plan of one period. ``suppliers`` up to it, ``panel`` and ``difficulties`` of it.

    Links of enterprises that are not in the panel are left out. The model is reckoned only where at least 30 % of the
    affected are linked, and only for the survey's whole area (``is_whole``): chains cross counties. Raises ValueError
    for missing columns.
    """
    links = latest_links(suppliers[suppliers["enterprise_id"].isin(panel["enterprise_id"])])
    linked = linked_share(links, panel, difficulties)
    others = links[links["enterprise_id"].ne(links["supplier_id"])]
    simple = Plan(linked, int(others["enterprise_id"].nunique()), named_suppliers(links, panel))
    if not (linked.is_enough and is_whole):
        return simple
    network = build_network(links, panel, difficulties, assumptions)
    ranges = sensitivity(links, panel, difficulties, assumptions)
    columns = ["supplier_id", "output_low_10k_cny", "output_high_10k_cny", "rank_worst", "decisive"]
    return Plan(
        simple.linked,
        simple.told,
        simple.named,
        network,
        unblock_each(network).merge(ranges[columns], on="supplier_id", how="left"),
        unblock_pairs(network),
        unblock_best(network, BUDGET),
    )


def links_between(network: Network, node_ids: list[str]) -> pd.DataFrame:
    """The links among some nodes that can hold production back: one row per supplier, enterprise and input.

    supplier_id, enterprise_id, input, dependence_pct, share_pct. Raises ValueError for an id that is in no link.
    """
    wanted = network.places(node_ids)
    owner = network.group_owner[network.link_group]
    kept = np.isin(network.link_source, wanted) & np.isin(owner, wanted)
    ids, groups = network.nodes["node_id"].to_numpy(), network.link_group[kept]
    return pd.DataFrame(
        {
            "supplier_id": ids[network.link_source[kept]],
            "enterprise_id": ids[owner[kept]],
            "input": network.groups["input"].to_numpy()[groups],
            "dependence_pct": 100 * network.group_dependence[groups],
            "share_pct": 100 * network.link_share[kept],
        }
    )


def most_held_back(network: Network) -> str | None:
    """The enterprise that loses most normal output because inputs are missing; None where nobody does."""
    lost = network.output * (network.level - production(network))
    return None if not len(lost) or lost.max() <= 1e-6 else str(network.nodes["node_id"].iloc[int(lost.argmax())])


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
