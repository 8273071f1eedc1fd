"""What the rows of the tables say: a field, a unit, a state, an industry."""

from __future__ import annotations

from typing import NamedTuple

RESUMED = ("running", "partial")
NOT_RESUMED = ("planned", "stopped", "excluded")
STATES = (*RESUMED, *NOT_RESUMED, "unknown")
# The fields whose cells may say a state, its reason and its days, in the order in which they are looked at.
TELLING_STATES = ("state", "state_choice", "is_stopped", "resumed_on", "planned_on", "stop_reason", "remark")


class Field(NamedTuple):
    """A column we know: its kind of value, its unit, and the tidy table and column it feeds (blank: not stored)."""

    name: str
    kind: str
    unit: str
    table: str
    column: str
    zh: str
    en: str

    @property
    def is_number(self) -> bool:
        return self.kind in ("integer", "number", "percent")


class Unit(NamedTuple):
    """A unit of one dimension; ``factor`` of the dimension's base unit (yuan, kWh, ton, day, percent)."""

    code: str
    dimension: str
    factor: float

    def __str__(self) -> str:
        return self.code


class StateWord(NamedTuple):
    state: str
    reason: str | None

    @property
    def code(self) -> str:
        """State and reason as one code, of a column to tick or a legend: stopped, "stopped overhaul"."""
        return f"{self.state} {self.reason}" if self.reason else self.state

    def __str__(self) -> str:
        return self.code

    @classmethod
    def of(cls, code: str) -> StateWord:
        state, _, reason = code.partition(" ")
        return cls(state, reason or None)


class Industry(NamedTuple):
    """A division of GB/T 4754-2017."""

    section: str
    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
