"""What columns mean beside that of an enterprise's supplier."""

from __future__ import annotations

import re

from analysis.intake.headers.column import ColumnMatch

_PLACES = frozenset({"county", "address"})
_LACKED = re.compile("缺|短|急")  # 缺少原材料 is what is needed beside what is bought
_OF_SUPPLIES = frozenset({"dependence_pct", "share_pct", "stock_days"})  # of what is lacked, where nothing else is said
_BOUGHT = re.compile(r"(?:原(?:辅)?|物|材)(?:材)?料|(?:零部?|配|部)件|所需(?:物料|零部?件|配件|物资)")


def beside_suppliers(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """The columns of a table, in their order, where one names suppliers; of any other table as they are."""
    fields = [match.field for match in matches]
    if "supplier_name" not in fields:
        return matches
    return _inputs(_places(_buyers(matches, fields), fields), fields)


def _buyers(matches: list[ColumnMatch], fields: list[str | None]) -> list[ColumnMatch]:
    """Where nobody else is named, 采购企业 is the enterprise that they supply."""
    if "name" in fields or "uscc" in fields:
        return matches
    return [m._replace(field="name") if m.field == "downstream_name" else m for m in matches]


def _places(matches: list[ColumnMatch], fields: list[str | None]) -> list[ColumnMatch]:
    """所在地 behind the supplier, where no place stands before it, is the supplier's."""
    place = next((at for at, field in enumerate(fields) if field in _PLACES), -1)
    if "supplier_place" in fields or place < fields.index("supplier_name"):
        return matches
    return [m._replace(field="supplier_place") if at == place else m for at, m in enumerate(matches)]


def _inputs(matches: list[ColumnMatch], fields: list[str | None]) -> list[ColumnMatch]:
    """所需原材料 and 原料 are what they supply, where no other column says so."""
    if "supplier_input" in fields:
        return matches
    said = [match for match in matches if match.path and not _LACKED.search(match.path[-1])]
    needed = [match for match in said if match.field == "material_need"]
    named = [match for match in said if match.field is None and _BOUGHT.fullmatch(match.path[-1])]
    lacked = [m for m in matches if m.field == "material_need" and not _OF_SUPPLIES.isdisjoint(fields)]
    bought = next(iter(needed or named or lacked), None)
    known = {"field": "supplier_input", "score": 0.9, "suggestion": "", "rules": ()}
    return [m._replace(**known) if m is bought else m for m in matches]
