"""HTML pages as web systems make them: what is a table, which text is whose, and what no page may cost."""

from __future__ import annotations

import pytest

from analysis.intake.containers.html_tables import read_html
from analysis.intake.errors import UnreadableUpload

LEDGER = "<tr><td>企业<td>人数<tr><td>甲<td>1"
ROWS = [["企业", "人数"], ["甲", "1"]]

# The page, and of each sheet the lines above it and its rows.
PAGES = {
    "a header that does not scroll": (
        "<table><tr><th>企业<th>人数<th>复工</table><div><table><tr><td>甲<td>1<td rowspan=2>是<tr><td>乙<td>2</table>",
        [((), [["企业", "人数", "复工"], ["甲", "1", "是"], ["乙", "2"]])],
    ),
    "two headers, two tables": (
        "<table><tr><th>企业<th>人数<th>复工<tr><td>甲<td>1<td>是</table><table><tr><th>项目<th>投资<th>开工</table>",
        [((), [["企业", "人数", "复工"], ["甲", "1", "是"]]), ((), [["项目", "投资", "开工"]])],
    ),
    "blanks around and inside": (
        "<table><tr>\r\n <td>\r\n  企业 \r\n 名称\r\n </td>\r\n <td> &nbsp;</td><td>人　数</td></tr></table>",
        [((), [["企业 名称", None, "人　数"]])],
    ),
    "lines of a cell": (
        "<table><tr><td>甲<br>乙<td><p>丙</p>丁<td><div>戊</div><div>己</div><td><br></table>",
        [((), [["甲\n乙", "丙\n丁", "戊\n己"]])],
    ),
    "words in several fonts": (
        "<table><tr><td>复<font color=red>工</font><b>率</b><td>5<sup>%</sup></table>",
        [((), [["复工率", "5%"]])],
    ),
    "lines above": (
        f"<center>复工情况</center><h3>第9期</h3>单位：人<br>日期：2月25日<table><caption>规上<br>开工</caption>{LEDGER}</table>",
        [(("复工情况", "第9期", "单位：人", "日期：2月25日", "规上", "开工"), ROWS)],
    ),
    "text astray in a table": (
        f"<table>填报单位：某局<p>单位：人</p>{LEDGER}</table>",
        [(("填报单位：某局", "单位：人"), ROWS)],
    ),
    "a cell left out of the rows": ("<table><td>企业<td>人数<tr><td>甲<td>1</table>", [((), ROWS)]),
    "ends astray": (
        "<table><tr><td>企业</div></span></td></td><td>人数</b></tr><tr><td>甲</p><td>1</table>",
        [((), ROWS)],
    ),
    "forms and comments between cells": (
        "<table><tr><form><td>企业<!-- 名称 --></td><!-- <td>电话</td> --><td>人数</td></form>"
        "<tr><input type=hidden value=9><td>甲</td><![if x]><td>1</td><![endif]></table>",
        [((), ROWS)],
    ),
    "heads and feet": (
        "<table><colgroup><col><col></colgroup><thead><tr><th>企业<th>人数</thead><tbody><tr><td>甲<td>1</tbody>"
        "<tfoot><tr><td>合计<td>1</tfoot></table>",
        [((), [*ROWS, ["合计", "1"]])],
    ),
    "attributes in any order, one with a bracket": (
        "<table><tr><TD onclick=\"if (a>1) b('<br>')\" COLSPAN='2' class=x>复工情况</TD>" + LEDGER + "</table>",
        [((), [["复工情况"], *ROWS])],
    ),
    "a span without sense": (
        "<table><tr><td colspan=abc rowspan=0>企业<td colspan>人数</table>",
        [((), [["企业", "人数"]])],
    ),
    "spans from two rows above": (
        "<table><tr><td rowspan=3>甲<td>1<td rowspan=2>乙<tr><td>2<td>丙<tr><td>3<td>4</table>",
        [((), [["甲", "1", "乙"], [None, "2", None, "丙"], [None, "3", "4"]])],
    ),
    "rows without cells": (f"<table><tr>{LEDGER}<tr></table>", [((), [[], *ROWS])]),
    "characters by number": (
        "<table><tr><td>&#30002;&#x4e59;&amp;&lt;<td>&#0;5</table>",
        [((), [["甲乙&<", "\ufffd5"]])],
    ),
    "what is not shown": (
        "<html><head><title>汇总</title><style>td {}</style></head><xml><o:Author>某人</o:Author></xml>"
        f"<noscript><table><tr><td>请<td>启用</table></noscript><table><script>document.write('<td>x</td>')</script>{LEDGER}</table>",
        [((), ROWS)],
    ),
    "elements that XML leaves empty": (
        f'<head><title/><script src="a.js"/></head><body><p/><table><tr><td/><td>x</td></tr>{LEDGER}</table></body>',
        [((), [[None, "x"], *ROWS])],
    ),
    "a comment without an end": (f"<table>{LEDGER}</table><!-- 第9期", [((), [*ROWS, ["第9期"]])]),
    "a table begun in a table": (
        f"<table><tr><td>复工情况</td></tr><table>{LEDGER}</table></table>",
        [(("复工情况",), ROWS)],
    ),
    "a table in a table of rows": (
        f"<table>{LEDGER}<tr><td>乙<td><table>{LEDGER}</table><tr><td>丙<td>3</table>",
        [((), [*ROWS, ["乙"], ["丙", "3"]]), ((), ROWS)],
    ),
    "a table whose end is left out, before another": (
        f"<table>{LEDGER}<tr><td>乙<td>2<table>{LEDGER}</table>",
        [((), [*ROWS, ["乙", "2"]]), ((), ROWS)],
    ),
    "two tables laid out by a third": (
        "<table><tr><td>标志<td>用户</tr><tr><td colspan=2>甲表"
        f"<table>{LEDGER}</table>乙表<table>{LEDGER}</table></td></tr><tr><td>制表<td>审核</table>",
        [(("标志", "用户", "甲表"), ROWS), (("乙表",), [*ROWS, ["制表"], ["审核"]])],
    ),
    "twenty tables around one": (
        "<table><tr><td>层" * 20 + f"<table>{LEDGER}</table>" + "</table>" * 20,
        [(("层",) * 20, ROWS)],
    ),
    "pages of a thousand elements in each other": (
        "<div><font size=1><ul><li>" * 20_000 + f"复工情况<br>第9期<table>{LEDGER}</table>",
        [(("复工情况", "第9期"), ROWS)],
    ),
    "ten thousand fonts without an end": (
        "<table>" + "".join(f"<tr><td><p><font size={n}>甲<p>乙" for n in range(10_000)),
        [((), [["甲\n乙"]] * 10_000)],
    ),
    "attributes without an end": (
        f"<table><tr><td {' '.join(f'a{n}=1' for n in range(50_000))}>企业<td>人数<tr><td>甲<td>1</table>",
        [((), ROWS)],
    ),
}


