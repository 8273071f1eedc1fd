"""The answer to one upload: a workbook that marks what is to be mended, and a text to paste into a chat."""

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from analysis.exchange.safe import neutral
from analysis.exchange.sheet_copy import GROUNDS, Mark, write_copy
from analysis.exchange.wording import office_sentence, told_to_offices, word
from analysis.exchange.workbooks import EDGE, Styles, new_workbook, set_up_print, write_header
from analysis.figures import theme
from analysis.intake.findings import Cell, Range, parse_ranges
from analysis.intake.sheet import Sheet, cell_name
from analysis.intake.values import mask_title
from analysis.vocabulary import Vocabulary
from analysis.vocabulary.sentences import SEVERITIES

MAX_LISTED = 600
_MAX_MARKED = 4_000  # cells of a sheet; more colours than that help nobody
_IN_TEXT = 6
_WIDTHS = {"number": 6, "level": 13, "sheet": 18, "cell": 14, "field": 18, "value": 22, "sentence": 74}


@dataclass(frozen=True)
class Heading:
    """What the answer is about; all of it to be printed."""

    office: str
    file: str
    period: str
    read: str  # how many enterprises, or tasks


@dataclass(frozen=True)
class Item:
    """One thing to mend or to know, and where."""

    severity: str
    rule: str
    sheet: int | None  # place in the workbook; None: the file as a whole
    ranges: tuple[Range, ...]
    field: str
    value: str
    sentence: str

    @property
    def first_cell(self) -> str:
        return cell_name(self.ranges[0][0], self.ranges[0][1]) if self.ranges else "A1"


def items_of(findings: Iterable[Mapping[str, object]], words: Vocabulary, lang: str) -> list[Item]:
    """What an office should know of its upload's findings (rows of `findings`), the worst first, then by place."""
    found = []
    for row in findings:
        if not told_to_offices(str(row["rule"])):
            continue
        part, name = row.get("part"), row.get("field")
        found.append(
            Item(
                str(row["severity"]),
                str(row["rule"]),
                int(part.split(".")[0]) - 1 if isinstance(part, str) and part else None,
                tuple(parse_ranges(row.get("cells"))),
                words.field_label(name, lang) if isinstance(name, str) and name else "",
                row["value"] if isinstance(row.get("value"), str) else "",
                office_sentence(row, lang),
            )
        )
    return sorted(found, key=lambda item: (SEVERITIES.index(item.severity), item.sheet or 0, item.ranges, item.rule))


def counts(items: Sequence[Item]) -> tuple[int, int]:
    """How many things must be mended, and how many checked."""
    severities = Counter(item.severity for item in items)
    return severities["blocking"] + severities["error"], severities["warning"]


def _todo(items: Sequence[Item], lang: str) -> str:
    numbers = zip(("errors", "warnings"), counts(items), strict=True)
    said = [word(f"todo.{name}", lang, count=count) for name, count in numbers if count]
    return word("todo.and", lang).join(said) or word("todo.none", lang)


def answer_workbook(
    sheets: Sequence[Sheet], items: Sequence[Item], heading: Heading, words: Vocabulary, lang: str
) -> bytes:
    """The workbook: first the list of corrections with links, then every sheet as received, marked.

    Values stand at the addresses they came from; personal cells show ***; no text is a formula.
    """
    content = io.BytesIO()
    with new_workbook(content, neutral(heading.file)) as (book, styles):
        first = word("list", lang)
        names = _sheet_names([sheet.name for sheet in sheets], first)
        _write_list(book.add_worksheet(first), items, heading, names, styles, lang)
        for place, (sheet, name) in enumerate(zip(sheets, names, strict=True)):
            copy = book.add_worksheet(name)
            write_copy(copy, sheet, _marks(place, sheet, items), words, styles)
            if sheet.hidden:
                copy.hide()
    return content.getvalue()


