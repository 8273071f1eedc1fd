"""Persons behind the enterprise's name, in its cell. All enterprises and persons are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned

PHONE, PERSON = "13800000017", "陈砚舟"


@pytest.mark.parametrize("header", ["企业名称及联系方式", "企业名称、联系人"])
@pytest.mark.parametrize(
    "cell",
    ["{}\n（{}，{}）", "{} {} {}", "{}{}{}", "{}/{}/{}", "{}（{} {}）", "{}（{}）{}"],
    ids=lambda cell: repr(cell),
)
def test_the_enterprise_is_read_and_nobody_else(tmp_path, header, cell):
    rows = [
        [header, "是否复工", "备注"],
        [cell.format(ONE, PERSON, PHONE), "是", f"找{PERSON}"],
        [cell.format("甲县新厂（虚构）", PERSON, PHONE), "否", ""],
        [TWO, "否", ""],
    ]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    status = tables["status"].sort_values("source_row")
    assert status["name"].tolist()[::2] == [ONE, TWO]
    said = "".join(table.to_csv() for table in tables.values())
    assert PERSON not in said
    assert PHONE not in said


def test_a_person_alone_is_no_enterprise(tmp_path):
    rows = [["企业名称及联系人", "是否复工"], [ONE, "是"], [f"{PERSON} {PHONE}", "否"]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"]["name"].tolist() == [ONE]
    assert tables["findings"].set_index("rule").loc["row_without_name", "cells"] == "A3"


@pytest.mark.parametrize("cell", ["{}（{} {}）", "{}（联系人：{}，{}）", "{} {} {}", "{} 电话：{}、{}"])
def test_whose_header_asks_for_no_person_may_have_one_all_the_same(tmp_path, cell):
    rows = [["企业名称", "是否复工"], [cell.format(ONE, PERSON, PHONE), "是"], [TWO, "否"]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"].sort_values("source_row")["name"].tolist() == [ONE, TWO]
    assert tables["findings"].set_index("rule").loc["personal_masked", "cells"] == "A2"


@pytest.mark.parametrize("label", ["企业名称及联系电话", "企业名称、联系人"])
def test_a_form_may_ask_for_both(tmp_path, label):
    rows = [["企业复工登记表", ""], [label, f"{ONE} {PERSON} {PHONE}"], ["是否复工", "是"], ["返岗人数", 80]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"][["name", "state", "staff_back"]].values.tolist() == [[ONE, "running", 80]]
    assert all(told not in "".join(table.to_csv() for table in tables.values()) for told in (PERSON, PHONE))
