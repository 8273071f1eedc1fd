"""What every exhibit needs to know of its report: area, period, base, language; and the printed names of groups."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

import pandas as pd

from analysis.figures.exhibit import Exhibit
from analysis.figures.tables import labelled
from analysis.figures.words import capital, format_count, format_date, is_missing, label_of, plural, say, say_of, within
from analysis.metrics import Measures, hide_small
from analysis.vocabulary.audiences import Audience
from analysis.vocabulary.files import read_rows

_INDUSTRIES = Path(__file__).parent.parent / "vocabulary" / "industries.csv"
# What a column of groups is called in the words' file, where its codes have words there.
_CODED = ("size", "four_category", "state", "outcome_of_plan")


class Report(Protocol):
    """What ``analysis.open_tables`` gives, as far as words and charts need it."""

    survey: object
    period: object
    previous: object
    periods: list
    area: object
    base: str
    lang: str
    audience: Audience


def current(frame: pd.DataFrame | None, data: Report) -> pd.DataFrame:
    """The rows of the report's period; all rows where the frame has no periods; empty for None.

    As the report's audience may see them: of a result for the public, small groups are hidden.
    """
    if not hasattr(data, "period"):
        raise TypeError(
            f"画图的函数先要 open_tables() 的结果，不是 {type(data).__name__} / "
            f"a figure takes the tables of open_tables() first, not {type(data).__name__}"
        )
    return hide_small(_of_period(frame, data.period), data.audience.least_group)


def check_measures(given: object) -> None:
    """Raise TypeError for what is not the three results of ``metrics.measures``."""
    if not isinstance(given, Measures):
        raise TypeError(
            f"这个图要 metrics.measures(counts, panel, by) 的结果，不是 {type(given).__name__} / "
            f"this figure takes what metrics.measures(counts, panel, by) gives, not {type(given).__name__}"
        )


def before(frame: pd.DataFrame | None, data: Report) -> pd.DataFrame:
    """The rows of the period before, as ``current`` gives them; no rows where there is none."""
    if data.previous is None or frame is None or "period_id" not in frame.columns:
        return pd.DataFrame() if frame is None else frame.iloc[:0]
    return hide_small(_of_period(frame, data.previous), data.audience.least_group)


def first(frame: pd.DataFrame, column: str) -> object:
    """A value of a one-row result; None where the result is empty, has no such column, or the value is missing."""
    if frame.empty or column not in frame.columns:
        return None
    value = frame[column].iloc[0]
    return None if is_missing(value) else value


def group_name(data: Report, column: str, code: object) -> str:
    """The printed name of a group: a county's, an industry's, a size's; the code itself where nobody named it."""
    if is_missing(code):
        return say("missing", data.lang)
    for row in data.survey.members:
        if row["dimension"] == column and row["member"] == code:
            return row[data.lang]
    if column == "county_code":
        return next((r.label(data.lang) for r in data.survey.regions if r.code == code), str(code))
    if column == "industry_code":
        return _industry_names(data.lang).get(str(code), str(code))
    return label_of(column, code, data.lang, **own_words(data)) if column in _CODED else str(code)


def group_names(data: Report, rows: pd.DataFrame, column: str) -> list[str]:
    """The printed name of each row's group of a column."""
    return [group_name(data, column, code) for code in rows[column]]


def area_name(data: Report) -> str:
    """The printed name of the report's area."""
    code = area_code(data)
    return next((r.label(data.lang) for r in data.survey.regions if r.code == code), str(code))


def area_code(data: Report) -> str:
    """The code of the report's area; the survey's whole area where none was chosen."""
    return getattr(data.area, "code", data.area) or data.survey.area


def is_whole(data: Report) -> bool:
    """True for the report of the survey's whole area."""
    return area_code(data) == data.survey.area


def latest_day(data: Report, rows: pd.DataFrame) -> date:
    """The latest as-of date of ``rows`` that lies in the period; else the period's last day."""
    dates = rows["as_of"].dropna().unique() if "as_of" in rows.columns else ()
    inside = [day for day in (pd.Timestamp(d).date() for d in dates) if day in data.period]
    return max(inside, default=data.period.last)


def closing(data: Report, day: date) -> str:
    """When the figures of a day close: 2月25日24时, or the survey's own cut-off."""
    clock, date = data.survey.cut_off, format_date(day, data.lang)
    if clock == "24:00":
        return say("until", data.lang, date=date)
    hours, _, minutes = clock.partition(":")
    short = f"{int(hours)}时" + (f"{minutes}分" if minutes != "00" else "")
    return say("until.clock", data.lang, date=date, clock=short if data.lang == "zh" else clock)


def rate_name(data: Report) -> str:
    """What the survey calls its rate, as within a sentence: 开工率; resumption rate."""
    return within(data.survey.rate_name[data.lang])


def measure_name(data: Report, measure: str) -> str:
    """What a measure is called; the rate of enterprises (``rate``, ``resumption``) as the survey calls it."""
    return rate_name(data) if measure in ("rate", "resumption") else say(f"measure.{measure}", data.lang)


