"""Answers chosen from a list (size, four categories, yes and no) or offered with a box each (☑用工 □资金)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.intake.values.parsed import MISSING, Parsed, is_blank, is_error, plain
from analysis.vocabulary import Vocabulary, key

_BRACKETED = re.compile(r"\([^()]*\)")
_YEAR_OR_TICK = re.compile(r"^(?:(?:19|20)\d\d年度?|[√✓✔☑■●])|[√✓✔]$")  # 2020年新建, √续建
_NUMBERED = re.compile(r"^[\da-z][.、)]")
_SENTENCE_ENDS = re.compile(r"[，,。；;：:\s（(]")
_MARK = re.compile(r"[☐□○☑☒■●√✓✔✅×✗❌]")
_TICK = re.compile(r"[☑■●√✓✔✅]")
_BOXES = re.compile(r"[☐□○☑☒■✅]")
_EMPTY = re.compile(r"[(（\[]\s*[)）\]]|[\uf06f\uf0a3\uf0a8]|£(?=\s*[一-鿿])")
_TICKED = re.compile(r"[(（\[]\s*[√✓✔✅]\s*[)）\]]|[☐□]\s*[√✓✔]|[√✓✔]\s*[☐□]|[\uf052\uf053\uf0fd\uf0fe]")
_CROSSED = re.compile(r"[(（\[]\s*[xX×✗✘]\s*[)）\]]")  # [x] Yes [ ] No
# Answers without boxes, of which some have a tick: 是√ 否; 1.用工 2.原料√.
_PARTED = re.compile(r"[、,，;；/\s]+|(?<!\d)\d{1,2}[.、)）]")
_TICK_ALONE = re.compile("[√✓✔]")
_LONG, _LONGEST = 3, 8  # characters of such an answer, and of one with a number before it
_ONE_NUMBERED = re.compile(r"^\s*\d{1,2}[.、)）]")
_LETTERED = re.compile(r"(?<![A-Za-z])R(?=\s*[一-鿿])")  # R是 £否: a box in Wingdings 2 that lost its font
_ASKING = (":", "：", "?", "？")
_SETTLED = {"true": "done", "false": "open"}
EMPTY_BOXES = ("☐", "□")
_DRAWN = (*"☐□○☑☒■●✅√✓✔£\uf052\uf053\uf0fd\uf0fe", "[x", "[X", "(x", "(X")


def parse_choice(value: object, words: Mapping[str, str], vocabulary: Vocabulary | None = None) -> Parsed:
    """A cell as a code of ``words`` (key of a word -> code, such as ``Vocabulary.choices['size']``).

    A blank or a mark (-, /) is missing; so is any other answer, with the rule ``choice_unknown``.
    """
    if is_blank(value):
        return MISSING
    if is_error(value):
        return Parsed(None, rules=("cell_error",))
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, float) and value == value and abs(value) < 10**9 and value == int(value):
        value = int(value)
    text = plain(str(value))
    for form in (text, _BRACKETED.sub("", text), _NUMBERED.sub("", text), _YEAR_OR_TICK.sub("", text)):
        if code := words.get(key(form)):
            return Parsed(code)
    if text in (vocabulary or Vocabulary.load()).marks["missing"]:
        return MISSING
    return Parsed(None, rules=("choice_unknown",))


def first_choice(value: object, words: Mapping[str, str]) -> str | None:
    """The code of what is written, by its first words where more follows; None where neither is known.

    >>> first_choice("已办结，资金3月2日到位", {"已办结": "done"})
    'done'
    """
    if is_blank(value) or is_error(value):
        return None
    said = str(value).strip()
    return words.get(key(said)) or words.get(key(_SENTENCE_ENDS.split(said, maxsplit=1)[0]))


def task_state(value: object, words: Vocabulary) -> str | None:
    """The state of a task that a cell says; whether a difficulty is settled tells it too (未销号).

    >>> task_state("未销号", Vocabulary.load())
    'open'
    """
    choices = words.choices
    return first_choice(value, choices["task_state"]) or _SETTLED.get(first_choice(value, choices["resolved"]))


def parse_yes_no(value: object, vocabulary: Vocabulary | None = None) -> Parsed:
    """A cell as True or False."""
    found = parse_choice(value, (vocabulary or Vocabulary.load()).choices["yes_no"], vocabulary)
    return Parsed(found.value == "true", rules=found.rules) if found.value is not None else found


def may_offer(text: str) -> bool:
    """Whether a text has what boxes are drawn with; asked of many at once."""
    return any([sign in text for sign in _DRAWN])  # seven times as fast as a pattern


def with_boxes(text: str) -> str:
    """A text whose brackets with a tick or nothing in them are boxes, and so what is left of boxes of lost fonts. A box
    with a cross in it is ticked, as Word ticks, unless others are."""
    if "£" in text or "\uf0a3" in text:
        text = _LETTERED.sub("☑", text)
    text = _EMPTY.sub("☐", _CROSSED.sub("☒", _TICKED.sub("☑", text)))
    if _TICK_ALONE.search(text) and not _BOXES.search(text):
        text = _drawn(text)
    return text if _TICK.search(text) else text.replace("☒", "☑")


def _drawn(text: str) -> str:
    """A text of short answers, some of them with a tick, with a box before each; any other as it is."""
    pieces = [piece for piece in _PARTED.split(text) if piece]
    words = [_TICK_ALONE.sub("", piece) for piece in pieces]
    longest = _LONGEST if _ONE_NUMBERED.match(text) else _LONG
    if not all(word and len(word) <= longest and not re.search(r"\d", word) for word in words) or words == pieces:
        return text
    boxed = ("☐" + piece if word == piece else "☑" + word for word, piece in zip(words, pieces, strict=True))
    return " ".join(boxed) if any(word == piece for word, piece in zip(words, pieces, strict=True)) else text


def ticked_words(text: str) -> list[str]:
    """The answers whose box is ticked, be the boxes before their words (☑是 □否) or behind them (是☑ 否□); none where
    a text has no boxes."""
    if not _BOXES.search(text):
        return []
    first, *others = _MARK.split(text)
    are_behind = first.strip() and not others[-1].strip()
    words = [first, *others] if are_behind else others
    return [
        word.strip()
        for mark, word in zip(_MARK.findall(text), words, strict=False)
        if _TICK.match(mark) and word.strip()
    ]


def is_choice(text: str) -> bool:
    """Whether a text offers answers with boxes, one of which is ticked, or none of several: an answer for each box, and
    before them no more than the question. □ may stand for a character that was lost, ○ for a bullet."""
    if not _BOXES.search(text):
        return False
    marks, pieces = _MARK.findall(text), [piece.strip() for piece in _MARK.split(text)]
    first, last = pieces[0], pieces[-1]
    is_asked = bool(first and last)  # 困难：☑用工 □资金
    if len(pieces) - pieces.count("") - is_asked != len(marks) or (is_asked and not first.endswith(_ASKING)):
        return False
    return any(map(_TICK.match, marks)) or (len(marks) > 1 and "○" not in marks)
