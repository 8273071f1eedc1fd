"""What a page's text is: the lines that a browser would show, and markup that no parser takes long for."""

from __future__ import annotations

import re
from itertools import accumulate

LINE_BREAK = "\v"  # apart from the source's own, which are blanks
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANKS = " \t\r\n\f\v\xa0"
_MANY_TAGS = 5_000
_MANY_UNCLOSED = 1_000
_DEEPEST = 500
# Elements that nest without end, for which HTML's rules have a parser look through all that are open.
_NESTING = re.compile(
    r"<(/?)(?!(?:table|caption|t[rdh]|tbody|thead|tfoot|col|br|hr|img|input|meta|link|script|style|title)\b)"
    r"(?:(p|div|li|h\d|center)\b|[a-z])[^<>]*>",
    re.IGNORECASE,
)
_UNSHOWN = re.compile(r"<(xml|noscript)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_ENDLESS = re.compile(r"(<[a-z]+)[^<>]{50000,}", re.IGNORECASE)  # each attribute is compared with all before it
_SWALLOWING = re.compile(r"<(?:title|style|script|textarea|noscript|xml)\b[^<>]*/>")


def parseable(text: str) -> str:
    """A page without what would cost it its tables, XML's empty elements (in HTML they last to the page's end) and a
    comment without an end, nor what would cost the parser minutes: elements in each other, attributes by thousands."""
    if "/>" in text:
        text = _SWALLOWING.sub("", text)
    if (last := text.rfind("<!--")) >= 0 and text.find("-->", last) < 0:
        text = text[:last] + text[last + 4 :]
    tags = text.count("<")
    if tags > _MANY_TAGS or tags - 2 * text.count("</") > _MANY_UNCLOSED:
        depths = accumulate(-1 if end else 1 for end, _ in _NESTING.findall(text))
        if max(depths, default=0) > _DEEPEST:
            text = _NESTING.sub(lambda tag: LINE_BREAK if tag[2] else "", _UNSHOWN.sub("", text))
    return _ENDLESS.sub(r"\1", text) if len(text) > 100_000 else text


def cell_texts(texts: list[str]) -> list[str | None]:
    """A row's cells as browsers show them, blanks around each left out."""
    texts = [text.strip(_BLANKS) for text in texts]
    row = "".join(texts)
    if not row.isprintable() or "  " in row:  # few rows; each step costs more than its characters
        texts = ["\n".join(text_lines(text)) for text in texts]
    return [text or None for text in texts]


def text_lines(text: str) -> list[str]:
    """The lines of text that are not blank."""
    lines = (line.strip(_BLANKS) for line in _SPACES.sub(" ", text).split(LINE_BREAK))
    return [*filter(None, lines)]
