"""Enterprises that run some of the time or with some of their lines: 开五停二, 白天停产晚上生产, 3条生产线开2条."""

from __future__ import annotations

import re

_DAYS = r"[\d一二两三四五六七]天?"
_BY_TURNS = (
    rf"开工?{_DAYS}[,、]?[停错]产?{_DAYS}|停产?{_DAYS}[,、]?开工?{_DAYS}"
    r"|(?:白天|日间|高峰).{0,3}停.{0,6}(?:晚上|夜间|夜里|低谷|谷段).{0,3}(?:生产|开工|开机)"
    r"|(?:白天|日间).{0,3}(?:生产|开工).{0,6}(?:晚上|夜间|夜里).{0,3}停"
)
_COUNT = r"[\d一二两三四五六七八九十半]+"
_LINES = r"(?:[条台座]|个(?=车间|窑|班))(?:生产线|流水线|线|窑|炉|车间|机组)?"
_SOME_LINES = (
    rf"(?<![线窑炉间组条台座])停[了产用]?{_COUNT}{_LINES}|[只仅](?:开|有|运行)[了动启工]?{_COUNT}{_LINES}"
    rf"|(?P<all>{_COUNT}){_LINES}[,、中]?[只仅]?[开运][了动启行]?(?!(?P=all){_LINES}){_COUNT}{_LINES}"
)
_IN_PART = re.compile(f"{_BY_TURNS}|{_SOME_LINES}")


def runs_in_part(text: str) -> bool:
    """Whether a folded text says so."""
    return _IN_PART.search(text) is not None
