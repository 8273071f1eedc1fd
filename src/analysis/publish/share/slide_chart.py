"""A chart that Office draws itself, so that it can be edited; its own data workbook holds the page's numbers."""

from itertools import pairwise

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from analysis.exchange.safe import neutral
from analysis.figures import theme
from analysis.publish.share.charts import NativeChart, Series
from analysis.publish.share.numbers import number_format, stored, usual_format
from analysis.publish.share.slide_parts import Box, rgb, set_fonts

_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "grouped": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "points": XL_CHART_TYPE.LINE_MARKERS,
}
_DASHES = (
    MSO_LINE_DASH_STYLE.SOLID,
    MSO_LINE_DASH_STYLE.DASH,
    MSO_LINE_DASH_STYLE.ROUND_DOT,
    MSO_LINE_DASH_STYLE.DASH_DOT,
    MSO_LINE_DASH_STYLE.LONG_DASH,
    MSO_LINE_DASH_STYLE.LONG_DASH_DOT,
)
_MARKERS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.X,
    XL_MARKER_STYLE.STAR,
)
_POSITIONS = {
    "bar": XL_LABEL_POSITION.OUTSIDE_END,
    "grouped": XL_LABEL_POSITION.OUTSIDE_END,
    "stacked": XL_LABEL_POSITION.CENTER,
}
# Lines that end nearer to each other than this share of the axis would have their labels on one another.
_NEAR = 0.05
# On these the label inside a bar is dark.
_LIGHT = (theme.TEAL, theme.ORANGE, theme.LILAC, theme.SOFT)
_CATEGORIES_AT_FULL_SIZE = 12
_UPRIGHT = ("line", "points")  # groups from left to right, values upwards
# A part of a stacked bar shorter than this share of the longest bar has no room for its label.
_ROOM_FOR_LABEL = 0.045
# Bars that all are shorter than this share of 100% may fill the width: they have labels and no axis.
_HALF = 0.5
# What one character of a label takes beside the longest bar, as a share of it.
_LABEL_CHARACTER = 0.011


