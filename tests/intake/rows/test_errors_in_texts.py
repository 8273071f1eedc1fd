"""Errors in columns of words: -缺口罩 is a formula to a spreadsheet, which knows no such name."""

from small_survey import ONE, TWO, cleaned


def test_an_error_in_place_of_a_difficulty_is_told(tmp_path):
    rows = [["企业名称", "是否复工", "主要困难"], [ONE, "是", "#NAME?"], [TWO, "是", "缺口罩"]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["difficulties"]["category"].tolist() == ["protective_supplies"]
    told = tables["findings"].query("rule == 'cell_error'")
    assert list(zip(told["cells"], told["field"], told["value"], strict=True)) == [("C2", "difficulty_text", "#NAME?")]
