"""What readers who see no names or no small groups get no page of: one that holds an enterprise, whatever its notebook
shows, and one of a part of the area that would tell what the whole's page hides."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.errors import ReportFailed, SurveyError
from analysis.metrics import count_states, hide_small, panel, resumption_rate
from analysis.store.load import load
from analysis.store.tables import Tables

# Shorter ones occur in ordinary words.
_SHORTEST = 4
_COLUMNS = {"enterprises": ("name", "uscc", "enterprise_id"), "status": ("name",), "suppliers": ("supplier_name",)}


def refuse_names(payloads: Sequence[Mapping], processed: Path, report: str) -> None:
    """Raises ReportFailed where a payload holds the name or code of an enterprise in the tidy tables.

    The message does not say which: it may itself be passed on.
    """
    text = json.dumps(list(payloads), ensure_ascii=False)
    if any(json.dumps(name, ensure_ascii=False)[1:-1] in text for name in _names(processed)):
        raise ReportFailed(
            f"{report} 的公开版会出现企业名称，没有发布；请在 vocabulary/audiences.csv 中去掉有关部分，或用内部版",
            f"the public edition of {report} would name an enterprise; not published. Leave the section out in "
            "vocabulary/audiences.csv, or make an internal edition",
        )


def _names(processed: Path) -> set[str]:
    """Every name and code of enterprises in the tidy tables, of all periods."""
    columns = [load(processed, table)[column] for table, wanted in _COLUMNS.items() for column in wanted]
    columns.append(load(processed, "enterprises")["former_names"].dropna().str.split("|").explode())
    return {name.strip() for column in columns for name in column.dropna().unique() if len(name.strip()) >= _SHORTEST}


def hidden_parts(tables: Tables) -> frozenset[str]:
    """The codes of the parts that the whole's page hides: small ones, and those whose figures would give them away."""
    least = tables.audience.least_group
    if not least:
        return frozenset()
    whole = replace(tables, area=tables.survey.region(tables.survey.area))
    now = panel(whole.enterprises, whole.status, whole.period)
    shown = hide_small(resumption_rate(count_states(now, by="county_code"), base=tables.base), least)
    return frozenset(shown.loc[shown["value_status"].eq("suppressed"), "county_code"].dropna())


def is_hidden(tables: Tables) -> bool:
    """Whether the tables are of a part that the whole's page hides from their audience."""
    return not tables.is_whole and tables.area.code in hidden_parts(tables)


def refuse_hidden(tables: Tables) -> None:
    """Raises SurveyError for a part that the whole's page hides: its own page would tell what is hidden there."""
    if not is_hidden(tables):
        return
    least, name = tables.audience.least_group, tables.area.label
    raise SurveyError(
        f"{name('zh')}不足{least}户，或为防推算而不公布，没有公开版；请用内部版或领导版",
        f"{name('en')} has fewer than {least} enterprises, or is suppressed so that no total gives another away: "
        "it has no public edition; make an internal one",
    )
