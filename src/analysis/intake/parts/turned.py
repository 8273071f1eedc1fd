"""Counts on their side: what is counted stands down one column, the areas (指标 | 都匀市 | 福泉市) across, or one value
(指标 | 本周 | 上周, 指标 | 规上 | 规下)."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.intake.headers.column import ColumnMatch, is_kept
from analysis.intake.headers.columns import match_headers
from analysis.intake.headers.kinds import table_kind
from analysis.intake.headers.others import means_another
from analysis.intake.headers.search import OF_SCALE
from analysis.intake.layout.letters import letter_of
from analysis.intake.layout.pairs import Pair
from analysis.intake.layout.words import compared
from analysis.intake.locate import Table, spread_merges
from analysis.intake.parts.described import describe_columns
from analysis.intake.parts.form_plan import FormPlan
from analysis.intake.parts.long_lists import are_units
from analysis.intake.places import Places
from analysis.intake.sheet import Sheet
from analysis.vocabulary import Vocabulary, key

_AREA = "县（市）"
_AREAS = frozenset("rw")  # letters of names of areas


def plan_turned(
    sheet: Sheet, table: Table, matches: Sequence[ColumnMatch], words: Vocabulary, known: Places
) -> FormPlan | None:
    """What is counted where, a record for each area; None where the table is no such one. ``known``: the survey's
    areas."""
    if table_kind(matches) != "other" or not table.header_rows:
        return None
    shown, apart = spread_merges(sheet), {*table.group_rows, *table.note_rows, *table.repeated_header_rows}
    rows = [row for row in range(table.first_row, table.last_row + 1) if row not in apart]
    for labels in matches[:2]:  # 序号 may stand before them
        behind = [match for match in matches if match.column > labels.column]
        said = {row: text for row in rows if isinstance(text := shown.value(row, labels.column), str)}
        units = next((m for m in behind if are_units([shown.value(row, m.column) for row in rows], words)), None)
        if units:
            said = {row: f"{text}（{shown.value(row, units.column) or ''}）" for row, text in said.items()}
        areas = [match for match in behind if _names_area(match, known)]
        heads = {0: (_AREA,)} if areas else {}
        counted = match_headers(heads | {row: (text,) for row, text in said.items()}, words)
        scale = [match for match in behind if match.path and key(match.path[-1]) in OF_SCALE]  # beside 规下 and 合计
        across = areas or scale or [match for match in behind if match is not units and _is_value(match, words)]
        if table_kind(counted) == "summary" and (areas or len(across) == 1):
            said[0] = _AREA
            unread = [match for match in behind if match.rules and match not in across and not _is_total(match)]
            plan = _plan(table, counted, labels.column, [match.column for match in across], said, words)
            first = min(row for row in said if row)
            return plan._replace(noted=[*plan.noted, *((match, [_head(table, match, first)]) for match in unread)])
    return None


def _head(table: Table, match: ColumnMatch, row: int) -> Pair:
    """A column's header with its cell in a row, as a label and its answer."""
    return match.path[-1], table.header_rows[-1], match.column, row, match.column


def _is_total(match: ColumnMatch) -> bool:
    return bool(match.path) and letter_of(compared(match.path[-1])) == "s"


def _plan(
    table: Table, counted: list[ColumnMatch], labels: int, across: list[int], said: dict[int, str], words: Vocabulary
) -> FormPlan:
    """``counted``: what stands in each row (0: the areas, in the last row of the header), ``labels`` and ``across``:
    the columns of the labels and of the records, ``said``: row -> label."""
    header = table.header_rows[-1]

    def asked(match: ColumnMatch) -> list[Pair]:
        row = match.column or header
        return [(said[match.column], row, labels, row, column) for column in across]

    columns = [match for match in counted if is_kept(match, words)]
    where = [[(match.column or header, column) for column in across] for match in columns]
    return FormPlan(
        counted,
        columns,
        [asked(match) for match in columns],
        where,
        [header] * len(across),
        describe_columns(columns, where, table.first_row),
        noted=[(match, asked(match)) for match in counted if match.rules and match.column],
    )


def _names_area(match: ColumnMatch, known: Places) -> bool:
    if not match.path:
        return False
    return letter_of(compared(match.path[-1])) in _AREAS or known.exact(match.path[-1]) is not None


def _is_value(match: ColumnMatch, words: Vocabulary) -> bool:
    """Whether a column may hold what is counted now, and not what was before (上周) or what has changed (增减)."""
    return match.field is None and bool(match.path) and not any(means_another(word, words) for word in match.path)
