"""Who is hit: staff and normal output of the enterprises concerned, and which way goods cannot move."""

import pandas as pd

from analysis.figures import bars
from analysis.figures.amounts import group_labels, leading
from analysis.figures.context import Report, base_name, before, by_group, current, exhibit_of, no_data
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import (
    bars_in_words,
    capital,
    format_count,
    format_money,
    format_number,
    join,
    paired,
    paragraph,
    say,
    within,
)

_MOST_BARS = 15
_KNOWN = {"staff_at_risk": "staff_known", "output_at_risk_10k_cny": "output_known"}


def at_risk(data: Report, rows: pd.DataFrame, value: str, column: str = "category") -> Part:
    """Staff or yearly output of the enterprises that name a difficulty, by category, county or industry.

    ``rows`` of ``metrics.bottleneck_shares`` or ``metrics.affected``; ``value`` is staff_at_risk or
    output_at_risk_10k_cny. A Notice where the register gives none.
    """
    now = current(rows, data)
    known = _KNOWN[value]
    if now.empty or column not in now.columns or not now[known].sum():
        return Notice(no_data(data, f"at_risk.{value}"))
    now = now[now[column].notna() & (now["numerator"] > 0)]
    if column != "category" and len(now) < 2:
        return Notice(no_data(data, column))
    now = now.assign(_last=now[column].eq("other")).sort_values(
        ["_last", value, column], ascending=[True, False, True], kind="stable"
    )
    now = now.assign(group=group_labels(data, now, column), named=now["numerator"])
    shown = now.head(_MOST_BARS).reset_index(drop=True)
    kinds = {"group": "text", "named": "count", "staff_at_risk": "count", "output_at_risk_10k_cny": "count"}
    labels = [_label(data, row, value) for row in shown.to_dict("records")]
    unknown = int(now["numerator"].sum() - now[known].sum())
    notes = [
        say("note.at_risk", data.lang),
        say("note.at_risk.category", data.lang) if column == "category" else "",
        say("note.at_risk.unknown", data.lang) if unknown else "",
        say("note.first_groups", data.lang, shown=len(shown), total=len(now)) if len(now) > len(shown) else "",
    ]
    return exhibit_of(
        data,
        f"{value.split('_')[0]}-at-risk-{column.replace('_', '-')}",
        title=_title(data, now, value, column),
        about=[say(f"measure.{value}", data.lang), base_name(data)],
        rows=now,
        kinds=kinds,
        table="difficulties_register",
        groups=column,
        figure=bars.bar_figure(data, shown[["group", value]], labels, value=value),
        alt=bars_in_words(paired(shown["group"], labels), data.lang),
        note=paragraph(notes, data.lang),
    )


def directions(data: Report, ways: pd.DataFrame) -> Part:
    """Enterprises with a logistics difficulty by the direction of the goods; a Notice where there is none."""
    now, earlier = current(ways, data), before(ways, data)
    if now.empty:
        return Notice(no_data(data, "directions"))
    was = dict(zip(earlier["direction"], earlier["enterprises"], strict=True)) if len(earlier) else {}
    rows = now.assign(group=[capital(say(f"direction.{way}", data.lang)) for way in now["direction"]])
    kinds = {"group": "text", "enterprises": "count"}
    if was:
        rows["enterprises_before"] = [was.get(way, 0) for way in rows["direction"]]
        kinds["enterprises_before"] = "count"
    labels = [format_count(count, "enterprise", data.lang) for count in rows["enterprises"]]
    items = [
        f"{within(name)} ({label})" if data.lang == "en" else f"{name}{label}"
        for name, label in zip(rows["group"], labels, strict=True)
    ]
    total = format_count(rows["enterprises"].sum(), "enterprise", data.lang)
    stated = [item for item, way in zip(items, rows["direction"], strict=True) if way != "unstated"]
    key = "title.directions" if stated else "title.directions.unstated"
    return exhibit_of(
        data,
        "directions",
        title=say(key, data.lang, total=total, items=join(stated, data.lang)),
        about=[say("measure.directions", data.lang), base_name(data)],
        rows=rows,
        kinds=kinds,
        table="difficulties",
        figure=bars.bar_figure(data, rows[["group", "enterprises"]], labels, value="enterprises"),
        alt=bars_in_words(items, data.lang),
        note=say("note.directions", data.lang),
    )


def _label(data: Report, row: dict, value: str) -> str:
    """Beside the bar: 33452人（190户）; 33,452 (190)."""
    count = format_number(row["numerator"], data.lang)
    number = format_number(row[value], data.lang) if value == "staff_at_risk" else format_money(row[value], data.lang)
    return say("label.at_risk", data.lang, amount=number, number=count)


def _amount(data: Report, number: object, value: str) -> str:
    if value == "staff_at_risk":
        return say("persons", data.lang, number=number)
    return format_money(number, data.lang)


def _title(data: Report, rows: pd.DataFrame, value: str, column: str) -> str:
    """The group with most at risk, where one stands out and the register knows something of each."""
    by, first = by_group(data, column), leading(rows, value)
    measure = say(f"measure.{value}", data.lang)
    if len(first) != 1 or rows[value].isna().any():
        return say("title.ranking.plain", data.lang, by=by, measure=measure)
    group = first["group"].iloc[0]
    return say(
        "title.at_risk",
        data.lang,
        by=by,
        group=within(group) if column == "category" else group,
        measure=measure,
        amount=_amount(data, first[value].iloc[0], value),
    )
