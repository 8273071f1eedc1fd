"""Days in rows of their own: each heads the enterprises below it, down to the next day."""

import datetime as dt

import pytest
from small_survey import ONE, TWO, cleaned

HEADER = ["企业名称", "是否开工", "到岗"]
MONDAY = [[ONE, "否", 0], [TWO, "是", 30]]
TUESDAY = [[ONE, "是", 20], [TWO, "是", 33]]
TOLD = {
    (ONE, dt.date(2020, 2, 24)): ("stopped", 0),
    (TWO, dt.date(2020, 2, 24)): ("running", 30),
    (ONE, dt.date(2020, 2, 25)): ("running", 20),
    (TWO, dt.date(2020, 2, 25)): ("running", 33),
}
DAYS = [
    ("2月24日", "2月25日"),
    ("2020-02-24", "2020-02-25"),
    ("2.24", "2.25"),
    ("填报日期：2月24日", "填报日期：2月25日"),
    ("截至2月24日18时", "截至2月25日18时"),
    ("2020年2月24日（星期一）", "2020年2月25日（星期二）"),
    ("一、2月24日", "二、2月25日"),
    ("第一天：2月24日", "第二天：2月25日"),
    ("2月24日开工情况", "2月25日开工情况"),
]


def told(tables):
    return {
        (row["name"], row["as_of"]): (row["state"], row["staff_back"]) for row in tables["status"].to_dict("records")
    }


@pytest.mark.parametrize(("monday", "tuesday"), DAYS)
def test_days_over_headers_said_again(tmp_path, monday, tuesday):
    rows = [["企业开工日报"], [monday], HEADER, *MONDAY, [], [tuesday], HEADER, *TUESDAY]
    assert told(cleaned(tmp_path, {"甲县": rows})) == TOLD


@pytest.mark.parametrize(("monday", "tuesday"), [pair for pair in DAYS if not pair[0].startswith("填报")])
def test_days_among_the_rows(tmp_path, monday, tuesday):
    tables = cleaned(tmp_path, {"甲县": [["企业开工日报"], HEADER, [monday], *MONDAY, [tuesday], *TUESDAY]})
    assert told(tables) == TOLD


@pytest.mark.parametrize("foot", ["填报日期：2月26日", "制表时间：2020年2月26日"])
def test_a_day_at_the_foot_of_a_page_heads_nothing(tmp_path, foot):
    rows = [["企业开工情况（2月25日）"], HEADER, [ONE, "是", 20], [foot], HEADER, [TWO, "是", 33], [foot]]
    assert set(told(cleaned(tmp_path, {"甲县": rows}))) == {(ONE, dt.date(2020, 2, 25)), (TWO, dt.date(2020, 2, 25))}


def test_a_day_below_the_list_is_that_of_the_list(tmp_path):
    rows = [["企业开工情况"], HEADER, *TUESDAY, ["2020年2月25日"]]
    assert {day for _, day in told(cleaned(tmp_path, {"甲县": rows}))} == {dt.date(2020, 2, 25)}


def test_the_day_on_which_some_restarted_is_not_that_of_their_returns(tmp_path):
    rows = [["截至2月24日"], HEADER, ["2月10日复工企业"], [ONE, "是", 20], ["2月12日复工企业"], [TWO, "是", 33]]
    status = cleaned(tmp_path, {"甲县": rows})["status"]
    assert set(status["as_of"]) == {dt.date(2020, 2, 24)}
