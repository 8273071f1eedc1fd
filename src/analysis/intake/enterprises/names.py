"""Names and credit codes of enterprises made comparable: one spelling of a name, and its stem without legal form and
place; the check character of a code (GB 32100-2015)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from operator import mul
from typing import TYPE_CHECKING

from analysis.intake.values.parsed import SPACES
from analysis.vocabulary import nfkc, without_footnotes

if TYPE_CHECKING:
    import pyarrow as pa

_AS_IT_IS = re.compile(r"[\u4e00-\u9fff]+(?<!章)")  # what no rule below changes
_PLAIN = re.compile(r"[\u4e00-\u9fff0-9A-Z()]+")  # what has one spelling
_COUNTED = re.compile(r"^\s*\d{1,3}(?:\ufe0f?\u20e3\s*|\s+)(?=[一-鿿])")  # 3 某厂, 3️⃣某厂
_CIRCLED = re.compile(r"^\s*[①-⑳](?=[^\d])")  # NFKC would make a digit of it
_NUMBERING = re.compile(r"^(?:\d{1,4}[、.．,]|\(\d{1,3}\))(?=\D)")
_SEAL = re.compile(r"\((?:盖章|公章|签章|章|单位公章|加盖公章)\)|(?:盖章|公章)$")
# What an office adds to a name: （规上）, (新增), （原某某厂）.
_REMARK = re.compile(
    r"\((?:规上|规下|规模以上|规上企业|新|新增|新入规|重点|重点企业|停产|已复工|未复工|已停产|原名?:?[^()]{3,})\)$"
)
_FORMER = re.compile(r"[(（](?:原名?|曾用名)[:：]?([^()（）]{4,}(?:[(（][^()（）]*[)）][^()（）]*)?)[)）]\s*$")
_MARKS = " _,.;:、。；：*#★☆●○◎▲△■□◆◇※“”\"'‘’"
_BRACKETS = str.maketrans("【〔[】〕]", "((()))")
_UNSEEN = str.maketrans("", "", "() ")
_LATIN = {"LIMITED": "LTD", "INCORPORATED": "INC", "CORPORATION": "CORP", "COMPANY": "CO", "AND": "&"}
_LATIN_WORD = re.compile(rf"\b(?:{'|'.join(_LATIN)})\b|[.,]")
_CJK_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_LEGAL = re.compile(
    r"(?:\((?:集团|控股|普通合伙|有限合伙|个人独资|特殊普通合伙)\))*(?:集团)?(?:股份有限责任公司|有限责任公司|股份有限公司|有限公司|股份公司|有限责任|有限合伙企业|有限合伙"
    r"|合伙企业|控股公司|集团公司|总公司|分公司|公司|集团|\((?:普通|有限)合伙\)|\(个人独资\)|co\.?,?\s*ltd\.?|ltd|limited|plc|llc|inc\.?|corp\.?)$",
    re.IGNORECASE,
)
# A limited company is written in two ways and its place in two (罗甸县某厂, 罗甸某厂): offices mix them up freely.
_PLACE_WORD = re.compile(r"^([一-鿿]{2})(?:[一-鿿]{1,6}自治)?[省市县州](?=[一-鿿]{2})")
# Compiled when first needed, which is seldom: ranges of Chinese characters take long.
_PLACE = r"(?:[一-鿿]{2,3}省|[一-鿿]{2,10}自治[州县区]|[一-鿿]{2,3}[市州县])"
_TRADITIONAL_LESS = re.compile(r"[\s()\[\]【】〔〕{}<>《》“”\"'‘’·•.,，。、\-_—:：/]+")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(rf"[0-9A-HJ-NP-RTUW-Y][1-9A-HJ-NP-RTUW-Y]\d{{6}}[{ALPHABET}]{{10}}")
_DIGITS_MEANT = str.maketrans("OI", "01")
_WEIGHTS = [3**position % 31 for position in range(17)]
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def made_id(*told: object) -> str:
    """An id for what has none of its own: of the same words always the same."""
    return hashlib.sha256("|".join(map(str, told)).encode()).hexdigest()[:16]


@lru_cache(65536)
def normalise_name(name: str) -> str:
    """One spelling of a name: NFKC, no spaces beside Chinese characters, single spaces elsewhere, capitals, no seal,
    mark or numbering, no （规上）. No Chinese character is lost but those of these notes."""
    if _AS_IT_IS.fullmatch(name := str(name)):
        return name
    text = name.replace("（", "(").replace("）", ")")
    if not _PLAIN.fullmatch(text):
        text = SPACES.sub(" ", _COUNTED.sub("", nfkc(without_footnotes(_CIRCLED.sub("", text)))).strip())
        text = _CJK_SPACE.sub("", text).strip().translate(_BRACKETS)
    shorter = text
    while (bare := _REMARK.sub("", _SEAL.sub("", _NUMBERING.sub("", shorter.strip(_MARKS)))).strip(_MARKS)) != shorter:
        shorter = bare
    return (shorter or text).upper()


def normalise_names(names: Iterable[str]) -> list[str]:
    """``normalise_name`` of each name of a long list, of which most need no change."""
    return [name if _AS_IT_IS.fullmatch(name) else normalise_name(name) for name in names]


def former_name(name: str) -> str:
    """The name that an office says an enterprise had: 星火化工厂 of 星辰公司（原星火化工厂）; '' where it says none."""
    text = str(name)
    found = _FORMER.search(text) if "原" in text or "曾用名" in text else None
    return normalise_name(found[1]) if found else ""


def one_form(name: str) -> str:
    """A normalised name with what is written in two ways made one: 罗甸县星辰有限责任公司 is 罗甸星辰有限公司,
    星辰(贵州)A B厂 is 星辰贵州AB厂, STAR AND SON COMPANY LIMITED is STAR&SONCOLTD."""
    if name.isascii():
        name = _LATIN_WORD.sub(lambda word: _LATIN.get(word[0], ""), name)
    return _PLACE_WORD.sub(
        r"\1", name.replace("有限责任公司", "有限公司").replace("股份公司", "股份有限公司").translate(_UNSEEN)
    )


@lru_cache(65536)
def legal_stem(name: str) -> str:
    """What tells a name from others: without province, prefecture, county and legal form.

    A stem keeps at least two characters; a name that is nothing else stays whole.
    """
    name = stem = normalise_name(name)
    while (found := re.match(_PLACE, stem)) and len(_LEGAL.sub("", stem[found.end() :])) >= 2:
        stem = stem[found.end() :]
    while (shorter := _LEGAL.sub("", stem)) != stem and len(_bare(shorter)) >= 2:
        stem = shorter
    return _bare(stem) or _bare(name) or name


def _bare(text: str) -> str:
    return _TRADITIONAL_LESS.sub("", text)


def check_character(body: str) -> str:
    """The 18th character that belongs to the first 17.

    C18 = (31 - sum(value_i * 3^(i-1) mod 31) mod 31) mod 31. Source: GB 32100-2015, appendix.
    """
    total = sum(map(mul, map(_VALUES.__getitem__, body), _WEIGHTS))
    return ALPHABET[-total % 31]


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
    values[[*map(ord, ALPHABET)]] = range(31)
    right = values[letters] @ np.array([*_WEIGHTS, 1], np.uint16) % 31 == 0
    if len(right) == len(texts) and right.all():
        return texts
    valid = pc.replace_with_mask(in_form, in_form, pa.array(right))
    cleaned = [clean_code(text) if text else None for text in texts.filter(pc.invert(in_form)).to_pylist()]
    codes = pc.if_else(valid, texts, None)
    return pc.replace_with_mask(codes, pc.invert(in_form), pa.array(cleaned, texts.type))
