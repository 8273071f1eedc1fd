"""How long it took to resume, as far as weekly returns tell, and what to expect of the coming weeks."""

from datetime import date, timedelta

import pandas as pd

from analysis.figures import theme
from analysis.figures.bars import span_figure
from analysis.figures.context import Report, base_name, exhibit_of, group_names, no_data, rate_name, say_for
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import bars_in_words, floats, format_pct, is_missing, paired, say


def time_to_resumption(data: Report, whole: pd.DataFrame, groups: pd.DataFrame, origin: date, column: str) -> Part:
    """Between which days half of the enterprises had resumed, for the whole and each group of ``column``.

    ``whole`` and ``groups`` of ``metrics.resumption_quartiles`` with days since ``origin``. A Notice without any.
    """
    if whole.empty or not whole["value_status"].eq("ok").any():
        return Notice(no_data(data, "duration"))
    named = groups.assign(group=group_names(data, groups, column))
    stacked = pd.concat([whole.assign(group=say("overall", data.lang)), named], ignore_index=True)
    rows = stacked.drop_duplicates("group")[["group", "enterprises", "silent"]]
    for quartile in (25, 50, 75):
        reached = stacked[stacked["quartile"].eq(quartile)].set_index("group")
        rows[f"days_{quartile}"] = [_days(data, reached.loc[group], origin) for group in rows["group"]]
        rows[f"from_{quartile}"] = rows["group"].map(reached["from_days"])
        rows[f"to_{quartile}"] = rows["group"].map(reached["to_days"])
    kinds = {"group": "text", "days_25": "text", "days_50": "text", "days_75": "text", "enterprises": "count"}
    shown = rows[rows["to_50"].notna()]
    order = ["_whole", "to_50", "from_50", "group"]
    shown = shown.assign(_whole=shown["group"].ne(say("overall", data.lang))).sort_values(order, kind="stable")
    half = rows.iloc[0]
    reached = not is_missing(half["to_50"])
    return exhibit_of(
        data,
        f"time-to-resumption-{column.replace('_', '-')}",
        title=say_for(data, "title.duration" if reached else "title.duration.none", days=half["days_50"]),
        about=[say_for(data, "measure.duration"), base_name(data)],
        rows=rows,
        kinds=kinds,
        figure=span_figure(
            shown["group"].tolist(),
            shown["from_50"].astype(float).tolist(),
            shown["to_50"].astype(float).tolist(),
            [_short(data, row) for row in shown.to_dict("records")],
        )
        if len(shown)
        else None,
        alt=bars_in_words(paired(shown["group"], shown["days_50"]), data.lang),
        note=say_for(data, "note.duration", origin=origin),
    )


def expected(data: Report, forecast: pd.DataFrame, record: pd.DataFrame) -> Part:
    """The rate to expect in the coming periods beside how earlier such forecasts came out; a Notice without a record.

    ``forecast`` of ``metrics.expected_rates``, ``record`` of ``metrics.forecast_record``.
    """
    ahead = forecast[forecast["value_status"].eq("ok")] if len(forecast) else forecast
    if ahead.empty:
        return Notice(no_data(data, "forecast"))
    none = {"low_pct": pd.NA, "high_pct": pd.NA}
    rows = pd.concat([record.assign(**none), ahead.assign(actual_pct=pd.NA, error_points=pd.NA)], ignore_index=True)
    periods = [data.survey.period(name) for name in rows["period_id"]]
    rows["period"] = [period.label(data.lang) for period in periods]
    kinds = {"period": "text", "planned_pct": "percent", "expected_pct": "percent", "low_pct": "percent"}
    kinds |= {"high_pct": "percent", "actual_pct": "percent", "error_points": "points"}
    row = ahead.iloc[0]
    name = data.survey.period(row["period_id"]).short(data.lang)
    words = {
        "period": name,
        "rate_name": rate_name(data),
        "rate": row["expected_pct"],
        "low": row["low_pct"],
        "high": row["high_pct"],
        "number": row["forecasts"],
        "worst": f"{row['worst_error_points']:.1f}",
    }
    return exhibit_of(
        data,
        "expected-rate",
        title=say("title.expected", data.lang, **words),
        about=[say_for(data, "measure.expected"), base_name(data)],
        rows=rows,
        kinds=kinds,
        figure=_drawn(data, rows, [period.short(data.lang) for period in periods]),
        alt=say("title.expected", data.lang, **words),
        note=say("note.expected", data.lang, **words),
    )


def _days(data: Report, row: pd.Series, origin: date) -> str:
    """When a share was reached: 2020年2月12日-2月18日（第18-24天）; not reached."""
    if is_missing(row["to_days"]):
        return say("not_reached", data.lang)
    first, last = int(row["from_days"]), int(row["to_days"])
    return say(
        "days_range",
        data.lang,
        first=origin + timedelta(days=first),
        last=origin + timedelta(days=last),
        from_days=first,
        to_days=last,
    )


def _short(data: Report, row: dict) -> str:
    """The same without dates, which would leave no room for the bars: 第18-24天."""
    return say("days_short", data.lang, from_days=int(row["from_50"]), to_days=int(row["to_50"]))


def _drawn(data: Report, rows: pd.DataFrame, periods: list[str]) -> dict:
    places = list(range(len(rows)))
    values = {name: floats(rows[name]) for name in ("expected_pct", "actual_pct")}
    middle, low, high = (rows[name].astype("Float64") for name in ("expected_pct", "low_pct", "high_pct"))
    marks = {
        "expected_pct": (say("column.expected_pct", data.lang), theme.ORANGE, "diamond"),
        "actual_pct": (say("column.actual_pct", data.lang), theme.BLUE, "circle"),
    }
    traces = [
        theme.scatter(
            places,
            values[column],
            name=name,
            marker={"color": colour, "symbol": symbol, "size": 12},
            hover=[
                f"{period}<br>{name} {format_pct(v, data.lang)}"
                for period, v in zip(periods, values[column], strict=True)
            ],
        )
        for column, (name, colour, symbol) in marks.items()
    ]
    up, down = (ends.fillna(0).tolist() for ends in (high - middle, middle - low))
    traces[0]["error_y"] = theme.reach(up, down, color=theme.ORANGE, thickness=2)
    return theme.chart(
        traces,
        height=300,
        showlegend=True,
        margin={"l": 8, "r": 16, "t": 48, "b": 40},
        xaxis={"tickvals": places, "ticktext": [theme.plain(p) for p in periods], "range": [-0.5, len(rows) - 0.5]},
        yaxis={"range": [0, 104], "ticksuffix": "%", "automargin": True, "nticks": 6},
    )
