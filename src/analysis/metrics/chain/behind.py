"""The chain behind an enterprise that is held back: step by step, in words, and where chains run in circles."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.metrics.chain.fixed_point import production
from analysis.metrics.chain.network import Network
from analysis.vocabulary import labels

_HELD = 1e-6


def chain_behind(network: Network, enterprise_id: str) -> pd.DataFrame:
    """What holds an enterprise back, and what holds that back, down to the one that stands still by itself.

    One row per node from the enterprise upwards: node_id, name, production_pct (q), own_level_pct, basis, held_by
    (``own`` level, ``input``, ``nothing`` or ``circle`` where the chain comes back to itself), and where an input
    holds it: input, dependence_pct, dependence_known, stock_days, supplier_id (of its scarcest input the supplier that
    withholds most). Raises ValueError for an enterprise that is in no link.
    """
    node = int(network.places([enterprise_id])[0])
    q = production(network)
    rows, seen = [], set()
    while True:
        seen.add(node)
        row, after = _held_by(network, node, q)
        rows.append(row)
        if after is None:
            break
        if after in seen:
            row["held_by"] = "circle"
            break
        node = after
    columns = ["input", "dependence_pct", "dependence_known", "stock_days", "supplier_id", "supplier_name"]
    frame = pd.DataFrame(rows)
    return frame.reindex(columns=[*(c for c in frame.columns if c not in columns), *columns])


def _held_by(network: Network, node: int, q: np.ndarray) -> tuple[dict[str, object], int | None]:
    """What holds one node, and the supplier to look at next."""
    about = network.nodes.iloc[node]
    row: dict[str, object] = {
        "node_id": about["node_id"],
        "name": about["name"],
        "production_pct": 100 * q[node],
        "own_level_pct": 100 * network.level[node],
        "basis": about["basis"],
    }
    if q[node] > 1 - _HELD:
        return row | {"held_by": "nothing"}, None
    if network.level[node] <= q[node] + _HELD:
        return row | {"held_by": "own"}, None
    groups = np.flatnonzero(network.group_owner == node)
    group = groups[np.argmin(network.allowed(q)[groups])]
    links = np.flatnonzero(network.link_group == group)
    worst = links[np.argmax(network.link_share[links] * (1 - q[network.link_source[links]]))]
    supplier = int(network.link_source[worst])
    told = network.groups.iloc[group]
    return row | {
        "held_by": "input",
        "input": told["input"],
        "dependence_pct": 100 * told["dependence"],
        "dependence_known": bool(told["dependence_known"]),
        "stock_days": told["stock_days"] if told["stock_known"] else None,
        "supplier_id": network.nodes["node_id"].iloc[supplier],
        "supplier_name": network.nodes["name"].iloc[supplier],
    }, supplier


def chain_words(steps: pd.DataFrame, lang: str) -> list[str]:
    """The steps of `chain_behind` as sentences, one per step."""
    words = labels(lang)
    said = []
    for step in steps.to_dict("records"):
        values = {key: f"{value:.0f}" if isinstance(value, float) else value for key, value in step.items()}
        values["input"] = step["input"] or words["chain.no_input"]
        sentence = words[f"chain.{_kind(step)}"].format(**values)
        if step["held_by"] in ("input", "circle"):
            unknown = pd.isna(step["stock_days"])
            sentence += words["chain.stock_unknown" if unknown else "chain.stock"].format(**values)
            sentence += "" if step["dependence_known"] else words["chain.dependence_assumed"]
        said.append(sentence + words["chain.stop"])
    return said


def _kind(step: dict[str, object]) -> str:
    """Which sentence fits a step; where nobody told, that is said."""
    if step["held_by"] == "own" and step["basis"] in ("outside", "unknown"):
        return "own_assumed"
    return str(step["held_by"])


def circles(network: Network) -> list[list[str]]:
    """Groups of enterprises that supply each other in circles (node ids), largest first; a fact, not an error."""
    after: dict[int, list[int]] = {}
    for source, group in zip(network.link_source, network.link_group, strict=True):
        after.setdefault(int(source), []).append(int(network.group_owner[group]))
    ids = network.nodes["node_id"]
    found = [sorted(ids.iloc[part]) for part in _strong_parts(after) if len(part) > 1]
    return sorted(found, key=lambda part: (-len(part), part))


def _strong_parts(after: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """Strongly connected parts of a directed graph (Kosaraju): of the nodes in the order in which a walk is done with
    them, each, from the last, gathers those not yet gathered from which it can be reached."""
    before: dict[int, list[int]] = {}
    for node, targets in after.items():
        for target in targets:
            before.setdefault(target, []).append(node)
    gathered: set[int] = set()
    return [part for root in reversed(_walked(after, after, set())) if (part := _walked([root], before, gathered))]


def _walked(roots: Iterable[int], after: Mapping[int, Sequence[int]], seen: set[int]) -> list[int]:
    """Nodes reached from the roots and not ``seen`` before, each behind all it leads to; without recursion: chains may
    be long."""
    done: list[int] = []
    for root in roots:
        path = [(root, iter(after.get(root, ())))] if root not in seen else []
        seen.add(root)
        while path:
            node, ahead = path[-1]
            step = next((target for target in ahead if target not in seen), None)
            if step is None:
                done.append(node)
                path.pop()
            else:
                seen.add(step)
                path.append((step, iter(after.get(step, ()))))
    return done
