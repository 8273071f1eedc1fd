"""Makes the SVG that plotly draws small: what changes nothing in the picture goes, what repeats is said once."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

_SHAPES = ("path", "rect", "circle", "line")
_DROPPED = ("class", "font-family", "white-space", "vector-effect", "data-notex", "data-index", "data-unformatted")
# Values that an element has anyway.
_USUAL = {
    "opacity": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-dasharray": "none",
    "font-style": "normal",
    "font-weight": "normal",
    "dy": "0em",
}
_INHERITED = ("fill", "fill-rule", "stroke", "stroke-width", "font-size", "font-weight", "text-anchor")
_ROUNDED = ("d", "x", "y", "width", "height", "transform", "cx", "cy", "r")
_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
_LONG_NUMBER = re.compile(r"-?\d+\.\d+")
_SHIFT = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_REFERENCE = re.compile(r"url\(['\"]?#([\w-]+)['\"]?\)")


def smaller(svg: str, fonts: str) -> str:
    """The same picture in fewer characters, its texts in ``fonts``. Attributes stand in single quotes.

    Coordinates keep one decimal, a tenth of a pixel. Raises ``xml.etree.ElementTree.ParseError`` for what is no SVG.
    """
    root = ElementTree.fromstring(svg)
    size = {key: root.get(key, "") for key in ("width", "height", "viewBox")}
    names = {name: f"i{place}" for place, name in enumerate(dict.fromkeys(_REFERENCE.findall(svg)))}
    _simplify(root, names)
    root.attrib = {"xmlns": "http://www.w3.org/2000/svg", **size, "font-family": fonts}
    return "".join(_written(root))


def _simplify(element: ElementTree.Element, names: dict[str, str]) -> None:
    """Clean an element's attributes and its children, deepest first, then say once what all children say."""
    element.tag = element.tag.rpartition("}")[2]
    element.attrib = _attributes(element, names)
    kept: list[ElementTree.Element] = []
    for child in element:
        _simplify(child, names)
        if child.tag == "g" and not child.attrib:
            kept += child
        elif child.tag == "g" and kept and _are_one(kept[-1], child):
            kept[-1].extend(child)
        elif _is_seen(child):
            kept.append(child)
    element[:] = kept
    if element.tag in ("text", "tspan"):
        _join_spans(element)
    elif element.tag == "g":
        _push_down(element)
    for group in (*kept, element):  # those that became one with others have more to say once
        if group.tag in ("g", "svg") and len(group) > 1:
            _lift(group)


def _are_one(group: ElementTree.Element, following: ElementTree.Element) -> bool:
    """Whether two groups can be one: what is half transparent and overlaps would look different."""
    return group.tag == "g" and group.attrib == following.attrib and "opacity" not in group.attrib


def _attributes(element: ElementTree.Element, names: dict[str, str]) -> dict[str, str]:
    styles = (rule.partition(":") for rule in element.attrib.pop("style", "").split(";"))
    given = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    given |= {key.strip(): value.strip() for key, _, value in styles if value.strip()}
    found = {key: _value(key, value, names) for key, value in given.items() if key not in _DROPPED}
    if found.get("stroke", "none") == "none" or found.get("stroke-opacity") == "0":
        found = {key: value for key, value in found.items() if not key.startswith("stroke")}
    if "id" in found:
        found = {**found, "id": names.get(given["id"], "")}
    return {key: value for key, value in found.items() if value and value != _USUAL.get(key)}


def _value(key: str, value: str, names: dict[str, str]) -> str:
    value = _RGB.sub(lambda colour: "#" + "".join(f"{int(part):02x}" for part in colour.groups()), value)
    value = value.lower() if value.startswith("#") else value
    value = _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value).removesuffix("px")
    if key in _ROUNDED:
        value = _LONG_NUMBER.sub(lambda number: f"{round(float(number[0]), 1):g}", value)
        value = re.sub(r"rotate\(0(,[^)]*)?\)|translate\(0,0\)", "", value)
    return value


def _is_seen(element: ElementTree.Element) -> bool:
    """Whether an element draws something or is referred to."""
    if element.tag == "image":  # of a heat map, whose cells are drawn as rectangles
        return False
    if element.tag in ("g", "defs", "clipPath", "pattern"):
        return len(element) > 0 and (element.tag in ("g", "defs") or "id" in element.attrib)
    if element.tag == "path" and element.get("d", "M0,0") == "M0,0":
        return False
    filled = element.get("fill-opacity") != "0" and element.get("fill") != "none"
    return filled or "stroke" in element.attrib or element.tag not in _SHAPES


def _join_spans(text: ElementTree.Element) -> None:
    """Say of a text what all its pieces say; a piece that says nothing of its own is the text itself."""
    if text.text or not len(text):
        return
    first = text[0]
    if all(first.get(key) == text.get(key) for key in ("x", "y")):  # it stands where its text does
        first.attrib = {key: value for key, value in first.attrib.items() if key not in ("x", "y")}
    text.attrib |= {key: value for key, value in first.items() if all(piece.get(key) == value for piece in text)}
    for piece in text:
        piece.attrib = {key: value for key, value in piece.attrib.items() if text.get(key) != value or key in "xy"}
    if not first.attrib and not first.tail:
        text.text, text[:] = first.text, [*first, *text[1:]]


def _push_down(group: ElementTree.Element) -> None:
    """A shift of a group, or of a text, becomes part of the places of what is shifted."""
    plain = "clip-path" not in group.attrib and _only_shifts(group)
    if plain and all(_can_shift(child) for child in group):
        for child in group:
            _shift(child, group.attrib.get("transform", ""))
        group.attrib.pop("transform", None)


def _can_shift(element: ElementTree.Element) -> bool:
    return element.tag in ("text", "rect") and len(element) == 0 and _only_shifts(element)


def _only_shifts(element: ElementTree.Element) -> bool:
    return not _SHIFT.sub("", element.get("transform", ""))


def _shift(element: ElementTree.Element, more: str) -> None:
    own = element.attrib.pop("transform", "")
    for across, down in _SHIFT.findall(own + more):
        element.set("x", f"{float(element.get('x', 0)) + float(across):.5g}")
        element.set("y", f"{float(element.get('y', 0)) + float(down):.5g}")


def _lift(parent: ElementTree.Element) -> None:
    for key in _INHERITED:
        values = {child.get(key) for child in parent}
        if len(values) == 1 and None not in values and key not in parent.attrib:
            parent.set(key, values.pop())
            for child in parent:
                del child.attrib[key]


def _written(element: ElementTree.Element) -> Iterator[str]:
    yield f"<{element.tag}"
    for key, value in element.attrib.items():
        yield f" {key}='{_escaped(value)}'"
    if len(element) == 0 and not element.text:
        yield "/>"
        return
    yield f">{_escaped(element.text or '')}"
    for child in element:
        yield from _written(child)
        yield _escaped(child.tail or "")
    yield f"</{element.tag}>"


def _escaped(text: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text
