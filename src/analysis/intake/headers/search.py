"""Finding the meaning of a path of header words: by the rules of ``rules``, and by what brackets, levels in one cell
and words that tell of something else make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.intake.headers.composed import composed
from analysis.intake.headers.guesses import row_to_paste
from analysis.intake.headers.others import brackets_above, is_doubted, may_stand_alone, means_another, meant_together
from analysis.intake.headers.readings import GENERIC
from analysis.intake.headers.rules import Hit, known
from analysis.intake.headers.words import LONGEST, HeaderWord, in_brackets
from analysis.intake.pieces import parts_of, tells_of
from analysis.vocabulary import Alias, Vocabulary, key

_ANSWERS = frozenset({"back", "at_post", "came", "absent", "resume", "stop"})  # parts of headers
_DAYS, _TIME = frozenset({"days"}), frozenset({"time"})
_OF_APPROVAL = ("applied_on", "approved_on", "inspected_on", "approval")
_AWAY = frozenset({"absent", "not", "stop", "gap", "lack"})
# 停产企业名称 asks which they are, not how many or whether: what its words mean without 名称.
_FIRM = re.compile("企业(?:名称|全称)$")
_OF_OTHERS = frozenset({"another_firm", "site", "project"})  # parts of headers: 客户企业全称, 施工企业全称
_SAYS_OF_FIRMS = frozenset({
    "expected_n", "reported_n", "resumed_n", "partial_n", "planned_n", "stopped_n", "excluded_n", "affected_n",
    "above_scale",
    "key_enterprise", "state", "state_choice", "is_stopped", "contractor",
})  # fmt: skip
_LEVELS = re.compile(r"[:_|>]+|(?<!\d)[—–-]+(?!\d)")
_IN_BOTH = re.compile(r"([^a-z]*[^\x00-\x7f][^a-z]*)([a-z][ -~]{3,})")
_PAST = re.compile("上[周月期年]|上一[周期]|去年|前期")  # 上周存在问题


def search(words: Sequence[HeaderWord], vocabulary: Vocabulary) -> Hit:
    """The meaning of a path of header words (top down), with how sure it is."""
    if not words or any(len(word.full) > LONGEST for word in words):
        return Hit(None, 0.0)
    hit = _search(tuple(words), vocabulary)
    if hit.alias is None:
        others = (_search(said, vocabulary) for said in (_parted(words), *_in_each_language(words)) if said)
        return next((other for other in others if other.alias), hit)
    return hit


def _parted(words: Sequence[HeaderWord]) -> tuple[HeaderWord, ...]:
    """The words, the last of them as two levels where exports write both in one: 存在困难:员工返岗难, 问题类别-物流."""
    above, *rest = _LEVELS.split(words[-1].full, maxsplit=1)
    if not rest or not key(above) or not key(last := rest[0]):
        return ()
    return (*words[:-1], HeaderWord(above, above), words[-1]._replace(full=last, plain=last))


def _in_each_language(words: Sequence[HeaderWord]) -> Iterator[tuple[HeaderWord, ...]]:
    """The words, the last of them in Chinese or in English where it says both: 开业与否 Working again?"""
    last = words[-1]
    said = _IN_BOTH.fullmatch(last.plain)
    for text in said.groups() if said else ():
        yield (*words[:-1], last._replace(full=text, plain=text))


@lru_cache(16384)
def _search(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> Hit:
    words = brackets_above(words, vocabulary)
    if own := _own_step(words, vocabulary):
        return own
    other = next((word for word in words[:-1] if means_another(word.plain, vocabulary)), None)
    if other and not _is_of_approval(words[-1], vocabulary):
        return _below_another(words, other, vocabulary)
    hit = _found(words, vocabulary)
    if not hit.rules and hit.alias and is_doubted(words[-1], hit.alias, vocabulary):
        hit = Hit(hit.alias, hit.score, ("header_ambiguous",))
    return _by_brackets(words, hit, vocabulary) or hit


def _own_step(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> Hit | None:
    """Which step a word names itself below one that heads all steps: Approval / Date of application is no approval."""
    *above, last = words
    if not any(word.plain and _search((word,), vocabulary).alias == Alias("approval") for word in above):
        return None
    hit = _search((last,), vocabulary)
    return hit if hit.alias and hit.alias.field in _OF_APPROVAL else None


def _by_brackets(words: tuple[HeaderWord, ...], hit: Hit, vocabulary: Vocabulary) -> Hit | None:
    """What a number means together with what brackets say of it: 职工人数（复工）, Output (% of normal); and which of
    its numbers an enterprise is known by: 企业代码（统一社会信用代码）."""
    last = words[-1]
    if last.full == last.plain or hit.alias is None:
        return None
    if vocabulary.fields[hit.alias.field].kind == "identifier":
        meant = filter(None, (vocabulary.columns.exact.get(key(text)) for text in in_brackets(last.full)))
        other = next((alias for alias in meant if vocabulary.fields[alias.field].kind == "identifier"), hit.alias)
        return None if other == hit.alias else Hit(other, hit.score)
    if not vocabulary.fields[hit.alias.field].is_number:
        dated = any(tells_of(_TIME, text, vocabulary) for text in in_brackets(last.full))
        meant = composed(words, key(last.full), vocabulary) if dated else None  # Work resumed (date)
        return Hit(meant, 0.9) if meant and vocabulary.fields[meant.field].kind == "date" else None
    if key(last.full) in vocabulary.columns.exact:
        return None
    together = composed(words, key(last.full), vocabulary)
    if together and together.field != hit.alias.field:
        return Hit(together, 0.9)
    said = in_brackets(last.full)
    if vocabulary.fields[hit.alias.field].unit != "day" and any(tells_of(_DAYS, text, vocabulary) for text in said):
        return Hit(None, hit.score, suggestion=row_to_paste("", words))  # Masks (days of stock)
    if len(said) != 1 or not tells_of(_ANSWERS, said[0], vocabulary):
        return None
    if hit.alias.field == "staff_normal" and not tells_of(_AWAY, said[0], vocabulary):
        return Hit(Alias("staff_back"), 0.9)
    joined_up = said[0] + last.plain
    found = _found((*words[:-1], HeaderWord(joined_up, joined_up)), vocabulary)
    return found if found.alias and not found.rules else None


def _below_another(words: tuple[HeaderWord, ...], other: HeaderWord, vocabulary: Vocabulary) -> Hit:
    """What a word means together with one above it that speaks of something else (上周, 女职工, 供应商); by itself only
    where that makes no difference."""
    last = words[-1]
    if meant := meant_together(other, last, vocabulary):
        return Hit(meant, 0.98)
    together = last._replace(full=other.full + last.full, plain=other.plain + last.plain)
    hit = _found((*(word for word in words[:-1] if word is not other), together), vocabulary)
    if hit.alias:
        return hit
    alone = _found(words, vocabulary)
    if alone.alias is None:
        return hit
    if key(last.plain) in GENERIC:  # 隔离人员 / 人数
        stands = _found((other,), vocabulary).alias == alone.alias
    else:
        stands = may_stand_alone(other, alone.alias, vocabulary)
    return alone if stands else hit


def _found(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> Hit:
    hit = known(words, vocabulary, _search)
    last = key(words[-1].plain)
    if hit.score < 1 and hit.alias and hit.alias.field == "difficulty_text" and _PAST.match(last):
        return Hit(None, hit.score, suggestion=row_to_paste("", words))
    firm = _FIRM.search(last) if hit.score < 1 else None
    if not firm or (hit.alias and hit.alias.field not in _SAYS_OF_FIRMS):
        return hit
    parts = parts_of(last[: firm.start()], vocabulary)
    is_meant = _OF_OTHERS.isdisjoint(parts) if parts else hit.alias is not None
    return Hit(Alias("name"), 0.9) if is_meant else hit


def _is_of_approval(last: HeaderWord, vocabulary: Vocabulary) -> bool:
    """Whether a word asks what is asked below 审批 anyway: 申请时间."""
    known = vocabulary.columns.exact.get(key(last.plain))
    return known is not None and known.field in _OF_APPROVAL
