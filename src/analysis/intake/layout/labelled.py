"""Texts that hold a whole form, as pasted from a chat: 企业名称：某厂；是否复工：是, or 1. 某厂 已复工."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.letters import letter_of
from analysis.intake.layout.pairs import Pair, asks_for_name, is_enterprise
from analysis.intake.layout.words import asked_words, compared, squeeze
from analysis.intake.values.personal import MASK, is_name

# A label begins a clause. One with a number in front is a label only where the first has one: 困难：1.用工：缺20人.
_LABEL = re.compile(
    r"(?:^|[;；,，、。\s])\s*([(（]?\d{1,2}[.．、)）]\s*)?([^\s:：;；,，。\d][^\s:：;；,，。]{1,15})\s*[:：]"
)
_BETWEEN = " \t\r\n;；,，、"
_NUMBERED = re.compile(r"^\s*(?:[(（]?\d{1,3}[.．、)）\s]|[①-⑳])\s*")
_PIECES = re.compile(r"[\s;；,，。:：()（）]+")
_STOP = re.compile("[;；。]")
_HINT = re.compile(r"[(（]([^()（）]*)[)）]$")
_COUNT = re.compile(r"(?:目前|现|已|共)?([^\d%]{2,8}?)(\d.*)")  # 到岗80人, 现到岗80人
_NAME, _STATE = "企业名称", "复工情况"
_LABELS, _ANSWERS = frozenset("Hh"), frozenset("aH")
_LINES = frozenset({"t", "p", "9t", "9p"})  # rows that may be a line of a chat, its number beside it or not
_LONGEST_NAME = 40
_MOSTLY = 0.7  # of the rows between the first and the last form


@lru_cache(1 << 12)
def labels_in(text: str) -> dict[str, str]:
    """The labels of a text with their values ('' for a blank one), the first answer of each; {} where it holds fewer
    than two. Not to be changed."""
    labels = _labelled(text) if text.count(":") + text.count("：") > 1 else {}
    if not any(map(_asks_whose, labels)):
        labels = _line(text) or labels
    return labels if len(labels) > 1 else {}


def _labelled(text: str) -> dict[str, str]:
    found = list(_LABEL.finditer(text))
    if not found or text[: found[0].start()].strip(_BETWEEN):
        return {}
    found = [label for label in found if not label[1] or found[0][1]]
    ends = [*[label.start() for label in found[1:]], len(text)]
    labels: dict[str, str] = {}
    for label, end in zip(found, ends, strict=True):
        labels.setdefault(label[2], text[label.end() : end].strip(_BETWEEN))
    return labels


def _line(text: str) -> dict[str, str]:
    """The labels of a line of a chat, which begins with the enterprise: what stands behind a label (困难：缺口罩), of
    its counts their own words, of all else the state's. What may be a person's name is masked."""
    name, said = _after_name(_NUMBERED.sub("", text))
    labels, told = {_NAME: name}, []
    answers, said = _answers_in(said)
    for piece in filter(None, _PIECES.split(said)):
        count = _COUNT.fullmatch(piece)
        if count and compared(count[1]) in asked_words():
            labels.setdefault(count[1], count[2])
        else:
            told.append(MASK if is_name(piece) else piece)
    labels |= answers
    if len(labels) == 1 and not any(letter_of(compared(piece)) in _ANSWERS for piece in told):
        return {}
    return labels | ({_STATE: "，".join(told)} if told else {})


def _answers_in(said: str) -> tuple[dict[str, str], str]:
    """What stands behind the labels of a sentence, up to its end or the next label, and the rest of it."""
    found = [label for label in _LABEL.finditer(said) if letter_of(compared(label[2])) in _LABELS]
    answers, rest, at = {}, [], 0
    ends = [label.start() for label in found[1:]] + [len(said)]
    for label, end in zip(found, ends, strict=False):
        end = next((stop.start() for stop in _STOP.finditer(said, label.end(), end)), end)
        answers.setdefault(label[2], said[label.end() : end].strip(_BETWEEN))
        rest.append(said[at : label.start()])
        at = end
    return answers, "，".join([*rest, said[at:]])


def _after_name(text: str) -> tuple[str, str]:
    """The enterprise that a text begins with and what is said behind it (某厂（已复工，到岗80人）); nothing where it
    begins with none."""
    for cut in reversed(list(_PIECES.finditer(text, 0, _LONGEST_NAME))):
        end = cut.start() + (cut[0][0] in ")）")  # a bracket may belong to the name: 某厂（一分厂）
        name, said = text[:end], text[end:].lstrip(":： ")
        hint = _HINT.search(name)
        is_answer = hint and letter_of(compared(hint[1])) in _ANSWERS
        if _PIECES.sub("", said) and not is_answer and is_enterprise(name):
            return name, said
    return "", ""


def find_labelled(grid: Grid) -> tuple[list[int], list[Pair]] | None:
    """The rows from the first to the last text that is an enterprise's form, and the labels of them all; None where
    most rows between them hold none, or a list stands beside them: 单位名称：某厂 计量单位：千元 is its title."""
    able = {shape for shape in grid.kinds if "l" in shape.kinds or shape.packed in _LINES}
    forms: dict[tuple[int, int], dict[str, str]] = {}
    for row, shape in enumerate(grid.shapes, 1) if able else ():
        for column in shape.columns if shape in able else ():
            text = grid.sheet.value(row, column)
            if isinstance(text, str) and _is_form(labels := labels_in(text)):
                forms[row, column] = labels
    rows = {row for row, _ in forms}
    if not rows or (len(rows) == 1 and ":" not in grid.text(*min(forms))):
        return None  # a line alone is a sentence
    inside = [row for row in grid.filled if min(rows) <= row <= max(rows)]
    if len(rows) < _MOSTLY * len(inside) or _stands_over_list(grid, inside, len(rows)):
        return None
    return inside, [(label, *cell, *cell) for cell, labels in forms.items() for label in labels]


def _stands_over_list(grid: Grid, inside: list[int], forms: int) -> bool:
    """Whether rows above or below the forms are wide, or more of them than there are forms have two cells."""
    outside = [grid.shapes[row - 1].size for row in grid.filled if not inside[0] <= row <= inside[-1]]
    return any(size > 2 for size in outside) or sum(size > 1 for size in outside) > forms


def _is_form(labels: dict[str, str]) -> bool:
    """Whether an enterprise is named by one of the labels and another is a header's word."""
    asked = [label for label in labels if letter_of(squeeze(label).lower()) in _LABELS]
    return len(asked) > 1 and any(labels[label] and _asks_whose(label) for label in asked)


def _asks_whose(label: str) -> bool:
    return asks_for_name(squeeze(label))
