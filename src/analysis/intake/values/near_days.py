"""Days named by how far they are from the day of the report: 昨日, 下周一, 5天后, 两周后."""

from __future__ import annotations

import re
from datetime import date, timedelta

from analysis.intake.values.numerals import NUMERAL_CLASS, chinese_number
from analysis.intake.values.parsed import Parsed

_WEEKDAY = re.compile(r"(本|这|下下|下|上)?个?(?:周|星期|礼拜)([一二三四五六日天末])?")
# Of a whole text: in 隔离14天后复工 nobody says from when.
_COUNTED = re.compile(
    rf"(?:预计|计划|拟|大约|约|还要|还需|再过|再|过)*(\d{{1,2}}|[{NUMERAL_CLASS}]{{1,3}})个?(天|周|星期|礼拜)(?:之|以)?(后|前)"
    r"(?:左右|复工复产|复工|复产|开工|恢复生产)?"
)
_NEAR = {"今日": 0, "今天": 0, "当日": 0, "明日": 1, "明天": 1, "后天": 2, "昨日": -1, "昨天": -1, "前天": -2}


def near_day(text: str, as_of: date) -> Parsed | None:
    """The day a text (NFKC, no spaces) names so, of a week the last; None where it names none."""
    for word, days in _NEAR.items():
        if word in text:
            return Parsed(as_of + timedelta(days=days), rules=("date_relative",))
    if found := _COUNTED.fullmatch(text):
        return _counted(found, as_of)
    found = _WEEKDAY.search(text)
    if not found or (not found[1] and not found[2]):
        return None
    weeks = {"下": 1, "下下": 2, "上": -1}.get(found[1] or "", 0)
    monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=weeks)
    if not found[2]:
        span = monday, monday + timedelta(days=6)
        return Parsed(span[1], rules=("date_relative", "date_range"), span=span)
    place = {"日": 6, "天": 6, "末": 6}.get(found[2], "一二三四五六".find(found[2]))
    return Parsed(monday + timedelta(days=place), rules=("date_relative",))


def _counted(found: re.Match[str], as_of: date) -> Parsed | None:
    number = chinese_number(found[1])
    if not number:
        return None
    days = int(number) * (1 if found[2] == "天" else 7)
    return Parsed(as_of + timedelta(days=days if found[3] == "后" else -days), rules=("date_relative",))
