"""What one column means by its own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.intake.headers.days import HeaderDate
from analysis.intake.headers.guesses import row_to_paste
from analysis.intake.headers.legends import read_legend
from analysis.intake.headers.rules import PERSONAL, Hit
from analysis.intake.headers.search import search
from analysis.intake.headers.words import HeaderWord, read_word, unit_of, unit_stated
from analysis.vocabulary import Vocabulary, fold

# A header that counts or rates what its word alone would name: 复工情况（户）, 返岗情况（%）.
_BY_UNIT = {
    ("staff_back", "percent"): "staff_pct",
    ("power_kwh", "percent"): "power_pct",
    ("coal_stock_t", "day"): "coal_days",
    ("resumed_n", "percent"): "rate_pct",
    ("projects_resumed_n", "percent"): "project_rate_pct",
    ("state", "household"): "resumed_n",
    ("state", "person"): "staff_back",
    ("state", "percent"): "rate_pct",
    ("name", "household"): "expected_n",
    ("project_name", "piece"): "projects_n",
    ("project_name", "item"): "projects_n",
}
# What is answered in words or by a day is not in 万元: 资金（万元）/已解决. Nor is any other measure, but 千瓦 for
# 千瓦时 and 户 for 人 are slips of the pen.
_ANSWERS, _MEASURES = ("state", "yes_no", "date"), ("money", "foreign", "energy", "mass", "pack")
_AMOUNTS = ("difficulty_amount",)  # a number that becomes part of a text, with its unit
# The row below a header that numbers its columns or says how they are reckoned: 甲, 1, (2), 3=2/1.
_COLUMN_MARK = re.compile(
    r"^\s*(?:[甲乙丙丁戊己庚辛壬癸]|[A-Z]|[(（]?\d{1,2}[)）]?|[\d()（）]+\s*=[\d()（）+\-*/×÷%\s]+)\s*$"
)
# Below a header, how to answer it: 打√, （是/否）, 下拉选择, 填写全称, 18位, 如2月10日.
_HOW = re.compile(
    r"[(（]?请?(?:(?:打|划|画|填)[“\"]?[√✓✔勾钩][”\"]?|(?:填写?)?[“\"]?是[”\"]?[/或、][“\"]?否[”\"]?"
    r"|(?:从|在)?下拉(?:框|列表|菜单|选项)?中?选择?|(?:如实)?填写?(?:全称|名称|企业全称|数字|整数|阿拉伯数字|百分[比数])"
    r"|(?:没有|无)的?填[“\"]?无[”\"]?|必填|选填|单选|可?多选|数字|文本|整数|\d{1,2}位(?:代码|数字)?"
    r"|(?:例?如|格式为?|例)[:：]?[\d年月日./\-:ymdYMD]{3,20}"
    r"|(?=.*d)(?=.*m)(?:mon|[dmy]{1,4})(?:[./-]?(?:mon|[dmy]{1,4})){1,2}|y/(?:p/)?n)[)）]?"  # d Mon yyyy, Y/P/N
)


class ColumnMatch(NamedTuple):
    """What one column means. A tuple, because every table sends some from the child that reads it.

    ``field`` None: not known; ``unit`` the code of the unit the header states ('' for none); ``code`` the answer a
    ticked column stands for; ``score`` 1 for a word of the vocabulary; ``suggestion`` a row to paste into columns.csv;
    ``legend`` what digits stand for, where the header says so.
    """

    column: int
    field: str | None
    code: str = ""
    unit: str = ""
    date: HeaderDate | None = None
    path: tuple[str, ...] = ()
    score: float = 0.0
    suggestion: str = ""
    rules: tuple[str, ...] = ()
    legend: Mapping[str, str] | None = None

    @property
    def says_only_a_day(self) -> bool:
        """Whether a day heads it and nothing else: not what stands below."""
        return self.field is None and self.date is not None and not self.rules

    def known_as(self, field: str, code: str = "") -> ColumnMatch:
        """The column with what it means beside others."""
        return self._replace(field=field, code=code, score=0.9, suggestion="", rules=())

    def said_twice(self) -> ColumnMatch:
        """The column as one whose field another has."""
        return self._replace(field=None, code="", rules=(*self.rules, "header_duplicate"))


def changed(matches: Sequence[ColumnMatch], place: int, **changes: object) -> list[ColumnMatch]:
    """The columns of a table, the one in a place with other values."""
    return [*matches[:place], matches[place]._replace(**changes), *matches[place + 1 :]]


def match_path(column: int, path: tuple[str, ...], vocabulary: Vocabulary) -> ColumnMatch:
    """The meaning of one column by its own words alone."""
    return ColumnMatch(column, *_meaning(path, vocabulary))


@lru_cache(1 << 13)
def _meaning(path: tuple[str, ...], vocabulary: Vocabulary) -> tuple:
    """What a ``ColumnMatch`` says besides the column."""
    path = tuple(word for word in path if not _HOW.fullmatch(fold(word))) or path
    words = [read_word(word, vocabulary) for word in path if str(word).strip() and not _COLUMN_MARK.match(str(word))]
    unit, words = _split_units(words, vocabulary)
    date = next((word.date for word in reversed(words) if word.date), None)
    legend = next((read_legend(word.legend, vocabulary) for word in words if word.legend), None)
    words = [word for word in words if word.full]
    hit = search(words, vocabulary)
    if hit.alias is None:
        rules = ("header_unknown",) if words else ()
        return None, "", unit, date, path, hit.score, hit.suggestion, rules, legend
    if _measures_an_answer(hit, unit, vocabulary):
        return None, "", "", date, path, hit.score, row_to_paste("", words), ("header_unknown",), legend
    stated = vocabulary.unit_codes.get(unit)
    field, code, unit, rules = _meant(hit, unit, vocabulary)
    if "header_unit_conflict" in rules and (  # 产能（吨/月） is no share, 产值（万美元） no 万元
        vocabulary.fields[field].kind == "percent" or stated.dimension in _MEASURES
    ):
        return None, "", "", date, path, hit.score, "", ("header_other_unit",), legend
    return field, code, unit, date, path, hit.score, hit.suggestion, rules, legend


def is_kept(match: ColumnMatch, vocabulary: Vocabulary) -> bool:
    """Whether a column is read: what is not known is not, and personal columns are dropped at the door."""
    return match.field is not None and not is_personal(match, vocabulary)


def tells_persons(match: ColumnMatch, vocabulary: Vocabulary) -> bool:
    """Whether persons stand in a column, alone or behind the names of their enterprises."""
    return match.code == PERSONAL or is_personal(match, vocabulary)


def is_personal(match: ColumnMatch, vocabulary: Vocabulary) -> bool:
    """Whether a column holds names, numbers or accounts of persons."""
    return match.field is not None and vocabulary.fields[match.field].kind == "personal"


def _measures_an_answer(hit: Hit, unit: str, vocabulary: Vocabulary) -> bool:
    field, stated = hit.alias.field, vocabulary.unit_codes.get(unit)
    is_answer = vocabulary.fields[field].kind in _ANSWERS or field == "difficulty_resolved"
    return is_answer and stated is not None and stated.dimension in _MEASURES


def _split_units(words: list[HeaderWord], vocabulary: Vocabulary) -> tuple[str, list[HeaderWord]]:
    """The unit of the lowest word that has one; a last word that is a unit and nothing else is taken off."""
    unit = unit_stated(words)
    if len(words) > 1 and (alone := unit_of(words[-1].full, vocabulary)):
        *others, last = words[:-1]
        return alone, [*others, last._replace(unit=last.unit or alone)]
    return unit, words


def _meant(hit: Hit, unit: str, vocabulary: Vocabulary) -> tuple[str, str, str, tuple[str, ...]]:
    """Field, code, unit and rules of a known header with the unit that it states."""
    word, rules = hit.alias, hit.rules
    field = _BY_UNIT.get((word.field, unit), word.field)
    known, stated = vocabulary.fields[field], vocabulary.unit_codes.get(unit)
    target = vocabulary.unit_codes.get(known.unit)
    unit = unit or word.unit
    if stated and target and stated.dimension != target.dimension:
        unit, rules = "", (*rules, "header_unit_conflict")
    elif stated and not target and not known.is_number and field not in _AMOUNTS:
        unit = ""
    return field, word.code if field == word.field else "", unit, rules
