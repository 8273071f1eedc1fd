"""Numbers become what people see: exhibits (chart, table, words), sentences, one theme. A notebook calls these.

The names are loaded on first use: the exporter needs one of them and no pandas.
"""

from importlib import import_module

_HOMES = {
    "Exhibit": "exhibit",
    "Headline": "exhibit",
    "Notice": "exhibit",
    "Section": "exhibit",
    "Words": "exhibit",
    "answers": "published",
    "as_states": "published",
    "county_map": "maps",
    "county_ranking": "bars",
    "county_table": "counties",
    "end_of_report": "first_screen",
    "files": "checks",
    "group_ranking": "bars",
    "findings": "checks",
    "headline": "first_screen",
    "heat_map": "heat",
    "missing_list": "returns",
    "offices": "returns",
    "published_periods": "published_heat",
    "published_ranking": "published",
    "published_trend": "published",
    "ranking": "bars",
    "response": "published",
    "section": "notebook",
    "show": "notebook",
    "staff_and_capacity": "comparison",
    "trend": "lines",
    "without_return": "returns",
    "asked_questions": "asked",
    "at_risk": "affected",
    "bottleneck_headline": "bottleneck_words",
    "bottlenecks_by": "bottleneck_heat",
    "bottleneck_trend": "bottlenecks",
    "changed": "bottleneck_changes",
    "coverage": "bottleneck_words",
    "directions": "affected",
    "end_of_bottlenecks": "bottleneck_words",
    "outcomes_of_before": "bottleneck_changes",
    "pareto": "bottlenecks",
    "project_sentences": "projects",
    "project_shares": "projects",
    "open_for": "hardship",
    "severity": "hardship",
    "solved": "bottleneck_words",
    "chain_in_words": "unblock",
    "named_suppliers": "unblock",
    "task_sentences": "tasks",
    "tasks_by_owner": "tasks",
    "together": "hardship",
    "unblock_model": "unblock",
    "unblock_sentences": "unblock",
    "stated_needs": "needs",
    "short_stocks": "needs",
    "stocks": "needs",
    "unknowns": "needs",
    "text": "notebook",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
