"""Expat with what an upload must not do switched off, and names without their namespaces."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from ..errors import UnreadableUpload


def parse(
    content: bytes | str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
    prefixes: bool = False,
) -> None:
    """Feed a document's events to three functions; names come without their prefixes unless these are asked for.

    Raises UnreadableUpload: ``workbook_damaged`` (not well formed), ``xml_entities`` (declares any).
    """

    def refuse(*_: object) -> None:
        raise UnreadableUpload("xml_entities")

    def local(name: str) -> str:
        return name if prefixes else name.rpartition(":")[2]

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(
        local(name), {local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise UnreadableUpload("workbook_damaged") from error


def elements(xml: bytes, wanted: str) -> list[tuple[str, dict[str, str]]]:
    """Name and attributes of every element with a local name. Raises ``workbook_damaged`` where the XML is broken."""
    found = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append((name, attributes))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise UnreadableUpload("workbook_damaged") from error
    return found
