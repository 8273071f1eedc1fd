"""Who has not reported: offices without a usable file, enterprises without a return and how each failed to, and what a
state carried forward would make of it."""

import pandas as pd

from analysis.figures import theme
from analysis.figures.bars import stacked_figure
from analysis.figures.context import (
    Report,
    area_code,
    base_name,
    current,
    exhibit_of,
    first,
    group_names,
    is_whole,
    no_data,
    say_for,
)
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import bars_in_words, format_fraction, join, label_of, paired, say
from analysis.metrics import MODES

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
        title = say("title.missing.none", data.lang)
        return exhibit_of(data, "missing-list", title=title, about=[base_name(data)], rows=rows, kinds={})
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


def how_reported(data: Report, modes: pd.DataFrame) -> Part:
    """Enterprises of each office by mode of reply, most without one first; a Notice where nobody is due to report.

    ``modes`` of ``metrics.nonresponse``.
    """
    due = int(modes["enterprises"].sum()) if len(modes) else 0
    if not due:
        return Notice(no_data(data, "missing"))
    rows = modes.pivot(index="county_code", columns="mode", values="enterprises").reset_index()
    rows["without"] = rows[[mode for mode in MODES if mode != "returned"]].sum(axis=1)
    rows["due"] = rows["without"] + rows["returned"]
    rows = rows.sort_values(["without", "due"], ascending=False, kind="stable", ignore_index=True)
    rows["group"] = group_names(data, rows, "county_code")
    colours = dict(zip([mode for mode in MODES if rows[mode].sum() > 0], theme.PALETTE, strict=False))
    labels = [format_fraction(row["returned"], row["due"], data.lang) for row in rows.to_dict("records")]
    return exhibit_of(
        data,
        "how-reported",
        title=_title(data, rows, due),
        about=[say("measure.how_reported", data.lang), base_name(data)],
        rows=rows,
        kinds={"group": "text", "due": "count", **dict.fromkeys(MODES, "count")},
        figure=stacked_figure(data, rows, colours, labels, "enterprise") if rows["without"].any() else None,
        alt=bars_in_words(paired(rows["group"], labels), data.lang),
        open_table=None if rows["without"].any() else False,
    )


def carried_sentences(data: Report, carried: pd.DataFrame, panel: pd.DataFrame) -> list[str]:
    """What the rate would be with last period's states of those that are silent, and how old these are; else nothing.

    ``carried``: the rate of ``metrics.carry_forward``'s ``panel``.
    """
    number = first(carried, "carried")
    if not number or first(carried, "rate_pct") is None:
        return []
    ages = panel.loc[panel["carried"], "age_days"]
    return [say_for(data, "sentence.carried", carried.iloc[0], days=ages.max())]


def _title(data: Report, rows: pd.DataFrame, due: int) -> str:
    without = int(rows["without"].sum())
    words = {"due": due}
    if not without:
        return say("title.how_reported.none", data.lang, **words)
    items = [
        say(f"item.{mode}", data.lang, number=rows[mode].sum())
        for mode in MODES
        if mode != "returned" and rows[mode].sum() > 0
    ]
    return say("title.how_reported", data.lang, items=join(items, data.lang), **words)
