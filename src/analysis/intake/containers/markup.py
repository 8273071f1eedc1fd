"""Expat with what an upload must not do switched off, and names without their namespaces."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat

from ..errors import UnreadableUpload


class Reader(Protocol):
    """What takes a document's events."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def characters(self, text: str) -> None: ...


def parse(content: bytes | str, reader: Reader, prefixes: bool = False) -> None:
    """Feed a document's events to a reader; names come without their prefixes unless these are asked for.

    Raises UnreadableUpload: ``workbook_damaged`` (not well formed), ``xml_entities`` (declares any).
    """

    def refuse(*_: object) -> None:
        raise UnreadableUpload("xml_entities")

    def local(name: str) -> str:
        return name if prefixes else name.rpartition(":")[2]

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: reader.start(
        local(name), {local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: reader.end(local(name))
    parser.CharacterDataHandler = reader.characters
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
