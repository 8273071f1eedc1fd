"""Rows that are a header's by themselves: column numbers, units, how to fill in, and runs of numbers or days."""

from __future__ import annotations

import itertools
import re
from datetime import date
from functools import lru_cache

from analysis.intake.layout.figure_letters import figure_letter
from analysis.intake.layout.grid import Grid
from analysis.intake.layout.words import words

# 填全称, 请选择, X月X日, 没有填无, 如：120, #country+code: how to fill a column in.
_HINT = re.compile(
    r"(?:请|须|需|必须|如实|统一|没有的?|无则)?(?:填(?![报表制])|勾选|选择|打[√✓勾])[^:]*|[^:]*(?:填写|选填|必填|下拉选择|打[√✓勾])|.{0,6}全称"
    r"|[x×]{1,2}月[x×]{1,2}日|(?:[x×]{4}|yyyy)[年/.-].*|(?:如|例|例如|格式|示例):.*"
    r"|#[a-z]+(?:\+[a-z0-9_]+)*"
)
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})")
_MONTH = re.compile(r"((?:19|20)\d\d)\.?(\d{1,2})")
_TWO_MONTHS = 62
_STEPS = (1, -1, 3, 7)  # days, months and quarters one after another, weeks
_STEMS = frozenset("甲乙丙丁戊己庚辛壬癸")
_WEEKDAYS = frozenset("一二三四五六日天").union(
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
)
_COUNT = re.compile(r"\d{1,4}(\.\d{1,2})?")
_LABELLED_NUMBERS = re.compile("[tH]9+")
_UNITS = frozenset("u-")
_THOUSANDS = frozenset({"1 000", "1,000", "1000", "'000", "1.000"})
_FEW = 4  # numbers that go on by chance
_FAR = 3  # columns from a place to the unit at the right
_LABELLED = 4  # so many column numbers may have a word before them


def is_number_row(grid: Grid, row: int) -> bool:
    """Column numbers: 1 2 3 ..., 甲 乙 1 2 ..., (1) (2), 3=1+2: one after another, a blank column counted or not;
    behind 甲 some may be left out (甲 01 02 15), because a form prints some columns of a longer one. Four and more may
    have a word before them: People | 1 | 2 | 3 | 4. Letters number columns where one is reckoned by them: A B C=A/B."""
    shape = grid.shapes[row - 1]
    if not shape.may_number_columns:
        return False
    numbers, stems = [], 0
    columns = grid.columns(row)
    if grid.text(row, columns[0]).strip("[]") == "a" and _are_letters(grid.texts(row)):
        return True
    if len(columns) > _LABELLED and _LABELLED_NUMBERS.fullmatch(shape.packed):
        is_first = grid.text(row, columns[1]).removesuffix(".0") == "1"
        columns = columns[1:] if is_first and grid.text(row, columns[0]) not in _STEMS else columns
    for column in columns:
        text = grid.text(row, column)
        digits = text.split("=")[0].strip("()栏").removesuffix(".0")
        if digits.isdigit() and len(digits) < 4:
            numbers.append((column, int(digits)))
        elif text in _STEMS:
            stems += 1
        elif text not in ("a", "b", "c", "-", "--", "—", "——", "/", "序号", "栏次"):
            return False
    if len(numbers) < (1 if stems > 1 else 2) or numbers[0][1] not in (1, 2, 3):
        return False
    steps = itertools.pairwise(numbers)
    return all(b - a in (1, to - at) or (stems and b > a) for (at, a), (to, b) in steps)


def _are_letters(texts: list[str]) -> bool:
    """Whether texts are letters one after another, in brackets or with what one of them is reckoned by: a b c=a/b."""
    if not any("=" in text or text == "[b]" for text in texts):
        return False
    letters = [text.split("=")[0].strip("[] ") for text in texts]
    steps = itertools.pairwise(letters)
    return all(len(text) == 1 and text.isascii() for text in letters) and all(ord(b) - ord(a) == 1 for a, b in steps)


def is_run_row(grid: Grid, row: int) -> bool:
    """Words or a blank corner, then numbers that go on: days (序号 | 姓名 | 1 | 2 ...), parts of years (0.5 | 1 | 1.5),
    even steps over a blank corner, days over those of the week, or steps (10 | 25 ...) behind header words.

    Numbers that only rise are as often what a row has reached day by day, so that two sure header words are asked for.
    """
    shape = grid.shapes[row - 1]
    texts = [grid.text(row, column) for column in shape.at("9")]
    if not all(map(_COUNT.fullmatch, texts)):
        return False
    steps = {round(float(b) - float(a), 6) for a, b in itertools.pairwise(texts)}
    if len(steps) == 1 and min(steps) > 0:
        if len(texts) > _FEW and (steps == {1} or not min(steps).is_integer()):
            return True
        if len(texts) >= _FEW and shape.packed[0] == "9":
            return True  # widths over a blank corner
    if min(steps) > 0 and row < len(grid.shapes) and grid.shapes[row].may_be_weekdays and is_weekday_row(grid, row + 1):
        return True
    return min(steps) > 0 and shape.packed.count("H") > 1


