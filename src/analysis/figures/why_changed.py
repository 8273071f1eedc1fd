"""Why the rate moved: the change in parts that add up, against what was issued."""

import pandas as pd

from analysis.figures import theme
from analysis.figures.bars import stacked_figure
from analysis.figures.context import (
    Report,
    base_name,
    exhibit_of,
    group_names,
    no_data,
    previous_word,
    rate_name,
    say_for,
)
from analysis.figures.exhibit import Notice, Part
from analysis.figures.sentences import revised
from analysis.figures.words import bars_in_words, format_signed, is_missing, join, paired, paragraph, say
from analysis.metrics import PARTS

_NAMED = 4
_MOST_PARTS = 6


def change_in_parts(data: Report, whole: pd.DataFrame, by_county: pd.DataFrame, rates: pd.DataFrame) -> Part:
    """The parts of the change of the rate, for the whole and each county; a Notice where there is no change to explain.

    ``whole`` and ``by_county`` of ``metrics.change_parts``; ``rates`` (``metrics.as_issued``) for the footnote on what
    was issued and is another figure now.
    """
    if data.previous is None or whole.empty or is_missing(whole["change_points"].iloc[0]):
        return Notice(no_data(data, "why"))
    rows = _by_group(data, whole, by_county)
    parts = [part for part in PARTS if rows[part].abs().gt(1e-9).any()]
    parts = sorted(parts, key=lambda part: -rows[part].abs().sum())[:_MOST_PARTS]
    kinds = {"group": "text", "change_points": "points", **dict.fromkeys(parts, "points")}
    labels = [format_signed(change, data.lang) for change in rows["change_points"]]
    return exhibit_of(
        data,
        "why-changed",
        title=_title(data, whole),
        about=[say_for(data, "measure.change"), base_name(data)],
        rows=rows,
        kinds=kinds,
        figure=stacked_figure(data, rows, dict(zip(parts, theme.PALETTE, strict=False)), labels),
        alt=bars_in_words(paired(rows["group"], labels), data.lang),
        note=paragraph([say("note.parts", data.lang), *revised(data, rates)], data.lang),
    )


def _by_group(data: Report, whole: pd.DataFrame, by_county: pd.DataFrame) -> pd.DataFrame:
    """One row for the whole, then one per county, largest change first: the change and the points of each part."""
    tables = [whole.assign(group=say("overall", data.lang), _place=-1e9)]
    if len(by_county) and by_county["county_code"].nunique() > 1:
        known = by_county[by_county["change_points"].notna() & by_county["county_code"].notna()]
        names = group_names(data, known, "county_code")
        tables.append(known.assign(group=names, _place=-known["change_points"].astype(float)))
    stacked = pd.concat(tables, ignore_index=True)
    points = stacked.pivot(index="group", columns="part", values="points").astype(float)
    first = stacked.drop_duplicates("group").set_index("group")[["change_points", "_place"]]
    rows = first.join(points).reset_index()
    return rows.sort_values(["_place", "group"], kind="stable", ignore_index=True)


def _title(data: Report, whole: pd.DataFrame) -> str:
    """The change and its parts: of more than four the three largest and the sum of the others, so that they add up."""
    change = whole["change_points"].iloc[0]
    largest = whole[whole["points"].abs() >= 0.05]
    largest = largest.sort_values("points", key=lambda points: -points.abs(), kind="stable")
    named = largest if len(largest) <= _NAMED else largest.head(_NAMED - 1)
    others = largest["points"].sum() - named["points"].sum()
    words = {"rate_name": rate_name(data), "previous": previous_word(data), "change": change}
    if largest.empty:
        return say("title.why.none", data.lang, **words)
    items = [
        say("item.part", data.lang, part=say_for(data, f"column.{row['part']}"), points=row["points"])
        for row in named.to_dict("records")
    ]
    if abs(others) >= 0.05:
        items.append(say("item.others", data.lang, points=others))
    return say("title.why", data.lang, items=join(items, data.lang), **words)
