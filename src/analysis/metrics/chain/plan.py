"""What to unblock first: who is named, and, where enough of the affected are linked, what the model says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.metrics.chain.fixed_point import production
from analysis.metrics.chain.named import LinkedShare, linked_share, named_suppliers
from analysis.metrics.chain.network import Assumptions, Network, build_network, latest_links
from analysis.metrics.chain.sensitivity import sensitivity
from analysis.metrics.chain.unblock import unblock_best, unblock_each, unblock_pairs

BUDGET = 5


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
