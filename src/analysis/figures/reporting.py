"""How each office's enterprises reported or failed to, and what a state carried forward would make of it."""

from __future__ import annotations

import pandas as pd

from analysis.figures import theme
from analysis.figures.context import Report, base_name, exhibit_of, first, group_names, no_data, say_for
from analysis.figures.exhibit import Notice, Part
from analysis.figures.stacked import stacked_figure
from analysis.figures.words import bars_in_words, format_fraction, join, paired, say
from analysis.metrics import MODES


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
