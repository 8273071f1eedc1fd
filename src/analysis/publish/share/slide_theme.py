"""The deck's own theme: our colours and fonts, in the places where Office takes them from."""

from __future__ import annotations

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from analysis.figures import theme

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OWN_WIDTH = 9_144_000  # of the library's own master, in its units
_PROPERTIES = ("rPr", "defRPr", "endParaRPr")
# What must stand behind the fonts in the properties of a run.
_AFTER = ("cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")
_NAMESPACE = {"a": _DRAWING}


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