def _write_list(page, items: Sequence[Item], heading: Heading, names: Sequence[str], styles: Styles, lang: str) -> None:
    page.hide_gridlines(2)
    said = asdict(heading) | {"todo": _todo(items, lang)}
    page.set_row(0, 30)
    page.write_string(0, 0, neutral(word("list.title", lang, **said)), styles.of(bold=True, font_size=15))
    summary = word("list.counts", lang, **said) if items else word("list.none", lang)
    page.write_string(1, 0, neutral(summary), styles.of(font_size=11))
    page.write_string(2, 0, word("list.how", lang), styles.of(font_color="#565B60"))
    head = styles.of(bold=True, bg_color="#12436D", font_color="#FFFFFF", **EDGE)
    write_header(page, 4, [word(f"column.{name}", lang) for name in _WIDTHS], _WIDTHS.values(), head)
    for number, item in enumerate(items[:MAX_LISTED], start=1):
        _write_item(page, 4 + number, number, item, names, styles, lang)
    if len(items) > MAX_LISTED:
        page.write_string(5 + MAX_LISTED, 0, word("list.more", lang, count=len(items) - MAX_LISTED), styles.of())
    if items:
        page.autofilter(4, 0, 4 + min(len(items), MAX_LISTED), len(_WIDTHS) - 1)
    page.freeze_panes(5, 0)
    set_up_print(page, 4)


def _write_item(page, row: int, number: int, item: Item, names: Sequence[str], styles: Styles, lang: str) -> None:
    look = {**EDGE, "valign": "top", "text_wrap": True}
    plain = styles.of(**look)
    lines = max(-(-theme.width(getattr(item, name)) // _WIDTHS[name]) for name in ("field", "value", "sentence"))
    page.set_row(row, 17 * min(max(lines, 1), 8) + 3)
    page.write_number(row, 0, number, plain)
    page.write_string(row, 1, word(f"level.{item.severity}", lang), styles.of(**look, bg_color=GROUNDS[item.severity]))
    known = item.sheet is not None and item.sheet < len(names)
    page.write_string(row, 2, neutral(names[item.sheet]) if known else "", plain)
    if known:
        where = names[item.sheet].replace("'", "''")
        shown = _few(item.ranges) or "A1"
        link = styles.of(**look, font_color="#0B57D0", underline=1)
        page.write_url(row, 3, f"internal:'{where}'!{item.first_cell}", link, shown)
    else:
        page.write_string(row, 3, "", plain)
    for column, text in ((4, item.field), (5, item.value), (6, item.sentence)):
        page.write_string(row, column, neutral(text), plain)


def _few(ranges: Sequence[Range]) -> str:
    names = [
        cell_name(top, left) + (f":{cell_name(bottom, right)}" if (top, left) != (bottom, right) else "")
        for top, left, bottom, right in ranges[:3]
    ]
    return ",".join(names) + ("…" if len(ranges) > 3 else "")


def _marks(place: int, sheet: Sheet, items: Sequence[Item]) -> dict[Cell, Mark]:
    """Cell -> its mark. What is only to be known is said at the first cell of each range."""
    marks: dict[Cell, Mark] = {}
    for item in items:
        if item.sheet != place:
            continue
        for top, left, bottom, right in item.ranges:
            for row in range(top, min(bottom, sheet.height + 1) + 1):
                for column in range(left, right + 1):
                    if len(marks) >= _MAX_MARKED and (row, column) not in marks:
                        return marks
                    said = item.severity != "info" or (row, column) == (top, left)
                    marks.setdefault((row, column), Mark()).add(item.severity, item.sentence if said else "")
    return marks


def _sheet_names(wanted: Sequence[str], first: str) -> list[str]:
    """The originals' names where a spreadsheet takes them: 31 characters, none of []:*?/\\, no two alike."""
    taken, names = {first.casefold(), "history"}, []
    for text in wanted:
        plain = "".join("_" if c in "[]:*?/\\" or ord(c) < 32 else c for c in mask_title(text)).strip("' ")
        base = name = plain[:31] or "Sheet"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{base[: 31 - len(str(number)) - 3]} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def answer_text(items: Sequence[Item], heading: Heading, attachment: str, lang: str) -> str:
    """A few lines to paste into a chat: how it went, the worst kinds of mistakes with an example each, what to do."""
    said = asdict(heading) | {"todo": _todo(items, lang)}
    if not any(counts(items)):
        return neutral(word("text.good", lang, **said))
    kinds: dict[tuple, list[Item]] = {}
    for item in items:
        if item.severity != "info":
            kinds.setdefault((item.severity, item.rule, item.field), []).append(item)
    lines = [neutral(word("text.mend", lang, **said))]
    for number, alike in enumerate(list(kinds.values())[:_IN_TEXT], start=1):
        more = word("text.same", lang, count=len(alike)) if len(alike) > 1 else ""
        lines.append(f"{number}. {alike[0].sentence}{more}")
    return "\n".join([*lines, word("text.end", lang, attachment=attachment)])
