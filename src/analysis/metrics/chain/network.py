"""The supply network of one period as arrays: nodes, input groups and links. What is not known is assumed, and said."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.metrics.chain.levels import own_levels
from analysis.metrics.grouping import numbers, require

_TOLERANCE = 0.02  # shares within 2 points of 100 % are the whole, rounded


@dataclass(frozen=True)
class Assumptions:
    """What is taken where nothing is known. ``horizon_days``: stock that lasts longer shields for the whole horizon.

    ``unknown_level``: of a node without a return or outside the register (1: no news counts as running).
    ``unknown_dependence``: of production that stops without an input. ``unknown_stock_days``: where stock is not said.
    ``rest_runs``: where shares of an input add up to less than 100 %, whether the rest comes from others who deliver
    (else the suppliers named stand for the whole).
    """

    horizon_days: float = 7.0
    unknown_level: float = 1.0
    unknown_dependence: float = 0.5
    unknown_stock_days: float = 0.0
    rest_runs: bool = True


@dataclass(frozen=True)
class Network:
    """Links are sorted by group, groups by owner. ``nodes``: one row per node, in the order of every array of nodes.

    Columns of nodes: node_id, name, county_code, industry_code, on_register, level (own, assumed where unknown),
    basis, output_10k_cny (normal, a year), staff (normal), has_output. Shares of a group sum to at most 1; the rest
    (``group_rest``) always comes. ``links`` and ``groups`` keep what was left out of the arrays (self-supply,
    shielded groups) for words.
    """

    nodes: pd.DataFrame
    groups: pd.DataFrame  # owner, input, dependence, stock_days, binds, dependence_known, stock_known
    level: np.ndarray
    output: np.ndarray
    staff: np.ndarray
    group_owner: np.ndarray
    group_rest: np.ndarray
    group_dependence: np.ndarray
    link_group: np.ndarray
    link_source: np.ndarray
    link_share: np.ndarray
    assumptions: Assumptions

    def allowed(self, q: np.ndarray) -> np.ndarray:
        """What each group allows its owner (0..1) where the nodes produce ``q``."""
        given = np.bincount(self.link_group, self.link_share * q[self.link_source], minlength=len(self.group_rest))
        return self.group_dependence * (given + self.group_rest) + 1 - self.group_dependence

    def places(self, node_ids: object) -> np.ndarray:
        """The places of nodes; raises ValueError for one that is in no link."""
        found = pd.Index(self.nodes["node_id"]).get_indexer(list(node_ids))
        if (found < 0).any():
            absent = ", ".join([str(node) for node, place in zip(node_ids, found, strict=True) if place < 0][:5])
            raise ValueError(
                f"供应关系中没有 {absent}；有的编号见 nodes 的 node_id / "
                f"no link names the node(s) {absent}; those there are: node_id of nodes"
            )
        return found


def latest_links(suppliers: pd.DataFrame) -> pd.DataFrame:
    """The rows of each enterprise's latest date: who supplies it changes slowly, so an older answer holds on.

    A stock that is told without a supplier is no link.
    """
    require(suppliers, ["enterprise_id", "supplier_id"], "suppliers")
    suppliers = suppliers[suppliers["supplier_id"].notna()]
    if "as_of" not in suppliers.columns or suppliers.empty:
        return suppliers
    latest = suppliers.groupby("enterprise_id")["as_of"].transform("max")
    return suppliers[suppliers["as_of"].eq(latest) | latest.isna()]


def build_network(
    suppliers: pd.DataFrame,
    panel: pd.DataFrame,
    difficulties: pd.DataFrame | None = None,
    assumptions: Assumptions | None = None,
    levels: Mapping[str, float] | None = None,
) -> Network:
    """The network of the links (latest of each enterprise) and the enterprises of one period's panel.

    ``levels``: own levels (0..1) that are known otherwise, by node id, such as of a firm outside the area.
    One input of an enterprise is one group; its dependence is the largest stated, its stock the smallest. Shares are
    set by `_shares`. Self-supply counts as always there. Raises ValueError for missing columns.
    """
    assumed = assumptions or Assumptions()
    links = _links(latest_links(suppliers))
    nodes = _nodes(links, panel, difficulties, assumed, levels or {})
    groups = _groups(links, assumed)
    place = pd.Index(nodes["node_id"])
    source, owner = place.get_indexer(links["supplier_id"]), place.get_indexer(groups["owner"])
    share = _shares(links, len(groups), assumed)
    kept = groups["binds"].to_numpy()[links["group"]] & (source != owner[links["group"]]) & (share > 0)
    # Groups that cannot bind are left out; the others are numbered anew.
    used = np.unique(links["group"].to_numpy()[kept])
    link_group = np.searchsorted(used, links["group"].to_numpy()[kept])
    given = np.bincount(link_group, share[kept], minlength=len(used))
    return Network(
        nodes=nodes,
        groups=groups.iloc[used].reset_index(drop=True),
        level=nodes["level"].to_numpy(float),
        output=numbers(nodes, "output_10k_cny").fillna(0.0).to_numpy(),
        staff=numbers(nodes, "staff").fillna(0.0).to_numpy(),
        group_owner=owner[used],
        group_rest=np.clip(1.0 - given, 0.0, 1.0),
        group_dependence=groups["dependence"].to_numpy(float)[used],
        link_group=link_group,
        link_source=source[kept],
        link_share=share[kept],
        assumptions=assumed,
    )


def _links(suppliers: pd.DataFrame) -> pd.DataFrame:
    """One row per enterprise, input and supplier, sorted by enterprise and input, with the number of its group."""
    frame = pd.DataFrame(
        {
            "enterprise_id": suppliers["enterprise_id"].astype(object),
            "supplier_id": suppliers["supplier_id"].astype(object),
            "supplier_name": suppliers.get("supplier_name", suppliers["supplier_id"]).astype(object),
            "input": suppliers["input"].astype(object).where(suppliers["input"].notna(), "")
            if "input" in suppliers.columns
            else "",
            **{f: numbers(suppliers, f) for f in ("dependence_pct", "share_pct", "stock_days")},
        }
    )
    frame = frame[frame["enterprise_id"].notna() & frame["supplier_id"].notna()]
    for column in ("dependence_pct", "share_pct", "stock_days"):
        frame[column] = frame[column].where(frame[column] >= 0)
    frame = frame.sort_values(["enterprise_id", "input", "supplier_id"], kind="stable")
    frame = frame.drop_duplicates(["enterprise_id", "input", "supplier_id"]).reset_index(drop=True)
    return frame.assign(group=frame.groupby(["enterprise_id", "input"], sort=False).ngroup())


def _groups(links: pd.DataFrame, assumed: Assumptions) -> pd.DataFrame:
    """One row per enterprise and input; ``binds`` unless its stock outlasts the horizon."""
    grouped = links.groupby("group", sort=True)
    frame = grouped.agg(
        owner=("enterprise_id", "first"),
        input=("input", "first"),
        dependence=("dependence_pct", "max"),
        stock_days=("stock_days", "min"),
    )
    dependence, stock = numbers(frame, "dependence") / 100, numbers(frame, "stock_days")
    held = stock.fillna(assumed.unknown_stock_days)
    return frame.assign(
        dependence_known=dependence.notna(),
        stock_known=stock.notna(),
        dependence=dependence.fillna(assumed.unknown_dependence).clip(0, 1),
        binds=~(held > assumed.horizon_days),
    ).reset_index(drop=True)


def _shares(links: pd.DataFrame, count: int, assumed: Assumptions) -> np.ndarray:
    """Shares 0..1 of each link in its group.

    None stated: equal. Some stated: what they leave is split equally among the others. More than the whole: scaled
    down to it. Less (by over two points): as ``assumed.rest_runs`` says.
    """
    group = links["group"].to_numpy()
    stated = links["share_pct"].to_numpy(float) / 100
    blank = np.isnan(stated)
    total = np.bincount(group, np.where(blank, 0.0, stated), minlength=count)
    blanks = np.bincount(group, blank, minlength=count)
    left = np.divide(np.clip(1.0 - total, 0.0, 1.0), blanks, out=np.zeros(count), where=blanks > 0)
    share = np.where(blank, left[group], stated)
    whole = np.bincount(group, share, minlength=count)
    scale = (whole > 1.0 - _TOLERANCE) | (not assumed.rest_runs)
    divisor = np.where(scale & (whole > 0), whole, 1.0)
    return share / divisor[group]


def _nodes(
    links: pd.DataFrame,
    panel: pd.DataFrame,
    difficulties: pd.DataFrame | None,
    assumed: Assumptions,
    levels: Mapping[str, float],
) -> pd.DataFrame:
    """Every enterprise and supplier of a link, those of the panel with what is known of them."""
    ids = pd.unique(pd.concat([links["enterprise_id"], links["supplier_id"]], ignore_index=True))
    # A panel of one period has an enterprise once; of several the last row holds.
    known = panel.drop_duplicates("enterprise_id", keep="last").set_index("enterprise_id")
    names = links.drop_duplicates("supplier_id").set_index("supplier_id")["supplier_name"]
    rows = known.reindex(ids)
    own = own_levels(panel.drop_duplicates("enterprise_id", keep="last"), difficulties).reindex(ids)
    own["basis"] = own["basis"].where(own["basis"].notna(), "outside")
    given = pd.Series(levels, dtype=float).reindex(ids)
    own["basis"] = own["basis"].where(given.isna(), "given")
    level = given.fillna(own["level"]).fillna(assumed.unknown_level)

    def text(column: str) -> np.ndarray:
        found = rows[column].astype(object) if column in rows.columns else pd.Series(None, index=ids, dtype=object)
        return found.where(found.notna(), None).to_numpy()

    output = numbers(rows, "annual_output_10k_cny").to_numpy()
    staff = numbers(rows, "staff_normal_register").fillna(numbers(rows, "staff_normal")).to_numpy()
    label = pd.Series(text("name"), index=ids, dtype=object)
    return pd.DataFrame(
        {
            "node_id": ids,
            "name": label.where(label.notna(), names.reindex(ids))
            .where(lambda s: s.notna(), pd.Series(ids, ids))
            .array,
            "county_code": text("county_code"),
            "industry_code": text("industry_code"),
            "on_register": pd.Index(ids).isin(known.index),
            "level": np.clip(level.to_numpy(float), 0.0, 1.0),
            "basis": own["basis"].to_numpy(),
            "output_10k_cny": np.where(output >= 0, output, np.nan),
            "staff": np.where(staff >= 0, staff, np.nan),
        }
    )
