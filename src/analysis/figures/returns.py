"""Who has not reported: offices without a usable file, enterprises without a return."""

from __future__ import annotations

import pandas as pd

from analysis.figures.context import (
    Report,
    area_code,
    base_name,
    current,
    exhibit_of,
    group_names,
    is_whole,
    no_data,
    source,
    subtitle,
)
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.words import join, label_of, say

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
    words = {"missing": silent, "total": len(due)}
    if 0 < silent <= 3:
        words["missing"] = join(rows.loc[~rows["used"], "office"], data.lang)
    return exhibit_of(
        data,
        "offices",
        title=say("title.offices" if silent else "title.offices.none", data.lang, **words),
        about=[say("column.office", data.lang)],
        rows=rows,
        kinds={"office": "text", "files": "count", "outcome": "text"},
        table="uploads",
        open_table=silent > 0,
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
        county=group_names(data, shown, "county_code"),
        industry=group_names(data, shown, "industry_code"),
    )
    cut = say("note.part_of", data.lang, shown=len(shown), total=len(rows)) if len(rows) > len(shown) else ""
    return exhibit_of(
        data,
        "missing-list",
        title=say("title.missing_list", data.lang, missing=len(rows)),
        about=[base_name(data)],
        rows=shown,
        kinds={"enterprise": "text", "county": "text", "industry": "text"},
        note=cut,
    )


def _outcome(held: pd.DataFrame, files: pd.DataFrame, office: str, lang: str) -> str:
    """What became of an office's files: used, else what happened to the last one, else nothing came."""
    if "office" in held.columns and held["office"].eq(office).fillna(False).any():
        return label_of("outcome", "accepted", lang)
    own = files[files["office"].eq(office).fillna(False)] if "office" in files.columns else files.iloc[:0]
    return label_of("outcome", own["outcome"].iloc[-1] if len(own) else "none", lang)
