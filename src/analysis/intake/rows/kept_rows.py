"""Which rows of a list are returns (not those without a name or an answer, an example, or a count of the others), and
which columns no table keeps, though they are understood: told, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analysis.intake.enterprises.names import clean_code
from analysis.intake.findings import Findings
from analysis.intake.headers.kinds import tells_of_tasks
from analysis.intake.layout.words import words as sheet_words
from analysis.intake.parts.above import state_of_group, state_of_titles
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.rows.answer_cells import NAMED, asks_for_needs
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellValue
from analysis.intake.values import is_blank, is_error
from analysis.intake.values.parsed import plain
from analysis.vocabulary import Vocabulary

# What a row says of who it is about; a row with nothing else is no return.
IDENTITY = frozenset({
    "seq", "name", "enterprise_id", "former_names", "uscc", "county", "town", "park", "address", "industry", "product",
    "size", "size_choice", "above_scale", "ownership", "registered_on", "four_category", "four_category_choice",
    "key_enterprise", "normal_before_festival", "batch", "supervision_group", "risk_grade", "office", "as_of",
    "task_source",
})  # fmt: skip
_ASKED = ("state", "state_choice", "is_stopped")
# A name that shows how to fill a row in.
_EXAMPLE = re.compile(r"\s*(?:示例|样例|范例|例[:：])|.{0,6}(?<![A-Za-z])[XxＸ×＊*○〇]{2,}(?![A-Za-z])")
_COUNT = re.compile(r"(?:共计?)?\s*\d+\s*[家户个](?:企业)?")  # in place of a name: their sum
_NUMBER = re.compile(r"\d[\d.,]*%?")
_MEANS = frozenset({"平均", "平均值", "平均数", "均值", "average", "mean"})
_LONGEST_MARK, _LONGEST_COUNT = 6, 12
_RETURNS = frozenset({"status", "difficulties", "suppliers"})
# The kinds of tables and the tidy tables (``fields.csv``) that keep what they say.
_KEPT_IN = {
    "ledger": _RETURNS,
    "difficulties": _RETURNS,
    "projects": frozenset({"projects"}),
    "suppliers": frozenset({"suppliers"}),
    "tasks": frozenset({"tasks"}),
    "summary": frozenset({"summaries"}),
}
# What is read besides: for the state, as another table's field, or to check what is kept.
_READ_TOO = {
    "ledger": frozenset({"is_stopped", "staff_pct", "difficulty_any", "coal_days"}),
    "difficulties": frozenset({"is_stopped", "staff_pct", "difficulty_any", "coal_days", "task_state"}),
    "projects": frozenset({
        "state", "state_choice", "is_stopped", "resumed_on", "planned_on", "staff_normal", "staff_due", "staff_back",
        "labour_gap", "stop_reason", "task_state",
    }),
    "tasks": frozenset({"difficulty_category", "support_unit"}),  # as they were handed out
    "summary": frozenset({"staff_normal", "staff_due", "staff_back", "staff_pct"}),
}  # fmt: skip
# What says who is meant, or is a note. What else the register knows of enterprises is its own affair.
_SAYS_WHO = IDENTITY | {"project_name", "remark", "period_name", "member", "population"}
# What a list of enterprises says for nobody unless this stands beside it.
_BESIDE = {
    "staff_pct": {"staff_normal", "staff_back"},
    "supplier_input": {"supplier_name"},
    "dependence_pct": {"supplier_name"},
    "share_pct": {"supplier_name"},
}


def kept_rows(part: Part, name: int, setting: Setting, findings: Findings) -> list[int]:
    """The places in ``part.rows`` that are returns, of enterprises or projects; ``name``: the column of their names."""
    answers, asked, examples = _answers(part), part.columns[name].path[-1:], _examples(part, name)
    nothing = setting.words.marks["missing"] - {"无", "没有"}  # no difficulties, not resumed
    kept = []
    for index, (row, named) in enumerate(zip(part.rows, part.cells[name], strict=True)):
        if is_nameless(named, setting.words) and not _is_coded(part, index):
            if any(not is_blank(cells[index]) for cells in answers):
                part.note(findings, "row_without_name", name, index)
                if is_error(named):
                    part.note(findings, "cell_error", name, index, named)
            part.fates[row] = "rejected"
        elif type(named) is str and len(named) < _LONGEST_COUNT and (fate := _fate_by_name(named.strip(), asked)):
            part.fates[row] = fate
        elif index in examples:
            part.note(findings, "row_example", name, index, named)
            part.fates[row] = "rejected"
        elif not (says_anything(answers, index, nothing) or _is_answered_above(part, index)):
            part.note(findings, "row_without_answers", name, index)
            part.fates[row] = "rejected"
        else:
            kept.append(index)
    return kept


def _answers(part: Part) -> list[Sequence[CellValue]]:
    """The columns of a list by which a row answers. The normal staff, with which our own template comes filled in, is
    no answer where nobody gives another one to what the list asks."""
    asked = {match.field: cells for match, cells in zip(part.columns, part.cells, strict=True)}
    columns = zip(part.columns, part.cells, strict=True)
    answers = [cells for match, cells in columns if match.field not in IDENTITY and match.field != "project_name"]
    given = asked.get("staff_normal")
    others = [cells for cells in answers if cells is not given]
    is_blank_form = "state" in asked and all(cells.count(None) == len(cells) for cells in others)
    return others if is_blank_form else answers


def is_nameless(named: CellValue, words: Vocabulary) -> bool:
    """Whether nothing stands in place of a name, a number, an error, or a mark for nothing: / or —."""
    if isinstance(named, str) and len(named) > _LONGEST_MARK and named[0] != "#" and not named.isspace():
        return False  # at once of nearly all
    if is_blank(named) or is_error(named) or isinstance(named, int | float):
        return True
    said = plain(str(named))
    return _NUMBER.fullmatch(said) is not None or said in words.marks["missing"]


def _is_coded(part: Part, index: int) -> bool:
    """Whether a row says by its credit code whose it is."""
    code = part.first("uscc")
    return code is not None and clean_code(part.cells[code][index]) is not None


def _fate_by_name(named: str, asked: tuple[str, ...]) -> str:
    """What a row is whose name is how many there are, their mean, or the header's word again; '' for any other."""
    if named in _MEANS or _COUNT.fullmatch(named):
        return "total"
    return "header" if named in asked else ""


