"""How words are compared: NFKC, simplified, no spaces, no punctuation. For looking up only, never for storing."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from unicodedata import category, is_normalized, normalize

from analysis.vocabulary.files import read_columns

FOLDER = Path(__file__).parent
# Punctuation that carries meaning in a header (percent, number sign).
_KEPT = frozenset("%#")


# Variation selectors: how a mark is drawn, as telephones put one behind ✔.
_STYLES = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


class _Fold(dict[int, int | str | None]):
    """A translation table that decides on each character once: traditional to simplified, spaces dropped."""

    def __init__(self, simplified: dict[int, int], punctuation: bool):
        super().__init__(simplified)
        self.punctuation = punctuation

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kind = category(character)[0]
        dropped = kind in "ZC" or code in _STYLES or (kind == "P" and not self.punctuation and character not in _KEPT)
        self[code] = found = None if dropped else character
        return found


_WRITTEN = read_columns(FOLDER / "traditional.csv")
_SIMPLIFIED = str.maketrans("".join(_WRITTEN["traditional"]), "".join(_WRITTEN["simplified"]))  # the nth of each
_WITH_PUNCTUATION, _WITHOUT = _Fold(_SIMPLIFIED, punctuation=True), _Fold(_SIMPLIFIED, punctuation=False)
_LINES_WITHOUT = _Fold(_SIMPLIFIED | {ord("\n"): ord("\n")}, punctuation=False)


def simplified(text: str) -> str:
    """The text with its traditional characters simplified."""
    return text.translate(_SIMPLIFIED)


def nfkc(text: str) -> str:
    """NFKC; what nearly every sentence has, replaced first, spares most texts the slow way."""
    if is_normalized("NFKC", text):
        return text
    half = text.replace("，", ",").replace("；", ";").replace("：", ":").replace("（", "(").replace("）", ")")
    return normalize("NFKC", half)


# 86①, 某公司², 86[1]: NFKC would make digits of the first two. m² stays, and what numbers a text: ①已复工.
_FOOTNOTE = re.compile(
    r"(?<=[^\sA-Za-z])[⁰¹²³⁴-⁹①-⑳⑴-⒇]+|^[①-⑳]+(?=\d)|(?<=.)[\[【〔［](?:注\s?\d{0,2}|\d{1,2}|[①-⑳⁰¹²³⁴-⁹])[\]】〕］]\s*$"
)


_CLOSING = ("]", "】", "〕", "］", " ", "\n")
_MARKS = re.compile("[⁰¹²³⁴-⁹①-⒇]")


def without_footnotes(text: str) -> str:
    """The text of a cell without the marks that point to a note below its table."""
    if text[-1:] not in _CLOSING and not _MARKS.search(text):
        return text
    return _FOOTNOTE.sub("", text)


def fold(text: str) -> str:
    """NFKC, lower case, simplified characters, no spaces or control characters; punctuation stays."""
    folded = nfkc(text).lower().translate(_WITH_PUNCTUATION)
    # A space dropped before a combining mark lets two characters join.
    return folded if is_normalized("NFKC", folded) else fold(folded)


@lru_cache(65536)
def key(text: str) -> str:
    """``fold`` without punctuation: what two spellings of one header or answer have in common."""
    folded = nfkc(text).lower().translate(_WITHOUT)
    return folded if is_normalized("NFKC", folded) else key(folded)


_EITHER = re.compile(r"\{([^{}]*)\}")


def forms(text: str) -> list[str]:
    """The words that a family of them stands for: back{at|to} is backat and backto, restart~ all that ends it as a
    verb (restarts, restarted, restarting), braces in braces the inner ones first."""
    if "{" in text:
        choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(_EITHER.split(text))]
        return [*dict.fromkeys(form for said in product(*choices) for form in forms("".join(said)))]
    if "~" not in text:
        return [text]
    stem = text[:-1].removesuffix("e")
    return [text[:-1], *(stem + ending for ending in ("es" if stem != text[:-1] else "s", "ed", "ing"))]


def keys(texts: Sequence[str]) -> list[str]:
    """``key`` of each text, all folded at once: a table of words takes a third of the time."""
    folded = nfkc("\n".join(texts)).lower().translate(_LINES_WITHOUT)
    lines = folded.split("\n")
    return lines if len(lines) == len(texts) and is_normalized("NFKC", folded) else [*map(key, texts)]
