"""How far each enterprise could run by its own means, whatever its suppliers do."""

import numpy as np
import pandas as pd

from analysis.metrics.grouping import numbers, require, truth
from analysis.vocabulary.entries import RESUMED

# Difficulties that say an input does not come. Transport counts where it is of goods coming in.
SUPPLY_CATEGORIES = ("raw_material", "packaging", "energy", "chain")
_PARTIAL_LEVEL = 0.5


def short_of_inputs(difficulties: pd.DataFrame) -> pd.Series:
    """Enterprises with an open difficulty of supply: index enterprise_id, True where they name nothing else.

    ``difficulties`` of one period. Supply: raw_material, packaging, energy, chain, and logistics of goods coming in.
    A category that a text names is open, also where the text says (``resolved``) that something else is solved.
    """
    require(difficulties, ["enterprise_id", "category"], "difficulties")
    rows = difficulties[difficulties["category"].ne("none") & difficulties["enterprise_id"].notna()]
    inward = rows["category"].isin(SUPPLY_CATEGORIES)
    if "direction" in rows.columns:
        inward |= rows["category"].eq("logistics") & truth(rows["direction"].eq("in"))
    by_enterprise = inward.groupby(rows["enterprise_id"])
    only = by_enterprise.all()
    return only[by_enterprise.any()]


def own_levels(panel: pd.DataFrame, difficulties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each enterprise's own level r (0..1) and what it rests on (``basis``): index enterprise_id.

    Resumed: staff back over normal staff, or capacity where that is less; without either number 1, partly resumed
    0.5. Capacity is left out for an enterprise that is short of inputs, because it then already shows what
    suppliers hold back. Not resumed: 0; but 1 where all that it names is missing inputs (basis ``waiting``).
    No return or state unknown: missing, basis ``unknown``. Source: docs/chain.md.
    """
    require(panel, ["enterprise_id", "state"], "the panel")
    short = pd.Series(dtype=bool) if difficulties is None else short_of_inputs(difficulties)
    state = panel["state"].astype("object")
    is_short = panel["enterprise_id"].isin(short.index).to_numpy()
    waits = panel["enterprise_id"].isin(short.index[short.to_numpy(dtype=bool)]).to_numpy()
    normal = numbers(panel, "staff_normal").to_numpy()
    staff = np.divide(numbers(panel, "staff_back"), normal, out=np.full(len(panel), np.nan), where=normal > 0)
    capacity = np.where(is_short, np.nan, numbers(panel, "capacity_pct").to_numpy() / 100)
    said = np.fmin(staff, capacity)
    runs = state.isin(RESUMED).to_numpy()
    assumed = np.where(state.eq("partial"), _PARTIAL_LEVEL, 1.0)
    level = np.where(runs, np.clip(np.where(np.isnan(said), assumed, said), 0, 1), 0.0)
    basis = np.where(np.isnan(said), "state", np.where(np.fmin(staff, np.inf) == said, "staff", "capacity"))
    basis = np.where(runs, basis, "state").astype(object)
    waiting = waits & state.isin(["planned", "stopped"]).to_numpy()
    level[waiting], basis[waiting] = 1.0, "waiting"
    unknown = (panel["state"].isna() | state.eq("unknown")).to_numpy(dtype=bool)
    level[unknown], basis[unknown] = np.nan, "unknown"
    return pd.DataFrame({"level": level, "basis": basis}, index=pd.Index(panel["enterprise_id"], dtype=object))
