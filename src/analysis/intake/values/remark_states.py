"""What a remark says of the state beside which it stands: 实际未复工 beside 是."""

from __future__ import annotations

import re

from analysis.vocabulary import Vocabulary, key, nfkc

# Of the enterprise itself: where a sentence begins, no other (上游企业已复工) before it.
_BEGINS = r"(?:^|[,。;、\s])(?:该?企业|该公司|该厂)?"
_RESUMES = r"(?:复工|开工|复产|恢复生产)"
_STANDS_STILL = re.compile(
    rf"{_BEGINS}(?:实际|目前|现在?|至今|暂时?){{1,2}}(?:仍|还|尚|均)?(?:未|没有?){_RESUMES}|{_BEGINS}(?:实际|目前|现)?已(?:经|全部)?停[工产]"
)
_RUNS = re.compile(
    rf"{_BEGINS}(?:实际|目前|现)?已(?:经)?(?:于[\d年月日.\-/号]{{3,12}})?{_RESUMES}(?!申请|手续|方案|备案|准备|验收)"
)


def state_said(text: str, words: Vocabulary) -> str | None:
    """running or stopped where a remark says so of the enterprise itself, or is such a state; else None."""
    if "工" not in text and "产" not in text:
        return None
    if known := words.states.get(key(text)):
        return known.state
    text = nfkc(text).strip()
    if _STANDS_STILL.search(text):
        return "stopped"
    return "running" if _RUNS.search(text) else None