def is_day_row(grid: Grid, row: int) -> bool:
    """Words or a blank corner, then days or months written as numbers, one after another or week by week: 企业 | 2.28 |
    2.29, 行业 | 202001 | 202002; behind header words also days that just follow each other: 企业名称 | 2.07 | 2.13.

    2.1 is the tenth too, where a cell's number has lost its nought.
    """
    shape = grid.shapes[row - 1]
    columns = shape.at("9")
    if not _days(grid.text(row, columns[0])):
        return False
    texts = [grid.text(row, column) for column in columns]
    days = list(map(_days, texts))
    is_plain = "H" in shape.kinds and max(map(len, texts)) > 3
    is_plain = is_plain or min(map(len, texts)) > 5  # months with their years
    is_plain = is_plain or (row > 1 and shape.kinds == {"9"} and is_weekday_row(grid, row - 1))
    if not (is_plain or len(texts) > 4):
        return False
    return ("H" in shape.kinds and _follow_each_other(days)) or any(
        all(first + step * count in those for count, those in enumerate(days)) for first in days[0] for step in _STEPS
    )


def _follow_each_other(days: list[list[int]]) -> bool:
    """Each later than the one before, within two months."""
    last = first = days[0][0]
    for those in days[1:]:
        last = min((day for day in those if day > last), default=first + _TWO_MONTHS + 1)
    return last - first <= _TWO_MONTHS


@lru_cache(1 << 10)
def _days(text: str) -> list[int]:
    """The days, counted from any one, that a number may mean, or the months: 2.28, 2020.02, 202002. None for one that
    means neither."""
    if found := _MONTH.fullmatch(text):
        year, month = found.groups()
        spelled = [month] if len(month) > 1 or "." not in text else [month, f"{month}0"]
        return [12 * int(year) + int(part) for part in spelled if 0 < int(part) < 13]
    if not (found := _DAY.fullmatch(text)):
        return []
    month, day = found.groups()
    spelled = [day] if len(day) > 1 else [day, f"{day}0"]
    return [known.toordinal() for part in spelled if (known := _day_of_leap_year(int(month), int(part)))]


def _day_of_leap_year(month: int, day: int) -> date | None:
    try:
        return date(2020, month, day)
    except ValueError:
        return None


def is_weekday_row(grid: Grid, row: int) -> bool:
    """Nothing but days of the week, as under the days of a month: 六 | 日 | 一 | 二 | 三, Sat | Sun."""
    texts = (grid.text(row, column) for column in grid.columns(row))
    return all(text.removeprefix("星期").removeprefix("周") in _WEEKDAYS for text in texts)


def is_hint_row(grid: Grid, row: int) -> bool:
    """Mostly words that say how to fill the columns in, units among them: 填全称 | 填是或否 | X月X日 | 人."""
    shape = grid.shapes[row - 1]
    hints = sum(map(_is_hint, grid.texts(row)))
    return hints > 1 and hints + shape.packed.count("u") >= 0.6 * shape.size


@lru_cache(1 << 12)
def _is_hint(text: str) -> bool:
    in_brackets = text[0] == "(" and text.find(")") == len(text) - 1  # of 企业名称(必填) only the end is
    return _HINT.fullmatch(text[1:-1] if in_brackets else text) is not None


def is_unit_row(grid: Grid, row: int) -> bool:
    """Nothing but units, blanks, dashes and thousands: Anzahl | - | 1 000."""
    shape = grid.shapes[row - 1]
    if "9" in shape.kinds:
        return shape.may_be_units and all(grid.text(row, column) in _THOUSANDS for column in shape.at("9"))
    return "u" in shape.kinds and shape.kinds <= _UNITS


def is_place_and_unit(grid: Grid, row: int) -> bool:
    """Two cells far apart, the second a unit, or with one in brackets at its end or before a comma: England and Wales |
    (blank) | (blank) | Number of persons (thousands)."""
    shape = grid.shapes[row - 1]
    if shape.size != 2 or shape.packed[0] in "Hh":
        return False
    return shape.columns[1] - shape.columns[0] >= _FAR and _says_unit(grid.texts(row)[1])


def _says_unit(text: str) -> bool:
    """Whether a text is a unit, has one at its end or before a comma, or begins to say what is counted."""
    said = (text, text.partition(",")[0], text.rstrip(")").rpartition("(")[2], text.rpartition("/")[2].strip())
    return (
        any(part in words("unit") for part in said)
        or figure_letter(text) == "u"
        or text.startswith(tuple(words("unit_beginning")))
    )


def is_bracketed_row(grid: Grid, row: int) -> bool:
    """Units in brackets under a header, after a word at the most: Unit | (1,000) | (percent)."""
    found = set()
    for column in grid.columns(row)[1:]:
        text = grid.text(row, column)
        if len(text) < 5 or text[0] != "(" or text[-1] != ")":
            return False
        if text[1:-1].replace(",", "").replace(".", "").isdigit() and text[1:-1] not in _THOUSANDS:
            return False  # (45,210), a figure below nought
        found.add(text)
    return len(found) < 6


def is_numbered_on(grid: Grid, row: int, column: int) -> bool:
    """Whether a row's first word is that of the row above or below but for its number, which is the next: q1, q2."""
    text = grid.text(row, column)
    if not text[-1].isdigit():
        return False
    stem = text.rstrip("0123456789")
    number = int(text[len(stem) :])
    beside = ((row - 1, number - 1), (row + 1, number + 1))
    return bool(stem) and any(
        0 < other <= len(grid.letters) and grid.text(other, column) == f"{stem}{count}" for other, count in beside
    )
