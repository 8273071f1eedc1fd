"""Columns that are known by what stands in them, where the header does not say: names of enterprises, states, areas;
and by a title what is counted under days alone (每日在岗人数统计表 over 企业名称 | 2月24日 | 2月25日)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analysis.intake.headers.column import ColumnMatch, match_path
from analysis.intake.headers.columns import related
from analysis.intake.headers.composed import tells_of
from analysis.intake.headers.kinds import table_kind
from analysis.intake.headers.legends import SIGNS
from analysis.intake.headers.others import asks_of_another
from analysis.intake.layout.letters import row_letters
from analysis.intake.locate import Table
from analysis.intake.parts.long_lists import are_units
from analysis.intake.places import Places
from analysis.intake.sheet import CellValue, Sheet
from analysis.intake.values import state_of_heading
from analysis.intake.values.state_phrases import heads_by_state
from analysis.vocabulary import Alias, Vocabulary, key

# What 单位, 复工企业, 规上企业, 填报单位名称, 企业法人名称 and 重点企业 are taken for.
_NOT_NAMED = (
    None, "expected_n", "resumed_n", "above_scale", "office", "legal_rep", "key_enterprise", "task_source",
)  # fmt: skip
_NAMES_ENTERPRISES = ("ledger", "suppliers", "tasks")  # kinds of lists that are of nobody without names
_UNSAID = (None, "four_category")  # what 分类 and 类别 are taken for
_OF_RESUMING = re.compile("复工|复产|开工|停工|停产|生产|检修|恢复|开机|停机|运转")
# 通讯恢复情况, 审批情况: of something else than the enterprise, though a state may be its answer.
_OF_OTHER_THINGS = re.compile(
    "通[讯信]|网络|水|电力|供[电热气]|用[电气]|燃气|道路|交通|物流|运输|食堂|宿舍|学校|班车|周边|项目|工程|客户|上游|下游"
    "|供应|保险|理赔|银行|贷款|手续|员工|职工|人员|审批|申请|方案|订单|防疫|防控|消毒|检测|隐患|整改|培训"
)
_LEVEL = re.compile("(?:国家|[省州市县区部])(?:[级属列]|重点|重大)+(?:项目|工程)?")
_AT_WORK = frozenset({"back", "at_post"})
_SHORTEST_STATE = 3  # 是, 有, 正常 answer any question
_STATES = ("state", "state_choice", "is_stopped", "project_state")
_NOT_AREAS = (None, "town", "park", "name")  # what 单位, 镇街, 园区 and 名称 are taken for
_STREET = re.compile(r"\d+号|[路街巷弄道]|[村组栋幢座楼]")
_FIRST = 3  # cells by which most columns are ruled out
_MOST = 0.8  # of what stands in a column of areas; a whole area's sum or a town of no office of ours may be among it
_COUNTED = ("staff_back", "staff_pct", "capacity_pct", "output_10k_cny", "power_kwh")
_ANOTHER = re.compile("[节灾]前|[去上]年|同期|计划|目标|预计")
_SHORTEST, _LONGEST = 3, 12
_ASKS_FOR_CODE = re.compile("[编代]?码|号|code|number|id", re.I)
_CREDIT_CODE = re.compile(r"[0-9A-Y]{2}\d{6}[0-9A-Y]{10}")


def told_columns(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """The columns of a list (``matches``, in order) with names and states found where no header says them."""
    matches = matches if table.header_rows else _without_header(sheet, table)
    matches = _kind_told([_level_told(match, sheet, table) for match in matches], sheet, table, words)
    matches = _codes_told(_counted_at_work(matches, sheet, table, words), sheet, table)
    fields = {match.field for match in matches}
    if "difficulty_amount" in fields:
        matches = _units_told(matches, sheet, table, words)
    if "name" not in fields:
        return _under_another_header(matches, sheet, table, words)
    if fields.isdisjoint(_STATES):
        matches = _states_by_day(_states_told(matches, sheet, table, words), sheet, table, words)
    matches = counted_by_day(matches, _titles(sheet, table), words)
    return _of_days_alone(_beside_numbers(matches, sheet, table))


def _without_header(sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """The columns of a list that has no header, the first of enterprises as their names; none where there is none."""
    columns = [ColumnMatch(column, None) for column in range(table.first_column, table.last_column + 1)]
    for place, match in enumerate(columns):
        if (cells := _filled(match, sheet, table)) and _lists_enterprises(cells):
            return _with(columns, place, field="name", rules=("header_missing",))
    return []


def _level_told(match: ColumnMatch, sheet: Sheet, table: Table) -> ColumnMatch:
    """项目类别 over 省重点 and 县重点 asks not whether a project goes on or begins, but whose it is."""
    if match.field != "continuing_or_new":
        return match
    cells = _filled(match, sheet, table)
    are_levels = bool(cells) and all(isinstance(cell, str) and _LEVEL.fullmatch(cell.strip()) for cell in cells)
    return match._replace(field="project_level") if are_levels else match


def _kind_told(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """类别 over 续建 and 新建 asks of projects whether they go on or begin, where nothing else does."""
    fields = {match.field for match in matches}
    if "project_name" not in fields or "continuing_or_new" in fields:
        return matches
    kinds = words.choices["continuing_or_new"]
    for place, match in enumerate(matches):
        cells = _filled(match, sheet, table) if match.field in _UNSAID else ()
        known = [cell for cell in cells if isinstance(cell, str) and key(cell) in kinds]
        if known and len(known) >= _MOST * len(cells):
            return _with(matches, place, field="continuing_or_new", suggestion="", rules=())
    return matches


def _units_told(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """单位 over 人 and 万元 says in what the amounts beside it are counted."""
    for place, match in enumerate(matches):
        if match.field in _NOT_NAMED and are_units(_filled(match, sheet, table), words):
            return _with(matches, place, field="difficulty_unit", suggestion="", rules=())
    return matches


def _counted_at_work(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """Back at work over numbers counts who is back, where nothing else does."""
    if "staff_back" in {match.field for match in matches}:
        return matches
    for place, match in enumerate(matches):
        if match.field == "state" and tells_of(_AT_WORK, match.path[-1], words):
            cells = [sheet.value(row, match.column) for row in table.data_rows(sheet)]
            if set(row_letters(cells)) <= set("9-y ") and any(cell not in (0, 1, None) for cell in cells):
                return _with(matches, place, field="staff_back")
    return matches


def _codes_told(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """代码 over codes of 18 characters asks for the credit code, where nothing else does."""
    if "uscc" in {match.field for match in matches}:
        return matches
    for place, match in enumerate(matches):
        if match.field in (None, "enterprise_id") and match.path and _ASKS_FOR_CODE.search(match.path[-1]):
            cells = _filled(match, sheet, table)
            codes = [cell for cell in cells if isinstance(cell, str) and _CREDIT_CODE.fullmatch(cell.strip().upper())]
            if codes and len(codes) >= _MOST * len(cells):
                return _with(matches, place, field="uscc", suggestion="", rules=())
    return matches


def _titles(sheet: Sheet, table: Table) -> Iterator[CellValue]:
    """What stands above a table, the nearest row first, then the sheet's name and what its file says of it."""
    for row in reversed(table.title_rows):
        yield from sheet.rows[row - 1]
    yield from (sheet.name, *sheet.above)


