"""What a table says and nobody reads: told, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analysis.intake.findings import Findings
from analysis.intake.layout.letters import row_letters
from analysis.intake.layout.words import compared
from analysis.intake.locate import Table
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.sheet import Sheet
from analysis.vocabulary import nfkc

_HINTS = frozenset(" un-")  # 人, 注：据实填写 and a mark beside an answer
_HEADS = frozenset("oThHlgs")  # of rows without a label: 一、基本情况
_BRACKETS = ("(", "（")
_SAYS_MORE = re.compile(r"\(?(?:注:)?(?:\d{1,2}[.、])?(?:更正|勘误|补报|漏报|补充|另)(?:说明)?:.")
# 标红的为未复工, 黄色底纹, 红色：停产; not 绿色食品.
_BY_COLOUR = re.compile(
    r"标[红黄绿蓝橙紫]|[红黄绿蓝橙紫灰粉]色?(?:底|字体?|填充|标[注记识示明]|单元格|背景|的?[为是]|表示|代表|部分|[:：]|企业[为是])"
)
_SIGNED = re.compile(r"(?:填报|填表|制表|报送|上报)?(?:单位|企业)(?:\([^()]*\))?:")
_BEHIND_NAME = re.compile(r"[(（][^()（）]*[)）]$")
# How many enterprises a whole list has: 注：共25户企业, 合计（25户）, 台账（共25户）; not 全县共25户, 共5户未复工.
_SIZE = re.compile(
    r"(?:(?:(?:填表)?(?:注|说明|备注):?|[合总]\s*计:?)?(?:本表|以上|上表)?\s*(?:共计?|合计|总计)有?|[合总]\s*计[:(]?)\s*(\d+)\s*[户家]"
    r"(?:规上)?(?:工业)?(?:企业)?(?:$|[,。;、)].*)|.*\(共计?(\d+)[户家](?:企业)?\)$"
)
_SHORTEST = 4  # characters of a name that is looked for in a sentence


def tell_unread(part: Part, sheet: Sheet, table: Table, findings: Findings) -> None:
    """One finding for what stands in a form behind a row's first label, or in a row without one, belongs to none, and
    is no hint how to answer: 正常 in 未复工原因 | 体温 | 正常. Which cells, not what they say: that may be a name."""
    read = {cell for _, row, column, *answer in table.pairs for cell in ((row, column), tuple(answer))}
    first = {row: column for _, row, column, *_ in reversed(table.pairs)}
    for row in range(table.first_row, table.last_row + 1):
        labelled = first.get(row, 0)
        for column, value in enumerate(sheet.rows[row - 1], start=1):
            is_behind = value is not None and column > labelled and (row, column) not in read
            if is_behind and _says_something(value, table, _HINTS if labelled else _HINTS | _HEADS):
                findings.add("form_cell_unread", part.place, (row, column))


def _says_something(value: object, table: Table, nothing: frozenset[str]) -> bool:
    if row_letters([value]) in nothing or (isinstance(value, str) and value.startswith(_BRACKETS)):
        return False
    return not isinstance(value, str) or compared(value) not in {compared(label) for label, *_ in table.pairs}


def tell_notes(part: Part, sheet: Sheet, note_rows: Iterable[int], findings: Findings) -> None:
    """A finding for each cell below a list of enterprises that corrects it (更正：…), adds to it or names one."""
    column = part.first("name")
    below = [row for row in note_rows if part.rows and row > part.rows[-1]]
    if column is None or not below:
        return
    listed = {_BEHIND_NAME.sub("", name.strip()) for name in part.cells[column] if isinstance(name, str)}
    names = [name for name in listed if len(name) >= _SHORTEST]
    for row in below:
        for at, text in enumerate(sheet.rows[row - 1], start=1):
            if isinstance(text, str) and _is_about(nfkc(text).strip(), names):
                findings.add("note_not_read", part.place, (row, at))


def tell_sizes(sheet: Sheet, parts: Sequence[Part], listed: int, findings: Findings) -> None:
    """A finding for each title, total or line below that says how many enterprises a sheet's lists have, where neither
    one of them, all of them nor all of the upload (``listed``) are so many."""
    sizes = {listed, sum(map(size_of, parts)), *map(size_of, parts), *(len(part.rows) for part in parts)}
    for part in parts:
        for row in [row for row, fate in part.fates.items() if fate in ("title", "note", "total")]:
            for column, text in enumerate(sheet.rows[row - 1], start=1):
                is_asked = isinstance(text, str) and ("户" in text or "家" in text)
                said = _SIZE.fullmatch(nfkc(text).strip()) if is_asked else None
                if said and (size := int(said[1] or said[2])) not in sizes:
                    findings.add("list_size_differs", part.place, (row, column), value=size, found=size_of(part))


def size_of(part: Part) -> int:
    """How many enterprises a list names; none in any other table."""
    column = part.first("name") if part.kind in ENTERPRISE_LISTS else None
    return 0 if column is None else len({name for name in part.cells[column] if isinstance(name, str)})


def tell_colours(part: Part, sheet: Sheet, findings: Findings) -> None:
    """A finding for each title and note by which colours tell what is so: nobody reads colours."""
    for row in [row for row, fate in part.fates.items() if fate in ("title", "note")]:
        for column, text in enumerate(sheet.rows[row - 1], start=1):
            if isinstance(text, str) and _BY_COLOUR.search(text):
                findings.add("colour_not_read", part.place, (row, column), value=text)


def _is_about(text: str, names: Iterable[str]) -> bool:
    """Whether a note corrects or adds to a list of these names, or tells of one: not who signs it."""
    return bool(_SAYS_MORE.match(text)) or (not _SIGNED.match(text) and any(name in text for name in names))
