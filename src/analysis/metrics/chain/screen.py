"""Which pairs of suppliers are worth an exact reckoning: a cheap estimate for all of them at once."""

import numpy as np

from analysis.metrics.chain.network import Network

_ROUNDS = 30
_MOST_CELLS = 4_000_000  # a buyer with more groups x suppliers x suppliers is left out of the estimate


def worth_of_a_rise(network: Network, base: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """What a small rise of each node's production is worth, counting those whom it feeds, to the first order.

    Each node passes its value on to the suppliers of its scarcest group, by dependence x share; a node held by its
    own level passes nothing on.
    """
    owner = network.group_owner
    weight = network.link_share * network.group_dependence[network.link_group]
    allowed = network.allowed(base)
    binds = (allowed <= base[owner] + 1e-9) & (allowed < network.level[owner] - 1e-9)
    active = binds[network.link_group]
    source, target, passed = network.link_source[active], owner[network.link_group[active]], weight[active]
    value = worth.astype(float)
    for _ in range(_ROUNDS):
        value = worth + np.bincount(source, passed * value[target], minlength=len(worth))
    return value


def joint_promise(
    network: Network, chosen: np.ndarray, alone: np.ndarray, base: np.ndarray, worth: np.ndarray
) -> np.ndarray:
    """An estimate of what each pair frees, in the order of ``np.triu_indices(len(chosen), 1)``.

    The two single gains, and for each common buyer what it would gain beyond them if both delivered in full, times the
    worth of its rise; and where one feeds the other, the worth of what stays held back in it alone.
    """
    count = len(chosen)
    place = np.full(len(network.level), -1)
    place[chosen] = np.arange(count)
    value = worth_of_a_rise(network, base, worth)
    bonus = np.zeros((count, count))
    owners = network.group_owner[network.link_group]
    weight = network.link_share * network.group_dependence[network.link_group]
    lift = weight * (1.0 - base[network.link_source])
    allowed = network.allowed(base)
    order = np.argsort(owners, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(owners[order])) + 1):
        rows = rows[place[network.link_source[rows]] >= 0]
        if len(rows):
            _add_buyer(bonus, network, rows, place, lift, allowed, base, value, worth)
    both = alone[:, None] + alone[None, :] + bonus + bonus.T
    return both[np.triu_indices(count, 1)]


def _add_buyer(
    bonus: np.ndarray,
    network: Network,
    rows: np.ndarray,
    place: np.ndarray,
    lift: np.ndarray,
    allowed: np.ndarray,
    base: np.ndarray,
    value: np.ndarray,
    worth: np.ndarray,
) -> None:
    """Add, for one buyer, what two of its suppliers give together beyond what each gives alone."""
    buyer = network.group_owner[network.link_group[rows[0]]]
    groups = np.flatnonzero(network.group_owner == buyer)
    suppliers, column = np.unique(place[network.link_source[rows]], return_inverse=True)
    if len(groups) * len(suppliers) ** 2 > _MOST_CELLS:
        return
    rises = np.zeros((len(groups), len(suppliers)))
    np.add.at(rises, (np.searchsorted(groups, network.link_group[rows]), column), lift[rows])
    limit = allowed[groups]

    def reached(more: np.ndarray, own: float) -> np.ndarray:
        return np.minimum(own, (limit[(..., *[None] * (more.ndim - 1))] + more).min(axis=0)) - base[buyer]

    own = network.level[buyer]
    single = np.maximum(reached(rises, own), 0.0)
    pair = np.maximum(reached(rises[:, :, None] + rises[:, None, :], own), 0.0)
    extra = np.maximum(pair - single[:, None] - single[None, :], 0.0) * value[buyer]
    np.fill_diagonal(extra, 0.0)
    bonus[np.ix_(suppliers, suppliers)] += extra / 2
    if place[buyer] >= 0:
        # The buyer is a blocked supplier itself: with its own level raised too, its input's rise gets through.
        through = np.maximum(reached(rises, 1.0), 0.0) - single
        bonus[suppliers, place[buyer]] += through * (value[buyer] - worth[buyer])
