"""The truth as a careful reader of the uploads would write it down, row by row, with the cell it stands in."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from analysis.intake.sheet import cell_name

STATUS_FIELDS = (
    "state", "state_reason", "resumed_on", "planned_on", "applied_on", "inspected_on", "approved_on", "staff_normal",
    "staff_back", "capacity_pct", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Where something was written: office and period, file, sheet, and the day it speaks of."""

    period_id: str
    office: str
    as_of: date
    source_file: str
    source_sheet: str = ""

    def columns(self, row: int) -> dict[str, Any]:
        """The columns that every tidy row carries."""
        return {
            "period_id": self.period_id,
            "as_of": self.as_of,
            "source_file": self.source_file,
            "source_sheet": self.source_sheet,
            "source_row": row,
        }


@dataclass
class Records:
    """Rows of the tidy tables, the problems planted, and when each file arrived."""

    status: list[dict[str, Any]] = field(default_factory=list)
    difficulties: list[dict[str, Any]] = field(default_factory=list)
    projects: list[dict[str, Any]] = field(default_factory=list)
    suppliers: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    planted: list[dict[str, Any]] = field(default_factory=list)
    received: list[tuple[str, str, datetime]] = field(default_factory=list)

    def plant(self, source: Source, rule: str, row: int | None = None, column: int | None = None, **more: Any) -> None:
        """Note a problem that was put into a file on purpose, so that a test can look for its finding."""
        cell = cell_name(row, column) if row and column else ""
        place = {"office": source.office, "period_id": source.period_id, "file": source.source_file}
        self.planted.append({**place, "sheet": source.source_sheet, "cell": cell, "rule": rule, **more})

    def drop_file(self, period: str, file: str) -> None:
        """Forget what a superseded file said."""
        for name in ("status", "difficulties", "projects", "suppliers"):
            rows = getattr(self, name)
            rows[:] = [row for row in rows if (row["period_id"], row["source_file"]) != (period, file)]
