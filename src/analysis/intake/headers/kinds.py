"""What kind of table one is, by the fields of its columns."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.intake.headers.beside import FEWEST_OF_TASKS, OF_TASKS
from analysis.intake.headers.column import ColumnMatch

# The fields by which a kind of table is known.
_KINDS = {
    "status": "state state_choice is_stopped resumed_on planned_on staff_back staff_pct capacity_pct power_kwh "
    "output_10k_cny mask_stock stop_reason",
    "counts": "expected_n reported_n resumed_n partial_n stopped_n rate_pct projects_n projects_resumed_n",
    "difficulty": "difficulty_text difficulty_choice difficulty_category difficulty_resolved "
    "labour_gap fund_need_10k_cny coal_need_t",
    "register": "uscc industry size above_scale four_category ownership park annual_output_10k_cny batch staff_normal",
    "task": "task_text task_state assigned_on done_on owner_unit due_on",
    "project": "continuing_or_new project_level total_investment_10k_cny project_state workers_needed workers_present "
    "yearly_investment_10k_cny invested_10k_cny project_scale contractor",
    "supplier": "supplier_name supplier_input dependence_pct share_pct stock_days supplier_place",
}
_STATUS, _COUNTS, _DIFFICULTY, _REGISTER, _TASK, _PROJECT, _SUPPLIER = (
    frozenset(fields.split()) for fields in _KINDS.values()
)
# What tables of counties, too, give of their enterprises.
_ADDED_UP = frozenset({"staff_back", "staff_normal", "staff_pct", "capacity_pct", "output_10k_cny", "power_kwh"})
# 项目 alone may head anything: 营业收入, 净利润.
_SAYS_NOTHING = frozenset({"project_name", "seq", "remark"})


def table_kind(matches: Iterable[ColumnMatch]) -> str:
    """ledger, register, projects, difficulties, suppliers, tasks, summary or other, by the fields of its columns."""
    fields = {match.field for match in matches if match.field}
    named, status = "name" in fields, len(fields & _STATUS)
    of_enterprises = named and "staff_back" in fields and not fields & _PROJECT
    if "project_name" in fields and not of_enterprises and not fields <= _SAYS_NOTHING:
        return "projects"
    if (
        "supplier_name" in fields
        and len(fields & _SUPPLIER) > 1
        and not fields & {"state", "state_choice", "is_stopped", "staff_back"}
    ):
        return "suppliers"
    if "task_text" in fields or (len(fields & _TASK) > 2 and not status and not fields & _DIFFICULTY):
        return "tasks"
    if not named:
        return _kind_without_names(fields, status)
    if fields & _DIFFICULTY and not status:
        return "difficulties"
    if status:
        return "ledger"
    return "register" if fields & _REGISTER else "other"


def tells_of_tasks(matches: Iterable[ColumnMatch]) -> bool:
    """Whether a list is of tasks, or of difficulties with who is to settle which by when: then it is of both."""
    matches = list(matches)
    kind, fields = table_kind(matches), {match.field for match in matches}
    is_handed_out = len(fields & OF_TASKS) >= FEWEST_OF_TASKS and "difficulty_text" in fields
    return kind == "tasks" or (kind == "difficulties" and is_handed_out)


def _kind_without_names(fields: set[str], status: int) -> str:
    if len(fields & _COUNTS) > 1 or (fields & _COUNTS and "county" in fields):
        return "summary"
    if "uscc" in fields and status:
        return "ledger"
    if "county" in fields and fields & _ADDED_UP:
        return "summary"
    return "difficulties" if fields & _DIFFICULTY and "county" in fields else "other"
