"""Supply chains against figures worked out by hand and against a brute-force reference of its own."""

from itertools import combinations

import networkx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.metrics import chain
from analysis.metrics.chain import Assumptions, build_network

CLOSE = 1e-6


def links(*rows):
    """(enterprise, supplier, input, dependence, share, stock) each."""
    columns = ["enterprise_id", "supplier_id", "input", "dependence_pct", "share_pct", "stock_days"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(supplier_name=frame["supplier_id"] + "公司").astype(
        {name: "Float64" for name in columns[3:]}  # as the store gives them
    )


def enterprises(**levels):
    """Id -> (own level in percent, normal output); staff is 100 each. Level None: no return."""
    rows = [
        {
            "enterprise_id": name,
            "name": f"{name}厂",
            "state": None if level is None else "running" if level else "stopped",
            "staff_normal": 100.0,
            "staff_back": level,
            "staff_normal_register": 100.0,
            "annual_output_10k_cny": output,
            "above_scale": True,
            "normal_before_festival": True,
        }
        for name, (level, output) in levels.items()
    ]
    return pd.DataFrame(rows)


def freed(table):
    return dict(zip(table["supplier_id"], table["output_freed_10k_cny"].round(9), strict=True))


# A stands at 40 %; B needs A wholly, C needs B by half.
LINE = links(("B", "A", "矿", 100, 100, 0), ("C", "B", "酸", 50, 100, 0))
LINE_PANEL = enterprises(A=(40, 50), B=(100, 100), C=(100, 200))


def test_a_line_of_three_by_hand():
    network = build_network(LINE, LINE_PANEL)
    assert dict(zip(network.nodes["node_id"], chain.production(network), strict=True)) == pytest.approx(
        {"A": 0.4, "B": 0.4, "C": 0.7}
    )
    row = chain.unblock_each(network).iloc[0]
    # B gains 0.6 x 100, C 0.3 x 200; A's own 0.6 x 50 stays apart.
    assert row["supplier_id"] == "A"
    assert row["output_freed_10k_cny"] == pytest.approx(120)
    assert row["own_output_10k_cny"] == pytest.approx(30)
    assert row["staff_freed"] == pytest.approx(90)
    assert row["enterprises_freed"] == 2


def test_who_benefits_by_hand():
    gains = chain.who_benefits(build_network(LINE, LINE_PANEL), ["A"])
    assert gains[["enterprise_id", "from_pct", "to_pct", "output_freed_10k_cny"]].round(9).values.tolist() == [
        ["B", 40, 100, 60],
        ["C", 70, 100, 60],
    ]


# J (own level 92.5 %) misses two inputs; S2 also feeds K. Alone S1 frees 30 and S2 frees 4.5, together 57.
COMPLEMENTS = links(("J", "S1", "a", 60, 100, 0), ("J", "S2", "b", 30, 100, 0), ("K", "S2", "b", 30, 100, 0))
COMPLEMENTS_PANEL = enterprises(J=(92.5, 100), K=(100, 15), S1=(0, 10), S2=(0, 10))


def test_two_may_free_more_than_both_alone():
    network = build_network(COMPLEMENTS, COMPLEMENTS_PANEL)
    assert freed(chain.unblock_each(network)) == {"S1": 30, "S2": 4.5}
    pair = chain.unblock_pairs(network).iloc[0]
    assert {pair["supplier_id_1"], pair["supplier_id_2"]} == {"S1", "S2"}
    assert pair["output_freed_10k_cny"] == pytest.approx(57)
    assert pair["more_than_alone_10k_cny"] == pytest.approx(22.5)
    assert pair["method"] == "exact"


def test_the_best_two_are_the_pair():
    best = chain.unblock_best(build_network(COMPLEMENTS, COMPLEMENTS_PANEL), 2)
    assert best["supplier_id"].tolist() == ["S1", "S2"]
    assert best["added_output_10k_cny"].round(9).tolist() == [30, 27]
    assert best["method"].eq("exact").all()


@pytest.mark.parametrize(
    ("rows", "assumptions", "wanted"),
    [
        ([("B", "A", "矿", 100, 100, 7)], Assumptions(), 0.0),
        ([("B", "A", "矿", 100, 100, 8)], Assumptions(), 1.0),
        ([("B", "A", "矿", 100, 100, 8)], Assumptions(horizon_days=10), 0.0),
        ([("B", "A", "矿", 100, 100, None)], Assumptions(unknown_stock_days=30), 1.0),
        ([("B", "A", "矿", None, 100, 0)], Assumptions(), 0.5),
        ([("B", "A", "矿", None, 100, 0)], Assumptions(unknown_dependence=0.2), 0.8),
        ([("B", "A", "矿", 100, 40, 0)], Assumptions(), 0.6),
        ([("B", "A", "矿", 100, 40, 0)], Assumptions(rest_runs=False), 0.0),
        ([("B", "A", "矿", 100, 99, 0)], Assumptions(), 0.0),
        ([("B", "A", "矿", 100, 90, 0), ("B", "C", "矿", 100, 60, 0)], Assumptions(), 0.4),
        ([("B", "A", "矿", 100, None, 0), ("B", "C", "矿", 100, None, 0)], Assumptions(), 0.5),
        ([("B", "A", "矿", 100, 30, 0), ("B", "C", "矿", 100, None, 0)], Assumptions(), 0.7),
        ([("B", "A", None, 100, 100, 0), ("B", "C", "煤", 100, 100, 0)], Assumptions(), 0.0),
        ([("B", "B", "矿", 100, 100, 0)], Assumptions(), 1.0),
        ([("B", "B", "矿", 100, 60, 0), ("B", "A", "矿", 100, 40, 0)], Assumptions(), 0.6),
        ([("B", "A", "矿", 100, 100, -5)], Assumptions(), 0.0),
        ([("B", "A", "矿", 100, -20, 0)], Assumptions(), 0.0),
        ([("B", "A", "矿", 250, 100, 0)], Assumptions(), 0.0),
        ([("B", "外", "矿", 100, 100, 0)], Assumptions(), 1.0),
        ([("B", "外", "矿", 100, 100, 0)], Assumptions(unknown_level=0.25), 0.25),
        ([("B", "N", "矿", 100, 100, 0)], Assumptions(unknown_level=0.25), 0.25),
    ],
    ids=[
        "stock ends with the horizon", "stock outlasts it", "longer horizon", "stock unknown, long assumed",
        "dependence unknown", "dependence assumed", "shares of 40: others deliver", "shares of 40: they stand for all",
        "shares of 99 are the whole", "shares of 150 scaled", "no shares", "one share of two", "no input named",
        "only itself", "itself in part", "negative stock", "negative share", "dependence above 100",
        "outside", "outside assumed", "no return assumed",
    ],
)  # fmt: skip
def test_production_of_b_by_hand(rows, assumptions, wanted):
    """A stands still, B and C could run in full, N sent no return."""
    panel = enterprises(A=(0, 10), B=(100, 10), C=(100, 10), N=(None, 10))
    network = build_network(links(*rows), panel, assumptions=assumptions)
    place = network.places(["B"])
    assert chain.production(network)[place] == pytest.approx([wanted])


def test_a_firm_outside_is_a_node_whose_level_may_be_told():
    panel = enterprises(B=(100, 80))
    network = build_network(links(("B", "outside-1", "件", 75, 100, 0)), panel, levels={"outside-1": 0.0})
    row = chain.unblock_each(network).iloc[0]
    assert (row["supplier_id"], row["name"], row["on_register"], row["basis"]) == (
        "outside-1",
        "outside-1公司",
        False,
        "given",
    )
    assert row["output_freed_10k_cny"] == pytest.approx(60)
    assert row["own_output_10k_cny"] == 0


def test_a_circle_takes_the_greatest_solution():
    """A and B need each other wholly: both at 0 would be a solution too, but not what they could do."""
    network = build_network(
        links(("A", "B", "x", 100, 100, 0), ("B", "A", "y", 100, 100, 0)), enterprises(A=(50, 10), B=(100, 10))
    )
    assert not chain.is_unique(network)
    assert chain.production(network) == pytest.approx([0.5, 0.5])
    assert freed(chain.unblock_each(network)) == {"A": 5}
    assert chain.circles(network) == [["A", "B"]]


def test_ten_thousand_may_name_one_supplier():
    rows = links(*[(f"E{n}", "A", "煤", 50, 100, 0) for n in range(10_000)])
    network = build_network(rows, enterprises(A=(0, 10), E0=(100, 20)))
    row = chain.unblock_each(network).iloc[0]
    assert (row["buyers"], row["output_freed_10k_cny"], row["enterprises_freed"]) == (10_000, 10, 10_000)
    assert chain.named_suppliers(rows, enterprises(A=(0, 10)))["enterprises"].tolist() == [10_000]


def test_one_enterprise_may_name_three_thousand_suppliers():
    rows = links(*[("B", f"S{n}", "件", 100, None, 0) for n in range(3_000)])
    network = build_network(rows, enterprises(B=(100, 10)), assumptions=Assumptions(unknown_level=0.0))
    assert chain.production(network)[network.places(["B"])] == pytest.approx([0])
    assert len(chain.unblock_each(network)) == 3_000


@pytest.mark.parametrize("call", [chain.unblock_each, chain.unblock_pairs, chain.unblock_best, chain.circles])
@pytest.mark.parametrize("rows", [[], [("B", "A", "矿", 0, 100, 0)], [("B", "B", "矿", 100, 100, 0)]])
def test_nothing_to_free_is_an_empty_answer(call, rows):
    panel = enterprises(A=(100, 10), B=(100, 10))
    assert len(call(build_network(links(*rows), panel))) == 0


# --- the brute-force reference: plain Python, from the words of docs/chain.md


def reference(rows, levels, horizon=7):
    """q of every node by naive iteration down from 1."""
    groups = {}
    for buyer, supplier, what, dependence, share, stock in rows:
        groups.setdefault((buyer, what), {}).setdefault(supplier, (dependence, share, stock))
    terms = {}
    for (buyer, _), members in groups.items():
        stocks = [s for _, _, s in members.values() if s is not None and s >= 0]
        if stocks and min(stocks) > horizon:
            continue
        stated = [d for d, _, _ in members.values() if d is not None]
        dependence = min(max(stated) / 100, 1) if stated else 0.5
        shares = {name: None if share is None else share / 100 for name, (_, share, _) in members.items()}
        told = sum(share for share in shares.values() if share is not None)
        silent = [name for name, share in shares.items() if share is None]
        for name in silent:
            shares[name] = max(0, 1 - told) / len(silent)
        whole = sum(shares.values())
        if whole > 0.98:
            shares = {name: share / whole for name, share in shares.items()}
        terms.setdefault(buyer, []).append((dependence, shares, max(0, 1 - sum(shares.values()))))
    q = dict.fromkeys(levels, 1.0)
    for _ in range(3000):
        new = {}
        for node, own in levels.items():
            limits = [own]
            for dependence, shares, rest in terms.get(node, []):
                given = rest + sum(w * (1 if name == node else q[name]) for name, w in shares.items())
                limits.append(dependence * given + 1 - dependence)
            new[node] = min(limits)
        moved = max(abs(new[n] - q[n]) for n in q)
        q = new
        if moved < 1e-13:
            break
    return q


def reference_gain(rows, levels, outputs, unblocked):
    before, after = reference(rows, levels), reference(rows, levels | dict.fromkeys(unblocked, 1.0))
    return sum(outputs[n] * (after[n] - before[n]) for n in levels if n not in unblocked)


NODES = "ABCDEF"
node, maybe = st.sampled_from(NODES), st.none
link = st.tuples(
    node,
    node,
    st.sampled_from("xy"),
    st.one_of(maybe(), st.sampled_from([0, 30, 60, 90, 100])),
    st.one_of(maybe(), st.sampled_from([10, 40, 50, 80, 100])),
    st.one_of(maybe(), st.integers(0, 12)),
)
graphs = st.tuples(
    st.lists(link, min_size=1, max_size=14, unique_by=lambda row: row[:3]),
    st.lists(st.sampled_from([0, 10, 50, 80, 100]), min_size=6, max_size=6),
    st.lists(st.integers(0, 90), min_size=6, max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_production_singles_and_pairs_equal_the_reference(graph):
    rows, levels, outputs = graph
    panel = enterprises(**{name: (level, float(x)) for name, level, x in zip(NODES, levels, outputs, strict=True)})
    network = build_network(links(*rows), panel)
    own = {name: level / 100 for name, level in zip(NODES, levels, strict=True)}
    worth = dict(zip(NODES, outputs, strict=True))
    wanted = reference(rows, own)
    for name, q in zip(network.nodes["node_id"], chain.production(network), strict=True):
        assert q == pytest.approx(wanted[name], abs=CLOSE)
    for row in chain.unblock_each(network).itertuples():
        assert row.output_freed_10k_cny == pytest.approx(reference_gain(rows, own, worth, [row.supplier_id]), abs=1e-3)
    for row in chain.unblock_pairs(network).itertuples():
        pair = [row.supplier_id_1, row.supplier_id_2]
        assert row.output_freed_10k_cny == pytest.approx(reference_gain(rows, own, worth, pair), abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(graphs, st.integers(1, 3))
def test_the_best_set_is_the_best_of_all_sets(graph, budget):
    rows, levels, outputs = graph
    panel = enterprises(**{name: (level, float(x)) for name, level, x in zip(NODES, levels, outputs, strict=True)})
    network = build_network(links(*rows), panel)
    own = {name: level / 100 for name, level in zip(NODES, levels, strict=True)}
    worth = dict(zip(NODES, outputs, strict=True))
    best = chain.unblock_best(network, budget)
    open_to = chain.unblock_each(network)["supplier_id"].tolist()
    size = min(budget, len(open_to))
    most = max((reference_gain(rows, own, worth, s) for s in combinations(open_to, size)), default=0)
    reached = best["output_freed_10k_cny"].iloc[-1] if len(best) else 0
    assert reached == pytest.approx(most, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_circles_are_the_strong_parts_of_the_graph(graph):
    rows, levels, _ = graph
    network = build_network(
        links(*rows), enterprises(**{n: (level, 1.0) for n, level in zip(NODES, levels, strict=True)})
    )
    ids = network.nodes["node_id"].tolist()
    graph = networkx.DiGraph(
        (ids[source], ids[network.group_owner[group]])
        for source, group in zip(network.link_source, network.link_group, strict=True)
    )
    wanted = {frozenset(part) for part in networkx.strongly_connected_components(graph) if len(part) > 1}
    assert {frozenset(part) for part in chain.circles(network)} == wanted


def random_network(seed, nodes=80, count=400):
    random = np.random.default_rng(seed)
    ids = [f"E{n}" for n in range(nodes)]
    rows = [
        (ids[a], ids[b], what, float(dependence), None, float(stock))
        for a, b, what, dependence, stock in zip(
            random.integers(0, nodes, count),
            random.integers(0, nodes, count),
            random.choice(list("xyz"), count),
            random.choice([40, 70, 100], count),
            random.integers(0, 9, count),
            strict=True,
        )
    ]
    panel = enterprises(**{name: (int(random.integers(0, 101)), float(random.integers(1, 900))) for name in ids})
    return build_network(links(*rows), panel)


def test_of_more_suppliers_than_are_screened_those_are_paired_that_promise_most(monkeypatch):
    """S lacks a tenth and frees 100 of 1,000; T, U and V stand still and free 300 each: with three to be screened, the
    pairs are theirs."""
    monkeypatch.setattr("analysis.metrics.chain.unblock._SCREENED", 3)
    supply = links(*((f"buys_{name}", name, "矿", 100, 100, 0) for name in "STUV"))
    buyers = {f"buys_{name}": (100, 1000 if name == "S" else 300) for name in "STUV"}
    network = build_network(supply, enterprises(S=(90, 0), T=(0, 0), U=(0, 0), V=(0, 0), **buyers))
    assert freed(chain.unblock_each(network)) == pytest.approx({"S": 100, "T": 300, "U": 300, "V": 300})
    pairs = chain.unblock_pairs(network, most=3)
    assert set(map(frozenset, zip(pairs["supplier_id_1"], pairs["supplier_id_2"], strict=True))) == {
        frozenset("TU"), frozenset("TV"), frozenset("UV")
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_screened_pairs_hold_the_best_of_all_pairs(seed):
    network = random_network(seed)
    screened, every = chain.unblock_pairs(network), chain.unblock_pairs(network, most=100_000)
    assert screened["method"].eq("screened").all()
    assert every["method"].eq("exact").all()
    best = every["output_freed_10k_cny"]
    assert screened["output_freed_10k_cny"].iloc[0] == pytest.approx(best.iloc[0])
    # Of the ten best pairs at least nine are found.
    assert (screened["output_freed_10k_cny"] >= best.iloc[9] - CLOSE).sum() >= 9


@pytest.mark.parametrize("seed", range(4))
def test_greedy_adds_up_and_beats_the_best_singles(seed):
    network = random_network(seed)
    best = chain.unblock_best(network, 5)
    assert best["method"].eq("greedy").all()
    assert best["supplier_id"].is_unique
    assert best["added_output_10k_cny"].cumsum().tolist() == pytest.approx(best["output_freed_10k_cny"].tolist())
    last = best["output_freed_10k_cny"].iloc[-1]
    assert last == pytest.approx(chain.who_benefits(network, best["supplier_id"])["output_freed_10k_cny"].sum())
    singles = chain.unblock_each(network)["supplier_id"].head(5)
    assert last >= chain.who_benefits(network, singles)["output_freed_10k_cny"].sum() - CLOSE


# --- levels, names, words, ranges


@pytest.mark.parametrize(
    ("state", "staff", "capacity", "named", "wanted", "basis"),
    [
        ("running", 80, 60, [], 0.6, "capacity"),
        ("running", 80, 60, [("raw_material", False)], 0.8, "staff"),
        # The text says that something else is solved: what it names is open.
        ("running", 80, 60, [("raw_material", True)], 0.8, "staff"),
        ("running", 80, 60, [("none", True)], 0.6, "capacity"),
        ("running", 80, 60, [("orders", False)], 0.6, "capacity"),
        ("running", None, None, [], 1.0, "state"),
        ("partial", None, None, [], 0.5, "state"),
        ("running", 130, None, [], 1.0, "staff"),
        ("stopped", 30, 10, [], 0.0, "state"),
        ("stopped", 30, 10, [("raw_material", False)], 1.0, "waiting"),
        ("stopped", 30, 10, [("raw_material", False), ("labour", False)], 0.0, "state"),
        ("excluded", 0, 0, [("raw_material", False)], 0.0, "state"),
        ("unknown", 50, 50, [], None, "unknown"),
        (None, None, None, [], None, "unknown"),
    ],
)
def test_own_level(state, staff, capacity, named, wanted, basis):
    panel = pd.DataFrame(
        [{"enterprise_id": "A", "state": state, "staff_normal": 100, "staff_back": staff, "capacity_pct": capacity}]
    )
    told = pd.DataFrame(
        [{"enterprise_id": "A", "category": category, "resolved": solved} for category, solved in named],
        columns=["enterprise_id", "category", "resolved"],
    )
    level = chain.own_levels(panel, told).loc["A"]
    assert (None if pd.isna(level["level"]) else level["level"], level["basis"]) == (wanted, basis)


def test_who_is_named_most():
    rows = links(
        ("B", "A", "矿", 100, 100, 0),
        ("C", "A", "酸", 100, 100, 0),
        ("C", "A", "矿", 100, 100, 0),
        ("A", "A", "矿", 100, 100, 0),
        ("C", "B", "煤", 50, 100, 0),
    )
    table = chain.named_suppliers(rows, LINE_PANEL)
    wanted = [["A", 2, 200, 300, "矿、酸"], ["B", 1, 100, 200, "煤"]]
    assert table[["supplier_id", "enterprises", "staff", "output_10k_cny", "inputs"]].values.tolist() == wanted


def test_only_the_latest_answer_of_an_enterprise_counts():
    rows = links(("B", "A", "矿", 100, 100, 0), ("B", "C", "矿", 100, 100, 0))
    rows["as_of"] = pd.to_datetime(["2020-02-18", "2020-02-25"])
    assert chain.named_suppliers(rows, LINE_PANEL)["supplier_id"].tolist() == ["C"]


@pytest.mark.parametrize(("linked", "enough"), [(0, False), (2, False), (3, True), (10, True)])
def test_the_model_is_shown_from_thirty_percent_linked(linked, enough):
    names = [f"E{n}" for n in range(10)]
    panel = enterprises(**{name: (50, 10) for name in names}, R=(50, 10))
    told = pd.DataFrame({"enterprise_id": [*names, "R"], "category": ["raw_material"] * 10 + ["labour"]})
    rows = links(*[(name, "S", "矿", 50, 100, 0) for name in names[:linked]], ("R", "S", "矿", 50, 100, 0),
                 (names[9], names[9], "矿", 50, 100, 0))  # fmt: skip
    share = chain.linked_share(rows, panel, told)
    assert (share.affected, share.linked, share.is_enough) == (10, linked, enough)


def test_nobody_affected_shows_nothing():
    share = chain.linked_share(LINE, LINE_PANEL, pd.DataFrame(columns=["enterprise_id", "category"]))
    assert (share.share_pct, share.is_enough) == (None, False)


def test_the_chain_behind_an_enterprise_in_words():
    steps = chain.chain_behind(build_network(LINE, LINE_PANEL), "C")
    assert steps["node_id"].tolist() == ["C", "B", "A"]
    assert steps["held_by"].tolist() == ["input", "input", "own"]
    assert chain.chain_words(steps, "zh") == [
        "C厂按填报测算可达正常产量的70%，受制于酸（依赖50%），缺口主要在B厂，库存可用0天。",
        "B厂按填报测算可达正常产量的40%，受制于矿（依赖100%），缺口主要在A厂，库存可用0天。",
        "A厂自身开工水平40%，是这条链的堵点。",
    ]
    assert chain.chain_words(steps, "en")[-1] == "A厂 runs at 40% by its own means: the chain is blocked here."


def test_a_slow_circle_is_told_once():
    """With dependence 90 % on each other and A at 50 %: B at 55 % is held by A, A by itself."""
    rows = links(("A", "B", "x", 90, 100, None), ("B", "A", "y", 90, 100, None))
    steps = chain.chain_behind(build_network(rows, enterprises(A=(50, 10), B=(100, 10))), "B")
    assert steps["held_by"].tolist() == ["input", "own"]
    assert "库存未填" in chain.chain_words(steps, "zh")[0]


@pytest.mark.parametrize(
    ("rows", "panel", "assumptions", "of", "wanted"),
    [
        (
            [("A", "B", "矿", 100, 60, 0), ("A", "X", "矿", 100, 40, 0), ("B", "A", None, None, 100, 0)],
            {"A": (100, 10), "B": (100, 10), "X": (0, 10)},
            Assumptions(unknown_dependence=1.0),
            "A",
            [
                "A厂按填报测算可达正常产量的0%，受制于矿（依赖100%），缺口主要在B厂，库存可用0天。",
                "B厂按填报测算可达正常产量的0%，受制于所需原料（依赖100%），缺口主要在A厂，形成循环依赖，需同步协调，"
                "库存可用0天（依赖程度未填，为假定）。",
            ],
        ),
        (
            [("B", "外", "矿", 100, 100, 0)],
            {"B": (100, 10)},
            Assumptions(unknown_level=0.5),
            "B",
            [
                "B厂按填报测算可达正常产量的50%，受制于矿（依赖100%），缺口主要在外公司，库存可用0天。",
                "外公司没有填报，开工水平按50%计。",
            ],
        ),
        ([("B", "A", "矿", 100, 100, 0)], {"A": (100, 10), "B": (100, 10)}, Assumptions(), "B", ["B厂不受上游制约。"]),
    ],
    ids=["a circle", "an assumed level", "nothing"],
)
def test_how_a_chain_ends_in_words(rows, panel, assumptions, of, wanted):
    network = build_network(links(*rows), enterprises(**panel), assumptions=assumptions)
    assert chain.chain_words(chain.chain_behind(network, of), "zh") == wanted


def test_one_enterprise_may_need_many_inputs():
    """Forty inputs, each of a supplier of its own: the last that stands still holds it back."""
    rows = links(*(("B", f"S{n}", f"料{n}", 100, 100, 0) for n in range(40)))
    network = build_network(rows, enterprises(B=(100, 10), **{f"S{n}": (0 if n == 39 else 100, 1) for n in range(40)}))
    assert chain.production(network)[network.places(["B"])] == pytest.approx([0])
    assert chain.chain_behind(network, "B")["node_id"].tolist() == ["B", "S39"]


def test_the_range_names_the_assumption_that_decides():
    rows = links(("B", "A", "矿", None, 100, 0), ("C", "A", "酸", 100, 100, 0))
    row = chain.sensitivity(rows, LINE_PANEL).iloc[0]
    # C gains 0.6 x 200 in any case; B 0.3 x 100 if half depends, none if nothing does, 60 if all does.
    wanted = (150, 120, 180, "unknown_dependence")
    assert (*row[["output_freed_10k_cny", "output_low_10k_cny", "output_high_10k_cny"]].round(9), row["decisive"]) == (
        wanted
    )
    assert (row["rank"], row["rank_worst"]) == (1, 1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda network: chain.unblock_each(network, aim="money"), "unknown aim"),
        (lambda network: chain.unblock_best(network, 0), "at least 1"),
        (lambda network: chain.who_benefits(network, ["nobody"]), "nobody"),
        (lambda network: chain.chain_behind(network, "nobody"), "nobody"),
    ],
)
def test_a_wrong_question_says_so(call, words):
    with pytest.raises(ValueError, match=words):
        call(build_network(LINE, LINE_PANEL))
