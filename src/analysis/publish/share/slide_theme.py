"""The deck's own theme: our colours and fonts, so that what people add to it looks like the rest."""

from __future__ import annotations

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from analysis.figures import theme
from analysis.publish.share.look import EAST_ASIAN_FONT, OFFICE_FONT

_NAMESPACE = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


def use_theme(deck, lang: str) -> None:
    """Put the palette and the fonts into the master's theme."""
    part = deck.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    colours = dict(zip(("accent1", "accent2", "accent3", "accent4", "accent5", "accent6"), theme.PALETTE, strict=True))
    for name, colour in {**colours, "dk2": theme.BLUE, "lt2": theme.SOFT, "hlink": theme.BLUE}.items():
        for slot in root.iterfind(f".//a:clrScheme/a:{name}", _NAMESPACE):
            slot[:] = [etree.Element(f"{{{_NAMESPACE['a']}}}srgbClr", val=colour.removeprefix("#"))]
    for name, font in (("latin", OFFICE_FONT[lang]), ("ea", EAST_ASIAN_FONT)):
        for slot in root.iterfind(f".//a:fontScheme/*/a:{name}", _NAMESPACE):
            slot.set("typeface", font)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
