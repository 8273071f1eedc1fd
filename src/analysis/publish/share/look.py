"""The look of office documents: fonts that office machines have, in the place where Office takes Chinese ones from."""

from __future__ import annotations

from lxml import etree

# Every Windows and WPS has these; elsewhere a like one takes their place.
OFFICE_FONT = {"zh": "Microsoft YaHei", "en": "Segoe UI"}
EAST_ASIAN_FONT = "Microsoft YaHei"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PROPERTIES = ("rPr", "defRPr", "endParaRPr")
# What must stand behind the fonts in the properties of a run.
_AFTER = ("cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")


def set_fonts(root: etree._Element, lang: str) -> None:
    """Give every run of a drawing its Latin and East Asian font; without ``a:ea`` Chinese falls back to a Latin one."""
    for name in _PROPERTIES:
        for properties in root.iter(f"{{{_DRAWING}}}{name}"):
            for tag in ("latin", "ea"):
                for old in properties.findall(f"{{{_DRAWING}}}{tag}"):
                    properties.remove(old)
            behind = next((child for child in properties if etree.QName(child).localname in _AFTER), None)
            place = len(properties) if behind is None else properties.index(behind)
            for offset, (tag, font) in enumerate((("latin", OFFICE_FONT[lang]), ("ea", EAST_ASIAN_FONT))):
                properties.insert(place + offset, etree.Element(f"{{{_DRAWING}}}{tag}", typeface=font))
            if name != "defRPr":
                properties.set("lang", "zh-CN" if lang == "zh" else "en-GB")
                properties.set("altLang", "en-US" if lang == "zh" else "zh-CN")
