"""The letters of figures: numbers with their units, years, dates, codes, marks."""

from __future__ import annotations

import re

from analysis.intake.layout.words import words

_NUMBER = re.compile(
    r"[约近超共计逾>≥<≤~]{0,2}[-+(]* ?([$£€¥] ?\(?)?(\d[\d,]*|\d{1,3}( \d{3})+(,\d)?)(\.\d*)?(e[-+]?\d+)?\)?"
    r"(多|余|左右|以上|以下)?"
    r"\*{0,3}\s?([%‰]|[十百千万亿]*(多|余)?(元|人|户|家|个|天|吨|度|只|台|套|小时|件|辆|亩|公里|千瓦时|kwh)?)(左右|以上)?\.?"
)
# 12 (3.4%), 91.5 (90.6-92.3), (90.6-92.3), but not the year 2019 (1) and not (2015-2019)
_WITH_SHARE = re.compile(
    r"(?!\(?(19|20)\d\d\b)([-+]?\d[\d,]*(\.\d+)?%? ?\([-+±<>]?\d[\d,.]*%?|\([-+]?\d[\d.]*%?(?= ?[-–~,]))"
    r"( ?[-–~,] ?[-+]?\d[\d,.]*%?)?\)"
)
_LEADING = re.compile(r"[约近超]?[-+]?\d[\d,]*(\.\d+)?")
_YEAR = re.compile(r"(19|20)\d\d(\.0+)?(年|年度)?")
_MONTH = r"(\d{1,2}|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})"
_HOUR = r"( \d{1,2}:\d\d(:\d\d)?( ?[ap]m)?)?"
_DATE = re.compile(
    r"((19|20)?\d\d年)?\d{1,2}月(\d{1,2}[日号]?|底|初|中旬|上旬|下旬)?(\d{1,2}[时点]?)?"
    r"(\(?(星期|周)[一二三四五六日天]\)?)?"
    r"|\d{2,4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([ t]\d{1,2}:\d\d(:\d\d(\.\d+)?)?)?|\d{8}"
    r"|\d{1,2}[-/]\d{1,2}|\d{2,4}[-/.]\d{1,2}[-/.]\d{1,2}[-~至].{6,12}"
    r"|\d{1,2}\.\d{1,2}\.((19|20)?\d\d)?"  # 31.03.2020, 31.03.: as it is written in German
    rf"|\d{{1,2}}[-/ ]{_MONTH}[-/ ](19|20)?\d\d{_HOUR}"  # 31/03/2020 9:30, 31 Mar 2020
    r"|\d{1,2}:\d\d(:\d\d)?([-~—至]\d{1,2}:\d\d)?"
)
CODE = re.compile(r"(?=.*\d)[0-9a-z]{14,18}|1\d{10}|0\d{2,3}-\d{7,8}")
_MARK = re.compile(r"\([a-z]{1,3}\)|\[[a-z]\]|[√✓×✔][^ ]{0,8}")
FIGURES_BEGIN = "0123456789+-(.,<>~约近超共计逾≥≤$£€¥[√✓×✔"
_CURRENCIES = "$£€¥"
_SCALES = "十百千万亿"
LONGEST_UNIT = 12


def figure_letter(text: str) -> str | None:
    """The letter of a squeezed text in lower case that begins as a figure does; None where it is none."""
    if text[0] in _CURRENCIES and (text in words("unit") or text[1:].strip() in words("unit_scale")):
        return "u"  # £000, $ billion
    if 14 <= len(text) <= 18 and text.isalnum() and CODE.fullmatch(text):
        return "c"
    if "月" not in text and not (text[-1] == "." and text.count(".") == 2):
        if _YEAR.fullmatch(text):
            return "y"
        if _NUMBER.fullmatch(text):
            return "c" if len(text) >= 11 and text.isdigit() else "9"
        if text[-1] not in "年日" and not text.isascii() and _has_unit(text):
            return "9"
    if _DATE.fullmatch(text):
        return "d"
    if text[-1] == ")" and _WITH_SHARE.fullmatch(text):
        return "9"
    if CODE.fullmatch(text):
        return "c"
    return "-" if _MARK.fullmatch(text) else None


def _has_unit(text: str) -> bool:
    """Whether a number with a unit of the vocabulary behind it, or a multiple of one, is all a text says: 3万千瓦."""
    number = _LEADING.match(text)
    unit = text[number.end() :] if number else ""
    return bool(unit) and len(unit) <= LONGEST_UNIT and (unit in words("unit") or is_composed_unit(unit))


def is_composed_unit(text: str) -> bool:
    """Whether a text is a multiple of a unit (万立方米), one by another (元/吨) or what to answer (是/否)."""
    if text[:1] in _SCALES:
        return text.lstrip(_SCALES) in words("unit")
    if "/" not in text:
        return False
    parts = text.split("/")
    return all(part in words("unit") or is_composed_unit(part) for part in parts) or words("answer").issuperset(parts)
