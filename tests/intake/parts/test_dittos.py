"""Cells that say the same as the one above. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned

HEAD = ["企业名称", "是否复工", "返岗人数", "存在困难"]


def read(folder, *rows):
    tables = cleaned(folder, {"甲县2月25日": [HEAD, *rows]})
    found = tables["findings"]
    noted = [] if found.empty else sorted(found.loc[found["rule"].eq("cell_repeats"), "cells"])
    return tables["status"].sort_values("source_row"), tables["difficulties"], noted


def test_a_ditto_is_what_stands_above_it_and_is_told(tmp_path):
    status, _, noted = read(tmp_path, [ONE, "2月10日已复工", 12, None], [TWO, "〃", "同上", None])
    assert status["state"].tolist() == ["running", "running"]
    assert status["staff_back"].tolist() == [12, 12]
    assert noted == ["B3", "C3"]


@pytest.mark.parametrize("mark", ["同上", "”", '"', "″", "ditto"])
def test_a_ditto_may_be_any_of_its_marks(tmp_path, mark):
    status, _, noted = read(tmp_path, [ONE, "是", 12, None], [TWO, mark, 5, None])
    assert status["state"].tolist() == ["running", "running"]
    assert noted == ["B3"]


def test_a_ditto_below_nothing_stays_what_it_is(tmp_path):
    status, _, noted = read(tmp_path, [ONE, "是", "〃", None], [TWO, "否", 0, None])
    assert status["staff_back"].isna().tolist() == [True, False]
    assert noted == []


def test_in_texts_a_ditto_is_no_content(tmp_path):
    _, difficulties, noted = read(tmp_path, [ONE, "是", 12, "缺口罩"], [TWO, "否", 0, "同上"])
    assert sorted(difficulties["category"]) == ["none", "protective_supplies"]
    assert noted == []


def test_rows_of_dittos_are_no_second_header(tmp_path):
    head = ["企业名称", "县区", "复工状态", "复工日期", "备注"]
    first, second = ["虚构甲药", "甲县", "已复工", "2月10日", "生产口罩"], ["虚构乙药", "同上", "同上", "同上", ""]
    rows = [head, first, second, ["虚构丙药", "〃", "〃", "2月11日", "同上"]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"]["state"].tolist() == ["running", "running", "running"]
