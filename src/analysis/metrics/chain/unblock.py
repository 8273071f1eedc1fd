"""What frees most: own level raised to 1 for one supplier, for two, or for as many as a desk can take on."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from analysis.metrics.chain.fixed_point import production, rises
from analysis.metrics.chain.network import Network
from analysis.metrics.chain.screen import joint_promise, worth_of_a_rise
from analysis.metrics.grouping import one_of

AIMS = ("output", "staff")
EXACT_SETS = 2_000  # up to so many sets are all tried
PAIRS_TRIED = 200
_SCREENED = 1_500  # suppliers among which pairs are sought, those that promise most
_CELLS = 100_000  # nodes times cases summed at once
_NOISE = 1e-10  # a rise of production below this is noise of the iteration
_FREED = 1e-6  # an enterprise counts as freed from this rise


def candidates(network: Network) -> np.ndarray:
    """Places of the nodes worth a look: somebody's supplier by a link that binds, and below level 1 by themselves."""
    return np.unique(network.link_source[network.level[network.link_source] < 1 - 1e-9])


def unblock_each(network: Network, aim: str = "output") -> pd.DataFrame:
    """One row per supplier that stands below its full level: what the others gain if it alone ran at level 1.

    output_freed_10k_cny (normal yearly output, 10,000 yuan: sum over the others of normal output x rise of q),
    staff_freed (persons, the same way), enterprises_freed (others that rise at all), own_output_10k_cny and
    own_staff (its own gain apart), level_pct (own level before), production_pct (q before), buyers (that name it
    by a link that binds), basis of the level. Best first by ``aim`` (output or staff).

    Formula: domain page, "Which blocked supplier frees most"; docs/chain.md. Raises ValueError for another aim.
    """
    one_of(aim, AIMS, "aim")
    base = production(network)
    chosen = candidates(network)
    table = _gains(network, chosen[:, None], base)
    nodes = network.nodes.iloc[chosen].reset_index(drop=True)
    buyers = np.bincount(network.link_source, minlength=len(network.level))
    shown = nodes[["node_id", "name", "county_code", "on_register", "basis"]].rename(columns={"node_id": "supplier_id"})
    levels = {"level_pct": 100 * network.level[chosen], "production_pct": 100 * base[chosen], "buyers": buyers[chosen]}
    return _best_first(pd.concat([shown.assign(**levels), table], axis=1), aim, "supplier_id")


def unblock_pairs(network: Network, most: int = PAIRS_TRIED, aim: str = "output") -> pd.DataFrame:
    """One row per pair of suppliers: what the others gain if both ran at level 1, best first.

    ``more_than_alone_10k_cny`` = the pair's gain less the two single gains (above 0: complements). Up to ``most``
    pairs: all where there are no more (``method`` exact), else those that promise most by what their direct
    buyers would gain (``method`` screened; see docs/chain.md).
    """
    one_of(aim, AIMS, "aim")
    base = production(network)
    chosen = candidates(network)
    alone = _gains(network, chosen[:, None], base)
    pairs, method = _pairs(network, chosen, alone, base, most, aim)
    table = _gains(network, pairs, base)
    single = pd.Series(alone["output_freed_10k_cny"].to_numpy(), index=chosen)
    more = table["output_freed_10k_cny"].to_numpy() - sum(single.reindex(column).to_numpy() for column in pairs.T)
    nodes = network.nodes
    who = {
        f"{what}_{number}": nodes[source].to_numpy()[column]
        for number, column in enumerate(pairs.T, start=1)
        for what, source in (("supplier_id", "node_id"), ("name", "name"))
    }
    frame = pd.DataFrame(who).assign(**table, more_than_alone_10k_cny=more, method=method)
    return _best_first(frame, aim, "supplier_id_1", "supplier_id_2")


