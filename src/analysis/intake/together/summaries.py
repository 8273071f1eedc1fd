"""Answers sent as shares or counts of groups instead of lists: a table of groups by answers becomes long rows."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.errors import SurveyError
from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellError, CellValue, cell_name
from analysis.survey import Period, Survey
from analysis.vocabulary import Vocabulary, fold


def summary_rows(part: Part, survey: Survey, words: Vocabulary, findings: Findings) -> list[dict[str, object]]:
    """Rows of the `summaries` table: one per group and answer of a part (see ``store.schemas``).

    Which sheet asks what is ``summaries`` in survey.yml. A blank cell was not asked; a mark of suppression is
    suppressed; neither is 0. Percentages run from 0 to 100 (a table whose numbers are all at most 1 holds fractions).
    """
    common = {
        "area_code": survey.area,
        "area": survey.region(survey.area).name,
        "measure": survey.summaries[part.place.sheet],
        **part.place.source,
    }
    groups = {_plain(row["alias"]): row for row in survey.members}
    answers = list(part.named("answer"))
    scale = _scale(part, [*answers, *part.named("rate_pct")])
    counted = {name: part.first(name) for name in ("reported_n", "expected_n", "rate_pct")}
    found: list[dict[str, object]] = []
    for index, source_row in enumerate(part.rows):
        period = _period(part, index, survey, findings)
        group = None if period is None else _group(part, index, groups, findings)
        if group is None:
            part.fates[source_row] = "rejected"
            continue
        row = common | {
            "source_row": source_row,
            "period_id": period.id,
            "as_of": period.last,
            "dimension": group["dimension"],
            "member": group["member"],
            "is_aggregate": group["is_aggregate"] == "true",
        }
        for column in answers:
            value, code = part.cells[column][index], part.columns[column].code
            rate, status = _share(value, scale, words)
            if status == "missing" and value is not None:
                part.note(findings, "value_not_understood", column, index, value)
            cell = cell_name(*part.cell(column, index))
            found.append(row | {"answer": code, "rate_pct": rate, "value_status": status, "source_cell": cell})
        if counted["reported_n"] is not None and counted["expected_n"] is not None:
            found.append(row | _counts(part, index, counted, scale, words))
    return found


def _counts(
    part: Part, index: int, counted: dict[str, int | None], scale: float, words: Vocabulary
) -> dict[str, object]:
    """How many replied of how many asked, as one answer."""
    numbers = {name: part.cells[column][index] for name, column in counted.items() if column is not None}
    known = all(isinstance(numbers[name], int | float) for name in ("reported_n", "expected_n"))
    rate = _share(numbers.get("rate_pct"), scale, words)[0]
    return {
        "answer": "replied",
        "numerator": numbers["reported_n"] if known else None,
        "denominator": numbers["expected_n"] if known else None,
        "rate_pct": rate,
        "value_status": "ok" if known else "missing",
        "source_cell": cell_name(*part.cell(counted["reported_n"], index)),
    }


def _period(part: Part, index: int, survey: Survey, findings: Findings) -> Period | None:
    """The period that a row names, else its folder's; None for one that the survey does not have."""
    column = part.first("period_name")
    if column is None:
        return part.upload.period
    text = str(part.cells[column][index] or "")
    try:
        return survey.period(text)
    except SurveyError:
        part.note(findings, "period_not_in_survey", column, index, text)
        return None


def _group(part: Part, index: int, groups: Mapping[str, dict[str, str]], findings: Findings) -> dict[str, str] | None:
    """The survey's group that a row names, all where no column does; None for one that it does not have."""
    column = part.first("member")
    if column is None:
        return {"dimension": "all", "member": "all", "is_aggregate": "true"}
    text = str(part.cells[column][index] or "")
    if (group := groups.get(_plain(text))) is None:
        part.note(findings, "group_unknown", column, index, text)
    return group


def _scale(part: Part, columns: list[int]) -> float:
    numbers = [v for column in columns for v in part.cells[column] if isinstance(v, int | float)]
    return 100.0 if numbers and max(numbers) <= 1 else 1.0


def _share(value: CellValue, scale: float, words: Vocabulary) -> tuple[float | None, str]:
    """A percentage and its status: ok, suppressed, not_asked (blank) or missing."""
    if value is None:
        return None, "not_asked"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(value * scale, 9), "ok"
    if not isinstance(value, CellError) and fold(str(value)) in words.marks["suppressed"]:
        return None, "suppressed"
    return None, "missing"


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
