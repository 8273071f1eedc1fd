"""Which parts of an area may have a page of their own beside the whole's, for readers who see no small groups."""

from dataclasses import replace

from analysis.errors import SurveyError
from analysis.metrics import count_states, hide_small, panel, resumption_rate
from analysis.store.tables import Tables


def hidden_parts(tables: Tables) -> frozenset[str]:
    """The codes of the parts that the whole's page hides: small ones, and those whose figures would give them away."""
    least = tables.audience.least_group
    if not least:
        return frozenset()
    whole = replace(tables, area=tables.survey.region(tables.survey.area))
    now = panel(whole.enterprises, whole.status, whole.period)
    shown = hide_small(resumption_rate(count_states(now, by="county_code"), base=tables.base), least)
    return frozenset(shown.loc[shown["value_status"].eq("suppressed"), "county_code"].dropna())


def refuse_hidden(tables: Tables) -> None:
    """Raises SurveyError for a part that the whole's page hides: its own page would tell what is hidden there."""
    if tables.is_whole or tables.area.code not in hidden_parts(tables):
        return
    least, name = tables.audience.least_group, tables.area.label
    raise SurveyError(
        f"{name('zh')}不足{least}户，或为防推算而不公布，没有公开版；请用内部版或领导版",
        f"{name('en')} has fewer than {least} enterprises, or is suppressed so that no total gives another away: "
        "it has no public edition; make an internal one",
    )
