"""What a cell shows of its value: nothing, where a format (;;;) or white words on white hide it, more than the value,
where a format adds words to it ("甲县"@), a sign, where its font draws one for a letter."""

from __future__ import annotations

from collections.abc import Mapping

from ..sheet import CellValue

# Marks of a style, as ``told_by`` makes them: of which values nothing is shown, what is shown for a text, the font.
HIDES, ADDS, DRAWS = "~hides:", "~adds:", "~draws:"
ALL = "+-0@"  # numbers above, below and nought, and texts
HIDES_ALL = HIDES + ALL[::-1]  # by the look of its letters: on another ground they are seen, unlike what ;;; hides
HIDES_NOUGHTS = HIDES + "0"
# What signs of these fonts look like, by the character that text in them has; others stay as they are.
DRAWN = {
    "Wingdings": {"ü": "✓", "û": "✗", "þ": "☑", "ý": "☒", "¨": "☐", "o": "☐"},
    "Wingdings2": {"P": "✓", "O": "✗", "R": "☑", "S": "☒", "T": "☒", "£": "☐"},
    "Webdings": {"a": "✓", "r": "✗", "c": "☐"},
    "Marlett": {"a": "✓", "b": "✓", "r": "✗"},
}


def as_seen(
    rows: list[list[CellValue]], shown: Mapping[tuple[int, int], str], hides_noughts: bool = False
) -> dict[tuple[int, int], str]:
    """Put into cells what their styles show, in place, and say what is left to say of them (see ``Sheet.shown``).

    A cell that shows nothing is blank and ``unseen``; a nought stays and is an ``unseen nought``: nobody hides one of
    them on purpose. ``hides_noughts``: the whole sheet shows none.
    """
    left = {cell: says for cell, says in shown.items() if "~" not in says}
    for (row, column), says in shown.items() if len(left) < len(shown) else ():
        cells = rows[row - 1] if row <= len(rows) else ()
        if column > len(cells) or (value := cells[column - 1]) is None:
            continue
        marks = says.split()
        told = [mark for mark in marks if mark[0] != "~"]
        for mark in marks:
            if mark.startswith(HIDES) and _sign(value) in mark[len(HIDES) :]:
                told.append("unseen nought" if _sign(value) == "0" else "unseen")
                cells[column - 1] = value if _sign(value) == "0" else None
            elif mark.startswith(ADDS) and type(value) is str:
                cells[column - 1] = mark[len(ADDS) :].replace("@", value)
            elif mark.startswith(DRAWS) and type(value) is str:
                cells[column - 1] = DRAWN[mark[len(DRAWS) :]].get(value.strip(), value)
        if told:
            left[row, column] = " ".join(told)
    for row, cells in enumerate(rows, start=1) if hides_noughts else ():
        noughts = [column for column, value in enumerate(cells, start=1) if _sign(value) == "0"]
        left |= {(row, column): f"{left.get((row, column), '')} unseen nought".strip() for column in noughts}
    return left


def _sign(value: CellValue) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "0" if value == 0 else "+" if value > 0 else "-"
    return "@" if type(value) is str else "+"
