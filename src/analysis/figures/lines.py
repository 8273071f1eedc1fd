"""Lines over the periods, labelled at their ends, and the small line beside a figure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

import pandas as pd

from analysis.figures import theme
from analysis.figures.context import Report, base_name, no_data, previous_word, printed_exhibit, rate_name, say_for
from analysis.figures.exhibit import Exhibit, History, Notice, Part
from analysis.figures.sentences import revised
from analysis.figures.words import capital, floats, format_pct, join, paragraph, say, within
from analysis.metrics import hide_small
from analysis.metrics.grouping import require

_HEIGHT = 380
# A phone has room for the names of so many periods, or of three of more.
_NAMED_ON_PHONES = 4
# Labels at the ends of lines keep this distance, in pixels of the drawing; short names share a line with their number.
_LABEL_GAP, _SHORT_LABEL_GAP = 36, 19
_SHORT = 12
# Lines nearer than this (points) everywhere would only hide each other.
_APART = 0.5
# Colour, dashes and marks of the lines, in their order, and which colours are too pale for text on white.
_LOOKS = tuple(zip(theme.PALETTE, theme.DASHES, theme.SYMBOLS, strict=True))
_PALE = (theme.TEAL, theme.ORANGE, theme.LILAC)
# Longer ways show their last periods only: a line of a hundred pixels cannot hold more.
MOST_PERIODS = 12


@dataclass(frozen=True)
class Line:
    """One line: its printed name and one value per period, None where there is none."""

    name: str
    values: Sequence[float | None]


def trend(
    data: Report,
    whole: pd.DataFrame,
    adjusted: pd.DataFrame | None = None,
    staff: pd.DataFrame | None = None,
    capacity: pd.DataFrame | None = None,
) -> Part:
    """The headline measures over the periods; no line without a value, nor one that hides another. A footnote says of
    staff and capacity what those issued are by now (of the rate it stands on the first screen)."""
    named: Mapping[str, pd.DataFrame | None] = {
        rate_name(data): whole,
        say_for(data, "measure.adjusted"): adjusted,
        say("measure.staff", data.lang): staff,
        say("measure.capacity", data.lang): capacity,
    }
    lines: list[Line] = []
    for name, result in named.items():
        line = Line(capital(name), by_period(data, result))
        if any(value is not None for value in line.values) and all(_adds(line, other) for other in lines):
            lines.append(line)
    if not lines:
        return Notice(no_data(data, "trend"))
    shown = (hide_small(result, data.audience.least_group) for result in (staff, capacity) if result is not None)
    since = [note for result in shown for note in revised(data, result)]
    return trend_exhibit(data, lines, "trend", base_name(data), "status", notes=since)


def trend_exhibit(
    data: Report,
    lines: Sequence[Line],
    name: str,
    population: str,
    table: str,
    measure: str = "",
    notes: Sequence[str] = (),
) -> Exhibit:
    """Lines as an exhibit: the first one is the finding; every line has at least one value.

    ``measure``: what the lines are of, where their names are groups.
    """
    start, top = _start(lines), _top(lines)
    gaps = any(value is None for line in lines for value in line.values)
    notes = [
        say("note.axis", data.lang, start=start) if start else "",
        say("note.gaps", data.lang) if gaps and table == "summaries" else "",
        *notes,
    ]
    frame = pd.DataFrame({say("column.period", data.lang): [period.label(data.lang) for period in data.periods]})
    for line in lines:
        frame[line.name] = list(line.values)
    return printed_exhibit(
        data,
        name,
        title=_title(data, lines[0], measure),
        about=[measure or join([within(line.name) for line in lines], data.lang), population],
        rows=frame.iloc[::-1].reset_index(drop=True),
        table=table,
        kinds={line.name: "percent" for line in lines},
        figure=_draw(data, lines, start, top),
        alt=_alternative(data, lines),
        note=paragraph(notes, data.lang),
    )


def _adds(line: Line, other: Line) -> bool:
    """Whether a line lies somewhere else than another: where it has values, it may be the very same."""
    pairs = zip(line.values, other.values, strict=True)
    return any(a is not None and (b is None or abs(a - b) >= _APART) for a, b in pairs)


def _start(lines: Sequence[Line]) -> int:
    """Where the vertical axis starts: zero, unless everything lies in the upper half."""
    lowest = min(value for line in lines for value in line.values if value is not None)
    return 0 if lowest < 50 else max(0, 10 * math.floor((lowest - 5) / 10))


def _top(lines: Sequence[Line]) -> int:
    """Where the vertical axis ends: at the next round ten with a little room, or just above 100."""
    highest = max(value for line in lines for value in line.values if value is not None)
    return min(101, 10 * math.ceil((highest + 5) / 10))


def _title(data: Report, line: Line, measure: str) -> str:
    """The rate now and its change; of a group, where the lines are groups of one measure."""
    now = line.values[-1]
    name = say("title.of", data.lang, group=within(line.name), measure=measure) if measure else line.name
    if now is None:
        return name
    words = {"measure": name, "rate": now}
    earlier = line.values[-2] if len(line.values) > 1 and data.previous is not None else None
    if earlier is None:
        return say("title.trend.first", data.lang, **words)
    return say("title.trend", data.lang, previous=previous_word(data), change=now - earlier, **words)


def _draw(data: Report, lines: Sequence[Line], start: int, top: int) -> dict:
    periods = [period.short(data.lang) for period in data.periods]
    places = list(range(len(periods)))
    traces = [
        theme.scatter(
            places,
            line.values,
            mode="lines+markers",
            name=theme.plain(line.name),
            connectgaps=False,
            line={"color": colour, "dash": dash, "width": 3 if line is lines[0] else 2},
            marker={"symbol": symbol, "size": 8 if len(places) <= 20 else 4, "color": colour},
            hover=[
                f"{theme.plain(period.label(data.lang))}<br>{theme.plain(line.name)} {format_pct(value, data.lang)}"
                for period, value in zip(data.periods, line.values, strict=True)
            ],
        )
        for line, (colour, dash, symbol) in zip(lines, cycle(_LOOKS), strict=False)
    ]
    longest = max(theme.width(line.name) for line in lines)
    between = " " if longest <= _SHORT else "<br>"
    labels = [
        f"{theme.plain(theme.shorten(line.name, 26))}{between}<b>{format_pct(last, data.lang)}</b>"
        for line, (_, last) in zip(lines, map(_last, lines), strict=True)
    ]
    gap = _SHORT_LABEL_GAP if longest <= _SHORT else _LABEL_GAP
    heights = _spread([last for _, last in map(_last, lines)], start, top, gap)
    notes = [
        theme.note(
            label,
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=height,
            yref="y",
            align="left",
            font={"size": 13, "color": theme.INK if colour in _PALE else colour},
        )
        for label, height, (colour, *_) in zip(labels, heights, cycle(_LOOKS), strict=False)
    ]
    room = {"l": 8, "r": 16 + 7 * (longest + 7 if longest <= _SHORT else min(26, longest)), "t": 16, "b": 40}
    layout: dict = {"height": _HEIGHT, "margin": room, "annotations": notes}
    if longest > _SHORT:  # on a phone long names stand in a legend above the lines, at their ends the value alone
        values = [{**one, "text": one["text"].partition(between)[2]} for one in notes]
        top_px = 16 + 22 * len(lines)
        narrow = {"height": _HEIGHT + top_px, "margin": {"l": 8, "r": 64, "t": top_px, "b": 40}, "annotations": values}
        layout = {**narrow, "wide": {**layout, "showlegend": False}, "showlegend": True}
    if len(places) > _NAMED_ON_PHONES:
        layout["wide"] = {**layout.get("wide", {}), "xaxis": _axis(periods, 6)}
    return theme.chart(
        traces,
        **layout,
        xaxis=_axis(periods, 3 if len(places) > _NAMED_ON_PHONES else len(places)),
        yaxis={"range": [start, top], "ticksuffix": "%", "automargin": True, "nticks": 6},
    )


def _axis(periods: Sequence[str], most: int) -> dict:
    """The horizontal axis with the names of so many periods at most."""
    shown = _ticks(len(periods), most)
    return {
        "range": [-0.3, len(periods) - 0.7],
        "showgrid": False,
        "tickangle": 0,
        "tickvals": shown,
        "ticktext": [theme.plain(periods[place]) for place in shown],
    }


def _last(line: Line) -> tuple[int, float]:
    known = [(i, value) for i, value in enumerate(line.values) if value is not None]
    return known[-1]


def _spread(values: Sequence[float], start: int, top: int, gap_px: int) -> list[float]:
    """Heights of the end labels, moved apart where they would overlap, in the order of their lines."""
    gap = gap_px * (top - start) / (_HEIGHT - 56)
    order = sorted(range(len(values)), key=lambda i: -values[i])
    placed: dict[int, float] = {}
    above = math.inf
    for i in order:
        placed[i] = above = min(values[i], above - gap)
    # Where the lowest one fell off the axis, everything moves up.
    lift = max(0.0, start + gap / 2 - min(placed.values()))
    return [placed[i] + lift for i in range(len(values))]


def _ticks(count: int, most: int) -> list[int]:
    """So many evenly spaced places at most, the last one among them."""
    step = max(1, math.ceil(count / most))
    return sorted(range(count - 1, -1, -step))


def _alternative(data: Report, lines: Sequence[Line]) -> str:
    """Each line from its first value to its last, with the period of one that is not at an end of the chart."""
    names = [period.short(data.lang) for period in data.periods]
    items = []
    for line in lines:
        known = [(place, value) for place, value in enumerate(line.values) if value is not None]
        start, end = (
            format_pct(value, data.lang)
            if place == at
            else say("history.point", data.lang, period=names[place], rate=value)
            for (place, value), at in zip((known[0], known[-1]), (0, len(names) - 1), strict=True)
        )
        key = "alt.trend.item" if len(known) > 1 else "alt.trend.item_one"
        items.append(say(key, data.lang, name=line.name, start=start, end=end))
    return say("alt.trend", data.lang, first=names[0], last=names[-1], items=join(items, data.lang))


def by_period(data: Report, result: pd.DataFrame | None) -> list[float | None]:
    """The rate of each of the report's periods, in their order; None where there is none.

    ``result``: at most one row per period, with ``period_id`` and ``rate_pct``; ValueError without these.
    """
    if result is None or result.empty:
        return [None for _ in data.periods]
    require(result, ["period_id", "rate_pct"], "what is drawn over the periods")
    shown = hide_small(result, data.audience.least_group)
    rates = dict(zip(shown["period_id"], shown["rate_pct"], strict=True))
    values = [rates.get(period.id) for period in data.periods]
    return floats(values)


def history(data: Report, result: pd.DataFrame | None) -> History | None:
    """The last periods of a rate, as values and in words; None where fewer than two of them have one."""
    values = by_period(data, result)[-MOST_PERIODS:]
    known = [(p, value) for p, value in zip(data.periods[-MOST_PERIODS:], values, strict=True) if value is not None]
    if len(known) < 2:
        return None
    points = [say("history.point", data.lang, period=period.short(data.lang), rate=value) for period, value in known]
    return History(values, join(points, data.lang))


def histories(data: Report, rates: pd.DataFrame, column: str, codes: pd.Series) -> list[History]:
    """One history per code of ``column``, in the order of ``codes``; an empty one where there is none to show.

    A period is hidden whole before its groups are taken apart: what is hidden for one depends on the others.
    """
    shown = [hide_small(rates[rates["period_id"].eq(p.id)], data.audience.least_group) for p in data.periods]
    every = pd.concat(shown) if shown else rates.iloc[:0]
    return [history(data, every[every[column].eq(code).fillna(False)]) or History() for code in codes]
