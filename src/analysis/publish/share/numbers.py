"""How a printed number stands in a cell or chart of Office: the value itself, and a format that shows what we print.

A percentage is stored as Office does, 0.822 for 82.2%, so that whoever calculates with the cell is right.
"""

from decimal import ROUND_HALF_UP, Decimal

# 100 and 0 without decimals, as we print them only where they are exact.
PERCENT = "[=1]0%;[=0]0%;0.0%"
POINTS = '+0.0;"−"0.0;0'
WHOLE = {"zh": "0", "en": "#,##0"}
TENTHS = {"zh": "0.0", "en": "#,##0.0"}


def usual_format(kind: str, lang: str) -> str:
    """The format of a whole chart's or column's numbers of one kind."""
    return {"percent": PERCENT, "points": POINTS}.get(kind, WHOLE[lang])


def stored(value: float, kind: str) -> float:
    """The number as it stands in a cell: percentages divided by 100, all others as they are."""
    return round(value / 100, 8) if kind == "percent" else value


def number_format(value: float, kind: str, printed: str, lang: str) -> str:
    """A format under which Office shows ``printed``: the kind's own, else the printed text itself in quotes.

    Office rounds 99.97 to 100.0% where we print 99.9%, because it is not all of them.
    """
    match kind:
        case "percent":
            usual, shown = PERCENT, f"{value:g}%" if value in (0, 100) else f"{_tenths(value)}%"
        case "points":
            usual, shown = POINTS, "0" if value == 0 else f"{_tenths(value):+}".replace("-", "−")
        case _:
            whole = value == round(value)
            usual = (WHOLE if whole else TENTHS)[lang]
            rounded = Decimal(round(value)) if whole else _tenths(value)
            shown = f"{rounded:,}" if lang == "en" else f"{rounded}"
            shown = shown.replace("-", "−")
            usual = f'{usual};"−"{usual}' if value < 0 else usual
    return usual if shown == printed else '"' + printed.replace('"', "") + '"'


def _tenths(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
