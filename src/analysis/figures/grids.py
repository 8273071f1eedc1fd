"""What charts of coloured cells share: the cells, the words on them, the scale below, names above and beside."""

from collections.abc import Sequence

from analysis.figures import theme

# How far a climbing name reaches to the right for each of its half-width characters.
_CLIMBING_PX = 5.2


def heat(
    values: Sequence[Sequence[float | None]],
    hover: Sequence[Sequence[str]],
    lowest: float,
    highest: float,
    colours: Sequence[Sequence] = theme.CIVIDIS,
    *,
    gap_px: int = 2,
    scale: dict | None = None,
) -> dict:
    """A trace of cells, one list of values and of hover texts a row; without ``scale`` no scale is shown."""
    return {
        "type": "heatmap",
        "z": values,
        "x": list(range(len(values[0]))),
        "y": list(range(len(values))),
        "zmin": lowest,
        "zmax": highest,
        "xgap": gap_px,
        "ygap": 2,
        "colorscale": colours,
        "hovertext": hover,
        "hoverinfo": "text",
        "hoverongaps": False,
        **({"colorbar": scale} if scale else {"showscale": False}),
    }


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


def words(cells: Sequence[tuple[int, int, str, str]]) -> dict:
    """A trace of the words on cells: column, row, text and colour of each.

    The heat map's own would be in plotly's choice of colour, which is too pale in the middle of the scale.
    """
    across, down, texts, colours = zip(*cells, strict=True) if cells else ((), (), (), ())
    font = {"size": 12, "color": list(colours)}
    return theme.scatter(across, down, mode="text", text=list(texts), textfont=font)


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
