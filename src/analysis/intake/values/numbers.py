"""Numbers as offices write them: 1,200万元, 约120, 80余人, 1.2千, 三十五."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from analysis.intake.values.numerals import NUMERAL_CLASS, chinese_number
from analysis.intake.values.parsed import MISSING, Parsed, is_blank, is_error, plain
from analysis.vocabulary import Unit, Vocabulary, simplified

_ABOUT_BEFORE = re.compile(
    r"^(?:大约|大概|大致|约为|约有|约|将近|接近|近|超过|超|逾|不足|不到|少于|多于|至少|最少|最多|不少于|不超过|几乎|差不多|上|>=|<=|>|<|≥|≤|~|≈|估计|预计|预估)+"
)
_NEUTRAL_BEFORE = re.compile(
    r"^(?:共计|合计|总计|总共|一共|共有|共|总|现有|实有|现|有|达到|达|仅有|仅|只有|只|为|是|:|=|人民币|rmb|¥|￥)+"
)
_ABOUT_AFTER = re.compile(r"(?:左右|上下|以上|以下|以内|之间|及以上|不到|出头|\+|余|多|来)$")
_ABOUT_INSIDE = re.compile(r"(?<=[" + NUMERAL_CLASS + r"\d])(?:余|多|来|几)(?=\D|$)")
_NUMBER = (
    r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:,\d{4})+(?:\.\d+)?|\d+\.?\d*|(?<![a-z])\.\d+)(?:e[+-]?\d{1,3})?"
)
_PLAIN, _PLAIN_TYPES = re.compile(_NUMBER), frozenset((int, float, type(None)))
_DIGITS_FIRST = re.compile(f"^(?P<number>{_NUMBER})(?P<scale>[十百千万亿]*)(?P<rest>.*)$")
_MIXED_FIRST = re.compile(rf"^(?P<number>(?:\d+(?:\.\d+)?|[{NUMERAL_CLASS}]|点(?=[{NUMERAL_CLASS}]))+)(?P<rest>.*)$")
_RANGE = re.compile(r"^\D{0,3}[\d.]+[十百千万亿]?\D{0,3}?(?:-|~|—|–|―|至|到|、|或)+[\d.]+\D*$")
_TWO_DIGITS = re.compile(rf"^[一二三四五六七八九两]{{2}}[十百千万]?[^\d{NUMERAL_CLASS}]*$")
# 半个月, 三个半月, 2个半月
_HALF = re.compile(
    r"(?<![个点上下前后大小多一二两三四五六七八九十百\d])半(?=个?月|天|吨)|(?<=[\d一二两三四五六七八九])个半(?=月)"
)
_FULL_THOUSAND = re.compile(r"[十百千][^万亿]*千$")  # of which the last belongs to a unit
_OF_WHICH = re.compile(
    r"(?<=.)[,;(、]?其中.*$|(?<=[^\d,;、])[,;、](?:还|尚|大约|约)?(?:可用|可供|够用|可维持|可支撑).*$"
)  # 120人,其中外地30人; 5000只,可用10天
_LETTER_AS_DIGIT = re.compile(r"\d[oO](?![A-Za-z])|\d[lI]\d|(?<![A-Za-z])[oOlIi]\d")  # 1O0, l20
# 截至24日128人
_AS_OF_DAY = re.compile(
    r"^(?:截[至止]到?|到|至)(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}[日号](?:\d{1,2}[时点])?(?:止|为止)?[,:]?(?=\D{0,4}\d)(?!\d{1,2}[时点])"
)
_CHANGE = re.compile(r"[较比增减涨降升跌亏](?!.*[至到为])")  # 较上周+5人 is no number of persons, 增至120人 is one
_CHAT_SCALE = re.compile(r"(?<=\d)[kw](?=$|元|人|只|个)")  # 1.2k, 3w元
_AS_OF_NOTE = re.compile(r"(?<=.)\(截[至止][^()]*\)$")  # 120（截至24日）
_MODEL = re.compile(r"k?n9[059]|ffp[123]", re.IGNORECASE)  # N95 200只: no part of the number
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})
_PHONE = 13 * 10**9
_MOBILE = range(_PHONE, 20 * 10**9)  # as a count, somebody's phone
_FOREIGN = re.compile(r"[美欧港日英]元|美金|英镑|港币|台币|usd|hkd|eur|gbp|jpy|[$€£]")
_NUMERAL = re.compile(rf"[\d{NUMERAL_CLASS}]")
_NUMBERS = re.compile(rf"{_NUMBER}|[{NUMERAL_CLASS}]{{2,}}")
_IN_BRACKETS = re.compile(r"(?<=.)\((?!\d+\)$)([^()]*)\)$")
_VAGUE = re.compile(r"^(?:好)?[几数][十百千万亿个]|^(?:上|成|过)[千万]$|^几")


def parse_number(value: object, unit: str = "", stated: str = "", vocabulary: Vocabulary | None = None) -> Parsed:
    """A cell as a number in ``unit`` (a code of units.csv; '' for a bare number).

    ``stated``: the unit of the header, title or unit row; ``unit`` where none is stated. A unit in the cell wins.
    约120 is 120, 80余人 is 80, 十几 is 10, 1.2千 is 1200; ranges, 若干 and error cells are missing. Integral values
    come back as int.
    """
    if isinstance(value, bool):
        return Parsed(None, rules=("number_unreadable",))
    if isinstance(value, (int, float)) and value == value:
        if (stated or unit) == unit and abs(value) < _PHONE:
            return Parsed(int(value) if value == int(value) else float(value))
        wanted = _wanted(unit, stated, vocabulary or Vocabulary.load())
        return _converted(_as_shown(value), wanted.source, wanted, ())
    if is_blank(value):
        return MISSING
    if is_error(value):
        return Parsed(None, rules=("cell_error",))
    if isinstance(value, (date, time, timedelta)):
        return Parsed(None, rules=("number_unreadable",))
    return _parse_text(str(value), _wanted(unit, stated, vocabulary or Vocabulary.load()))


def plain_numbers(values: Sequence[object]) -> list[float | None] | None:
    """What ``parse_number`` reads in a column of numbers in the field's own unit and blanks, at a tenth of the cost.

    None where a cell is something else.
    """
    if not _PLAIN_TYPES.issuperset(map(type, values)):
        return None
    if not all([-_PHONE < value < _PHONE for value in values if value is not None]):
        return None  # also where a number is none (NaN)
    return [value if value is None or value != (whole := int(value)) else whole for value in values]


_LINE_TO_FILL = re.compile(r"_{2,}")  # ___80___人
# Two numbers with a space between them (55 5人请假), not one that is grouped or spaced out (1 200, 1 2 0).
_APART = re.compile(r"(?<![\d.,])(?!\d{1,3}(?:\s+\d{3})+(?:\.\d+)?(?![\d.]*\d))(?!\d(?:\s+\d)+(?!\d))\d[\d.,]*\s+\d")


class _Wanted:
    """The unit in which numbers are wanted, and ``source``, the one that they are in where the cell names none."""

    def __init__(self, unit: str, stated: str, vocabulary: Vocabulary):
        self.unit, self.source, self.vocabulary = unit, stated or unit, vocabulary
        known = vocabulary.unit_codes.get(unit)
        self.dimension = known.dimension if known else ""
        self.is_measured = self.dimension not in ("", "count")

    @cached_property
    def base(self) -> Unit | None:
        """The unit of its dimension by which the others are counted."""
        units = self.vocabulary.unit_codes.values()
        return next((unit for unit in units if unit.dimension == self.dimension and unit.factor == 1), None)


_wanted = lru_cache(256)(_Wanted)  # columns ask for the same few


@lru_cache(32768)
def _parse_text(text: str, wanted: _Wanted) -> Parsed:
    marks = wanted.vocabulary.marks
    if _APART.search(text):
        return Parsed(None, rules=("number_unreadable",))
    text = plain(_MODEL.sub("", text)).replace("−", "-")
    text = _LINE_TO_FILL.sub("", text)
    if text[-1:] in "kw元人只个" and _CHAT_SCALE.search(text):
        text = text.replace("w", "万")
        if not wanted.is_measured:  # of money nobody says of which unit
            text = text.replace("k", "千")
    if not text or text in marks["missing"]:
        return MISSING
    if text in marks["vague"] or text in marks["undecided"] or _VAGUE.match(text):
        return Parsed(None, rules=("number_vague",))
    if _PLAIN.fullmatch(text):
        return _converted(_decimal(text), wanted.source, wanted, ())
    text = _AS_OF_NOTE.sub("", _AS_OF_DAY.sub("", text))
    if _LETTER_AS_DIGIT.search(text):
        return Parsed(None, rules=("number_unreadable",))
    if _RANGE.match(text) or _TWO_DIGITS.match(text):
        return Parsed(None, rules=("number_range",))
    return _worded(text, wanted)


def _worded(text: str, wanted: _Wanted) -> Parsed:
    rules: list[str] = []
    units = wanted.vocabulary.units
    text, noted = _without_note(_HALF.sub(_half, simplified(text).translate(_TENS)), units)
    if _FOREIGN.search(text):
        return Parsed(None, rules=("unit_conflict",))
    text = _NEUTRAL_BEFORE.sub("", text)
    for pattern in (_ABOUT_BEFORE, _ABOUT_AFTER, _ABOUT_INSIDE):
        shorter = pattern.sub("", text)
        if shorter != text:
            text, rules = shorter, ["number_approximate"]
    text = _NEUTRAL_BEFORE.sub("", text)
    found = _split(text, wanted)
    if found is None:
        return _only_number(text, wanted)
    number, scale, rest = found
    if noted:
        rules.append("number_from_text")
    own = units.get(rest)
    for cut in range(len(scale) - 1, -1, -1):
        # 万|千瓦时, not 万千|瓦时; 万|千元, not 万千|元
        if rest and (own is None or cut) and (longer := units.get(scale[cut:] + rest)):
            own, scale, rest = longer, scale[:cut], scale[cut:] + rest
    if rest and own is None:
        head = next((rest[:length] for length in range(len(rest), 0, -1) if rest[:length] in units), "")
        own, tail = units.get(head), rest[len(head) :]
        if wanted.is_measured and rest.isascii() and rest.isalpha():  # 5000kW is no energy, 3.5m no money
            return Parsed(None, rules=("unit_conflict",))
        # 三班倒, 一半: the numeral is a part of a word
        if _NUMERAL.search(tail) or (not head and not text[0].isdecimal()):
            return Parsed(None, rules=("number_unreadable",))
        rules.append("number_from_text")
    return _scaled(number, scale, own, wanted, rules)


def _scaled(number: Decimal, scale: str, own: Unit | None, wanted: _Wanted, rules: list[str]) -> Parsed:
    """A number with its words of scale (千, 万, 亿) and the unit the cell names, in the unit that is wanted."""
    factor = chinese_number("一" + scale) if scale else Decimal(1)
    if factor is None:
        return Parsed(None, rules=("number_unreadable",))
    large = bool(set(scale) & set("万亿"))
    own_scale = own is None or (own.dimension == "count" and not large)
    if scale and own_scale and not (large and wanted.dimension == "money"):
        rules.append("number_scaled")
    if own is None and large:
        # 3.5亿 of money is yuan, 12万 of electricity is kWh: the scale is the cell's own, not that of the header.
        own = wanted.base
    source = own.code if own else wanted.source
    return _converted(number * factor, source, wanted, tuple(dict.fromkeys(rules)), own.code if own else None)


def _half(found: re.Match[str]) -> str:
    if found[0] == "半":
        return "0.5"
    return ".5个" if found.string[found.start() - 1].isdecimal() else "点五个"


def _split(text: str, wanted: _Wanted) -> tuple[Decimal, str, str] | None:
    """Number, words of scale, rest. A Chinese numeral has no words of scale; of what is measured, not counted, those of
    its own (1亿2千万 is 12000 万), which no unit of a header multiplies again."""
    units = wanted.vocabulary.units
    found = _DIGITS_FIRST.match(text)
    if found and not _NUMERAL.match(found["rest"]):
        return _decimal(found["number"]), found["scale"], found["rest"]
    mixed = _MIXED_FIRST.match(text)
    if mixed is None:
        return None
    numeral, rest = mixed["number"], mixed["rest"]
    is_cut = _FULL_THOUSAND.search(numeral) or (len(numeral) > 1 and numeral[-1] == "千" and rest not in units)
    if is_cut and "千" + rest in units:  # 九百四十八|千瓦时, 八十五|千元, but 一万二千|元
        numeral, rest = numeral[:-1], "千" + rest
    number = chinese_number(numeral)
    if number is None:
        return None
    if wanted.is_measured and set(numeral) & set("万亿"):
        return number / 10**4, "万", rest
    return number, "", rest


def _only_number(text: str, wanted: _Wanted) -> Parsed:
    """A text with words before its number (返岗120人): read where it holds one number only."""
    places = list(_NUMBERS.finditer(text))
    if len(places) != 1 or places[0].start() == 0 or _CHANGE.search(text[: places[0].start()]):
        return Parsed(None, rules=("number_unreadable",))
    found = _split(text[places[0].start() :], wanted)
    if found is None:
        return Parsed(None, rules=("number_unreadable",))
    number, scale, rest = found
    return _scaled(number, scale, wanted.vocabulary.units.get(rest), wanted, ["number_from_text"])


def _without_note(text: str, units: Mapping[str, Unit]) -> tuple[str, bool]:
    """A number without the words in brackets behind it; a unit in brackets is the number's own."""
    shorter = _OF_WHICH.sub("", text)
    found = _IN_BRACKETS.search(shorter)
    if found is None:
        return shorter, shorter != text
    own = found[1] if found[1] in units else ""
    return shorter[: found.start()] + own, not own


def _converted(number: Decimal, source: str, wanted: _Wanted, rules: tuple[str, ...], own: str | None = None) -> Parsed:
    """A number that is in ``source`` in the unit that is wanted; ``own``: the unit that the cell names."""
    codes, unit = wanted.vocabulary.unit_codes, wanted.unit
    if unit and source and source != unit and source in codes and unit in codes:
        if codes[source].dimension != codes[unit].dimension:
            if own:
                return Parsed(None, own, rules=(*rules, "unit_conflict"))
        else:
            number = number * Decimal(repr(codes[source].factor)) / Decimal(repr(codes[unit].factor))
    if number.is_finite() and int(number) in _MOBILE and not wanted.is_measured:
        return Parsed(None, own, rules=("number_unreadable",))
    if not number.is_finite() or abs(number) > 10**18:
        return Parsed(None, own, rules=(*rules, "number_unreadable"))
    return Parsed(int(number) if number == number.to_integral_value() else float(f"{number:.15g}"), own, rules)


def _as_shown(value: int | float) -> Decimal:
    """A cell's number with the 15 digits that a spreadsheet shows: 0.09000000000000001 is 0.09."""
    return Decimal(repr(value) if isinstance(value, int) else f"{value:.15g}")


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