@pytest.mark.parametrize("case", PAGES)
def test_pages(case: str) -> None:
    page, expected = PAGES[case]
    sheets = read_html(page)
    assert [(sheet.above, [_trimmed(row) for row in sheet.rows]) for sheet in sheets] == expected
    assert [sheet.name for sheet in sheets] == [f"表{number + 1}" for number in range(len(sheets))]


def _trimmed(row: list[object]) -> list[object]:
    while row and row[-1] is None:
        row = row[:-1]
    return row


REFUSED = {
    "a table in a table, for ever": ("<table><tr><td>层" * 30_000, "workbook_damaged"),
    "much text handed from table to table": (("<table><tr><td>" + "层" * 500) * 500, "workbook_damaged"),
    "rows outside of any table": ("<html><tr><td>企业<td>人数<tr><td>甲<td>1", "no_table_inside"),
    "a frameset": ("<html><frameset><frame src=a.htm></frameset></html>", "no_table_inside"),
    "nothing but cells without text": ("<table><tr><td><td>&nbsp;</table>", "no_table_inside"),
    "no text": ("", "no_table_inside"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    page, rule = REFUSED[case]
    with pytest.raises(UnreadableUpload) as refused:
        read_html(page)
    assert refused.value.rule == rule


def test_names_of_sheets_that_excel_wrote() -> None:
    names = "<!--[if gte mso 9]><xml><x:Name>规上</x:Name></xml><![endif]-->"
    assert [sheet.name for sheet in read_html(names + f"<table>{LEDGER}</table>" * 2)] == ["规上", "表2"]


def test_rows_that_are_not_displayed_are_hidden() -> None:
    (sheet,) = read_html(f"<table>{LEDGER}<tr style='color:red; DISPLAY : none'><td>乙<td>2</table>")
    assert (sheet.rows[2], sheet.hidden_rows) == (["乙", "2"], frozenset({3}))


def test_many_cells_that_span_rows_cost_little() -> None:
    page = "<table><tr>" + "<td rowspan=99>甲" * 3_000 + ("<tr>" + "<td>乙" * 3_000) * 20
    assert read_html(page)[0].rows[20] == [None] * 3_000 + ["乙"] * 3_000
