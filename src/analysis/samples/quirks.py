"""Slips of the pen that offices really make, put into the sheets on purpose, with what the rulings make of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.samples.codes import wrong_check_character
from analysis.samples.render import Row, Written
from analysis.samples.tables import table


@dataclass(frozen=True)
class Change:
    """A cell to write instead, and the rule of the finding it should raise ("" for none)."""

    field: str
    written: Written
    rule: str


def quirks_of(period: str, office: str) -> list[dict[str, str]]:
    """The slips planted in one office's upload of one period."""
    return [row for row in table("quirks") if (row["period"], row["office"]) == (period, office)]


def picked(quirk: dict[str, str], rows: list[Row]) -> Row:
    """The row that a pick such as ``planned:2`` means."""
    group, _, nth = quirk["pick"].partition(":")
    return [row for row in rows if _GROUPS[group](row)][int(nth) - 1]


def _normal(row: Row) -> bool:
    return row.answer.enterprise.above_scale and row.answer.enterprise.normal_before_festival


_GROUPS: dict[str, Callable[[Row], bool]] = {
    "running": lambda row: row.answer.state == "running" and _normal(row) and row.answer.resumed_on is not None,
    "planned": lambda row: row.answer.state == "planned" and _normal(row),
    "above": _normal,
    "below": lambda row: not row.answer.enterprise.above_scale,
    "below_planned": lambda row: not row.answer.enterprise.above_scale and row.answer.state == "planned",
}


def change(kind: str, row: Row, as_of: date) -> list[Change]:
    """What a slip does to a row. Raises KeyError for a kind that is not known."""
    answer, enterprise = row.answer, row.answer.enterprise
    about = 10 * max(1, answer.staff_back // 10)
    match kind:
        case "about_staff":
            return [Change("staff_back", Written(f"约{about}", {"staff_back": about}), "number_approximate")]
        case "more_than_staff":
            return [Change("staff_back", Written(f"{about}余人", {"staff_back": about}), "number_approximate")]
        case "unknown_staff":
            return [Change("staff_back", Written("若干", {"staff_back": None}), "number_vague")]
        case "staff_over":
            back = answer.staff_normal + 6
            return [Change("staff_back", Written(back, {"staff_back": back}), "staff_back_above_normal")]
        case "error_output":
            return [Change("output_10k_cny", Written("#REF!", {"output_10k_cny": None}), "cell_error")]
        case "capacity_too_large":
            return [Change("capacity_pct", Written(350, {"capacity_pct": None}), "percent_too_large")]
        case "impossible_date":
            return [Change("resumed_on", Written("2月30日", {"resumed_on": None}), "date_invalid")]
        case "state_blank":
            return [Change("state", Written(None, {"state": "unknown", "state_reason": None}), "state_blank")]
        case "future_resumed":
            return _future_resumed(row, as_of)
        case "past_plan":
            day = as_of - timedelta(days=2)
            return [Change("planned_on", Written(f"{day.month}月{day.day}日", {"planned_on": day}), "")]
        case "plan_without_date":
            state = Written("拟复工", {"state": "planned", "state_reason": None})
            return [
                Change("state", state, "state_planned_without_date"),
                Change("planned_on", Written(None, {"planned_on": None}), ""),
            ]
        case "wrong_code":
            return [Change("uscc", Written(wrong_check_character(enterprise.uscc)), "uscc_check_character")]
        case "spaced_name":
            name = enterprise.name
            return [Change("name", Written(f"{name[:4]} {name[4:6]}　{name[6:]}"), "")]
        case "other_suffix":
            return [Change("name", Written(_other_suffix(enterprise.name)), "")]
    raise KeyError(kind)


def _future_resumed(row: Row, as_of: date) -> list[Change]:
    """是, with a date under 复工时间 that is still to come: a plan."""
    day = row.answer.planned_on or as_of + timedelta(days=4)
    written = Written(f"{day.month}月{day.day}日", {"resumed_on": None, "planned_on": day})
    return [
        Change("planned_on", Written(None, {}), ""),
        Change("resumed_on", written, "state_future_date"),
        Change("state", Written("是", {"state": "planned", "state_reason": None}), ""),
    ]


def _other_suffix(name: str) -> str:
    others = {
        "股份有限公司": "有限公司",
        "有限责任公司": "有限公司",
        "有限公司": "有限责任公司",
        "厂": "厂（普通合伙）",
    }
    return next(name.removesuffix(old) + new for old, new in others.items() if name.endswith(old))