def own_words(data: Report) -> dict[str, str]:
    """What the survey calls things, for the placeholders of labels: a part of its area, 县（市）, county as ``place``;
    as ``places`` counties, and in Chinese the short form, 县; Place and Places where a title begins with it; the rate
    (开工率, 复工面) as ``rate_name``, and what enterprises do whose rate it is as ``verb``, in Chinese; those it is of
    (规上工业企业) as ``counted``."""
    place = data.survey.place_name[data.lang]
    words = {"place": place, "places": plural(place) if data.lang == "en" else place.partition("（")[0]}
    words |= {name.capitalize(): capital(word) for name, word in words.items()}
    own = {"rate_name": rate_name(data), "verb": rate_name(data).rstrip("率面")}
    return words | own | {"counted": data.survey.counted_name[data.lang]}


def say_for(data: Report, key: str, row: Mapping | pd.Series | None = None, /, **values: object) -> str:
    """As ``say``, of labels with ``own_words``."""
    return say(key, data.lang, {**own_words(data), **({} if row is None else row)}, **values)


def by_group(data: Report, column: str) -> str:
    """分县 / By county: by what a column of groups divides."""
    return say_of("by", column, data.lang, **own_words(data))


def count_groups(data: Report, number: int, column: str) -> str:
    """12个县（市） / 12 counties: so many groups of a column."""
    return format_count(number, f"group.{column}", data.lang, **own_words(data))


def previous_word(data: Report) -> str:
    """上周 / the week before where the period before is the last week, else its name; empty where there is none."""
    if data.previous is None:
        return ""
    follows = data.previous.last + timedelta(days=1) == data.period.first
    weekly = data.survey.period_list == "iso_week"
    return say("previous.week", data.lang) if follows and weekly else data.previous.short(data.lang)


def subtitle(data: Report, measure: str, *more: str) -> str:
    """Measure, base and as-of: 开工率 · 纳入调度的规上工业企业 · 第9期（2020年2月24日-3月1日）.

    Before the period the area, where it is a part of the survey's: charts are passed on without their page.
    """
    parts = [measure, *more, "" if is_whole(data) else area_name(data), data.period.label(data.lang)]
    return " · ".join(part for part in parts if part)


def base_name(data: Report) -> str:
    """The population that the rate is of, in words."""
    return say_for(data, f"population.{data.base}")


def base_here(data: Report) -> str:
    """The same with the area, where it is a part of the survey's: the sentence may be read without its page."""
    name = base_name(data)
    return name if is_whole(data) else say("population.part", data.lang, area=area_name(data), population=name)


def source(data: Report, table: str) -> str:
    """The source line under a figure: what the numbers were taken from, and of which period."""
    return say("source", data.lang, table=say(f"table.{table}", data.lang), period=data.period.label(data.lang))


def exhibit_of(
    data: Report,
    name: str,
    *,
    title: str,
    about: Sequence[str],
    rows: pd.DataFrame,
    kinds: Mapping[str, str],
    table: str = "status",
    groups: str = "",
    **more: object,
) -> Exhibit:
    """An exhibit of the report. ``about``: what its subtitle says beside the period; ``rows``: its table, of which the
    columns of ``kinds`` are printed; ``table``: the stored one that the numbers are from; ``groups``:
    what its column ``group`` is of (county_code, category ...); ``more``: the rest of it."""
    shown, printed = labelled(rows, kinds, data.lang, groups=groups, **own_words(data))
    return printed_exhibit(data, name, title=title, about=about, rows=shown, kinds=printed, table=table, **more)


def printed_exhibit(
    data: Report, name: str, *, about: Sequence[str], rows: pd.DataFrame, table: str = "status", **more: object
) -> Exhibit:
    """The same of a table whose columns have their printed names already."""
    said = {"subtitle": subtitle(data, *about), "source": source(data, table), "lang": data.lang}
    return Exhibit(id=name, table=rows, **{**said, **more})


def hidden_note(data: Report, rows: pd.DataFrame) -> str:
    """How many groups are hidden from this audience, which is not zero; nothing where none is."""
    number = int(rows["value_status"].eq("suppressed").sum()) if data.audience.least_group else 0
    return say("note.small_group", data.lang, number=number, least=data.audience.least_group) if number else ""


def no_data(data: Report, section: str) -> str:
    """One line that says what is not there."""
    return say_for(data, f"none.{section}", period=data.period.short(data.lang), area=area_name(data))


def _of_period(frame: pd.DataFrame | None, period: object) -> pd.DataFrame:
    if frame is None:
        return pd.DataFrame()
    if "period_id" not in frame.columns:
        return frame
    # Renumbered, because two one-row results are compared by their row number.
    return frame[frame["period_id"].eq(period.id).fillna(False).astype(bool)].reset_index(drop=True)


@cache
def _industry_names(lang: str) -> dict[str, str]:
    """Code to name of the industrial divisions, English where the file has it."""
    rows = read_rows(_INDUSTRIES) if _INDUSTRIES.is_file() else []
    codes = [row.get("code") or row.get("division", "") for row in rows]
    return {
        code: (row.get("name_en") if lang == "en" else "") or row["name"] for code, row in zip(codes, rows, strict=True)
    }
