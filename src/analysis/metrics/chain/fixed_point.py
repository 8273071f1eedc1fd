"""The greatest fixed point of production, for one or for many sets of own levels at once."""

from collections.abc import Iterator

import numpy as np

from analysis.metrics.chain.network import Network

_CLOSE = 1e-12
_MOST_STEPS = 20_000
_MOST_LAYERS = 32
_CELLS = 100_000  # nodes times cases worked on at once, so that memory stays small


def production(network: Network, level: np.ndarray | None = None) -> np.ndarray:
    """q of every node (0..1): min of its own level and of what each input allows, iterated down from q = 1.

    ``level``: own levels other than the network's. Ends where no q moves by more than 1e-12.
    """
    own = network.level if level is None else level
    return _iterate(_Sums(network), own[:, None], np.ones((len(own), 1)))[:, 0]


def rises(network: Network, sets: np.ndarray, base: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """How far q of every node rises where, in each case, the nodes of a set have own level 1.

    Yields, some cases at a time, the places of the cases in ``sets`` and the rises (nodes x cases); cases that change
    nothing are left out. ``sets``: places of nodes, one row per case; ``base``: `production` of the network.
    Where the solution is the only one, iteration goes up from ``base``, which is near, and a case whose nodes' inputs
    allow no more changes nothing. Else it goes down from 1 over what the set can reach; a case whose nodes all stand
    below their own level changes nothing then (the equations are concave and rising: a higher solution would
    show near ``base``).
    """
    sums = _Sums(network)
    unique = is_unique(network)
    may_rise = base >= network.level - _CLOSE
    if unique:
        may_rise = np.ones(len(base), bool)
        may_rise[sums.owners] = sums.allowed(base[:, None])[:, 0] > base[sums.owners] + _CLOSE
    moving = np.flatnonzero(may_rise[sets].any(axis=1))
    width = max(1, _CELLS // max(len(base), 1))
    for first in range(0, len(moving), width):
        part = moving[first : first + width]
        cases, own = np.arange(len(part)), np.repeat(network.level[:, None], len(part), axis=1)
        for column in sets[part].T:
            own[column, cases] = 1.0
        start = np.repeat(base[:, None], len(part), axis=1)
        if not unique:
            start[_reached(network, sets[part])] = 1.0
        yield part, _iterate(sums, own, start) - base[:, None]


def is_unique(network: Network) -> bool:
    """Whether the equations have one solution only: no set of nodes that depend wholly, and only, on each other.

    Peels: a node stays in the set while it has a group with dependence 1, no rest, and all suppliers in the set.
    """
    closed = np.ones(len(network.level), bool)
    total = (network.group_dependence > 1 - 1e-9) & (network.group_rest < 1e-9)
    while True:
        inside = total.copy()
        inside[network.link_group[~closed[network.link_source]]] = False
        stays = np.zeros_like(closed)
        stays[network.group_owner[inside]] = True
        stays &= closed
        if (stays == closed).all():
            return not closed.any()
        closed = stays


class _Sums:
    """The network's links as what one step of the iteration needs.

    Summing ragged groups with ``reduceat`` is slow along many cases. So groups are taken longest first, and the n-th
    links of all groups that have one form a layer: adding a layer is one step over a contiguous block.
    """

    def __init__(self, network: Network):
        dependence = network.group_dependence
        fixed = network.group_rest * dependence + 1 - dependence
        groups, self.layers, self.tail = _layers(network.link_group, len(dependence))
        weight = network.link_share * dependence[network.link_group]
        self.layers = [(network.link_source[links], weight[links][:, None]) for links in self.layers]
        links, self.tail_starts = self.tail
        self.tail = (network.link_source[links], weight[links][:, None])
        self.fixed = fixed[groups][:, None]
        # Each owner's groups likewise, by their places in the new order.
        owners, owner_of_group = np.unique(network.group_owner[groups], return_inverse=True)
        order = np.argsort(owner_of_group, kind="stable")
        sorted_owners, self.choices, (rest, self.rest_starts) = _layers(owner_of_group[order], len(owners))
        self.choices, self.rest = [order[layer] for layer in self.choices], order[rest]
        self.owners = owners[sorted_owners]

    def allowed(self, q: np.ndarray) -> np.ndarray:
        """What the scarcest input of each of ``owners`` allows."""
        given = np.repeat(self.fixed, q.shape[1], axis=1)
        for source, weight in self.layers:
            given[: len(source)] += weight * q[source]
        if len(self.tail_starts):
            source, weight = self.tail
            given[: len(self.tail_starts)] += np.add.reduceat(weight * q[source], self.tail_starts, axis=0)
        least = given[self.choices[0]] if self.choices else np.ones((0, q.shape[1]))
        for layer in self.choices[1:]:
            np.minimum(least[: len(layer)], given[layer], out=least[: len(layer)])
        if len(self.rest_starts):
            part = np.minimum.reduceat(given[self.rest], self.rest_starts, axis=0)
            np.minimum(least[: len(part)], part, out=least[: len(part)])
        return least


def _layers(of: np.ndarray, count: int) -> tuple[np.ndarray, list[np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Members of groups by layers. ``of``: the group of each member, in rising order; every group has a member.

    Returns the groups in their new order, longest first; for each layer its members; and the members beyond the
    last layer, with where those of each (of the first groups) begin.
    """
    size = np.bincount(of, minlength=count)
    groups = np.argsort(-size, kind="stable")
    first = (np.cumsum(size) - size)[groups]
    length = size[groups]
    layers = [first[length > n] + n for n in range(min(_MOST_LAYERS, length.max(initial=0)))]
    long = np.flatnonzero(length > _MOST_LAYERS)
    pieces = [np.arange(first[g] + _MOST_LAYERS, first[g] + length[g]) for g in long]
    starts = np.cumsum([0, *(len(piece) for piece in pieces)])[:-1] if pieces else np.array([], dtype=int)
    return groups, layers, (np.concatenate(pieces) if pieces else np.array([], dtype=int), starts)


def _iterate(sums: _Sums, own: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Repeat q = min(own, allowed(q)) until nothing moves; cases that stand still are done."""
    result = np.minimum(start, own)
    free = np.ones(len(own), bool)
    free[sums.owners] = False
    result[free] = own[free]  # a node without suppliers runs at its own level
    if not len(sums.owners):
        return result
    going, q, limit = np.arange(own.shape[1]), result.copy(), own[sums.owners]
    for _ in range(_MOST_STEPS):
        moved = np.minimum(limit, sums.allowed(q))
        still = np.abs(moved - q[sums.owners]).max(axis=0) < _CLOSE
        q[sums.owners] = moved
        if 4 * still.sum() >= len(still):  # leaving cases out costs a copy: not for a few
            result[:, going[still]] = q[:, still]
            going, q, limit = going[~still], q[:, ~still], limit[:, ~still]
            if not len(going):
                return result
    result[:, going] = q
    return result


def _reached(network: Network, sets: np.ndarray) -> np.ndarray:
    """True for every node (rows) downstream of a case's set (columns), the set included."""
    cases = np.arange(len(sets))
    reached = np.zeros((len(network.level), len(sets)), bool)
    for column in sets.T:
        reached[column, cases] = True
    owner = network.group_owner[network.link_group]
    order = np.argsort(owner, kind="stable")
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    owners, source = owner[order][starts], network.link_source[order]
    while True:
        fed = np.logical_or.reduceat(reached[source], starts, axis=0)
        if not (fed & ~reached[owners]).any():
            return reached
        reached[owners] |= fed
