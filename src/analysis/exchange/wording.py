"""Words for offices: labels of the exchange, and what a finding asks an office to do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from analysis.intake.wording import finding_words
from analysis.vocabulary import finding_sentence, labels
from analysis.vocabulary.loading import rows_of
from analysis.vocabulary.sentences import filled
from analysis.vocabulary.words import FOLDER

_FILES = ("file", "other_file")


def word(name: str, lang: str, **values: object) -> str:
    """The words of ``vocabulary/labels.yml`` under ``exchange.<name>``, placeholders filled in."""
    text = labels(lang)[f"exchange.{name}"]
    return text.format_map(values) if values else text


def told_to_offices(rule: str) -> bool:
    """Whether a finding is an office's to know; some are the bureau's own business."""
    return rule not in _own_sentences() or bool(_own_sentences()[rule]["zh"])


def office_sentence(row: Mapping[str, object], lang: str) -> str:
    """What a finding says to the file's sender: as ``vocabulary/feedback.csv`` has it, else the finding's sentence."""
    rule, words = str(row["rule"]), finding_words({**row, "cells": _few(row.get("cells"))})
    words |= {name: str(words[name]).rpartition("/")[2] for name in _FILES if name in words}  # folders are ours
    own = _own_sentences().get(rule)
    return finding_sentence(rule, words, lang) if own is None else filled(own[lang], words, lang)


def _few(cells: object) -> str:
    pieces = cells.split(",") if isinstance(cells, str) else []
    return ",".join(pieces[:3]) + (" …" if len(pieces) > 3 else "")


@lru_cache(1)
def _own_sentences() -> dict[str, dict[str, str]]:
    return {row["rule"]: dict(row) for row in rows_of("feedback.csv", [FOLDER], ("rule",))}


def moment(when: datetime | None, year: int, lang: str) -> str:
    """A time as people write it: 2月25日18:58; midnight is 24时 of the day before, None was not noted. ``year``: the
    one that is told beside it; any other is said."""
    if when is None:
        return word("say.unknown_time", lang)
    is_midnight = (when.hour, when.minute, when.second) == (0, 0, 0)
    day = when - timedelta(days=1) if is_midnight else when
    if lang == "zh":
        own = f"{day.year}年" if day.year != year else ""
        return f"{own}{day.month}月{day.day}日{'24时' if is_midnight else f'{when:%H:%M}'}"
    said = f"{day.day} {day:%B}" + (f" {day.year}" if day.year != year else "")
    return f"24:00 on {said}" if is_midnight else f"{said} {when:%H:%M}"
