"""How a number, a date or a list is written in Chinese and in English. Pure; nothing here knows what it counts.

Chinese text has no thousands commas, English has. A rate is 100% or 0% only where it is exact: 770 of 771 is 99.9%.
A difference of two percentages is 个百分点 / percentage points, never %.
"""

import math
from calendar import month_name
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from string import Formatter

import pandas as pd

from analysis.vocabulary import labels

MISSING = "—"
# Sums of weights leave 99.99999999999999 where a person would write 100.
_EXACT = 1e-9
# Units of money by language, largest first, in yuan.
_SIZES = {"zh": (("100m", 1e8), ("10k", 1e4)), "en": (("billion", 1e9), ("million", 1e6), ("yuan", 1.0))}
_LARGE = ("100m", "billion", "million")


def say(key: str, lang: str, row: Mapping | pd.Series | None = None, /, **values: object) -> str:
    """The words of ``vocabulary/labels.yml`` under a key, with its ``{placeholders}`` filled in: from ``values``, else
    from a ``row`` of a table, whose columns they name.

    ``{rate_pct:percent}`` says how a value is written, ``{due:enterprise}`` that it counts enterprises; what is a text
    already stays as it is. Raises KeyError for a key that is not there: a missing word is a mistake of ours, not of
    the data.
    """
    words = labels(lang)[key]
    known = values if row is None else {**row, **values}
    return _InWords(lang).vformat(words, (), known) if known else words


def say_of(key: str, code: str, lang: str, **values: object) -> str:
    """As ``say`` for the words that depend on a kind of group: ``key.code``, else ``key.member``."""
    return say(f"{key}.{code}" if f"{key}.{code}" in labels(lang) else f"{key}.member", lang, **values)


def capital(text: str) -> str:
    """A title's first letter in upper case, unless it is that of a unit or abbreviation: kWh."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def within(text: str) -> str:
    """A name as it stands within a sentence: its first letter in lower case, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def label_of(kind: str, code: object, lang: str, **words: str) -> str:
    """The words for a code of a list (``size`` large, ``state`` running); the code itself where it has none. ``words``:
    for their placeholders."""
    key = f"{kind}.{code}"
    return say(key, lang, **words) if key in labels(lang) else str(code)


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT and <NA>, and for the infinities that no figure may show."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and not math.isfinite(value)


def floats(values: Iterable[object]) -> list[float | None]:
    """Numbers as plain floats for a chart, missing ones as None."""
    return [None if is_missing(value) else float(value) for value in values]


def format_pct(value: object, lang: str = "zh", *, sign: str = "%") -> str:
    """A percentage (0-100) with one decimal; 100 and 0 only where exact, so 99.97 is 99.9% and 0.01 is 0.1%."""
    if is_missing(value):
        return MISSING
    number = float(value)
    if abs(number - 100) < _EXACT:
        return f"100{sign}"
    if abs(number) < _EXACT:
        return f"0{sign}"
    text = f"{number:.1f}"
    if text == "100.0":
        text = "99.9" if number < 100 else "100.1"
    elif text in ("0.0", "-0.0"):
        text = "0.1" if number > 0 else "-0.1"
    return f"{text.replace('-', '−')}{sign}"


def format_range(low: object, high: object, lang: str) -> str:
    """Worst-case bounds: 最低98.6%、最高100%; between 98.6% and 100%."""
    return say("range", lang, low=low, high=high)


def format_change(points: object, lang: str) -> str:
    """A difference in percentage points in words: 上升2.1个百分点, down 0.3 percentage points, 持平."""
    if is_missing(points):
        return say("change.unknown", lang)
    number = float(points)
    if abs(number) < _EXACT:
        return say("change.none", lang)
    if abs(number) < 0.05:
        return say("change.little", lang)
    return say("change.up" if number > 0 else "change.down", lang, points=abs(number))


def format_points(points: object, lang: str) -> str:
    """A distance in percentage points: 2.1个百分点; 1.0 percentage points."""
    return say("points", lang, number=f"{float(points):.1f}".replace("-", "−"))


def format_signed(points: object, lang: str) -> str:
    """A difference for a table: +2.1, −0.3, 0 where exactly none; — where it is not known."""
    if is_missing(points):
        return MISSING
    number = float(points)
    if abs(number) < _EXACT:
        return "0"
    if abs(number) < 0.05:
        return "+0.0" if number > 0 else "−0.0"
    return f"{number:+.1f}".replace("-", "−")


def format_number(value: object, lang: str) -> str:
    """A whole number: 14560 in Chinese, 14,560 in English; other numbers with one decimal."""
    if is_missing(value):
        return MISSING
    number = float(value)
    whole = abs(number - round(number)) < _EXACT
    pattern = (",.0f" if whole else ",.1f") if lang == "en" else (".0f" if whole else ".1f")
    return format(number, pattern).replace("-", "−")


def format_fraction(above: object, below: object, lang: str) -> str:
    """So many of so many: 70/71."""
    return f"{format_number(above, lang)}/{format_number(below, lang)}"


