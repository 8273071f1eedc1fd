"""Which cells of a sheet may be labels of a form: their letters are written anew before its rows are judged."""

from __future__ import annotations

import itertools

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.letters import letter_of
from analysis.intake.layout.pairs import (
    LABELS,
    NUMBERED,
    WORDS,
    asks_for_name,
    find_sections,
    labels_of,
    may_ask_for_name,
    split_label,
)
from analysis.intake.layout.words import words

_LONGEST = 60  # filled rows of a form
_FEWEST = 2
_WIDEST = 6  # cells of three labels and their answers
_AFTER = frozenset("npgT")  # of what stands below a form


def with_labels(grid: Grid) -> Grid:
    """A sheet without the words that head groups of labels, and with an ``h`` or ``l`` for what is a label by its place
    or its number and not by its words."""
    return _with_answered(_with_repeated(_with_said_again(_with_numbered(_with_remarks(_without_sections(grid))))))


def is_bare(grid: Grid, row: int, column: int) -> bool:
    """Whether a label's cell holds no value of its own."""
    return not split_label(grid.text(row, column))[1]


def _without_sections(grid: Grid) -> Grid:
    """A sheet without the words that head groups of labels."""
    column, rows = find_sections(grid)
    if not rows:
        return grid
    lines = [
        f"{line[: column - 1]} {line[column:]}" if row in rows else line for row, line in enumerate(grid.letters, 1)
    ]
    return grid.with_letters(lines)


def _with_remarks(grid: Grid) -> Grid:
    """A sheet in which 备注： or 备注说明 with nothing behind is a label; below a list it begins a note."""
    lines = [
        line.replace("n", "l", 1) if "n" in line and _is_remark(grid, row, line.index("n") + 1) else line
        for row, line in enumerate(grid.letters, 1)
    ]
    return grid.with_letters(lines)


def _with_numbered(grid: Grid) -> Grid:
    """A sheet in which 一、企业名称 with its answer beside it is a label, and 厂名 with an enterprise's name."""
    lines = [
        line.replace(shape.packed[0], "h", 1)
        if (shape.size == 2 and shape.packed[0] == "o" and letter_of(NUMBERED.sub("", grid.texts(row)[0])) in LABELS)
        or (shape.packed[:2] == "te" and asks_for_name(grid.texts(row)[0]))
        else line
        for row, (line, shape) in enumerate(zip(grid.letters, grid.shapes, strict=True), 1)
    ]
    return grid.with_letters(lines)


def _is_remark(grid: Grid, row: int, column: int) -> bool:
    text = grid.text(row, column)
    is_beside = "l" in grid.shapes[row - 1].kinds and text.partition(":")[0] in words("note")  # 复工：是 | 备注：缺料
    return is_beside or text in words("note") or (text.endswith(":") and is_bare(grid, row, column))


def _with_said_again(grid: Grid) -> Grid:
    """A sheet in which the words below two enterprises' name labels side by side are labels where they are the same in
    both columns: 车牌号 | 贵J00001 | 车牌号 | 贵J00002."""
    able = {shape for shape in grid.kinds if "e" in shape.kinds and len(labels_of(shape.line)) > 1}
    lines = list(grid.letters)
    for row, shape in enumerate(grid.shapes, 1) if able else ():
        columns = _name_columns(grid, row) if shape in able else []
        below = row + 1
        while len(columns) > 1 and below <= len(lines) and _is_said_again(grid, below, columns):
            lines[below - 1] = _with_letter(lines[below - 1], columns)
            below += 1
    return grid.with_letters(lines)


def _name_columns(grid: Grid, row: int) -> list[int]:
    """The columns of a row in which the enterprise's name is asked for, with room for it beside."""
    return [
        column
        for column in labels_of(grid.line(row))
        if asks_for_name(grid.text(row, column)) and grid.line(row)[column : column + 1] in ("e", " ")
    ]


def _is_said_again(grid: Grid, row: int, columns: list[int]) -> bool:
    said = {grid.text(row, column) for column in columns}
    letters = {grid.line(row)[column - 1 : column] for column in columns}
    return len(said) == 1 and letters <= LABELS | WORDS


def _with_letter(line: str, columns: list[int]) -> str:
    return "".join(["h" if at in columns else letter for at, letter in enumerate(line, 1)])


