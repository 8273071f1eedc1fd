"""What stands in the cells that name suppliers, and which columns speak of which of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analysis.intake.parts.part import Part
from analysis.intake.values import mask_personal
from analysis.intake.values.parsed import plain
from analysis.vocabulary import nfkc

# Between the suppliers in one cell. A full stop or a blank may stand inside a name.
_BETWEEN = re.compile(r"[、，,；;\n\r/|]+|(?<=[司厂矿场站社])(?:和|及|与)(?=[^\s]{3})|(?<=[%)）])\s+(?=\S)")
_NUMBERED = re.compile(r"(?:^|(?<=[\s、，,；;。)）]))[(（]?(?:\d{1,2}[)）.．、]|[①-⑳])\s*(?=\D)")  # 1.甲公司 2.乙公司
# 甲公司（60%）, 甲公司占60%, 甲公司：六成 is not tried.
_SHARE = re.compile(r"[\s(:,]*(?:供应|供货|采购)?(?:占比?|比例|份额)?(?:约|近)?:?\s*(\d{1,3}(?:\.\d+)?)\s*%\s*\)?$")
_NOBODY = {"无", "没有", "暂无", "无固定", "无固定供应商", "不详", "不固定", "自产", "本地", "外地", "省外", "none"}


@lru_cache(4096)  # many enterprises have the same suppliers
def split_suppliers(text: str) -> list[tuple[str, float | None]]:
    """The firms in one cell, in order and once each, with the share (percent) that stands behind a name; words that
    say there is none are no firm. Without personal data."""
    found: dict[str, float | None] = {}
    for piece in _BETWEEN.split(_NUMBERED.sub("\n", mask_personal(text))):
        name = piece.strip(" 　.。:：")
        told = _SHARE.search(nfkc(name)) if "%" in nfkc(name) else None
        if told:
            name = nfkc(name)[: told.start()].strip(" (:")
        if name and plain(name) not in _NOBODY:
            found.setdefault(name, float(told[1]) if told else None)
    return [*found.items()]


def column_beside(part: Part, field: str, supplier: int) -> int | None:
    """The column of a field that speaks of the suppliers in a column: the only one, of as many as there are columns of
    suppliers the one in its place, else one under the same words, behind it or before it. A share that stands behind
    another supplier is that one's."""
    suppliers, own = list(part.named("supplier_name")), list(part.named(field))
    if len(own) == len(suppliers) > 1:
        return own[suppliers.index(supplier)]
    after = [at for at in suppliers if at > supplier]
    behind = [at for at in own if supplier < at < (after or [len(part.columns)])[0]]
    if field == "share_pct" and len(suppliers) > 1:
        return next(iter(behind), None)
    together = [at for at in own if part.columns[at].path[:-1] == part.columns[supplier].path[:-1]]
    before = [at for at in own if at < supplier]
    return next(iter([*_alone(own), *together, *before[-1:], *behind]), None)


def _alone(columns: Sequence[int]) -> Sequence[int]:
    return columns if len(columns) == 1 else ()
