"""Answers with a box each, by what is drawn in forms of offices."""

import pytest

from analysis.intake.values.choices import is_choice, ticked_words, with_boxes


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("☑用工 □资金 ☑原材料 □物流", ["用工", "原材料"]),
        ("是（√） 否（ ）", ["是"]),
        ("R是 £否", ["是"]),
        ("£是 R否", ["否"]),
        ("\uf0fe是 \uf0a8否", ["是"]),
        ("□√是 □否", ["是"]),
        ("√□是 □否", ["是"]),
        ("是☑ 否□", ["是"]),
        ("困难：☑用工□资金", ["用工"]),
        ("○是 ●否", ["否"]),
        ("☑其他：缺煤", ["其他：缺煤"]),
        ("☒已复工 ☐部分复工 ☐未复工", ["已复工"]),
        ("☑是 ☒否", ["是"]),
        ("□用工 □资金", []),
        ("[x]是 [ ]否", ["是"]),
        ("( )是 (X)否", ["否"]),
        ("(√)是 (×)否", ["是"]),
        ("是 否√", ["否"]),
        ("1.用工 2.原材料√ 3.订单√", ["原材料", "订单"]),
    ],
)
def test_what_is_ticked(text, ticked):
    boxed = with_boxes(text)
    assert is_choice(boxed)
    assert ticked_words(boxed) == ticked


@pytest.mark.parametrize("text", [
    "√", "□", "☑", "☒", "是√", "需要□□支持", "□□公司停产", "已联系☑，缺20人", "缺口罩（ ）",
    "资金£100万", "○用工紧张 ○缺资金", "缺R型料", "用工√、资金√",
    "缺工√（约20人）、缺煤", "设备已到位√ 2月10日开机", "材料已报√ 等待批复", "已联系供应商并在积极协调√ 缺煤",
])  # fmt: skip
def test_no_answers_are_offered(text):
    assert not is_choice(with_boxes(text))
