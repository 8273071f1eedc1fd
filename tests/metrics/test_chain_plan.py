"""What to unblock first as a report gets it: the model only where enough is linked, and the chain to draw."""

import pandas as pd
import pytest

from analysis.metrics import chain

ROWS = [("B", "A", "矿", 100, 100, 0), ("C", "B", "酸", 50, 100, 0)]
COLUMNS = ["enterprise_id", "supplier_id", "input", "dependence_pct", "share_pct", "stock_days"]


def links(*rows):
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(supplier_name=frame["supplier_id"] + "公司")


def panel(**levels):
    """Id -> (staff back of 100, normal output)."""
    rows = [
        {
            "enterprise_id": name,
            "name": f"{name}厂",
            "county_code": "01",
            "industry_code": "26",
            "state": "running",
            "staff_normal": 100.0,
            "staff_back": back,
            "staff_normal_register": 100.0,
            "annual_output_10k_cny": output,
            "above_scale": True,
            "normal_before_festival": True,
        }
        for name, (back, output) in levels.items()
    ]
    return pd.DataFrame(rows)


PANEL = panel(A=(40, 50), B=(100, 100), C=(100, 200))


def short(*names):
    return pd.DataFrame({"enterprise_id": list(names), "category": "raw_material"})


@pytest.mark.parametrize(
    ("told", "is_whole", "shown"),
    [(("B", "C"), True, True), (("B", "C"), False, False), (("A",), True, False), ((), True, False)],
    ids=["all linked", "one county only", "none linked", "nobody short"],
)
def test_the_model_is_shown_only_where_it_may_be(told, is_whole, shown):
    plan = chain.unblock_plan(links(*ROWS), PANEL, short(*told), is_whole=is_whole)
    assert (plan.network is not None) == shown
    assert (plan.singles is not None) == shown
    assert plan.told == 2
    assert len(plan.named) == 2


def test_a_plan_by_hand():
    """A at 40 % holds B at 40 % and C at 70 %: freeing it gives 60 of B's 100 and 60 of C's 200."""
    plan = chain.unblock_plan(links(*ROWS), PANEL, short("B", "C"))
    row = plan.singles.iloc[0]
    assert row["supplier_id"] == "A"
    assert row[["output_freed_10k_cny", "output_low_10k_cny", "output_high_10k_cny"]].tolist() == pytest.approx(
        [120] * 3
    )
    assert plan.together["supplier_id"].tolist()[0] == "A"
    assert chain.most_held_back(plan.network) in ("B", "C")
    between = chain.links_between(plan.network, ["A", "B", "C"])
    assert between[["supplier_id", "enterprise_id", "input", "dependence_pct"]].values.tolist() == [
        ["A", "B", "矿", 100],
        ["B", "C", "酸", 50],
    ]
    assert chain.links_between(plan.network, ["A", "C"]).empty


def test_links_of_others_than_the_panels_are_left_out():
    plan = chain.unblock_plan(links(*ROWS, ("stranger", "A", "矿", 100, 100, 0)), PANEL, short("B", "C"))
    assert plan.told == 2
    assert plan.named.set_index("supplier_id").loc["A", "enterprises"] == 1


def test_nobody_held_back():
    plan = chain.unblock_plan(links(*ROWS), panel(A=(100, 1), B=(100, 1), C=(100, 1)), short("B", "C"))
    assert plan.singles.empty
    assert chain.most_held_back(plan.network) is None
