"""Two numbers in one cell under a header that names both. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


def read(folder, header, one, two):
    """normal staff, staff back of two enterprises, and the rules noted at column C; that nobody keeps who was due is
    none of them."""
    rows = [[ONE, "是", one], [TWO, "否", two]]
    tables = cleaned(folder, {"甲县2月25日": [["企业名称", "是否复工", header], *rows]})
    status, found = tables["status"].sort_values("source_row"), tables["findings"]
    numbers = status[["staff_normal", "staff_back"]].astype(object)
    numbers = numbers.where(numbers.notna(), None).values.tolist()
    rules = [] if found.empty else sorted(found.loc[found["cells"].str.startswith("C"), "rule"])
    return numbers, [rule for rule in rules if rule != "columns_not_kept"]


@pytest.mark.parametrize(
    ("header", "one", "two", "numbers"),
    [
        ("在岗人数/总人数", "120/150", "0/60", [[150, 120], [60, 0]]),
        ("职工总数／返岗人数（人）", "150／120", "60 / 0", [[150, 120], [60, 0]]),
        ("用工（到岗/正常）", "120/150", "0/60", [[150, 120], [60, 0]]),
        ("人员（总数/返岗）", "150/120", "60/0", [[150, 120], [60, 0]]),
        ("在岗/总人数（人）", "120人/150人", None, [[150, 120], [None, None]]),
        ("职工数/返岗数", "150/120", "60/0", [[150, 120], [60, 0]]),
        ("返岗人数（职工总数）", "120（150）", "0人（60人）", [[150, 120], [60, 0]]),
        ("返岗率（返岗/总数）", "120/150", "0/60", [[150, 120], [60, 0]]),
        ("Staff back / total", "120/150", "0/60", [[150, 120], [60, 0]]),
        ("Staff back (of total)", "120 of 150", "0 of 60", [[150, 120], [60, 0]]),
        ("应到人数/实到人数", "150/120", "60/0", [[None, 120], [None, 0]]),
        ("实到/应到（人）", "120/150", "0/60", [[None, 120], [None, 0]]),
        ("返岗人数（人）", "120", "0", [[None, 120], [None, 0]]),
    ],
)
def test_each_number_is_that_of_its_word(tmp_path, header, one, two, numbers):
    assert read(tmp_path, header, one, two) == (numbers, [])


def test_a_number_alone_is_not_guessed(tmp_path):
    numbers, rules = read(tmp_path, "在岗人数/总人数", "120/150", 60)
    assert (numbers[1], rules) == ([None, None], ["number_unreadable"])


@pytest.mark.parametrize("header", ["在岗人数/宇宙飞船", "返岗人数/到岗人数/总人数"])
def test_a_header_that_names_no_two_numbers_is_told(tmp_path, header):
    assert "header_unknown" in read(tmp_path, header, "120/150", "0/60")[1]


@pytest.mark.parametrize("label", ["在岗人数/总人数", "在岗/职工总数", "人员（返岗/总数）"])
def test_a_form_whose_label_names_two_numbers(tmp_path, label):
    tables = cleaned(tmp_path, {"甲县2月25日": [["企业名称", ONE], ["是否复工", "是"], [label, "120/150"]]})
    row = tables["status"].iloc[0]
    assert (row["staff_normal"], row["staff_back"]) == (150, 120)
    assert tables["findings"].empty


def test_forms_beside_each_other_whose_label_names_two_numbers(tmp_path):
    """ "Staff back / total" is no label that anything else knows; a lone number of two is not guessed."""
    rows = [
        ["Firm:", ONE, None, "Firm:", TWO],
        ["Open again (Y/N):", "Y", None, "Open again (Y/N):", "N"],
        ["Staff back / total", "120/150", None, "Staff back / total", 60],
        ["Problems:", "none", None, "Problems:", "none"],
    ]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    numbers = tables["status"].set_index("name")[["staff_normal", "staff_back"]]
    assert numbers.loc[ONE].tolist() == [150, 120]
    assert numbers.loc[TWO].isna().all()
    assert tables["findings"]["rule"].tolist() == ["number_unreadable"]