def _with_answered(grid: Grid) -> Grid:
    """A sheet in which the words below an enterprise's name label, each once and with room for an answer, are labels
    though nobody knows them: Company name | Example Mills Ltd over Site address | 1 Example Road."""
    able = {shape for shape in grid.kinds if 1 < shape.size < 5 and _asks_and_names(shape.packed)}
    if not able or len(grid.filled) > _LONGEST:
        return grid
    lines = list(grid.letters)
    for row in grid.filled:
        shape = grid.shapes[row - 1]
        if shape in able:
            is_known = asks_for_name(text := grid.text(row, shape.columns[0]))
            below = _answered(grid, row, shape.columns[::2]) if is_known or may_ask_for_name(text) else []
            is_form = len(below) >= _FEWEST and (is_known or _are_asked(grid, below))
            asking = range(shape.columns[0], shape.columns[0] + _wide_name(grid, row), 2)
            for other in (row, *below) if is_form else ():
                beside = [column for column in asking[1:] if lines[other - 1][column - 1 : column] == "t"]
                lines[other - 1] = _with_letter(lines[other - 1], [*asking[:1], *beside])
    return grid.with_letters(lines)


def _with_repeated(grid: Grid) -> Grid:
    """A sheet in which the words that stand at one place below each of several name labels are labels though nobody
    knows them: the cards of a file."""
    able = {shape for shape in grid.kinds if shape.size > 1 and _asks_and_names(shape.packed)}
    named = grid.rows_of(able)
    rows = [row for row in named if asks_for_name(grid.text(row, grid.columns(row)[0]))] or _said_alike(grid, named)
    if len(rows) < _FEWEST:
        return grid
    lines = list(grid.letters)
    named_in = grid.columns(rows[0])
    columns = sorted({*named_in[::2], *range(named_in[0], grid.last_column + 1, 2)})
    for below in range(min(b - a for a, b in itertools.pairwise(rows))):
        places = [row + below for row in rows]
        for column in columns if places[-1] <= len(lines) else ():
            letters = {lines[row - 1][column - 1 : column] for row in places}
            if letters <= LABELS | WORDS and len({grid.text(row, column) for row in places}) == 1:
                for row in places:
                    lines[row - 1] = _with_letter(lines[row - 1], [column])
    return grid.with_letters(lines)


def _asks_and_names(letters: str) -> bool:
    """Whether a row is a label and an enterprise, another label behind them or not: 企业名称 | 某厂 | 县市 | 都匀市."""
    return letters[0] in "Hht" and letters[1] == "e" and letters[2:3] in ("", *LABELS)


def _said_alike(grid: Grid, rows: list[int]) -> list[int]:
    """The rows, if all begin with one word that nobody knows, and each has some words below: the cards of a file."""
    said = {grid.text(row, grid.columns(row)[0]) for row in rows}
    are_cards = len(said) == 1 and all(map(may_ask_for_name, said)) and len(rows) >= _FEWEST
    return rows if are_cards and min(b - a for a, b in itertools.pairwise(rows)) > _FEWEST + 1 else []


def _are_asked(grid: Grid, rows: list[int]) -> bool:
    """Whether two labels of a form's rows are known, or one and the answers are of several kinds, and none but the
    first has an enterprise's name beside it."""
    letters = [grid.packed(row) for row in rows]
    answers = {answer for said in letters for answer in said[1::2]}
    known = sum(not LABELS.isdisjoint(said[::2]) for said in letters) + (len(answers - {"-"}) > 2)
    return known > 1 and not any(said[1:2] == "e" for said in letters)


def _answered(grid: Grid, row: int, labels: list[int]) -> list[int]:
    """The rows right below a name label's, down to a blank one, a note or the end, if each begins with another word in
    the name label's column and has, where it is wider, labels below that row's; none where a list goes on below."""
    rows, said, known, unknown = [], {grid.text(row, labels[0])}, 0, 0
    for below in range(row + 1, len(grid.letters) + 1):
        shape = grid.shapes[below - 1]
        if not shape.size or shape.packed[0] in _AFTER:
            break
        text = grid.text(below, labels[0])
        is_gapped = shape.size % 2 > 0  # by an answer that is blank
        others = set((shape.line[labels[0] + 1 :: 2] if is_gapped else shape.packed[2::2]).replace(" ", ""))
        is_asking = shape.packed[0] in LABELS | WORDS and shape.size <= _WIDEST and others <= LABELS | {"t"}
        known, unknown = known + (not LABELS.isdisjoint(others)), unknown + ("t" in others)
        if not text or text in said or not is_asking:
            return []
        rows.append(below)
        said.add(text)
    return rows if unknown < max(known, 1) or _wide_name(grid, row) > 1 else []


def _wide_name(grid: Grid, row: int) -> int:
    """How many columns the name behind a label is merged over, if it alone stands in its row."""
    return grid.width(row, grid.columns(row)[1]) if grid.shapes[row - 1].size == 2 else 1
