"""How an office writes one value down, and what a careful reader would take from the cell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analysis.samples.story import Return
from analysis.samples.tables import Draw, table
from analysis.samples.troubles import Trouble, good_news


@dataclass(frozen=True)
class Written:
    """A cell: what stands in it, how it is formatted, and the tidy values it carries."""

    value: Any
    truth: dict[str, Any] = field(default_factory=dict)
    number_format: str = ""


@dataclass(frozen=True)
class Row:
    """All that an office knows of one enterprise when it fills in a line."""

    answer: Return
    troubles: tuple[Trouble, ...]

    def draw(self, *key: object) -> Draw:
        return Draw("written", self.answer.period, self.answer.enterprise.uscc, *key)


_SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
_CATEGORIES = {
    "public_utility": "公共事业运行必需",
    "epidemic_supplies": "疫情防控必需",
    "daily_necessities": "群众生活必需",
    "other_key": "其他重要国计民生",
}
_SURNAMES, _GIVEN = "云石林江白金木水", ("小样", "示例", "范本", "样张", "试填")
_TENTHS = "零一二三四五六七八九十"


def write(name: str, style: str, row: Row) -> Written:
    """The cell of a field in a style. Raises KeyError for a field that no form has."""
    if name.startswith("choice_"):
        return _choice(name.removeprefix("choice_"), row)
    if name in _REGISTER:
        return Written(_REGISTER[name](row))
    return _ANSWERS[name](name, style, row)


_REGISTER: dict[str, Callable[[Row], Any]] = {
    "seq": lambda row: None,  # counted where the list is written
    "name": lambda row: row.answer.enterprise.name,
    "uscc": lambda row: row.answer.enterprise.uscc,
    "county": lambda row: row.answer.enterprise.county,
    "park": lambda row: row.answer.enterprise.park or "园区外",
    "industry": lambda row: _industry(row.answer.enterprise.industry),
    "size": lambda row: _SIZES[row.answer.enterprise.size],
    "above": lambda row: "是" if row.answer.enterprise.above_scale else "否",
    "category": lambda row: _CATEGORIES.get(row.answer.enterprise.category, ""),
    "contact": lambda row: _person(row)[0],
    "phone": lambda row: _person(row)[1],
}


def _industry(code: str) -> str:
    return next(row["name"] for row in table("industries") if row["division"] == code)


def _person(row: Row) -> tuple[str, str]:
    """A contact who does not exist, the same every week, with a number no network has given out."""
    draw = Draw("person", row.answer.enterprise.uscc)
    return draw.one_of(_SURNAMES) + draw.one_of(_GIVEN), f"1380000{draw.integer(0, 9999):04d}"


def state_cell(style: str, row: Row) -> Written:
    """The state in an office's words; a reason that its words cannot say is lost."""
    answer = row.answer
    state, reason = answer.state, answer.state_reason
    if style == "free" and state == "running" and answer.resumed_on is None:
        reason = "never"
    words = _state_words(style, state, reason)
    kept = reason if words and reason not in ("", "never") else None
    if words is None:
        words = _state_words(style, "stopped" if state == "excluded" else state, "")
        # What the state cell cannot say stands in the remarks.
        kept = reason if state == "excluded" else None
    if style == "digits":
        return Written(int(words[0]), {"state": "running" if state == "partial" else state, "state_reason": kept})
    text = row.draw("state").one_of(words).format(resumed=_cn(answer.resumed_on), planned=_cn(answer.planned_on))
    return Written(text, {"state": state, "state_reason": kept})


def _state_words(style: str, state: str, reason: str) -> list[str] | None:
    for item in table("state_words"):
        if (item["style"], item["state"], item["reason"]) == (style, state, reason):
            return item["words"].split("|")
    return None


def _cn(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


_DATE_STYLES: dict[str, Callable[[date], Any]] = {
    "real": lambda day: day,
    "cn": _cn,
    "dot": lambda day: f"{day.month}.{day.day}",
    "iso": date.isoformat,
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "full": lambda day: f"{day.year}年{day.month}月{day.day}日",
}


def date_cell(name: str, style: str, row: Row) -> Written:
    """A date in one of the styles; several joined by + are mixed from row to row.

    The style ``both`` writes a planned date where there is no other, as forms with one date column get it.
    """
    styles = style.split("+")
    day, truth = getattr(row.answer, name), {name: getattr(row.answer, name)}
    if "both" in styles:
        styles.remove("both")
        planned = row.answer.planned_on
        day, truth = (planned, {"planned_on": planned, name: None}) if planned else (day, truth)
    if "undated" in styles:
        styles.remove("undated")
        if day is None and row.answer.state == "stopped" and not row.answer.state_reason:
            return Written(row.draw(name).one_of(("待定", "", "未定", "/")), {name: None})
    if day is None:
        return Written(None, truth)
    chosen = row.draw(name).one_of(styles)
    return Written(_DATE_STYLES[chosen](day), truth, "yyyy-mm-dd" if chosen == "real" else "")


def number_cell(name: str, style: str, row: Row) -> Written:
    """A count or an amount. ``dash``: a dash where nothing runs; ``yuan``: in yuan; ``text``: as text with its unit."""
    value = getattr(row.answer, name)
    if "dash" in style and not row.answer.restarted and name in ("output_10k_cny", "staff_back", "power_kwh"):
        return Written("-", {name: None})
    if "yuan" in style:
        return Written(round(value * 10000), {name: value})
    if "text" in style:
        return Written(f"{value}人", {name: value})
    return Written(value, {name: value})


def percent_cell(name: str, style: str, row: Row) -> Written:
    """Capacity: a number, a text with %, a fraction, or tenths (八成五)."""
    value = row.answer.capacity_pct
    if not row.answer.restarted and "dash" in style:
        return Written("-", {name: None})
    if "tenths" in style and row.answer.restarted and value >= 5:
        rounded = 5 * round(value / 5)
        text = f"{_TENTHS[rounded // 10]}成{'五' if rounded % 10 else ''}" if rounded >= 10 else f"{rounded}%"
        return Written("100%" if rounded == 100 else text, {name: rounded})
    if "sign" in style:
        return Written(f"{value}%", {name: value})
    if "fraction" in style:
        return Written(value / 100, {name: value}, "0%" if "shown" in style else "")
    return Written(value, {name: value})


def text_cell(name: str, style: str, row: Row) -> Written:
    """The difficulties in one cell; the solved ones first."""
    told = sorted(row.troubles, key=lambda trouble: not trouble.resolved)
    if not told:
        return Written(good_news(row.answer.enterprise.uscc, row.answer.period))
    if style == "numbered" and len(told) > 1:
        return Written("；".join(f"{place}.{trouble.words}" for place, trouble in enumerate(told, 1)))
    return Written("；".join(trouble.words for trouble in told))


def _remark(name: str, style: str, row: Row) -> Written:
    words = _state_words("remark", row.answer.state, row.answer.state_reason)
    return Written(words[0] if words else None)


def _choice(category: str, row: Row) -> Written:
    categories = {trouble.category for trouble in row.troubles if not trouble.resolved} or {"none"}
    return Written("√" if category in categories else None)


_ANSWERS: dict[str, Callable[[str, str, Row], Written]] = {
    "state": lambda name, style, row: state_cell(style, row),
    **dict.fromkeys(("resumed_on", "planned_on", "applied_on", "inspected_on", "approved_on"), date_cell),
    **dict.fromkeys(
        ("staff_normal", "staff_back", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock"), number_cell
    ),
    "capacity_pct": percent_cell,
    "text": text_cell,
    "remark": _remark,
}
