"""Tables as a page writes them: how a column is set is said once per table, not in each of its cells."""

import re
from collections.abc import Iterable, Mapping

from analysis.figures import theme

# In half-widths: columns of short texts never break, those of long ones get room.
_SHORT, _LONG = 14, 44
# Words longer than this, as in the names of files, may break anywhere; shorter ones only between words.
_LONGEST_WORD = 16
# How a column is set, by a letter; a table's classes are letters with the places of its columns: "s1 r2 r3".
_RULES = {
    "r": "text-align: right; white-space: nowrap;",
    "p": "text-align: right;",
    "t": "min-width: 6em;",
    "b": "min-width: 6em; overflow-wrap: anywhere;",
    "s": "white-space: nowrap;",
    "w": "min-width: 13em; overflow-wrap: anywhere;",
}
_LETTERS = {
    "count": "r",
    "number": "r",
    "percent": "r",
    "points": "p",
    "date": "s",
    "short": "s",
    "wordy": "w",
    "text": "t",
    "broken": "b",
}


def arranged(table: Mapping) -> dict:
    """A payload's table with ``classes`` of its own, and values only where the printed cell does not say them.

    Each column gets a ``look``: its kind, or of a text column whether its texts are short, wordy, or to be broken.
    """
    columns = [{**column, "look": _look(table, place)} for place, column in enumerate(table["columns"])]
    letters = [(_LETTERS.get(column["look"], ""), place) for place, column in enumerate(columns, start=1)]
    return {
        **table,
        "columns": columns,
        "classes": " ".join(f"{letter}{place}" for letter, place in letters if letter),
        "values": [_unsaid(table, place) for place in range(len(columns))],
    }


def column_rules(tables: Iterable[Mapping]) -> str:
    """The style rules of the classes that arranged tables have."""
    used = sorted({name for table in tables for name in table["classes"].split()})
    rules = []
    for letter, rule in _RULES.items():
        if cells := [f".{name} tbody tr > :nth-child({name[1:]})" for name in used if name[0] == letter]:
            rules.append(f"{', '.join(cells)} {{ {rule} }}")
    return "\n".join(rules)


def _look(table: Mapping, place: int) -> str:
    kind = table["columns"][place]["kind"]
    if kind != "text":
        return kind
    texts = [row[place] for row in table["rows"]]
    longest = max(map(theme.width, texts), default=0)
    if longest <= _SHORT or longest > _LONG:
        return "short" if longest <= _SHORT else "wordy"
    words = (len(word) for text in texts for word in re.findall(r"[!-~]+", text))
    return "broken" if max(words, default=0) > _LONGEST_WORD else "text"


def _unsaid(table: Mapping, place: int) -> list[str]:
    """Per row the value in full; empty where there is none and where it is what stands in the cell."""
    values = table["values"][place] or [None] * len(table["rows"])
    full = ["" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value) for value in values]
    return ["" if value == row[place] else value for value, row in zip(full, table["rows"], strict=True)]