def unblock_best(network: Network, budget: int = 5, aim: str = "output") -> pd.DataFrame:
    """Which ``budget`` suppliers to unblock together: one row each, in the order to take them.

    Exact where at most 2,000 sets exist: every set is tried (``method`` exact), the members ordered by what each adds.
    Else greedy: each step adds the supplier, or the pair among the 200 most promising (two steps), that adds most per
    supplier, given those chosen (``method`` greedy; the best set may be better). Columns: step, supplier_id, name,
    added_output_10k_cny and added_staff (by this step), output_freed_10k_cny and staff_freed (of all so far;
    gains of those chosen are not counted), method. Raises ValueError for a budget below 1.
    """
    one_of(aim, AIMS, "aim")
    if budget < 1:
        raise ValueError(f"budget 至少是1家供应商，不是{budget} / the budget must be at least 1 supplier, not {budget}")
    base, chosen = production(network), candidates(network)
    budget = min(budget, len(chosen))
    exact = comb(len(chosen), budget) <= EXACT_SETS
    if exact and budget:
        sets = np.array(list(combinations(chosen, budget)))
        worth = _gains(network, sets, base)[_column(aim)].to_numpy()
        chosen = sets[int(np.argmax(worth))]
    order, gains = _greedy(network, chosen, base, budget, aim, pairs=not exact)
    frame = network.nodes.iloc[order][["node_id", "name"]].rename(columns={"node_id": "supplier_id"})
    frame = pd.concat([frame.reset_index(drop=True), gains], axis=1)
    frame.insert(0, "step", np.arange(1, len(order) + 1))
    return frame.assign(method="exact" if exact else "greedy")


def who_benefits(network: Network, supplier_ids: Sequence[str]) -> pd.DataFrame:
    """Who gains if the suppliers ran at level 1: one row per other enterprise whose production rises, most first.

    enterprise_id, name, county_code, industry_code, from_pct, to_pct, output_freed_10k_cny, staff_freed.
    Raises ValueError for an id that is in no link.
    """
    places = network.places(supplier_ids)
    base = production(network)
    rise = next((found[:, 0] for _, found in rises(network, places[None, :], base)), np.zeros(len(base)))
    rise[places] = 0.0
    where = np.flatnonzero(rise > _FREED)
    shown = network.nodes.iloc[where][["node_id", "name", "county_code", "industry_code"]].reset_index(drop=True)
    frame = shown.rename(columns={"node_id": "enterprise_id"}).assign(
        from_pct=100 * base[where],
        to_pct=100 * (base + rise)[where],
        output_freed_10k_cny=(network.output * rise)[where],
        staff_freed=(network.staff * rise)[where],
    )
    return _best_first(frame, "output", "enterprise_id")


_GAINS = ("output_freed_10k_cny", "staff_freed", "enterprises_freed", "own_output_10k_cny", "own_staff")


