"""Small pages for the bureau's own use: one file each, no network, no script, all text escaped by the template."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from analysis.exchange.scorecard import repeated, scorecard
from analysis.exchange.wording import word
from analysis.store.tables import Tables
from analysis.survey import Language, Period, Survey
from analysis.templates import rendered

_TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, survey: Survey, period: Period | None, lang: Language, **content: object) -> str:
    """A page from one of ``templates/``; nothing in it may come from anywhere else, and no script runs."""
    return rendered(
        _TEMPLATES / template,
        lang,
        "exchange",
        style=Markup((_TEMPLATES / "exchange.css").read_text(encoding="utf-8")),
        survey=survey.title.get(lang) or next(iter(survey.title.values())),
        issuer=survey.issuer.get(lang, ""),
        notice=survey.notice.get(lang, ""),
        period=period.label(lang) if period else "",
        made=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        **content,
    )


def score_table(tables: Tables, lang: Language) -> Mapping[str, list]:
    """The scorecard as printed columns and rows, the most to mend per row first, and what is repeated."""
    scores, survey = scorecard(tables), tables.survey
    columns = ("office", "periods", "reported", "on_time", "rows", "findings", "per_100", "repeat")
    names = {office.code: office.label(lang) for office in survey.offices}
    ordered = scores.sort_values(["findings_per_100_rows", "office"], ascending=[False, True], na_position="first")
    rows = [
        [names[row["office"]], row["periods_due"], row["periods_reported"], row["periods_on_time"], row["rows"],
         row["findings"], row["findings_per_100_rows"], row["repeat_offences"]]
        for row in ordered.to_dict("records")
    ]  # fmt: skip
    shown = [["–" if pd.isna(value) else value for value in row] for row in rows]
    printed = [word(f"score.{name}", lang) for name in columns]
    return {"columns": printed, "rows": shown, "repeated": repeated(tables, scores, lang)}
