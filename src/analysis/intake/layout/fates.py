"""The fate of one row under a header: by its letters, and by its words where they do not tell it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from analysis.intake.layout.grid import Grid, shape_of
from analysis.intake.layout.letters import WORDED
from analysis.intake.layout.profile import Profile
from analysis.intake.layout.scores import data_score
from analysis.intake.layout.words import words

_PLAIN = frozenset("9eadcthHyr-u")  # a row of these, with a value among them, needs no second look
_DATA = frozenset("9eadc-")
_NUMBERED = ("9t", "9h", "9T", "9l")
_PERHAPS_NOTES = ("9p", "l9")  # 1 | a footnote, 已收入：1笔 | 100
_COUNTS = re.compile("(?:[lhH]9)+[lhH]?")  # 已复工企业数： | 2 | 未复工企业数： | 1
_ABOVE = frozenset("lTndupg")  # rows of these alone stand above or below a table
_TOLD = 2  # so many words beside a whole area's name tell of one among others: USA | US Dollar | USD
_SIGNED_ON = frozenset("td")  # 填表人 | 某甲 | 2月25日
_SIGNED = 3  # so many values beside 联系人： are a return with a remark, not who signed the form
_AREA_CODE = re.compile(r"[a-z]\d+|-")
_WORDS_OR_YEARS = frozenset("Hhtydsr")
_RULE = frozenset("-_=*")
_ERRORS = ("#", "err:")
_HEADING = -1.2  # the score of a row that may head another table
_MOST_FATES = 10_000  # rows of letters remembered in one table


def fates_by_letters(profile: Profile) -> Callable[[str], str]:
    """Row of letters -> the fate of such a row: data, name?, total, area, group, text; "" where its words decide."""

    @lru_cache(_MOST_FATES)
    def fate(line: str) -> str:
        by_words = line in profile.header_lines or shape_of(line).size == 1
        return "" if by_words else _by_letters(line, profile)

    return fate


def fate_by_words(grid: Grid, row: int, profile: Profile) -> str:
    """A row's fate where its letters do not tell it: also repeat (a header's) and header? (another table's)."""
    line, letters = grid.line(row), grid.packed(row)
    if line in profile.header_lines and _repeats(grid, row, profile):
        return "repeat"
    if len(letters) == 1:
        return _judge_single(grid, row, line, letters, profile)
    if fate := _by_letters(line, profile):
        return fate
    if grid.text(row, grid.columns(row)[0]) in words("signature"):
        return "text"  # 填表人 | 某甲 | 审核人 | 某乙
    if _heads_others(grid, row, profile):
        return "header!"
    if is_of_which(grid, row, profile):
        return "total"
    if not {"e", "c"}.isdisjoint(letters):
        return "data"
    if letters[:2] == "tw" and _AREA_CODE.fullmatch(grid.texts(row)[0]):
        return "area"  # K02000001 | United Kingdom
    if letters[0] == "r" and grid.texts(row)[0][-1] in profile.area_endings:
        return "data"  # 平塘县 | 未报 among the counties' figures
    first = profile.header_texts[-1].get(grid.columns(row)[0]) if profile.header_texts and len(letters) > 2 else None
    if first == grid.texts(row)[0] or data_score(grid, row, profile.about, _HEADING) <= _HEADING:
        return "header?"  # Minister | Destination | Cost below Minister | Date | Purpose
    return "group" if _heads_group(grid, row, profile) else "data"


def _heads_others(grid: Grid, row: int, profile: Profile) -> bool:
    """Whether a row is the header again but for some of the words before its figures, or for its first word (Country |
    Wave 1 | Wave 2 below Industry | Wave 1 | Wave 2), or words stand over its columns of figures beside a blank
    corner: (blank) | 2019年末 | 2018年末 | 增减."""
    shape, heads = grid.shapes[row - 1], profile.header_texts[-1] if profile.header_texts else {}
    if not shape.kinds <= _WORDS_OR_YEARS or not heads:
        return False
    first, numeric = min(heads), profile.about.numeric
    behind = [column for column in sorted(heads) if column > profile.about.left]
    if len(behind) > 1 and shape.columns == behind and numeric.issuperset(behind):
        return True
    over = heads.keys() & numeric - {first}
    others = {column for column in heads.keys() | {*shape.columns} if grid.text(row, column) != heads.get(column)}
    is_again = (len(over) > 1 and over.isdisjoint(others)) or (len(heads) > 2 and others == {first})
    return is_again and not others.isdisjoint(shape.columns) and others <= heads.keys()


def _heads_group(grid: Grid, row: int, profile: Profile) -> bool:
    """Whether two words stand before the figures of a table of them, and right below in the same columns others:
    按行业分 | by sector over 制造业 | manufacturing | 136.10."""
    shape, below = grid.shapes[row - 1], grid.below(row)
    return (
        shape.size == 2
        and not profile.is_of_enterprises
        and shape.kinds <= WORDED
        and max(shape.columns) < min(profile.about.numeric, default=0)
        and row < len(grid.shapes)
        and below.columns[:2] == shape.columns
    )


def is_of_which(grid: Grid, row: int, profile: Profile) -> bool:
    """Whether a row sums some of the others, enterprises or counties: 其中：大型企业."""
    if not (profile.is_of_enterprises or profile.area_endings):
        return False
    columns = {profile.name_column or profile.about.left, profile.about.left}
    return any(grid.text(row, column).startswith(("其中:", "#")) for column in columns)


def _by_letters(line: str, profile: Profile) -> str:
    shape = shape_of(line)
    letters, kinds = shape.packed, shape.kinds
    if letters in _NUMBERED and profile.about.numeric and profile.about.typical > 2 and not profile.is_of_enterprises:
        return "name?"  # a footnote or a row without figures
    name = line[profile.name_column - 1] if 0 < profile.name_column <= len(line) else " "
    if profile.is_of_enterprises and name in "9lhH" and _COUNTS.fullmatch(letters):
        return "text"
    if profile.area_endings and line[profile.about.left - 1 : profile.about.left] == "y" and kinds & _DATA:
        return "total"  # 2020年 above the counties: what it was for all of them
    if kinds <= _PLAIN and kinds & _DATA and not (kinds & {"r", "H"} or kinds == _SIGNED_ON):
        return "data"
    if "g" in kinds and "e" not in kinds and (letters[0] in "gl" or sum(map(letters.count, "9adc")) < _SIGNED):
        return "text"
    if "s" in kinds and name != "e" and _has_total(line, profile):
        return "total"
    if letters[0] == "n" and len(letters) <= 3:
        return "data" if profile.lists_notes else "text"
    if letters in _PERHAPS_NOTES and profile.width > 3:
        return "name?"  # a numbered footnote, or what was counted, if it stands apart at the end
    if kinds <= _ABOVE and kinds & set("lTng"):
        return "text"
    first = len(line) - len(line.lstrip()) + 1
    if (
        letters[0] == "w"
        and first in profile.label_columns
        and kinds & _DATA
        and sum(map(letters.count, "thu")) < _TOLD
    ):
        return "area"
    # 一 numbers a group of projects, or of other rows that are numbered 1, 2, 3 and are no indicators.
    is_numbered = profile.asks_for_names or (profile.sequence_column > 0 and "u" not in kinds)
    names_groups = profile.lists_enterprises or (letters[0] == "o" and is_numbered)
    if names_groups and name != "e" and (fate := _judge_area(line, letters, profile)):
        return fate
    return "data" if kinds & {"e", "c"} and not kinds & {"H", "h"} else ""


def _judge_area(line: str, letters: str, profile: Profile) -> str | None:
    """In a list of enterprises or projects: 一 | 都匀市 heads a group; with figures and no name it sums one."""
    words_only = not set(letters) & set("9-d")
    first = letters[0]
    counted = line[profile.sequence_column - 1 : profile.sequence_column] in ("9", "y")
    if first == "o" and words_only and len(letters) <= 3:
        return "group"
    place = len(line) - len(line.lstrip()) + 1
    # Behind 一 may stand the name of a park; an enterprise's stands there where rows are numbered so.
    other = "ae" if first == "o" and place == profile.sequence_column and not profile.counts_in_words else "aet"
    # Right of a name left blank stands where more of an enterprise's staff come from.
    heads = first in "or" and place in profile.label_columns and place <= (profile.name_column or place)
    return "group total" if heads and not (counted or words_only or set(letters) & set(other)) else None


def _judge_single(grid: Grid, row: int, line: str, letter: str, profile: Profile) -> str:
    column = len(line)
    if letter == "-" and _is_no_mark(grid.text(row, column)):
        return "text"
    if letter == "a" and profile.lists_enterprises and column in {profile.sequence_column, profile.name_column}:
        return "text"  # 大型 heads the enterprises below it
    if letter in "9-ac" or (letter == "y" and grid.line(row - 1)[column - 1 : column] == "y"):
        return "data"
    if letter == "s":
        if _heads_rows(grid, row, column):
            return "text"
        return "total" if column in profile.label_columns else "data"
    if grid.width(row, column) > max(1, 0.3 * profile.width):
        return "text"
    if letter == "e" and column in profile.about.numeric:
        return "text"  # an enterprise over its years
    if letter == "e" or (letter == "r" and grid.text(row, column)[-1] in profile.area_endings):
        return "data"  # a county without figures among others
    beside_others = column > profile.about.left or profile.is_of_enterprises
    if letter in "th" and column == profile.name_column and beside_others and len(grid.text(row, column)) <= 20:
        return "name?"
    if not grid.line(row - 1) and grid.letters[row : row + 1] == [line[:-1] + "d"]:
        return "text"  # the office that signs, apart, and the day below it
    if letter in "thHryp" and column > profile.about.left and column not in profile.label_columns:
        # A lone remark under an empty name is an unfinished row, not a heading; far below the others it is a note.
        return "data" if grid.letters[row - 2] or grid.letters[row - 3] else "name?"
    if letter in "th" and column > profile.about.left + 1 and profile.about.is_usual(column):
        return "data"  # what else belongs to the row above: (blank) | (blank) | a further name
    return "text"


def _is_no_mark(text: str) -> bool:
    """Whether what looks like a mark says what one means (√ 满负荷生产) or is a ruled line (---); an error is one."""
    return (text not in words("mark") and not text.startswith(_ERRORS)) or (len(text) > 2 and _RULE.issuperset(text))


def _heads_rows(grid: Grid, row: int, column: int) -> bool:
    """Whether an English total's word alone heads the rows of figures below it: Annual totals, TOTAL."""
    text = grid.text(row, column)
    return text.isascii() and (text.endswith(" totals") or grid.below(row).holds_values)


def _has_total(line: str, profile: Profile) -> bool:
    """A total's word where labels stand before its figures, or first or second in its row ((blank) | 合计 | 12), or
    its first word: 1 | 31 | 本月合计."""
    columns = [column for column, letter in enumerate(line, 1) if letter != " "][:4]
    worded = [column for column in columns if line[column - 1] not in "9yd"]
    likely = {*columns[:2], *worded[:1]}
    if not profile.header_texts:
        likely |= profile.label_columns & {*columns}
    return any(line[column - 1] == "s" for column in likely)


def _repeats(grid: Grid, row: int, profile: Profile) -> bool:
    mine = {c: grid.text(row, c) for c in grid.columns(row)}
    return len(mine) > 1 and mine in profile.header_texts
