"""The unified social credit code's check character (GB 32100-2015)."""

from __future__ import annotations

import re
import unicodedata
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(rf"[0-9A-HJ-NP-RTUW-Y][1-9A-HJ-NP-RTUW-Y]\d{{6}}[{_ALPHABET}]{{10}}")
_DIGITS_MEANT = str.maketrans("OI", "01")
_WEIGHTS = [3**position % 31 for position in range(17)]
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}


def check_character(body: str) -> str:
    """The 18th character that belongs to the first 17.

    C18 = (31 - sum(value_i * 3^(i-1) mod 31) mod 31) mod 31. Source: GB 32100-2015, appendix.
    """
    total = sum(map(mul, map(_VALUES.__getitem__, body), _WEIGHTS))
    return _ALPHABET[-total % 31]


def clean_code(value: object) -> str | None:
    """A valid code in its written form, from text with stray spaces, full-width characters, an apostrophe that kept
    it a text, or the letters O and I, which no code has, for 0 and 1; else None.

    Numbers never qualify: a spreadsheet keeps 15 digits of the 18.
    """
    if not isinstance(value, str):
        return None
    code = value
    if not _FORM.fullmatch(value):
        code = re.sub(r"[\s\-'‘’`]|^.{0,6}代码:?", "", unicodedata.normalize("NFKC", value)).upper()
        code = code.translate(_DIGITS_MEANT)
        if not _FORM.fullmatch(code):
            return None
    return code if check_character(code[:17]) == code[17] else None


def clean_codes(texts: pa.Array) -> pa.Array:
    """``clean_code`` of each text of a long list: those in the written form are reckoned all at once."""
    import numpy as np  # not with the module: the reader's child has codes one by one, and no data frames
    import pyarrow as pa
    import pyarrow.compute as pc

    in_form = pc.match_substring_regex(texts, f"^(?:{_FORM.pattern})$")
    # What a filter gives has no bytes but those of its texts, 18 each.
    letters = np.frombuffer(texts.filter(in_form).buffers()[2], np.uint8).reshape(-1, 18)
    values = np.zeros(128, np.uint16)
    values[[*map(ord, _ALPHABET)]] = range(31)
    right = values[letters] @ np.array([*_WEIGHTS, 1], np.uint16) % 31 == 0
    if len(right) == len(texts) and right.all():
        return texts
    valid = pc.replace_with_mask(in_form, in_form, pa.array(right))
    cleaned = [clean_code(text) if text else None for text in texts.filter(pc.invert(in_form)).to_pylist()]
    codes = pc.if_else(valid, texts, None)
    return pc.replace_with_mask(codes, pc.invert(in_form), pa.array(cleaned, texts.type))
