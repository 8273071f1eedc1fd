"""Enterprises that run some of the time or with some of their lines: 开五停二, 白天停产晚上生产, 3条生产线开2条."""

from __future__ import annotations

import re

_DAYS = r"[\d一二两三四五六七]天?"
_BY_TURNS = (
    rf"开工?{_DAYS}[,、]?[停错]产?{_DAYS}|停产?{_DAYS}[,、]?开工?{_DAYS}"
    r"|(?:白天|日间|高峰).{0,3}停.{0,6}(?:晚上|夜间|夜里|低谷|谷段).{0,3}(?:生产|开工|开机)"
    r"|[白日昼]停夜[开产]|夜[开产][白日昼]停|轮流?停|轮换停产"
    r"|(?:白天|日间).{0,3}(?:生产|开工).{0,6}(?:晚上|夜间|夜里).{0,3}停"
)
_COUNT = r"[\d一二两三四五六七八九十半]+"
_LINES = r"(?:[条台座]|个(?=车间|窑|班))(?:生产线|流水线|线|窑|炉|车间|机组)?"
_SOME_LINES = (
    rf"(?<![线窑炉间组条台座])停[了产用]?{_COUNT}{_LINES}|[只仅](?:开|有|运行)[了动启工]?{_COUNT}{_LINES}"
    rf"|(?P<all>{_COUNT}){_LINES}[,、中]?[只仅]?[开运][了动启行]?(?!(?P=all){_LINES}){_COUNT}{_LINES}"
)
# A line, a kiln or a workshop before 停产 or 检修: not the enterprise stands still.
_PART = re.compile(
    r"(?:[\d一二三四五六七八九十两#号条台座个A-Za-z东西南北新老]|部分|个别)(?:生产线|产线|流水线|线|窑|炉|机组|车间|分厂|厂区|矿井|工段)"
    r"(?:正在|已|目前|因[^,]{1,6})?$|(?:[一二三四1-4]期|[新老]厂)(?:项目|工程)?(?:正在|已|目前|因[^,]{1,6})?$"
)
_IN_PART = re.compile(f"{_BY_TURNS}|{_SOME_LINES}")


def runs_in_part(text: str) -> bool:
    """Whether a folded text says so."""
    return _IN_PART.search(text) is not None


def is_of_part(before: str) -> bool:
    """Whether the words before a stop (folded) say that it is one of a part only: 2号线 before 检修."""
    return _PART.search(before) is not None