def _gains(network: Network, sets: np.ndarray, base: np.ndarray, taken: Sequence[int] = ()) -> pd.DataFrame:
    """What each set of places (rows), with those ``taken`` already, frees for the others, and for itself."""
    level = network.level.copy()
    level[list(taken)] = 1.0
    start = replace(network, level=level)
    now = production(start) if len(taken) else base
    freed = np.zeros((len(_GAINS), len(sets)))
    # A case that changes nothing keeps what those taken gave to all but its own members.
    lift = now - base
    lift[list(taken)] = 0.0
    for cases in np.array_split(np.arange(len(sets)), max(1, len(sets) * len(base) // _CELLS)) if len(taken) else ():
        freed[:, cases] = _worth(network, np.repeat(lift[:, None], len(cases), axis=1), sets[cases])
    for cases, more in rises(start, sets, now):
        more += (now - base)[:, None]
        more[list(taken)] = 0.0
        freed[:, cases] = _worth(network, more, sets[cases])
    return pd.DataFrame(dict(zip(_GAINS, freed, strict=True)))


def _worth(network: Network, rise: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """Output, staff and number of the others that rise, then output and staff of the set itself: one column a case."""
    rise[rise < _NOISE] = 0.0
    members, cases = sets.T, np.arange(len(sets))
    own = rise[members, cases]
    rise[members, cases] = 0.0
    return np.array(
        [
            network.output @ rise,
            network.staff @ rise,
            (rise > _FREED).sum(axis=0),
            (network.output[members] * own).sum(axis=0),
            (network.staff[members] * own).sum(axis=0),
        ]
    )


def _pairs(
    network: Network, chosen: np.ndarray, alone: pd.DataFrame, base: np.ndarray, most: int, aim: str
) -> tuple[np.ndarray, str]:
    """The pairs to try, as places, and how they were found."""
    count = len(chosen)
    if comb(count, 2) <= most:
        return np.array(list(combinations(chosen, 2)), dtype=int).reshape(-1, 2), "exact"
    worth = network.output if aim == "output" else network.staff
    single = alone[_column(aim)].to_numpy()
    if count > _SCREENED:
        hopes = single + worth_of_a_rise(network, base, worth)[chosen] * (1 - base[chosen])
        kept = np.sort(np.argpartition(hopes, -_SCREENED)[-_SCREENED:])
        chosen, single, count = chosen[kept], single[kept], _SCREENED
    promise = joint_promise(network, chosen, single, base, worth)
    best = np.argpartition(promise, -most)[-most:] if most else np.array([], dtype=int)
    rows, columns = np.triu_indices(count, 1)
    return np.column_stack([chosen[rows[best]], chosen[columns[best]]]), "screened"


def _greedy(
    network: Network, chosen: np.ndarray, base: np.ndarray, budget: int, aim: str, *, pairs: bool
) -> tuple[np.ndarray, pd.DataFrame]:
    """Places in the order taken, and one row of gains per step."""
    taken: list[int] = []
    shortlist = np.empty((0, 2), dtype=int)
    if pairs and budget > 1:
        shortlist, _ = _pairs(network, chosen, _gains(network, chosen[:, None], base), base, PAIRS_TRIED, aim)
    steps, total = [], pd.Series({"output_freed_10k_cny": 0.0, "staff_freed": 0.0})
    while len(taken) < budget:
        ones = np.setdiff1d(chosen, taken)[:, None]
        twos = shortlist[~np.isin(shortlist, taken).any(axis=1)] if budget - len(taken) > 1 else shortlist[:0]
        options = [*ones, *twos]
        tables = [_gains(network, sets, base, taken) for sets in (ones, twos) if len(sets)]
        table = pd.concat(tables, ignore_index=True)
        worth = (table[_column(aim)] - total[_column(aim)]) / [len(option) for option in options]
        best = int(worth.idxmax())
        new, after = options[best], table.loc[best, list(total.index)].astype(float)
        for number, place in enumerate(new, start=1):
            taken.append(int(place))
            steps.append(_step((after - total) / len(new), total + (after - total) * number / len(new)))
        total = after
    return np.array(taken, dtype=int), pd.DataFrame(steps, columns=_STEP)


_STEP = ["added_output_10k_cny", "added_staff", "output_freed_10k_cny", "staff_freed"]


def _step(added: pd.Series, total: pd.Series) -> dict[str, float]:
    return dict(zip(_STEP, [*added, *total], strict=True))


def _column(aim: str) -> str:
    return "output_freed_10k_cny" if aim == "output" else "staff_freed"


def _best_first(frame: pd.DataFrame, aim: str, *names: str) -> pd.DataFrame:
    """By what is freed, then by name, so that equal inputs give equal lists."""
    by = [_column(aim), *[c for c in ("enterprises_freed",) if c in frame.columns], *names]
    falling = [name in names for name in by]
    # What differs only by the noise of the iteration is equal.
    keys = frame.assign(**{_column(aim): frame[_column(aim)].astype(float).round(3)})
    return frame.loc[keys.sort_values(by, ascending=falling).index].reset_index(drop=True)
