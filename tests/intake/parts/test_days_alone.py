"""Numbers under a day and nothing else: nobody says what they count, and they are told."""

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
