"""Headers that name another day than their table."""

import pytest
from small_survey import ONE, TWO, cleaned

TITLE = ["企业复工情况表（截至2020年2月25日）"]


def returns(folder, header, *values, head=("企业名称", "是否复工"), title=TITLE):
    rows = [[name, *answers, value] for name, answers, value in zip((ONE, TWO), (["是"], ["否"]), values, strict=True)]
    tables = cleaned(folder, {"甲县": [title, [*head, header], *rows]})
    rules = [] if tables["findings"].empty else tables["findings"]["rule"].tolist()
    return tables["status"].sort_values("source_row"), "header_other_day" in rules


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("2019年12月31日从业人员数", "staff_normal"),
        ("截至1月20日在册职工数", "staff_normal"),
        ("截至2月24日24时返岗人数", "staff_back"),
        ("2月20日用电量（千瓦时）", "power_kwh"),
    ],
)
def test_the_day_of_a_column_does_not_date_the_return(tmp_path, header, field):
    status, told = returns(tmp_path, header, 30, 8)
    assert status["as_of"].astype(str).tolist() == ["2020-02-25"] * 2
    assert status["state"].tolist() == ["running", "stopped"]
    assert status[field].tolist() == [30, 8]
    assert not told


@pytest.mark.parametrize(
    "header", ["2019年12月31日从业人员数", "Headcount at 31 December 2019"], ids=["Chinese", "English"]
)
def test_the_staff_of_another_day_gives_way_to_the_usual_one(tmp_path, header):
    rows = [TITLE, ["企业名称", "是否复工", header, "节前职工人数"], [ONE, "是", 30, 169], [TWO, "否", 44, 342]]
    tables = cleaned(tmp_path, {"甲县": rows})
    assert tables["status"].sort_values("source_row")["staff_normal"].tolist() == [169, 342]
    assert "header_other_day" in tables["findings"]["rule"].tolist()


def test_what_was_weeks_ago_is_left_out_and_told(tmp_path):
    status, told = returns(tmp_path, "1月20日在岗人数", 30, 8)
    assert status["as_of"].astype(str).tolist() == ["2020-02-25"] * 2
    assert status["staff_back"].isna().all()
    assert told


def test_a_table_all_of_whose_columns_name_the_day_is_of_that_day(tmp_path):
    rows = [TITLE, ["企业名称", "2月24日是否复工", "2月24日返岗人数"], [ONE, "是", 30]]
    status = cleaned(tmp_path, {"甲县": rows})["status"]
    assert status[["state", "staff_back"]].values.tolist() == [["running", 30]]
    assert status["as_of"].astype(str).tolist() == ["2020-02-24"]


def test_days_beside_each_other_are_a_return_each(tmp_path):
    rows = [TITLE, ["企业名称", "2019年12月31日职工数", "2月24日返岗人数", "2月25日返岗人数"], [ONE, 50, 30, 40]]
    status = cleaned(tmp_path, {"甲县": rows})["status"]
    assert status["as_of"].astype(str).tolist() == ["2020-02-24", "2020-02-25"]
    assert status[["staff_normal", "staff_back"]].values.tolist() == [[50, 30], [50, 40]]


@pytest.mark.parametrize(
    ("header", "title", "is_read", "rule"),
    [
        ("2月产值", TITLE, True, None),
        ("1月份产值", TITLE, True, "header_ambiguous"),
        ("1月份产值", ["企业复工情况表（截至2020年2月5日）"], True, None),
        ("2019年12月产值", TITLE, False, "header_other_day"),
        ("11月产值", TITLE, False, "header_other_day"),
        ("3月产值", TITLE, False, "header_other_day"),
        ("2019年2月产值", TITLE, False, "header_other_day"),
    ],
)
def test_the_month_of_a_figure_is_that_of_the_table(tmp_path, header, title, is_read, rule):
    rows = [title, ["企业名称", "是否复工", header], [ONE, "是", 30], [TWO, "否", 8]]
    tables = cleaned(tmp_path, {"甲县": rows})
    output, found = tables["status"].sort_values("source_row")["output_10k_cny"], tables["findings"]
    assert output.notna().all() == is_read
    rules = set() if found.empty else set(found["rule"]) - {"as_of_outside_period"}
    assert rules == ({rule} if rule else set())
