"""What became of the difficulties: new, persisting and returning ones; those of before that are solved or not."""

from collections.abc import Sequence

import pandas as pd

from analysis.figures import theme
from analysis.figures.amounts import group_labels, leading
from analysis.figures.bars import stacked_figure
from analysis.figures.context import Report, base_name, exhibit_of, no_data, previous_word
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.words import bars_in_words, format_number, label_of, say

_COLOURS = {
    "persisting": theme.BLUE,
    "returning": theme.PLUM,
    "new": theme.ORANGE,
    "newly_answered": theme.SOFT,
    "solved": theme.TEAL,
    "no_longer_named": theme.LILAC,
    "not_answered": theme.SOFT,
}
_NOW = ("persisting", "returning", "new", "newly_answered")
_BEFORE = ("persisting", "solved", "no_longer_named", "not_answered")


def changed(data: Report, outcomes: pd.DataFrame) -> Part:
    """What is open now, by whether it was open before: one stacked bar per category; a Notice without a period before.

    ``outcomes`` of ``metrics.bottleneck_outcomes`` by category.
    """
    rows = outcomes[outcomes["open_now"] > 0] if len(outcomes) else outcomes
    if data.previous is None or not len(rows) or not outcomes["open_before"].sum():
        return Notice(no_data(data, "changes"))
    labels = [
        say("label.changed", data.lang, now=row["open_now"], change=_difference(row)) for row in rows.to_dict("records")
    ]
    return _stacked(data, rows, _NOW, "open_now", "changed", labels, _changed_title(data, outcomes))


def outcomes_of_before(data: Report, outcomes: pd.DataFrame, whole: pd.DataFrame) -> Part:
    """What became of the difficulties of the period before: one stacked bar per category, and who gave no answer."""
    rows = outcomes[outcomes["open_before"] > 0] if len(outcomes) else outcomes
    if data.previous is None or not len(rows):
        return Notice(no_data(data, "outcomes"))
    rows = rows.assign(_last=rows["category"].eq("other"))
    rows = rows.sort_values(["_last", "open_before", "category"], ascending=[True, False, True])
    labels = [say("label.outcome", data.lang, row) for row in rows.to_dict("records")]
    every = whole.iloc[0]
    key = "title.outcomes.silent" if every["not_answered"] == every["open_before"] else "title.outcomes"
    title = say(key, data.lang, every, previous=previous_word(data))
    return _stacked(data, rows, _BEFORE, "open_before", "outcomes", labels, title)


def _stacked(
    data: Report, rows: pd.DataFrame, kinds: Sequence[str], total: str, name: str, labels: Sequence[str], title: str
) -> Exhibit:
    rows = rows.assign(group=group_labels(data, rows, "category"))
    # A kind of change that did not happen needs no colour in the legend.
    present = [kind for kind in kinds if rows[kind].sum()]
    columns = {"group": "text", total: "count", **dict.fromkeys(kinds, "count")}
    columns |= (
        {"solved_pct": "percent"} if total == "open_before" else {"open_before": "count", "change_matched": "number"}
    )
    words = [
        f"{row['group']} "
        + ", ".join(f"{say(f'column.{kind}', data.lang)} {format_number(row[kind], data.lang)}" for kind in present)
        for row in rows.to_dict("records")
    ]
    return exhibit_of(
        data,
        name,
        title=title,
        about=[say(f"measure.{name}", data.lang), base_name(data)],
        rows=rows,
        kinds=columns,
        table="difficulties",
        groups="category",
        figure=stacked_figure(data, rows, {kind: _COLOURS[kind] for kind in present}, labels, "enterprise"),
        alt=bars_in_words(words, data.lang),
        note=say(f"note.{name}", data.lang),
    )


def _changed_title(data: Report, outcomes: pd.DataFrame) -> str:
    """Which category grew most and which fell most among those that answered both times; a tie is not named."""
    change = outcomes.assign(change=outcomes["change_matched"])
    words = {}
    for key, sign in (("risen", 1), ("fallen", -1)):
        ends = leading(change.assign(change=sign * change["change"]), "change")
        if len(ends) == 1 and ends["change"].iloc[0] > 0:
            words[key] = say(
                f"title.changed.{key}",
                data.lang,
                category=label_of("difficulty", ends["category"].iloc[0], data.lang),
                number=ends["change"].iloc[0],
            )
    if not words:
        return say("title.changed.plain", data.lang, previous=previous_word(data))
    return say(
        "title.changed", data.lang, previous=previous_word(data), ends=say("separator", data.lang).join(words.values())
    )


def _difference(row: dict) -> str:
    """The change among enterprises that answered both times."""
    number = int(row["change_matched"])
    return f"{number:+d}".replace("-", "−") if number else "±0"