def _of_days_alone(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """A day and nothing else says not what stands below it: 20日 | 21日 over numbers."""
    return [match._replace(rules=("header_only_day",)) if match.says_only_a_day else match for match in matches]


def _states_told(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """A column of states under any word: of 已复工企业 and 未复工企业, mostly merged downwards, or of 停产 ..."""
    for place, match in enumerate(matches):
        if match.field in _UNSAID and not any(_is_of_another(word, words) for word in match.path):
            cells = _filled(match, sheet, table)
            if cells and all(isinstance(cell, str) for cell in cells) and _are_states(cells, words):
                rules = ("header_ambiguous",) if match.path else ()
                return _with(matches, place, field="state", suggestion="", rules=rules)
    return matches


def _is_of_another(word: str, words: Vocabulary) -> bool:
    return asks_of_another(word, words) or _OF_OTHER_THINGS.search(word) is not None


def _states_by_day(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """Columns headed by a day and nothing else (2月24日 | 2月25日) in which all are answers: the state on that day."""
    days = [match for match in matches if match.says_only_a_day]
    answers = {match.column: _filled(match, sheet, table) for match in days}
    if not any(answers.values()) or not all(_is_answer(cell, words) for cells in answers.values() for cell in cells):
        return matches
    return [match._replace(field="state", suggestion="") if match.column in answers else match for match in matches]


def _is_answer(cell: CellValue, words: Vocabulary) -> bool:
    return isinstance(cell, str) and (key(cell) in words.states or cell.strip() in SIGNS)


def _are_states(cells: list[str], words: Vocabulary) -> bool:
    """Whether all name groups of enterprises by their state, or most speak of one and some say nothing else.

    是 and √ answer any question.
    """
    known = {cell for cell in cells if len(cell) >= _SHORTEST_STATE and key(cell) in words.states}
    said = [cell for cell in cells if cell in known or _OF_RESUMING.search(cell)]
    plainly = [cell for cell in said if key(cell) in words.states]
    return (len(said) > 0.7 * len(cells) and len(plainly) > 0.2 * len(cells)) or all(map(state_of_heading, cells))


def _beside_numbers(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """A header that is merged over running numbers and names is that of the names."""
    for place, (first, second) in enumerate(pairwise(matches)):
        twice = first.field == second.field == "name" and first.path == second.path
        if twice and all(isinstance(c, (int, float)) or str(c).isdecimal() for c in _filled(first, sheet, table)):
            return _with(matches, place, field="seq")
    return matches


def _under_another_header(
    matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary
) -> list[ColumnMatch]:
    """A column of enterprises under 单位 or any other word names them, if that makes the table a list of returns."""
    for place, match in enumerate(matches):
        if match.field in _NOT_NAMED:
            found = _with(matches, place, field="name", unit="", suggestion="", rules=("header_ambiguous",))
            if table_kind(found) in _NAMES_ENTERPRISES and _lists_enterprises(_filled(match, sheet, table)):
                return related(_as_alone(found, found[place], words), words)
    if table_kind(matches) == "ledger":  # by codes alone: split_codes takes both from one column
        return [match._replace(field="name") if match.field == "uscc" else match for match in matches]
    return matches


def _as_alone(matches: list[ColumnMatch], named: ColumnMatch, words: Vocabulary) -> list[ColumnMatch]:
    """What the columns mean by themselves, as before the table was taken for one that names no enterprises."""
    return [match if match is named else match_path(match.column, match.path, words) for match in matches]


def _with(matches: list[ColumnMatch], place: int, **changes: object) -> list[ColumnMatch]:
    return [*matches[:place], matches[place]._replace(**changes), *matches[place + 1 :]]


def _filled(match: ColumnMatch, sheet: Sheet, table: Table) -> list[CellValue]:
    place = match.column - 1
    rows = sheet.rows[table.first_row - 1 : table.last_row]
    return [cells[place] for cells in rows if len(cells) > place and cells[place] is not None]


def _lists_enterprises(cells: list[CellValue]) -> bool:
    """Whether most cells are enterprises, but for totals and for the states that head some of them."""
    letters = row_letters([cell for cell in cells if not (isinstance(cell, str) and heads_by_state(cell))])
    return letters.count("e") > 0.5 * (len(letters) - letters.count("s"))


def told_areas(
    matches: list[ColumnMatch], sheet: Sheet, table: Table, areas: Places, words: Vocabulary
) -> list[ColumnMatch]:
    """The columns of a list (``matches``, in order) with the survey's areas found where no header says county (乡镇,
    园区, 单位, 名称 or nothing): of a county's survey the towns are the areas, of a zone's the parks. 企业所在地 may
    ask for either."""
    if matches and matches[0].column > table.first_column:
        matches = [ColumnMatch(table.first_column, None), *matches]
    asks = any(match.field == "county" for match in matches)
    for place, match in enumerate(matches):
        if match.field == "county" and _are_addresses(_filled(match, sheet, table), areas):
            return _with(matches, place, field="address", suggestion="", rules=())
        if not asks and match.field in _NOT_AREAS and _names_areas(match, sheet, table, areas):
            found = _with(matches, place, field="county", suggestion="", rules=())
            return related(_as_alone(found, found[place], words), words) if match.field == "name" else found
    return [match for match in matches if match.path or match.field]


def _are_addresses(cells: list[CellValue], areas: Places) -> bool:
    """Whether most cells name streets or houses, and none is an area or names one."""
    if not cells or (isinstance(cells[0], str) and areas.find(cells[0])):
        return False
    texts = [cell for cell in cells if isinstance(cell, str)]
    streets = sum([_STREET.search(text) is not None for text in texts])
    return streets > 0.5 * len(cells) and not any(map(areas.find, texts))


def _names_areas(match: ColumnMatch, sheet: Sheet, table: Table, areas: Places) -> bool:
    """Whether most cells of a column, totals aside, are areas of the survey."""

    def count(cells: list[CellValue]) -> int:
        return sum([isinstance(cell, str) and areas.exact(cell) is not None for cell in cells])

    if not count(_filled(match, sheet, table)[:_FIRST]):
        return False
    rows = (row for row in range(table.first_row, table.last_row + 1) if row not in table.total_rows)
    cells = [cell for row in rows if (cell := sheet.value(row, match.column)) is not None]
    return count(cells) >= _MOST * len(cells) > 0


def counted_by_day(matches: list[ColumnMatch], titles: Iterable[object], words: Vocabulary) -> list[ColumnMatch]:
    """The columns headed by a day alone with the field that the titles name, the nearest first."""
    days = [match for match in matches if match.says_only_a_day]
    if not days or any(match.field in _COUNTED for match in matches):
        return matches
    meant = counted_in(titles, words)
    if meant is None:
        return matches
    return [
        match._replace(field=meant.field, unit=match.unit or meant.unit, suggestion="", rules=("header_ambiguous",))
        if match in days
        else match
        for match in matches
    ]


def counted_in(titles: Iterable[object], words: Vocabulary) -> Alias | None:
    """The one thing counted now that the first of some titles names; None where none does."""
    named = (_named_in(title, words) for title in titles if isinstance(title, str) and not _ANOTHER.search(title))
    return next(filter(None, named), None)


def _named_in(title: str, words: Vocabulary) -> Alias | None:
    """The one thing counted that a title names; None where it names none, or something else that is asked for too."""
    text, at = key(title), 0
    found: list[Alias] = []
    while at < len(text):
        known = next((word for word in _from(text, at) if word in words.columns.exact), "")
        found += [words.columns.exact[known]] if known else []
        at += len(known) or 1
    asked = [alias for alias in found if words.fields[alias.field].is_number]
    return asked[0] if len({alias.field for alias in asked}) == 1 and asked[0].field in _COUNTED else None


def _from(text: str, at: int) -> Iterable[str]:
    """What begins at a place of a text, the longest first."""
    return (text[at:end] for end in range(min(len(text), at + _LONGEST), at + _SHORTEST - 1, -1))