def add_chart(slide, chart: NativeChart, box: Box, lang: str, alt: str) -> None:
    """Draw a chart in a box of inches; ``alt``: what it says, for those who cannot see it."""
    data = CategoryChartData(number_format=usual_format(chart.value_kind, lang))
    # The library's writer of the data workbook takes a text that begins with = for a formula.
    data.categories = [_in_lines(neutral(category), chart.kind) for category in chart.categories]
    for series in chart.series:
        data.add_series(
            neutral(series.name), [None if v is None else stored(v, chart.value_kind) for v in series.values]
        )
    frame = slide.shapes.add_chart(_KINDS[chart.kind], *map(Inches, box), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    drawn = frame.chart
    drawn.font.size = Pt(12 if len(chart.categories) <= _CATEGORIES_AT_FULL_SIZE else 11)
    drawn.font.color.rgb = rgb(theme.TEXT)
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(drawn, chart)
    for place, (native, series) in enumerate(zip(drawn.plots[0].series, chart.series, strict=True)):
        _style(native, chart, place)
        _labels(native, chart, series, place, lang)
    set_fonts(drawn._chartSpace, lang)


def _in_lines(category: str, kind: str) -> str:
    """A period's days below its name: left to Office, the line breaks within a date."""
    return category.replace("（", "\n（", 1).replace(" (", "\n(", 1) if kind == "line" else category


def _axes(drawn, chart: NativeChart) -> None:
    categories, values = drawn.category_axis, drawn.value_axis
    categories.format.line.color.rgb = rgb(theme.GRID)
    categories.has_major_gridlines = False
    categories.tick_labels.offset = 20
    if chart.percent and chart.kind in ("bar", "grouped"):
        longest = max((value or 0 for series in chart.series for value in series.values), default=100) / 100
        values.minimum_scale, values.maximum_scale = 0, 1.05 if longest > _HALF else max(longest * 1.15, 0.01)
    elif chart.kind == "bar":
        labels = max((len(text) for series in chart.series for text in series.printed), default=0)
        longest = max((value or 0 for series in chart.series for value in series.values), default=0)
        values.minimum_scale, values.maximum_scale = 0, (longest or 1) * (1.03 + _LABEL_CHARACTER * labels)
    values.has_major_gridlines = chart.kind in _UPRIGHT
    if chart.kind in _UPRIGHT:
        values.major_gridlines.format.line.color.rgb = rgb(theme.GRID)
        values.format.line.fill.background()
        values.minimum_scale = 0
        categories._element.get_or_add_txPr().bodyPr.set("rot", "0")  # Office would slant long names
        categories.tick_labels.font.size = Pt(10)
        values.tick_labels.number_format, values.tick_labels.number_format_is_linked = (
            "0%" if chart.percent else "0",
            False,
        )
        if chart.percent:
            values.maximum_scale, values.major_unit = 1, 0.25
        return
    # The first category on top, as in the table.
    categories.reverse_order = True
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.visible = False
    plot = drawn.plots[0]
    plot.gap_width = 60 if chart.kind == "grouped" else 45
    plot.overlap = 100 if chart.kind == "stacked" else -5 if chart.kind == "grouped" else 0


def _colour(chart: NativeChart, place: int) -> str:
    return chart.series[place].colour or theme.PALETTE[place % len(theme.PALETTE)]


def _style(native, chart: NativeChart, place: int) -> None:
    colour = rgb(_colour(chart, place))
    if chart.kind in _UPRIGHT:
        native.smooth = False
        native.format.line.color.rgb, native.format.line.width = colour, Pt(2.5)
        native.format.line.dash_style = _DASHES[place % len(_DASHES)]
        if chart.kind == "points":
            native.format.line.fill.background()
        native.marker.style, native.marker.size = _MARKERS[place % len(_MARKERS)], 10 if chart.kind == "points" else 8
        native.marker.format.fill.solid()
        native.marker.format.fill.fore_color.rgb = colour
        native.marker.format.line.color.rgb = colour
        return
    native.format.fill.solid()
    native.format.fill.fore_color.rgb = colour
    native.invert_if_negative = False


def _labels(native, chart: NativeChart, series: Series, place: int, lang: str) -> None:
    """Labels by number format; a point gets its printed text where Office would round it otherwise, or none."""
    if chart.kind == "points":
        return  # read off the axis; the numbers are in the notes, the data and the workbook
    usual = usual_format(chart.value_kind, lang)
    labels = native.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = usual, False
    labels.font.size = Pt(11 if len(chart.series) == 1 else 10)
    colour = _colour(chart, place)
    inside = chart.kind == "stacked"
    labels.font.color.rgb = rgb("#FFFFFF" if inside and colour not in _LIGHT else theme.TEXT)
    labels.position = end_positions(chart)[place] if chart.kind == "line" else _POSITIONS[chart.kind]
    for number, (value, printed) in enumerate(zip(series.values, series.printed, strict=True)):
        if value is None:
            continue
        if not _has_room(chart, value, number):
            _no_label(native.points[number])
        elif number_format(value, chart.value_kind, printed, lang) != usual:
            label = native.points[number].data_label
            label.text_frame.text = printed
            run = label.text_frame.paragraphs[0].runs[0]
            run.font.size, run.font.color.rgb = labels.font.size, labels.font.color.rgb
            label.position = labels.position


def end_positions(chart: NativeChart) -> list[XL_LABEL_POSITION]:
    """Where each line's label stands beside its end: on the right; of two that end close by one above or below."""
    ends = [next((value for value in reversed(series.values) if value is not None), 0.0) for series in chart.series]
    near = _NEAR * (100 if chart.percent else max(map(abs, ends), default=0) or 1)
    order = sorted(range(len(ends)), key=lambda line: -ends[line])
    places = dict.fromkeys(order, XL_LABEL_POSITION.RIGHT)
    for upper, lower in pairwise(order):
        if ends[upper] - ends[lower] < near and places[upper] is XL_LABEL_POSITION.RIGHT:
            if upper == order[0]:
                places[upper] = XL_LABEL_POSITION.ABOVE
            else:
                places[lower] = XL_LABEL_POSITION.BELOW
    return [places[line] for line in range(len(ends))]


def _has_room(chart: NativeChart, value: float, number: int) -> bool:
    """Several lines have labels at their end only; parts of a stacked bar where they are long enough."""
    if chart.kind == "line" and len(chart.series) > 1:
        return number == len(chart.categories) - 1
    if chart.kind != "stacked":
        return True
    longest = max(sum(abs(series.values[row] or 0) for series in chart.series) for row in range(len(chart.categories)))
    return abs(value) > _ROOM_FOR_LABEL * longest


def _no_label(point) -> None:
    label = point.data_label._get_or_add_dLbl()
    for child in list(label)[1:]:  # all but the point's number
        label.remove(child)
    label.append(etree.Element(qn("c:delete"), val="1"))
