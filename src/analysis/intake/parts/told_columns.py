"""Columns that are known by what stands in them, where the header does not say: names of enterprises, states, codes."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.intake.headers.beside import OF_TASKS
from analysis.intake.headers.column import ColumnMatch, changed, match_path
from analysis.intake.headers.columns import related
from analysis.intake.headers.kinds import table_kind
from analysis.intake.headers.legends import read_legend
from analysis.intake.headers.others import asks_of_another
from analysis.intake.layout.letters import row_letters
from analysis.intake.locate import Table
from analysis.intake.parts.days_alone import counted_by_day, states_by_day
from analysis.intake.parts.long_lists import are_units
from analysis.intake.parts.told_by_answers import told_by_answers
from analysis.intake.sheet import CellValue, Sheet
from analysis.intake.values import state_of_heading
from analysis.intake.values.state_phrases import heads_by_state, state_of_word
from analysis.vocabulary import Vocabulary, key

# What 单位, 复工企业, 规上企业, 填报单位名称, 企业法人名称, Respondent and 重点企业 are taken for.
_NOT_NAMED = (
    None, "expected_n", "resumed_n", "above_scale", "office", "legal_rep", "contact", "key_enterprise", "task_source",
    "downstream_name", "supplier_name",
)  # fmt: skip
_OF_PROJECTS = frozenset({
    "continuing_or_new", "project_level", "total_investment_10k_cny", "workers_needed", "workers_present", "contractor",
})  # fmt: skip
_NAMES_ENTERPRISES = ("ledger", "suppliers", "tasks")  # kinds of lists that are of nobody without names
_UNSAID = (None, "four_category", "task_state")  # what 分类 and 类别, 目前进展 are taken for
_OF_RESUMING = re.compile(
    "复工|复产|开工|停工|停产|生产|检修|恢复|开机|停机|运转|停转|运作|营运|营业(?![额收利税执])"
    "|resum|re-?open|restart|running|operati|closed|shut|stopped|trading|working|functional|idle|suspended|\\bopen",
    re.IGNORECASE,
)
# 通讯恢复情况, 审批情况: of something else than the enterprise, though a state may be its answer.
_OF_OTHER_THINGS = re.compile(
    "通[讯信]|网络|水|电力|供[电热气]|用[电气]|燃气|道路|交通|物流|运输|食堂|宿舍|学校|班车|周边|项目|工程|客户|上游|下游"
    "|供应|保险|理赔|银行|贷款|手续|员工|职工|人员|审批|申请|方案|订单|防疫|防控|消毒|检测|隐患|整改|培训"
)
_LEVEL = re.compile("(?:国家|[省州市县区部])(?:[级属列]|重点|重大)+(?:项目|工程)?")
_SHORTEST_STATE = 3  # 是, 有, 正常 answer any question
_STATES = ("state", "state_choice", "is_stopped", "project_state")
_MOST, _SOME = 0.8, 0.2  # of what stands in a column
_ASKS_FOR_CODE = re.compile("[编代]?码|号|code|number|id", re.I)
_CREDIT_CODE = re.compile(r"[0-9A-Y]{2}\d{6}[0-9A-Y]{10}")


def told_columns(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """The columns of a list (``matches``, in order) with names and states found where no header says them."""
    matches = matches if table.header_rows else _without_header(sheet, table)
    matches = _without_numbers_as_names(matches, sheet, table)
    matches = _kind_told([_level_told(match, sheet, table) for match in matches], sheet, table, words)
    matches = _codes_told(told_by_answers(matches, sheet, table, words), sheet, table)
    fields = {match.field for match in matches}
    if "difficulty_amount" in fields:
        matches = _units_told(matches, sheet, table, words)
    if "name" not in fields:
        named = _under_another_header(matches, sheet, table, words)
        is_named = any(match.field == "name" for match in named)
        return told_columns(named, sheet, table, words) if is_named else named
    if fields.isdisjoint(_STATES):
        matches = states_by_day(
            _states_told(_by_legend(matches, sheet, table, words), sheet, table, words), sheet, table, words
        )
    return counted_by_day(_beside_numbers(matches, sheet, table), sheet, table, words)


def _without_numbers_as_names(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """A word for names over numbers (Establishment) asks for something else, unless it is merged over names too."""
    for place, match in enumerate(matches):
        if match.field != "name" or [other.path for other in matches].count(match.path) > 1:
            continue
        said = [sheet.value(row, match.column) for row in table.data_rows(sheet)]
        letters = row_letters(said).replace("-", "").replace(" ", "")
        if letters and "e" not in letters and letters.count("9") + letters.count("y") >= _MOST * len(letters):
            matches = changed(matches, place, field=None, rules=("header_unknown",))
    return matches


def _without_header(sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """The columns of a list that has no header, the first of enterprises as their names; none where there is none."""
    columns = [ColumnMatch(column, None) for column in range(table.first_column, table.last_column + 1)]
    for place, match in enumerate(columns):
        if (cells := table.filled(sheet, match.column)) and _lists_enterprises(cells):
            return changed(columns, place, field="name", rules=("header_missing",))
    return []


def _level_told(match: ColumnMatch, sheet: Sheet, table: Table) -> ColumnMatch:
    """项目类别 over 省重点 and 县重点 asks not whether a project goes on or begins, but whose it is."""
    if match.field != "continuing_or_new":
        return match
    cells = table.filled(sheet, match.column)
    are_levels = bool(cells) and all(isinstance(cell, str) and _LEVEL.fullmatch(cell.strip()) for cell in cells)
    return match._replace(field="project_level") if are_levels else match


def _kind_told(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """类别 over 续建 and 新建 asks of projects whether they go on or begin, where nothing else does."""
    fields = {match.field for match in matches}
    if "project_name" not in fields or "continuing_or_new" in fields:
        return matches
    kinds = words.choices["continuing_or_new"]
    for place, match in enumerate(matches):
        cells = table.filled(sheet, match.column) if match.field in _UNSAID else ()
        known = [cell for cell in cells if isinstance(cell, str) and key(cell) in kinds]
        if known and len(known) >= _MOST * len(cells):
            return changed(matches, place, field="continuing_or_new", suggestion="", rules=())
    return matches


def _units_told(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """单位 over 人 and 万元 says in what the amounts beside it are counted."""
    for place, match in enumerate(matches):
        if match.field in _NOT_NAMED and are_units(table.filled(sheet, match.column), words):
            return changed(matches, place, field="difficulty_unit", suggestion="", rules=())
    return matches


def _codes_told(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """代码 over codes of 18 characters asks for the credit code, where nothing else does."""
    if "uscc" in {match.field for match in matches}:
        return matches
    for place, match in enumerate(matches):
        if match.field in (None, "enterprise_id") and match.path and _ASKS_FOR_CODE.search(match.path[-1]):
            cells = table.filled(sheet, match.column)
            codes = [cell for cell in cells if isinstance(cell, str) and _CREDIT_CODE.fullmatch(cell.strip().upper())]
            if codes and len(codes) >= _MOST * len(cells):
                return changed(matches, place, field="uscc", suggestion="", rules=())
    return matches


def _by_legend(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """A column of codes whose header a legend of states names, above or below the table: 现状代码 1=已复工 2=未复工."""
    headers = [(place, key(match.path[-1])) for place, match in enumerate(matches) if not match.field and match.path]
    unknown = [(place, header) for place, header in headers if header]  # * has no word
    rows = [sheet.rows[row - 1] for row in (*table.title_rows, *table.note_rows)] if unknown else []
    legends = [key(cell) for row in rows for cell in row if isinstance(cell, str) and read_legend(cell, words)]
    named = next((place for place, header in unknown if any(header in legend for legend in legends)), None)
    return matches if named is None else changed(matches, named, field="state", suggestion="", rules=())


def _states_told(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """A column of states under any word: of 已复工企业 and 未复工企业, mostly merged downwards, or of 停产 ..."""
    of_tasks = OF_TASKS.intersection(match.field for match in matches)
    for place, match in enumerate(matches):
        if match.field in _UNSAID and not any(_is_of_another(word, words) for word in match.path):
            cells = table.filled(sheet, match.column)
            plain = 0 if of_tasks == {match.field} else _SOME
            if cells and all(isinstance(cell, str) for cell in cells) and _are_states(cells, words, plain):
                rules = ("header_ambiguous",) if match.path else ()
                return changed(matches, place, field="state", suggestion="", rules=rules)
    return matches


def _is_of_another(word: str, words: Vocabulary) -> bool:
    return asks_of_another(word, words) or _OF_OTHER_THINGS.search(word) is not None


def _are_states(cells: list[str], words: Vocabulary, plain: float) -> bool:
    """Whether all name groups of enterprises by their state, or most speak of one and more than a share ``plain`` say
    nothing else, or all.

    是 and √ answer any question.
    """
    known = {cell for cell in cells if len(cell) >= _SHORTEST_STATE and state_of_word(cell, words)}
    said = [cell for cell in cells if cell in known or _OF_RESUMING.search(cell)]
    plainly = [cell for cell in said if cell in known or key(cell) in words.states]
    some = len(said) > 0.7 * len(cells) and (not plain or len(plainly) > plain * len(cells))
    return some or len(said) == len(cells) or all(map(state_of_heading, cells))


def _beside_numbers(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """A header that is merged over running numbers and names is that of the names."""
    for place, (first, second) in enumerate(pairwise(matches)):
        twice = first.field == second.field == "name" and first.path == second.path
        if twice and all(isinstance(c, (int, float)) or str(c).isdecimal() for c in table.filled(sheet, first.column)):
            return changed(matches, place, field="seq")
    return matches


def _under_another_header(
    matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary
) -> list[ColumnMatch]:
    """A column of enterprises under 单位 or any other word names them, if that makes the table a list of returns."""
    for place, match in enumerate(matches):
        if match.field in _NOT_NAMED or _is_of_enterprises(match, matches):
            found = changed(matches, place, field="name", unit="", suggestion="", rules=("header_ambiguous",))
            if not any(other.field in _STATES for other in found):
                found = _states_told(found, sheet, table, words)
            if table_kind(found) in _NAMES_ENTERPRISES and _lists_enterprises(table.filled(sheet, match.column)):
                return related(as_alone(found, found[place], words), words)
    if table_kind(matches) == "ledger":  # by codes alone: split_codes takes both from one column
        return [match._replace(field="name") if match.field == "uscc" else match for match in matches]
    return matches


def _is_of_enterprises(match: ColumnMatch, matches: list[ColumnMatch]) -> bool:
    """Whether 项目（企业） may name enterprises: nothing else is asked that is of projects."""
    return match.field == "project_name" and _OF_PROJECTS.isdisjoint({other.field for other in matches})


def as_alone(matches: list[ColumnMatch], named: ColumnMatch, words: Vocabulary) -> list[ColumnMatch]:
    """What the columns mean by themselves, as before the table was taken for one that names no enterprises."""
    return [match if match is named else match_path(match.column, match.path, words) for match in matches]


def _lists_enterprises(cells: list[CellValue]) -> bool:
    """Whether most cells are enterprises, but for totals and for the states that head some of them."""
    letters = row_letters([cell for cell in cells if not (isinstance(cell, str) and heads_by_state(cell))])
    return letters.count("e") > 0.5 * (len(letters) - letters.count("s"))
