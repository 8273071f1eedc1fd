"""What a stored finding says to a person: its rule's sentence, filled from the row."""

from __future__ import annotations

import json
from collections.abc import Mapping

from analysis.vocabulary import finding_rules, finding_sentence

_SHOWN = ("value", "cells", "count", "sheet", "file", "field")


def finding_words(row: Mapping[str, object]) -> dict[str, object]:
    """The words that fill the placeholders of a finding's sentence: the row's own and its arguments."""
    known = {name: row[name] for name in _SHOWN if isinstance(row.get(name), str | int) and row[name] != ""}
    text = row.get("arguments")
    return known | (json.loads(text) if isinstance(text, str) and text else {})


def finding_text(row: Mapping[str, object], lang: str) -> str:
    """The sentence of one row of the `findings` table in ``lang`` (zh or en); the rule's name where it has none."""
    rule = str(row["rule"])
    return finding_sentence(rule, finding_words(row), lang) if rule in finding_rules() else rule
