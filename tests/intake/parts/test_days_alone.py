"""Numbers under a day and nothing else: nobody says what they count, and they are told."""

import pytest
from small_survey import ONE, TWO, cleaned


def rules(folder, *rows):
    found = cleaned(folder, {"甲县2月25日": [["2020年2月到岗登记"], *rows]})["findings"]
    return [] if found.empty else found.loc[found["rule"].eq("header_only_day"), "cells"].tolist()


def test_numbers_under_days_are_told(tmp_path):
    head = ["企业名称", "职工总数", "2月24日", "2月25日"]
    assert sorted(rules(tmp_path, head, [ONE, 50, 10, 20], [TWO, 80, 0, 15])) == ["C2", "D2"]


def test_answers_under_days_are_states(tmp_path):
    assert rules(tmp_path, ["企业名称", "2月24日", "2月25日"], [ONE, "否", "是"], [TWO, "是", "是"]) == []


def test_a_day_over_what_it_asks_is_read(tmp_path):
    head = [["企业名称", "2月24日", "", "2月25日", ""], ["", "是否复工", "返岗人数", "是否复工", "返岗人数"]]
    assert rules(tmp_path, *head, [ONE, "否", 0, "是", 30], [TWO, "是", 20, "是", 25]) == []


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("企业每日在岗人数统计表", "staff_back"),
        ("重点企业返岗人数（人）", "staff_back"),
        ("规上企业日用电量", "power_kwh"),
        ("企业在岗人数、日用电量", None),
        ("去年同期在岗人数", None),
        ("企业未返岗人数", None),
        ("企业用工登记", None),
    ],
)
def test_a_title_says_what_is_counted_by_day(tmp_path, title, read):
    rows = [[title], ["企业名称", "2月24日", "2月25日"], [ONE, 10, 20], [TWO, 0, 15]]
    tables = cleaned(tmp_path, {"甲县": rows})
    told = tables["findings"]["rule"].tolist()
    if read is None:
        assert "header_only_day" in told
    else:
        status = tables["status"].sort_values(["source_row", "as_of"])
        assert "header_ambiguous" in told
        assert status[read].tolist() == [10, 20, 0, 15]
        assert [day.isoformat() for day in status["as_of"]] == ["2020-02-24", "2020-02-25"] * 2
