"""The simplest reading of the links: who is named as a supplier, by how many, and how much of the area is linked."""

from dataclasses import dataclass

import pandas as pd

from analysis.metrics.chain.levels import short_of_inputs
from analysis.metrics.chain.network import latest_links
from analysis.metrics.grouping import belongs, numbers, require

LEAST_LINKED_PCT = 30.0


def named_suppliers(suppliers: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """One row per supplier: how many enterprises name it, with their staff and output. Most named first.

    supplier_id, name, on_register, state (of its return; missing where there is none), enterprises (that name it, by
    the latest answer of each; itself not counted), staff (their normal staff, persons; missing if of nobody known),
    staff_known (how many of them have a number), output_10k_cny (their normal yearly output, the same), output_known,
    inputs (what it supplies, joined by 、).
    """
    require(suppliers, ["enterprise_id", "supplier_id", "supplier_name"], "suppliers")
    require(panel, ["enterprise_id", "state"], "the panel")
    links = latest_links(suppliers)
    links = links[links["enterprise_id"].ne(links["supplier_id"])]
    known = panel.drop_duplicates("enterprise_id", keep="last").set_index("enterprise_id")
    buyers = links.drop_duplicates(["enterprise_id", "supplier_id"])
    about = known.reindex(buyers["enterprise_id"])
    staff = numbers(about, "staff_normal_register").fillna(numbers(about, "staff_normal")).to_numpy()
    output = numbers(about, "annual_output_10k_cny").to_numpy()
    marked = buyers[["supplier_id", "supplier_name"]].assign(staff=staff, output_10k_cny=output)
    table = marked.groupby("supplier_id", as_index=False).agg(
        name=("supplier_name", "first"),
        enterprises=("supplier_name", "size"),
        staff=("staff", "sum"),
        staff_known=("staff", "count"),
        output_10k_cny=("output_10k_cny", "sum"),
        output_known=("output_10k_cny", "count"),
    )
    table["staff"] = table["staff"].mask(table["staff_known"].eq(0))
    table["output_10k_cny"] = table["output_10k_cny"].mask(table["output_known"].eq(0))
    if "input" in links.columns:
        said = links.dropna(subset=["input"]).drop_duplicates(["supplier_id", "input"]).sort_values("input")
        table["inputs"] = table["supplier_id"].map(said.groupby("supplier_id")["input"].agg("、".join))
    on_register = table["supplier_id"].isin(known.index)
    state = known["state"].reindex(table["supplier_id"]).to_numpy()
    table.insert(2, "on_register", on_register)
    table.insert(3, "state", state)
    registered = known["name"].reindex(table["supplier_id"]).to_numpy() if "name" in known.columns else table["name"]
    table["name"] = pd.Series(registered, index=table.index, dtype=object).fillna(table["name"])
    order = ["enterprises", "output_10k_cny", "supplier_id"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


@dataclass(frozen=True)
class LinkedShare:
    """Of the enterprises short of inputs, how many told who supplies them."""

    affected: int
    linked: int

    @property
    def share_pct(self) -> float | None:
        """100 * linked / affected; None where nobody is affected."""
        return 100 * self.linked / self.affected if self.affected else None

    @property
    def is_enough(self) -> bool:
        """Whether the model may be shown: at least 30 % of the affected are linked."""
        return self.affected > 0 and 100 * self.linked >= LEAST_LINKED_PCT * self.affected


def linked_share(suppliers: pd.DataFrame, panel: pd.DataFrame, difficulties: pd.DataFrame) -> LinkedShare:
    """How much of the affected is linked; ``difficulties`` and ``panel`` of one period.

    affected = above-scale enterprises of base expected with an open difficulty of supply (`short_of_inputs`);
    linked = those of them that name at least one supplier other than themselves.
    """
    rows = panel[belongs(panel, "above_scale", "expected")]
    affected = set(rows["enterprise_id"]) & set(short_of_inputs(difficulties).index)
    links = suppliers[suppliers["supplier_id"].notna() & suppliers["enterprise_id"].ne(suppliers["supplier_id"])]
    return LinkedShare(len(affected), len(affected & set(links["enterprise_id"])))