def _examples(part: Part, name: int) -> set[int]:
    """The places of rows that show how to fill a list in: 示例 where their number should be, or XX有限公司 first."""
    seq = part.first("seq")
    numbers = () if seq is None else part.cells[seq]
    shown = {at for at, number in enumerate(numbers) if number in sheet_words("example")}
    is_first = part.rows and (
        _EXAMPLE.match(str(part.cells[name][0])) or (numbers and plain(str(numbers[0])) in sheet_words("example"))
    )
    return shown | {0} if is_first else shown


def says_anything(answers: list[Sequence[CellValue]], index: int, nothing: frozenset[str]) -> bool:
    for cells in answers:
        value = cells[index]
        if value is not None and _says_something(value, nothing):
            return True
    return False


def _is_answered_above(part: Part, index: int) -> bool:
    """Whether a name stands in a group of enterprises of one state, or in a list of such that does not ask for it."""
    asked = part.first(*_ASKED) is not None
    return bool(state_of_group(part.groups[index]) or (not asked and state_of_titles(part)))


@lru_cache(4096)  # rows of a list say much the same
def _says_something(value: CellValue, nothing: frozenset[str]) -> bool:
    if is_blank(value) or is_error(value):  # a template's formulas fail where nothing is given
        return False
    return not isinstance(value, str) or plain(value) not in nothing


def tell_unkept(part: Part, words: Vocabulary, findings: Findings) -> None:
    """One finding for all such columns of a table that are not blank."""
    asked = {match.field for match in part.columns}
    unkept = _never_kept(part.kind, words)
    if part.kind == "difficulties" and tells_of_tasks(part.columns):
        unkept &= _never_kept("tasks", words)
    if part.kind in ENTERPRISE_LISTS:
        unkept |= {field for field, beside in _BESIDE.items() if not beside <= asked}
        if not NAMED.isdisjoint(asked):  # 主要原材料 is no need
            unkept |= NAMED - {part.columns[at].field for at in asks_for_needs(part)}
    if part.kind == "summary" and "staff_normal" in asked:
        unkept |= {"staff_due"}
    if unkept.isdisjoint(asked):
        return
    places = [at for at, match in enumerate(part.columns) if match.field in unkept and {*part.cells[at]} != {None}]
    if places:
        first, *others = [part.cell(at, 0) for at in places]
        named = dict.fromkeys("/".join(part.columns[at].path) for at in places)
        findings.add("columns_not_kept", part.place, first, beside=others, value="、".join(named))


@lru_cache(64)
def _never_kept(kind: str, words: Vocabulary) -> frozenset[str]:
    """The fields that a kind of table may have and that no table keeps of it."""
    if kind not in _KEPT_IN:
        return frozenset()
    known, kept = _SAYS_WHO | _READ_TOO.get(kind, frozenset()), _KEPT_IN[kind] | {"enterprises", "parts"}
    unkept = (field for field in words.fields.values() if field.table not in kept and field.kind != "personal")
    return frozenset(field.name for field in unkept) - known
