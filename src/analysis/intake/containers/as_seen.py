"""What a cell shows of its value: nothing, where a format (;;;) or white words on white hide it, more than the value,
where a format adds words to it ("甲县"@), a sign, where its font draws one for a letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..sheet import CellValue, Shown

SIGNS = "+-0@"  # numbers above, below and nought, and texts
# What signs of these fonts look like, by the character that text in them has; others stay as they are.
DRAWN = {
    "Wingdings": {"ü": "✓", "û": "✗", "þ": "☑", "ý": "☒", "¨": "☐", "o": "☐"},
    "Wingdings2": {"P": "✓", "O": "✗", "R": "☑", "S": "☒", "T": "☒", "£": "☐"},
    "Webdings": {"a": "✓", "r": "✗", "c": "☐"},
    "Marlett": {"a": "✓", "b": "✓", "r": "✗"},
}


class Style(NamedTuple):
    """What the style of a cell does to its value, and what else is known of the cell.

    ``shown``: what is seen beside the value. ``hides``: of which values (``SIGNS``) the format shows nothing; ``adds``:
    what it shows for a text, which is @ there; ``draws``: the font of ``DRAWN``; ``is_unseen``: its letters are of
    their ground's colour, or of a size that nobody reads.
    """

    shown: Shown = Shown()
    hides: str = ""
    adds: str = ""
    draws: str = ""
    is_unseen: bool = False

    @property
    def changes_values(self) -> bool:
        """Whether a cell shows something else than its value."""
        return self.is_unseen or any((self.hides, self.adds, self.draws))

    def marked(self, mark: str) -> Style:
        """The same with a mark more."""
        return self._replace(shown=self.shown.marked(mark))


PLAIN = Style()


def as_seen(
    rows: list[list[CellValue]], styles: Mapping[tuple[int, int], Style], hides_noughts: bool = False
) -> dict[tuple[int, int], Shown]:
    """Put into cells what their styles show, in place, and say what is left to say of them (see ``Sheet.shown``).

    A cell that shows nothing is blank and ``unseen``; a nought stays and is an ``unseen nought``: nobody hides one of
    them on purpose. ``hides_noughts``: the whole sheet shows none.
    """
    shown = {cell: style.shown for cell, style in styles.items() if any(style.shown)}
    changing = {style for style in set(styles.values()) if style.changes_values}
    for (row, column), style in styles.items() if changing else ():
        cells = rows[row - 1] if row <= len(rows) else ()
        if style not in changing or column > len(cells) or (value := cells[column - 1]) is None:
            continue
        if style.is_unseen or _sign(value) in style.hides:
            is_nought = _sign(value) == "0"
            shown[row, column] = style.shown.marked("unseen nought" if is_nought else "unseen")
            cells[column - 1] = value if is_nought else None
        elif type(value) is str:
            drawn = DRAWN[style.draws].get(value.strip(), value) if style.draws else value
            cells[column - 1] = style.adds.replace("@", drawn) if style.adds else drawn
    for row, cells in enumerate(rows, start=1) if hides_noughts else ():
        for column, value in enumerate(cells, start=1):
            if _sign(value) == "0":
                shown[row, column] = shown.get((row, column), Shown()).marked("unseen nought")
    return shown


def _sign(value: CellValue) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "0" if value == 0 else "+" if value > 0 else "-"
    return "@" if type(value) is str else "+"
