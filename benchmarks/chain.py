"""How fast unblocking is reckoned: our arrays against a plain walk over a networkx graph, in one run.

Run: python benchmarks/chain.py. Prints seconds, ratios and the largest difference of any result. The plain walk is
timed on a sample of suppliers and scaled up to all.
"""

from __future__ import annotations

import time

import networkx
import numpy as np
import pandas as pd

from analysis.metrics import chain

ENTERPRISES, LINKS, PAIRS, SAMPLE = 771, 5_000, 200, 12


def make_tables(random: np.random.Generator, *, circles: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fictional links and a panel. Without circles an enterprise buys only from those before it."""
    buyer, supplier = random.integers(0, ENTERPRISES, (2, LINKS))
    if not circles:
        buyer, supplier = np.maximum(buyer, supplier), np.minimum(buyer, supplier)
    ids = np.array([f"E{n:04d}" for n in range(ENTERPRISES)])
    links = pd.DataFrame(
        {
            "enterprise_id": ids[buyer],
            "supplier_id": ids[supplier],
            "supplier_name": ids[supplier],
            "input": random.choice(["矿", "煤", "酸"], LINKS),
            "dependence_pct": random.choice([30.0, 50.0, 70.0, 90.0, 100.0], LINKS),
            "stock_days": random.integers(0, 10, LINKS).astype(float),
        }
    )
    panel = pd.DataFrame(
        {
            "enterprise_id": ids,
            "name": ids,
            "state": random.choice(["running", "stopped"], ENTERPRISES, p=[0.7, 0.3]),
            "staff_normal": 100.0,
            "staff_back": random.integers(20, 101, ENTERPRISES).astype(float),
            "staff_normal_register": 100.0,
            "annual_output_10k_cny": random.integers(100, 90_000, ENTERPRISES).astype(float),
        }
    )
    return links, panel


def as_graph(network: chain.Network) -> networkx.DiGraph:
    """The network as a graph: an edge per link, with the number of its group and its share."""
    graph = networkx.MultiDiGraph()
    for node, (own, output) in enumerate(zip(network.level, network.output, strict=True)):
        graph.add_node(node, own=float(own), output=float(output))
    for source, group, share in zip(network.link_source, network.link_group, network.link_share, strict=True):
        dependence, rest = float(network.group_dependence[group]), float(network.group_rest[group])
        target = int(network.group_owner[group])
        graph.add_edge(int(source), target, group=int(group), share=float(share), dependence=dependence, rest=rest)
    return graph


def walk(graph: networkx.MultiDiGraph, raised: tuple[int, ...] = ()) -> dict[int, float]:
    """q of every node by plain iteration down from 1."""
    q = dict.fromkeys(graph, 1.0)
    while True:
        new = {}
        for node in graph:
            given: dict[int, list[float]] = {}
            for source, _, edge in graph.in_edges(node, data=True):
                entry = given.setdefault(edge["group"], [edge["dependence"], edge["rest"]])
                entry[1] += edge["share"] * q[source]
            own = 1.0 if node in raised else graph.nodes[node]["own"]
            new[node] = min([own, *(c * total + 1 - c for c, total in given.values())])
        if max(abs(new[node] - q[node]) for node in graph) < 1e-12:
            return new
        q = new


def gain(graph: networkx.MultiDiGraph, base: dict[int, float], raised: tuple[int, ...]) -> float:
    after = walk(graph, raised)
    return sum(graph.nodes[n]["output"] * (after[n] - base[n]) for n in graph if n not in raised)


def main() -> None:
    for circles in (False, True):
        random = np.random.default_rng(20200225)
        links, panel = make_tables(random, circles=circles)
        start = time.perf_counter()
        network = chain.build_network(links, panel)
        built = time.perf_counter()
        singles = chain.unblock_each(network)
        single_done = time.perf_counter()
        pairs = chain.unblock_pairs(network, PAIRS)
        pair_done = time.perf_counter()
        five = chain.unblock_best(network, 5)
        five_done = time.perf_counter()
        graph = as_graph(network)
        base = walk(graph)
        chosen = singles.iloc[:: max(1, len(singles) // SAMPLE)]
        walk_start = time.perf_counter()
        wanted = [gain(graph, base, (int(place),)) for place in network.places(chosen["supplier_id"])]
        per_case = (time.perf_counter() - walk_start) / len(chosen)
        off = np.abs(chosen["output_freed_10k_cny"].to_numpy() - wanted).max()
        cases, ours = len(singles) + len(pairs), pair_done - built
        kind = "with circles" if circles else "without circles"
        print(f"{ENTERPRISES} enterprises, {len(network.link_source)} binding links, {kind}")
        print(f"  network built                 {built - start:8.3f} s")
        print(f"  all {len(singles)} singles               {single_done - built:8.3f} s")
        print(f"  best {len(pairs)} pairs                {pair_done - single_done:8.3f} s")
        print(f"  which {len(five)} ({five['method'].iloc[0]})              {five_done - pair_done:8.3f} s")
        plain = per_case * cases
        print(f"  plain walk, scaled from {len(chosen)}    {plain:8.1f} s, {plain / ours:.0f} x ours")
        print(f"  largest difference            {off:.1e} of 10,000 yuan; best single {max(wanted):.0f}")


if __name__ == "__main__":
    main()
