"""The last look before a page without names goes out: whatever a notebook shows, no enterprise is in it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.errors import ReportFailed
from analysis.store.load import load

# Shorter ones occur in ordinary words.
_SHORTEST = 4
_COLUMNS = {"enterprises": ("name", "uscc", "enterprise_id"), "status": ("name",), "suppliers": ("supplier_name",)}


def refuse_names(payloads: Sequence[Mapping], processed: Path, report: str) -> None:
    """Raises ReportFailed where a payload holds the name or code of an enterprise in the tidy tables.

    The message does not say which: it may itself be passed on.
    """
    text = json.dumps(list(payloads), ensure_ascii=False)
    if any(json.dumps(name, ensure_ascii=False)[1:-1] in text for name in _names(processed)):
        raise ReportFailed(
            f"{report} 的公开版会出现企业名称，没有发布；请在 vocabulary/audiences.csv 中去掉有关部分，或用内部版",
            f"the public edition of {report} would name an enterprise; not published. Leave the section out in "
            "vocabulary/audiences.csv, or make an internal edition",
        )


def _names(processed: Path) -> set[str]:
    """Every name and code of enterprises in the tidy tables, of all periods."""
    columns = [load(processed, table)[column] for table, wanted in _COLUMNS.items() for column in wanted]
    columns.append(load(processed, "enterprises")["former_names"].dropna().str.split("|").explode())
    return {name.strip() for column in columns for name in column.dropna().unique() if len(name.strip()) >= _SHORTEST}
