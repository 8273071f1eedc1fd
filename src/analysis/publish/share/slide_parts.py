"""The pieces a slide is laid out from, in inches (titles, text, cards, footers, notes), and the theme of the deck."""

import math
from collections.abc import Mapping, Sequence

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

from analysis.figures import theme

WIDTH, HEIGHT = 13.333, 7.5
BOTTOM = 6.75  # the footer begins here
_TITLE_ONLY = 5  # of the library's own template
_LINE = 1.32  # height of a line, in sizes of its type
Box = tuple[float, float, float, float]  # left, top, width, height
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OWN_WIDTH = 9_144_000  # of the library's own master, in its units
_PROPERTIES = ("rPr", "defRPr", "endParaRPr")
# What must stand behind the fonts in the properties of a run.
_AFTER = ("cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")
_NAMESPACE = {"a": _DRAWING}


def rgb(colour: str) -> RGBColor:
    """A colour of the theme as the library wants it."""
    return RGBColor.from_string(colour.removeprefix("#"))


def new_slide(deck, title: str, *, cover: bool = False):
    """A slide whose title is a real one, so that outlines and screen readers find it."""
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    if cover:
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb(theme.BLUE)
        rule(slide, (0.95, 3.8, 1.6, 0), theme.TEAL, 4)
    else:
        bar(slide, (0, 0, 0.18, HEIGHT), theme.BLUE)
    shape = slide.shapes.title
    box = (0.9, 1.9, 11.5, 1.7) if cover else (0.6, 0.32, 12.1, 0.82)
    shape.left, shape.top, shape.width, shape.height = map(Inches, box)
    size = fitting([title], box[2], box[3], most=40 if cover else 26, least=16)
    _write(shape.text_frame, [title], size, "#FFFFFF" if cover else theme.TEXT, bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    return slide


def subtitle(slide, words: str) -> None:
    """One line under the title: measure, base, as-of."""
    size = fitting([words], 12.1, 0.32, most=13, least=9)
    text(slide, [words], (0.6, 1.12, 12.1, 0.36), size=size, colour=theme.MUTED)


def text(
    slide, lines: Sequence[str], box: Box, *, size: float, colour: str = theme.TEXT, bullets: bool = False,
    bold_until: str = "", right: bool = False,
) -> None:  # fmt: skip
    """A box of paragraphs. ``bold_until``: the mark up to which a paragraph is bold."""
    frame = slide.shapes.add_textbox(*map(Inches, box)).text_frame
    _write(frame, [f"• {line}" for line in lines] if bullets else lines, size, colour, space=size * 0.45)
    for paragraph, line in zip(frame.paragraphs, lines, strict=True):
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        head, mark, rest = line.partition(bold_until) if bold_until else ("", "", line)
        if mark:
            paragraph.runs[0].text = head + mark
            paragraph.runs[0].font.bold = True
            run = paragraph.add_run()
            run.text = rest
            run.font.size, run.font.color.rgb = Pt(size), rgb(colour)


def card(slide, number: Mapping, box: Box) -> None:
    """One key figure: label, value, what it is of."""
    left, top, width, height = box
    bar(slide, box, "#F3F6F9")
    bar(slide, (left, top, 0.06, height), theme.TEAL)
    inner = width - 0.3
    text(slide, [number["label"]], (left + 0.15, top + 0.06, inner, 0.35), size=14, colour=theme.MUTED)
    size = fitting([number["value"]], inner, 0.75, most=36, least=18)
    frame = slide.shapes.add_textbox(*map(Inches, (left + 0.15, top + 0.36, inner, 0.75))).text_frame
    _write(frame, [number["value"]], size, theme.BLUE, bold=True)
    small = fitting([number["detail"]], inner, 0.35, most=13, least=9)
    text(slide, [number["detail"]], (left + 0.15, top + 1.1, inner, 0.38), size=small, colour=theme.MUTED)


def footer(slide, left: str, number: int, right: str = "") -> None:
    """The source on the left, the standing on the right, the slide's number at the end."""
    size = fitting([left], 8.9, 0.5, most=10, least=8)
    text(slide, [left], (0.6, BOTTOM + 0.08, 8.9, 0.6), size=size, colour=theme.MUTED)
    text(
        slide, [f"{right}   {number}".strip()], (9.5, BOTTOM + 0.08, 3.2, 0.36), size=10, colour=theme.MUTED, right=True
    )


def rule(slide, box: Box, colour: str = theme.GRID, weight: float = 1) -> None:
    """A straight line."""
    left, top, width, height = box
    line = slide.shapes.add_connector(1, Inches(left), Inches(top), Inches(left + width), Inches(top + height))
    line.line.color.rgb, line.line.width = rgb(colour), Pt(weight)
    line.shadow.inherit = False


def bar(slide, box: Box, colour: str) -> None:
    """A filled rectangle without an outline."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False


def notes(slide, lines: Sequence[str]) -> None:
    """What the speaker sees: sentences, sources, standing."""
    slide.notes_slide.notes_text_frame.text = "\n".join(dict.fromkeys(filter(None, lines)))


def fitting(lines: Sequence[str], width: float, height: float, *, most: float, least: float) -> float:
    """The largest size of type, in points, at which the lines fit a box; ``least`` where none does."""
    size = most
    while size > least:
        per_line = max(1, (width - 0.2) * 72 / size * 1.8)  # half-widths of type that go on a line
        rows = sum(math.ceil(theme.width(line) / per_line) for line in lines)
        space = 0.45 * max(0, len(lines) - 1)
        if (rows * _LINE + space) * size / 72 <= height - 0.08:
            break
        size -= 0.5
    return size


def _write(frame, lines: Sequence[str], size: float, colour: str, *, bold: bool = False, space: float = 0) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Inches(0.05)
    frame.margin_top = frame.margin_bottom = Inches(0.02)
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.line_spacing = 1.15
        paragraph.space_after = Pt(space)
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)


def use_theme(deck, lang: str) -> None:
    """Put the palette and the fonts into the master's theme."""
    part = deck.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    colours = dict(zip(("accent1", "accent2", "accent3", "accent4", "accent5", "accent6"), theme.PALETTE, strict=True))
    for name, colour in {**colours, "dk2": theme.BLUE, "lt2": theme.SOFT, "hlink": theme.BLUE}.items():
        for slot in root.iterfind(f".//a:clrScheme/a:{name}", _NAMESPACE):
            slot[:] = [etree.Element(f"{{{_DRAWING}}}srgbClr", val=colour.removeprefix("#"))]
    for name, font in (("latin", theme.OFFICE_FONT[lang]), ("ea", theme.EAST_ASIAN_FONT)):
        for slot in root.iterfind(f".//a:fontScheme/*/a:{name}", _NAMESPACE):
            slot.set("typeface", font)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    _widen(deck)


def _widen(deck) -> None:
    """The library's own master is four by three: its places are stretched to the deck's width for slides to come."""
    master = deck.slide_masters[0]
    for place in (master, *master.slide_layouts):
        for shape in place.placeholders:
            if shape._element.spPr.xfrm is not None:  # others take their place from the master
                shape.left, shape.width = (
                    round(size * deck.slide_width / _OWN_WIDTH) for size in (shape.left, shape.width)
                )


def set_fonts(root: etree._Element, lang: str) -> None:
    """Give every run of a drawing its Latin and East Asian font; without ``a:ea`` Chinese falls back to a Latin one."""
    for name in _PROPERTIES:
        for properties in root.iter(f"{{{_DRAWING}}}{name}"):
            for tag in ("latin", "ea"):
                for old in properties.findall(f"{{{_DRAWING}}}{tag}"):
                    properties.remove(old)
            behind = next((child for child in properties if etree.QName(child).localname in _AFTER), None)
            place = len(properties) if behind is None else properties.index(behind)
            for offset, (tag, font) in enumerate((("latin", theme.OFFICE_FONT[lang]), ("ea", theme.EAST_ASIAN_FONT))):
                properties.insert(place + offset, etree.Element(f"{{{_DRAWING}}}{tag}", typeface=font))
            if name != "defRPr":
                properties.set("lang", "zh-CN" if lang == "zh" else "en-GB")
                properties.set("altLang", "en-US" if lang == "zh" else "zh-CN")
