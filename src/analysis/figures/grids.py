"""What charts of coloured cells share: the cells, the words on them, the scale below, names above and beside."""

from collections.abc import Sequence
from typing import NamedTuple

from analysis.figures import theme

# How far a climbing name reaches to the right for each of its half-width characters.
_CLIMBING_PX = 5.2


class Cell(NamedTuple):
    """A coloured cell: its value, None for no colour, and the words on it and at a touch."""

    value: float | None = None
    words: str = ""
    hover: str = ""


def coloured(
    lines: Sequence[Sequence[Cell]],
    lowest: float,
    highest: float,
    colours: Sequence[Sequence] = theme.CIVIDIS,
    *,
    gap_px: int = 2,
    scale: dict | None = None,
) -> list[dict]:
    """The traces of cells, one list a row, and of the words on them; without ``scale`` no scale is shown.

    The heat map's own words would be in plotly's choice of colour, which is too pale in the middle of the scale.
    """
    cells = {
        "type": "heatmap",
        "z": [[cell.value for cell in line] for line in lines],
        "x": list(range(len(lines[0]))),
        "y": list(range(len(lines))),
        "zmin": lowest,
        "zmax": highest,
        "xgap": gap_px,
        "ygap": 2,
        "colorscale": colours,
        "hovertext": [[cell.hover for cell in line] for line in lines],
        "hoverinfo": "text",
        "hoverongaps": False,
        **({"colorbar": scale} if scale else {"showscale": False}),
    }
    written = [(x, y, cell) for y, line in enumerate(lines) for x, cell in enumerate(line) if cell.words]
    inks = [
        theme.MUTED
        if cell.value is None
        else theme.on(theme.shade((cell.value - lowest) / (highest - lowest), colours))
        for *_, cell in written
    ]
    words = theme.scatter(
        [x for x, *_ in written],
        [y for _, y, _ in written],
        mode="text",
        text=[cell.words for *_, cell in written],
        textfont={"size": 12, "color": inks},
    )
    return [cells, words]


def percent_scale(below_px: int, *, share: float = 0.4, ticks: int = 5) -> dict:
    """The colours' meaning in per cent: a bar so far below the chart, over a share of its width."""
    return {
        "orientation": "h",
        "thickness": 10,
        "len": share,
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "top",
        "ypad": below_px,
        "xpad": 0,
        "ticksuffix": "%",
        "outlinewidth": 0,
        "nticks": ticks,
        "tickfont": {"size": 12},
    }


def room_right(names: Sequence[str], cell_px: int, *, least: int = 16) -> int:
    """Pixels that climbing names need on the right of the last column, where columns are at least so wide."""
    columns = reversed(range(len(names)))
    over = [
        _CLIMBING_PX * theme.width(name) - cell_px * (after + 0.5) for name, after in zip(names, columns, strict=True)
    ]
    return max(least, round(max(over, default=0)))


def names_above(names: Sequence[str], *, level: bool) -> dict:
    """The axis over the columns; names that are not ``level`` climb to the right."""
    return {
        "side": "top",
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "tickangle": 0 if level else -40,
        "showgrid": False,
        "range": [-0.5, len(names) - 0.5],
        "tickfont": {"size": 12},
    }


def names_beside(names: Sequence[str]) -> dict:
    """The axis beside the rows, the first one on top."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
        "automargin": True,
    }
