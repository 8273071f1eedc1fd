"""The chain behind an enterprise that is held back: step by step, in words, and where chains run in circles."""

from __future__ import annotations

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
    allowed = {group: _allowed(network, group, q) for group in groups}
    group = min(allowed, key=allowed.get)
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


def _allowed(network: Network, group: int, q: np.ndarray) -> float:
    links = network.link_group == group
    given = (network.link_share[links] * q[network.link_source[links]]).sum() + network.group_rest[group]
    return float(network.group_dependence[group] * given + 1 - network.group_dependence[group])


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
    found = [sorted(ids.iloc[list(part)]) for part in _strong_parts(len(ids), after) if len(part) > 1]
    return sorted(found, key=lambda part: (-len(part), part))


def _strong_parts(count: int, after: dict[int, list[int]]) -> list[list[int]]:
    """Strongly connected parts of a directed graph (Tarjan 1972), without recursion: chains may be long."""
    number, low, on_path = [-1] * count, [0] * count, [False] * count
    path: list[int] = []
    parts: list[list[int]] = []
    clock = 0
    for root in after:
        if number[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            node, place = work.pop()
            if place == 0:
                number[node] = low[node] = clock
                clock += 1
                path.append(node)
                on_path[node] = True
            targets = after.get(node, [])
            for index in range(place, len(targets)):
                target = targets[index]
                if number[target] < 0:
                    work += [(node, index + 1), (target, 0)]
                    break
                if on_path[target]:
                    low[node] = min(low[node], number[target])
            else:
                if low[node] == number[node]:
                    cut = path.index(node)
                    for member in path[cut:]:
                        on_path[member] = False
                    parts.append(path[cut:])
                    del path[cut:]
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
    return parts
