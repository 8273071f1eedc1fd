"""The totals and shares an office printed beneath, above, between or in its rows, against the rows themselves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.rows.typed import column_parser, note, read_column
from analysis.intake.setting import Setting
from analysis.intake.values import is_error

# Totals are compared for fields that add up over rows.
ADDITIVE = ("staff_normal", "staff_back", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock")
_POINT = 1.0  # a stated share may be rounded to whole percentages
_ROUNDING = 0.005  # an office's total may be the sum of unrounded figures; of whole numbers it must be exact


def reconcile(part: Part, setting: Setting, findings: Findings) -> None:
    """Compare a list's ``returns`` with the totals its office printed; a difference is a finding at the total's cell.

    A total may be of the whole list, of the rows above it, or of the rows below it: it differs if it is none of these.
    What it says of some of them (其中：规上企业, #规上企业) is not compared.
    """
    columns = [column for name in ADDITIVE if (column := part.first(name)) is not None]
    if not (part.totals and part.returns.get("source_row") and columns):
        return
    first = {row: place for place, row in reversed(list(enumerate(part.returns["source_row"])))}
    rows = sorted(first)
    listed = {
        name: [part.returns[name][first[row]] or 0 for row in rows]
        for name in {part.columns[column].field for column in columns}
    }
    label = part.first("name")
    for total_row, cells in part.totals.items():
        if label is not None and str(cells[label]).strip().startswith(("其中", "#", "＃")):
            continue
        spans = [(bisect_left(rows, start), bisect_right(rows, stop)) for start, stop in _spans(part, total_row)]
        for column in columns:
            name = part.columns[column].field
            sums = [sum(listed[name][start:stop]) for start, stop in spans]
            cell = (total_row, part.columns[column].column)
            stated = column_parser(part, column, setting.words, part.as_of)(cells[column]).value
            if stated is None:
                if is_error(cells[column]):
                    findings.add("cell_error", part.place, cell, field=name, value=cells[column])
                continue
            whole = setting.words.fields[name].kind == "integer"
            allowed = 0.5 if whole else max(1e-9, _ROUNDING * abs(stated))
            if all(abs(found - stated) > allowed for found in sums):
                findings.add(
                    "total_differs",
                    part.place,
                    cell,
                    field=name,
                    value=stated,
                    found=f"{sums[0]:.12g}",
                    action="kept",
                )


def compare_rates(part: Part, setting: Setting, findings: Findings) -> None:
    """Compare the share of staff that is back, as a list states it, with its own numbers; a difference of more than
    a percentage point is a finding at the share's cell."""
    column = part.first("staff_pct")
    normal, back = (part.returns.get(name) for name in ("staff_normal", "staff_back"))
    if column is None or not (normal and back) or "header_ambiguous" in part.columns[column].rules:
        return
    if part.first("staff_due") is not None or any(match.date for match in part.columns):
        return  # a share of something else, or of several days
    stated = read_column(part, column, setting.words, Findings(), part.as_of)
    for place, all_staff, present in zip(part.returns["place"], normal, back, strict=True):
        share = stated[place]
        if share is not None and all_staff and present is not None and abs(100 * present / all_staff - share) > _POINT:
            note(part, "staff_pct_differs", column, place, findings, f"{share:g}%")


def _spans(part: Part, total_row: int) -> list[tuple[int, int]]:
    """The whole list; the block above the total; the block below it. Blocks end at totals and group rows."""
    breaks = sorted({*part.totals, *part.group_rows} - {total_row})
    above = max((row for row in breaks if row < total_row), default=part.first_row - 1)
    below = min((row for row in breaks if row > total_row), default=part.last_row + 1)
    return [(part.first_row, part.last_row), (above + 1, total_row - 1), (total_row + 1, below - 1)]
