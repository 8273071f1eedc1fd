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
# What a heading adds of why: 二、因疫情停产企业（3户）, （一）原料短缺.
_WHY = (
    "(?:因|受.+影响|缺|不足|短缺|紧[张缺]|困难|不畅|受[阻限]|中断|断[供链料]|[未难]返岗|未[到批获]|限[电产]|环保|整改)"
)
_GIVES_REASON = re.compile(_WHY)
_ALONE = re.compile(
    rf"(?:[^,;:。]{{0,8}}{_WHY}[^,;:。]{{0,8}})?(?:{'|'.join(_HEADING_WORDS.values())})(?:{_LISTED}(?:名单|明细)?)?(?:\(?[共计]?\d+[户家个]\)?)?:?"
)
_LONGEST = 24
_COUNTED = re.compile(r"^\W*(?:[一二三四五六七八九十\d]{1,2}[)、.]+)?|[(,、]?[共计]{0,2}\d+[户家个][)]?(?:企业)?\W*$")


@lru_cache(1 << 12)
def heads_by_state(text: str) -> bool:
    """Whether a text is the state of enterprises, why they are in it and nothing else: 已复产企业（3户）, 缺料停产."""
    return len(text) <= _LONGEST and _ALONE.fullmatch(fold(text)) is not None


def state_of_heading(text: str) -> str | None:
    """The state of all enterprises under a heading that names it (二、未复工企业, 已复工企业名单); None where it names
    none, or two."""
    states = {state for state, pattern in _HEADINGS.items() if pattern.search(fold(text))}
    return states.pop() if len(states) == 1 else None


def reason_of_heading(text: str) -> str | None:
    """What a heading says of why the enterprises under it stand still, without its number and their count; None where
    it says nothing of that."""
    return _COUNTED.sub("", fold(text)) if text and _GIVES_REASON.search(text) else None
