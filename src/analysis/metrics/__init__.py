"""Tidy rows become numbers: pure functions, DataFrame in and DataFrame out. See docs/indicators.md."""

from analysis.metrics.change import change_between
from analysis.metrics.counts import combine, count_states, exclusions
from analysis.metrics.grouping import BASES, RESUMED, STATES
from analysis.metrics.panel import panel, panels
from analysis.metrics.rates import resumption_rate
from analysis.metrics.staff import capacity, staff_rate

__all__ = [
    "BASES",
    "RESUMED",
    "STATES",
    "capacity",
    "change_between",
    "combine",
    "count_states",
    "exclusions",
    "panel",
    "panels",
    "resumption_rate",
    "staff_rate",
]
