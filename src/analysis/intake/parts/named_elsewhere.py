"""Forms that do not ask whose they are, because the sheet, its title or its file is called after the enterprise."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from analysis.intake.layout.pairs import asks_for_name, is_enterprise
from analysis.intake.layout.words import either, squeeze
from analysis.intake.locate import Table, find_form_of
from analysis.intake.sheet import Sheet

_NAME = "企业名称"
_ABOVE = 3  # rows of a sheet among which its title is


def named_elsewhere(sheet: Sheet, file: str) -> str:
    """The enterprise by which a title, the sheet or its ``file`` is called; '' for none."""
    rows = ([value for value in row if value is not None] for row in sheet.rows[:_ABOVE])
    alone = [row for row in rows if len(row) < 2 or not (isinstance(row[1], str) and is_enterprise(row[1]))]
    titles = [value for row in alone for value in row[:1] if isinstance(value, str)]
    return next(filter(None, (*map(_named_in, (*sheet.above, *titles)), *map(_called, (sheet.name, file)))), "")


def form_named_elsewhere(sheet: Sheet) -> Table | None:
    """A sheet as a form that does not ask for the name, with a label for it; None where it is none."""
    table = find_form_of(sheet)
    if table is None or any(asks_for_name(label) for label, *_ in table.pairs):
        return None
    first = (table.first_row, 1)
    return replace(table, pairs=[(_NAME, *first, *first), *table.pairs])


@lru_cache(1 << 10)
def _called(name: str) -> str:
    """The name, if it is an enterprise's."""
    return name if is_enterprise(name) else ""


@lru_cache(1 << 10)
def _named_in(title: str) -> str:
    """The enterprise that a title begins with: 某某有限公司复工情况表."""
    text = squeeze(title)
    found = _titled().match(text)
    return found[1] if found else _called(text)


@cache
def _titled() -> re.Pattern[str]:
    about = "关于|[复开返停生]|情况|登记|信息|调查|申报|申请|企业"
    return re.compile(rf"(.{{2,30}}?(?:{either('enterprise_ending')}))(?:{about})")
