"""Who has not reported: offices without a usable file, enterprises without a return."""

from __future__ import annotations

import pandas as pd

from analysis.figures.bars import bar_figure
from analysis.figures.context import (
    Report,
    area_code,
    base_name,
    current,
    first,
    group_name,
    is_whole,
    no_data,
    place_words,
    source,
    subtitle,
)
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.tables import labelled
from analysis.figures.words import format_count, format_number, join, label_of, say

_MOST_NAMES = 300


def offices(data: Report, parts: pd.DataFrame, uploads: pd.DataFrame) -> Part:
    """Every office that must report, with what came of its files; those without a usable one first."""
    due = [office for office in data.survey.offices if is_whole(data) or office.code == area_code(data)]
    if not due:
        return Notice(no_data(data, "offices"))
    tables, files = current(parts, data), current(uploads, data)
    held = tables[tables["superseded_by"].fillna("").eq("")] if "superseded_by" in tables.columns else tables
    rows = pd.DataFrame(
        [
            {
                "office": office.label(data.lang),
                "files": int(files["office"].eq(office.code).fillna(False).sum()) if "office" in files else 0,
                "used": bool(held["office"].eq(office.code).fillna(False).any()) if "office" in held else False,
                "outcome": _outcome(held, files, office.code, data.lang),
            }
            for office in due
        ]
    ).sort_values("used", kind="stable")
    silent = int((~rows["used"]).sum())
    words = {"missing": format_count(silent, "office", data.lang), "total": format_count(len(due), "office", data.lang)}
    if 0 < silent <= 3:
        words["missing"] = join(rows.loc[~rows["used"], "office"], data.lang)
    table, kinds = labelled(rows, {"office": "text", "files": "count", "outcome": "text"}, data.lang)
    return Exhibit(
        id="offices",
        title=say("title.offices" if silent else "title.offices.none", data.lang, **words),
        subtitle=subtitle(data, say("column.office", data.lang)),
        table=table,
        kinds=kinds,
        source=source(data, "uploads"),
        lang=data.lang,
        open_table=silent > 0,
    )


def without_return(data: Report, rates: pd.DataFrame, whole: pd.DataFrame, column: str = "county_code") -> Part:
    """Enterprises due to report that did not, per group: the share that replied, most missing first."""
    now = current(rates, data)
    if now.empty or column not in now.columns or "no_return" not in now.columns:
        return Notice(no_data(data, "missing"))
    rows = now[(now["denominator"].fillna(0) > 0) & now["no_return"].notna()]
    silent, due = first(current(whole, data), "no_return"), first(current(whole, data), "denominator")
    if rows.empty or not due:
        return Notice(no_data(data, "missing"))
    rows = rows.assign(
        group=[group_name(data, column, code) for code in rows[column]],
        due=rows["denominator"],
        replied=rows["denominator"] - rows["no_return"],
    ).sort_values(["no_return", "due"], ascending=False, kind="stable")
    words = {
        "missing": format_count(silent, "enterprise", data.lang),
        "due": format_count(due, "enterprise", data.lang),
        "number": format_number(silent, data.lang),
    }
    listed = rows[rows["no_return"] > 0]
    labels = [
        f"{format_number(row['no_return'], data.lang)}/{format_number(row['due'], data.lang)}"
        for row in listed.to_dict("records")
    ]
    kinds = {"group": "text", "no_return": "count", "due": "count", "replied": "count"}
    table, printed = labelled(rows, kinds, data.lang)
    items = [f"{name} {label}" for name, label in zip(listed["group"], labels, strict=True)]
    return Exhibit(
        id="without-return",
        title=say("title.missing" if silent else "title.missing.none", data.lang, **words),
        subtitle=subtitle(data, say("column.no_return", data.lang), base_name(data)),
        table=table,
        kinds=printed,
        figure=bar_figure(data, listed[["group", "no_return"]], labels, value="no_return") if silent else None,
        alt=say("alt.ranking", data.lang, items=join(items, data.lang)) if silent else "",
        source=source(data, "status"),
        lang=data.lang,
        open_table=None if silent else False,
    )


def missing_list(data: Report, panel: pd.DataFrame) -> Part:
    """The enterprises in the base without a return, by county and name; the first 300 of a longer list."""
    now = current(panel, data)
    if now.empty:
        return Notice(no_data(data, "missing"))
    due = now["above_scale"].fillna(False).astype(bool) & now["normal_before_festival"].fillna(False).astype(bool)
    rows = now[due & now["state"].isna()].sort_values(["county_code", "name"], kind="stable")
    if rows.empty:
        return Exhibit(
            id="missing-list",
            title=say("title.missing.none", data.lang),
            subtitle=subtitle(data, base_name(data)),
            table=pd.DataFrame(),
            source=source(data, "status"),
            lang=data.lang,
        )
    shown = rows.head(_MOST_NAMES)
    shown = shown.assign(
        enterprise=shown["name"],
        county=[group_name(data, "county_code", code) for code in shown["county_code"]],
        industry=[group_name(data, "industry_code", code) for code in shown["industry_code"]],
    )
    table, kinds = labelled(
        shown, {"enterprise": "text", "county": "text", "industry": "text"}, data.lang, **place_words(data)
    )
    cut = say("note.part_of", data.lang, shown=len(shown), total=len(rows)) if len(rows) > len(shown) else ""
    return Exhibit(
        id="missing-list",
        title=say("title.missing_list", data.lang, missing=format_count(len(rows), "enterprise", data.lang)),
        subtitle=subtitle(data, base_name(data)),
        table=table,
        kinds=kinds,
        source=source(data, "status"),
        note=cut,
        lang=data.lang,
    )


def _outcome(held: pd.DataFrame, files: pd.DataFrame, office: str, lang: str) -> str:
    """What became of an office's files: used, else what happened to the last one, else nothing came."""
    if "office" in held.columns and held["office"].eq(office).fillna(False).any():
        return label_of("outcome", "accepted", lang)
    own = files[files["office"].eq(office).fillna(False)] if "office" in files.columns else files.iloc[:0]
    return label_of("outcome", own["outcome"].iloc[-1] if len(own) else "none", lang)