def format_share(share: object, above: object, below: object, lang: str) -> str:
    """A percentage and what it is of, as beside a bar: 98.6%  70/71."""
    return f"{format_pct(share, lang)}  {format_fraction(above, below, lang)}"


def format_count(value: object, noun: str, lang: str, **words: str) -> str:
    """A number with what it counts, in the right plural: 771户; 1 enterprise; 2 enterprises. ``words``: for its
    placeholders."""
    noun = noun if f"noun.{noun}" in labels(lang) else "group.member"
    key = f"noun.{noun}.one" if lang == "en" and not is_missing(value) and float(value) == 1 else f"noun.{noun}"
    return say(key, lang, number=format_number(value, lang), **words)


def plural(noun: str) -> str:
    """The plural of an English noun: counties, townships, parishes; of two such: counties or districts."""
    if " or " in noun:
        return " or ".join(plural(one) for one in noun.split(" or "))
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def format_money(amount_10k_cny: object, lang: str) -> str:
    """An amount given in 10,000 yuan: 3120万元, 28.9亿元; 31.2 million yuan, 2.9 billion yuan."""
    number, unit = money_parts(amount_10k_cny, lang)
    return f"{number} {unit}" if lang == "en" and unit else number + unit


def money_range(low_10k_cny: object, high_10k_cny: object, lang: str) -> str:
    """Two amounts given in 10,000 yuan: 5.4亿元至6.5亿元; 99.6 to 121.2 million yuan; or one where they are alike."""
    low, high = (format_money(amount, lang) for amount in (low_10k_cny, high_10k_cny))
    if low == high:
        return low
    (number, unit), (_, above) = (money_parts(amount, lang) for amount in (low_10k_cny, high_10k_cny))
    return say("from_to", lang, low=number if lang == "en" and unit == above else low, high=high)


def money_parts(amount_10k_cny: object, lang: str) -> tuple[str, str]:
    """The same amount as a number and its unit, for where the unit stands in a label."""
    if is_missing(amount_10k_cny):
        return say("missing", lang), ""
    yuan = float(amount_10k_cny) * 10_000
    name, size = next(((name, size) for name, size in _SIZES[lang] if yuan >= size), _SIZES[lang][-1])
    number = yuan / size
    return (_short(number) if name in _LARGE else format_number(number, lang)), say(f"money.{name}", lang)


def format_date(value: object, lang: str, *, short: bool = False) -> str:
    """A date with its year: 2020年2月25日; 25 February 2020, ``short`` 25 Feb 2020. Missing is a dash."""
    if is_missing(value):
        return MISSING
    day = value.date() if isinstance(value, datetime) else value
    if not isinstance(day, date):
        day = date.fromisoformat(str(value)[:10])
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    month = month_name[day.month]
    return f"{day.day} {month[:3] if short else month} {day.year}"


def join(items: Iterable[str], lang: str) -> str:
    """A list in a sentence: 甲、乙、丙; A, B and C."""
    words = list(items)
    if lang == "zh":
        return "、".join(words)
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def paragraph(sentences: Iterable[str], lang: str) -> str:
    """Sentences as one paragraph: Chinese ones follow each other, English ones have a space between."""
    return ("" if lang == "zh" else " ").join(filter(None, sentences))


def paired(names: Iterable[object], labels: Iterable[object]) -> list[str]:
    """Each name with its label: 都匀市 85.2%."""
    return [f"{name} {label}" for name, label in zip(names, labels, strict=True)]


def in_brackets(text: str, lang: str) -> str:
    """A remark that follows a word: 都匀市（85.2%）; in English with the space before it."""
    return f" ({text})" if lang == "en" else f"（{text}）"


def bars_in_words(items: Iterable[str], lang: str) -> str:
    """A chart of bars for those who cannot see it: what each shows, one after another."""
    return say("alt.ranking", lang, items=join(items, lang))


def in_text(value: object, kind: str, lang: str) -> str:
    """One table cell as it is printed; kinds: text, count, percent, points, date, number."""
    if kind == "text":
        return "" if is_missing(value) else str(value)
    return _IN_TABLES[kind](value, lang)


class _InWords(Formatter):
    """Fills in placeholders; one such as ``{rate:percent}`` says how a value that is no text yet is written."""

    def __init__(self, lang: str):
        self._lang = lang

    def format_field(self, value: object, spec: str) -> str:
        if not spec or isinstance(value, str):
            return str(value)
        write = _IN_SENTENCES.get(spec)
        return write(value, self._lang) if write else format_count(value, spec, self._lang)


def _short(number: float) -> str:
    return f"{number:.0f}" if abs(number - round(number)) < 1e-9 or number >= 1000 else f"{number:.1f}"


_IN_TABLES: Mapping[str, Callable[[object, str], str]] = {
    "count": format_number,
    "number": format_number,
    "percent": format_pct,
    "points": format_signed,
    "date": partial(format_date, short=True),
}
# Every other word after the colon of a placeholder says what a number counts.
_IN_SENTENCES: Mapping[str, Callable[[object, str], str]] = {
    "number": format_number,
    "percent": format_pct,
    "points": format_points,
    "change": format_change,
    "signed": format_signed,
    "money": format_money,
    "date": format_date,
}
