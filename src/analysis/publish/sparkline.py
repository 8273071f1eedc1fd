"""A small line drawn when the page is made: it needs no script, prints, and says in words what it shows."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from markupsafe import Markup

WIDTH, HEIGHT, _EDGE = 100, 32, 4


def sparkline(values: Sequence[float | None], words: str) -> Markup:
    """Percentages over the periods as an inline SVG with ``words`` as its text alternative; empty for fewer than two.

    Every line stands on the same scale, 0 to 100, so that lines below each other can be compared. A period without a
    value is a gap.
    """
    points = [None if value is None else _place(i, value, len(values)) for i, value in enumerate(values)]
    known = [point for point in points if point is not None]
    if len(known) < 2:
        return Markup("")
    strokes = "".join(
        f"M{start[0]} {start[1]}L{end[0]} {end[1]}"
        for start, end in pairwise(points)
        if start is not None and end is not None
    )
    lone = "".join(f'<circle cx="{x}" cy="{y}" r="1.5"/>' for x, y in known)
    x, y = known[-1]
    return Markup(
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(words)}"><path d="M0 {HEIGHT - 1}H{WIDTH}" class="floor"/><path d="{strokes}"/>{lone}'
        f'<circle cx="{x}" cy="{y}" r="3"/></svg>'
    )


def _place(index: int, value: float, count: int) -> tuple[float, float]:
    across = _EDGE + index * (WIDTH - 2 * _EDGE) / max(count - 1, 1)
    down = HEIGHT - _EDGE - min(max(value, 0.0), 100.0) / 100 * (HEIGHT - 2 * _EDGE)
    return round(across, 1), round(down, 1)
