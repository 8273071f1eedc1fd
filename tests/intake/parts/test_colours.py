"""Titles and notes by which colours tell what is so: nobody reads colours, so it is told."""

import pytest
from small_survey import ONE, TWO, cleaned

HEADER = ["企业名称", "是否复工", "职工总数"]
ROWS = [[ONE, "是", 120], [TWO, "是", 60]]


@pytest.mark.parametrize(
    "words",
    [
        "注：红色为未复工企业",
        "标红的为未复工",
        "红字表示停产",
        "黄色底纹：部分复工",
        "红色：停产；绿色：复工",
        "备注：灰色部分为退库企业",
    ],
)
@pytest.mark.parametrize("is_title", [True, False])
def test_what_colours_tell_is_told(tmp_path, words, is_title):
    rows = (
        [["2月24日复工情况"], [words], HEADER, *ROWS] if is_title else [["2月24日复工情况"], HEADER, *ROWS, [], [words]]
    )
    told = cleaned(tmp_path, {"甲县": rows})["findings"].query("rule == 'colour_not_read'")
    assert list(zip(told["cells"], told["value"], strict=True)) == [("A2" if is_title else "A6", words)]


@pytest.mark.parametrize(
    "words", ["绿色食品企业复工情况", "红色旅游景区复工情况", "注：绿色通道企业优先", "黄色预警期间复工情况"]
)
def test_other_colours_are_not(tmp_path, words):
    found = cleaned(tmp_path, {"甲县": [[words], HEADER, *ROWS]})["findings"]
    assert found.query("rule == 'colour_not_read'").empty
