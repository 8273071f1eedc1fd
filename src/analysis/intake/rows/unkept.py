"""Columns that are understood and that no table keeps: said, so that nothing is lost in silence."""

from __future__ import annotations

from functools import lru_cache

from analysis.intake.findings import Findings
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.rows.kept_rows import IDENTITY
from analysis.intake.rows.needs import NAMED, asks_for_needs
from analysis.vocabulary import Vocabulary

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
        "labour_gap", "stop_reason",
    }),
    "tasks": frozenset({"difficulty_category", "support_unit"}),  # as they were handed out
    "summary": frozenset({"staff_normal", "staff_back", "staff_pct"}),
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


def tell_unkept(part: Part, words: Vocabulary, findings: Findings) -> None:
    """One finding for all such columns of a table that are not blank."""
    asked = {match.field for match in part.columns}
    unkept = _never_kept(part.kind, words)
    if part.kind in ENTERPRISE_LISTS:
        unkept |= {field for field, beside in _BESIDE.items() if not beside <= asked}
        if not NAMED.isdisjoint(asked):  # 主要原材料 is no need
            unkept |= NAMED - {part.columns[at].field for at in asks_for_needs(part)}
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
