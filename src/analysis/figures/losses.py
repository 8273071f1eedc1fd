"""What standing still costs, as a range with its assumptions, and when it will be made up for."""

import pandas as pd

from analysis.figures.bars import span_figure
from analysis.figures.context import Report, exhibit_of, first, group_names, no_data, say_for
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import bars_in_words, format_number, format_pct, money_range, paired, paragraph, say

_MADE_UP = {"ok": "note.cost.made_up", "never": "note.cost.never", "never_high": "note.cost.never_high"}


def lost_output(data: Report, week: pd.DataFrame, counties: pd.DataFrame, total: pd.DataFrame) -> Part:
    """Output lost in the period by county, and in all periods so far, with the assumptions in the note.

    ``week`` and ``counties`` of ``metrics.cost_of_delay``, ``total`` of ``metrics.make_up`` on ``metrics.add_costs``.
    A Notice where the register gives nobody's normal output.
    """
    if first(week, "lost_high_10k_cny") is None:
        return Notice(no_data(data, "cost"))
    known = counties[counties["lost_high_10k_cny"].notna() & counties["county_code"].notna()]
    rows = known.assign(group=group_names(data, known, "county_code"))
    rows = rows.sort_values("lost_high_10k_cny", ascending=False, kind="stable", ignore_index=True)
    money = ["lost_low_10k_cny", "lost_high_10k_cny"]
    kinds = {"group": "text", **dict.fromkeys(money, "count"), "lost_low_pct": "percent", "lost_high_pct": "percent"}
    kinds |= {"enterprises": "count", "output_unknown": "count"}
    labels = [_range(data, row) for row in rows.to_dict("records")]
    return exhibit_of(
        data,
        "lost-output",
        title=say("title.cost", data.lang, amount=_range(data, week.iloc[0]), share=_share(data, week.iloc[0])),
        about=[say("measure.cost", data.lang), say_for(data, "population.adjusted")],
        rows=rows.assign(**{name: rows[name].astype(float).round() for name in money}),
        kinds=kinds,
        figure=span_figure(
            rows["group"].tolist(), rows[money[0]].astype(float).tolist(), rows[money[1]].astype(float).tolist(), labels
        ),
        alt=bars_in_words(paired(rows["group"], labels), data.lang),
        note=paragraph([_so_far(data, total), _assumed(data, week.iloc[0])], data.lang),
    )


def _range(data: Report, row: pd.Series | dict) -> str:
    return money_range(row["lost_low_10k_cny"], row["lost_high_10k_cny"], data.lang)


def _share(data: Report, row: pd.Series) -> str:
    low, high = (format_pct(row[f"lost_{end}_pct"], data.lang) for end in ("low", "high"))
    return low if low == high else say("from_to", data.lang, low=low, high=high)


def _so_far(data: Report, total: pd.DataFrame) -> str:
    """The losses of all periods and when they are made up for, in words."""
    if first(total, "lost_high_10k_cny") is None:
        return ""
    row = total.iloc[0]
    said = say("note.cost.so_far", data.lang, days=row["days"], amount=_range(data, row))
    key = _MADE_UP.get(row["value_status"])
    if first(total, "points_per_week") is None or key is None:
        return said
    if row["points_per_week"] <= 0:
        key = "note.cost.not_rising"
    words = {
        "points": f"{row['points_per_week']:.1f}".replace("-", "−"),
        "ceiling": format_number(row["ceiling_pct"], data.lang),
        "low": format_number(row["made_up_low_days"], data.lang),
        "high": format_number(row["made_up_high_days"], data.lang),
    }
    return paragraph([said, say(key, data.lang, **words)], data.lang)


def _assumed(data: Report, row: pd.Series) -> str:
    return say_for(
        data,
        "note.cost.assumed",
        row,
        unknown=say("note.cost.unknown", data.lang, unknown=row["output_unknown"]) if row["output_unknown"] else "",
    )
