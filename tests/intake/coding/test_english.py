"""What texts in English say of difficulties."""

import pytest

from analysis.intake.coding.coder import code_each

CASES = {
    "Shortage of staff": "labour",
    "No raw materials": "raw_material",
    "Road closures": "logistics",
    "staff shortage and high freight cost": "labour logistics",
    "Supplier closed, no raw materials": "raw_material chain",
    "Suppliers not open": "chain",
    "Late payments by customers": "funds",
    "Shortage of skilled welders": "labour",
    "customers": "orders",
    "Need spare parts for boiler": "equipment",
    "power cuts twice a week": "energy",
    "Customers cancelled orders": "orders",
    "not enough staff": "labour",
    "Goods cannot be delivered": "logistics",
    "No trucks available": "logistics",
    "Delivery delays": "logistics",
    "Steel not delivered by supplier": "raw_material",
    "Cartons have not been delivered": "packaging",
    "no problem with staff available": "none",
    "enough staff but no orders": "orders",
    "Awaiting fire inspection": "approval",
    "Lack of PPE": "protective_supplies",
    "flood damage to building": "other",
    "Machinery damaged by the flood": "equipment",
    "Cannot find enough people": "labour",
    "We can't get sufficient stocks": "raw_material",
    "Struggling to find enough cash": "funds",
    "Awaiting clearance": "approval",
    "Broken machines not repaired": "equipment",
    "Boiler failure repaired": "none",
    "Hardware received": "none",
    "Hardly any masks available": "protective_supplies",
    "Failed to obtain masks": "protective_supplies",
    "Difficulties getting enough workers": "labour",
    "Cannot pay salaries": "funds",
    "No constraints at the moment": "none",
    "the council": "other",
    "None": "none",
    "N/A": "none",
    "no problems": "none",
    "no staff shortage": "none",
    "Nothing at this time": "none",
    "None so far": "none",
    "Nothing arrives": "other",
    "raw materials sufficient": "none",
}


@pytest.mark.parametrize(("text", "categories"), CASES.items(), ids=list(CASES))
def test_a_text_names_its_difficulties(text, categories):
    ((rows, _),) = code_each([text])
    assert " ".join(row.category for row in rows) == categories


@pytest.mark.parametrize(
    ("text", "category", "amount", "unit"),
    [
        ("masks resolved, still short of 20 workers", "labour", 20, "人"),
        ("raw materials last 5 days only", "raw_material", 5, "天"),
    ],
)
def test_the_need_is_counted(text, category, amount, unit):
    (((row,), found),) = code_each([text])
    assert (row.category, found, row.unit) == (category, amount, unit)
    assert row.resolved == ("resolved" in text)


def test_a_long_row_of_denials_is_read_at_once():
    [(rows, _)] = code_each(["no " * 30_000 + "transport"])
    assert [row.category for row in rows] == ["logistics"]
