"""A survey's areas under a word that elsewhere says something else; counts of them are theirs."""

import pytest
from small_survey import ONE, TWO, cleaned


def counted(folder, header, *rows):
    """Area -> how many run of how many, of counts under a header; and the rules of what was noted."""
    tables = cleaned(folder, {"虚构州2月25日": [["企业复工统计表"], [header, "企业总数", "已复工数"], *rows]})
    found = tables["summaries"]
    rules = set(tables["findings"]["rule"])
    return {row.area_code: (row.numerator, row.denominator) for row in found.itertuples()}, rules


@pytest.mark.parametrize("header", ["单位", "乡镇", "所属园区", "县（市、区）", "分局"])
def test_counts_of_areas_are_theirs_whatever_the_column_is_called(tmp_path, header):
    counts, rules = counted(tmp_path, header, ["甲县", 20, 12])
    assert counts == {"01": (12, 20)}
    assert rules.isdisjoint({"header_unknown", "summary_without_area"})


def test_towns_that_are_no_areas_of_the_survey_stay_groups(tmp_path):
    counts, rules = counted(tmp_path, "乡镇", ["东镇", 20, 12], ["西镇", 10, 5])
    assert (counts, "summary_without_area" in rules) == ({}, True)


def test_streets_under_a_word_that_asks_for_a_county_are_addresses(tmp_path):
    rows = [["企业名称", "企业所在地", "是否复工"], [ONE, "工业路45号", "是"], [TWO, "甲镇新街3号", "否"]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert "county_unknown" not in set(tables["findings"].get("rule", ()))
    assert tables["status"]["county_code"].tolist() == ["01", "01"]


def test_areas_across_are_known_by_the_survey_whatever_they_end_with(tmp_path):
    rows = [["企业复工统计表"], ["指标", "甲县"], ["企业总数", 20], ["已复工数", 12]]
    found = cleaned(tmp_path, {"虚构州2月25日": rows})["summaries"]
    assert found[["area_code", "numerator", "denominator"]].values.tolist() == [["01", 12, 20]]
