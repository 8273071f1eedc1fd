"""The state that a heading gives to all enterprises under it: 二、未复工企业."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.vocabulary import fold

_LISTED = r"(?:复产|生产)?的?(?:规上|规模以上|工业|重点|重大)*(?:企业|项目|工程|单位|名单|明细)"
_RESUMED = "(?:复工复产|复工|复产|开工|恢复(?:正常)?生产)"
_HEADING_WORDS = {
    "running": rf"(?:已(?:经)?{_RESUMED}|(?<!前)正常生产|未停产|未停工)",
    "partial": rf"部分(?:{_RESUMED}|生产|停工停产|停工|停产)",
    "planned": rf"(?:拟|计划|预计){_RESUMED}",
    "stopped": rf"(?:(?:未|尚未|暂未){_RESUMED}|(?<![未不性分])(?:停工停产|停工|停产))",
    "excluded": "(?:政策性(?:停工|停产|关停)|退库|注销)",
}
# 二、未复工的规上企业（8户）, also within a title; and 二、未复工（8户） alone.
_HEADINGS = {
    state: re.compile(
        rf"{words}{_LISTED}|^(?:\(?[一二三四五六七八九十\d]{{1,2}}[)、.]*)?{words}(?:\(?\d+[户家个]\)?)?:?$"
    )
    for state, words in _HEADING_WORDS.items()
}
_ALONE = re.compile(
    rf"(?:{'|'.join(_HEADING_WORDS.values())})(?:{_LISTED}(?:名单|明细)?)?(?:\(?[共计]?\d+[户家个]\)?)?:?"
)
_LONGEST = 24


@lru_cache(1 << 12)
def heads_by_state(text: str) -> bool:
    """Whether a text is the state of enterprises and nothing else: 已复产企业（3户）."""
    return len(text) <= _LONGEST and _ALONE.fullmatch(fold(text)) is not None


def state_of_heading(text: str) -> str | None:
    """The state of all enterprises under a heading that names it (二、未复工企业, 已复工企业名单); None where it names
    none, or two."""
    states = {state for state, pattern in _HEADINGS.items() if pattern.search(fold(text))}
    return states.pop() if len(states) == 1 else None
