"""Header rows become fields: each column's path of words is looked up in the vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from analysis.intake.header_search import Hit, search
from analysis.intake.header_words import HeaderDate, HeaderWord, read_legend, read_word, unit_of
from analysis.vocabulary import StateWord, Vocabulary, fold, key

# A header that counts or rates what its word alone would name: 复工情况（户）, 返岗情况（%）.
_BY_UNIT = {
    ("staff_back", "percent"): "staff_pct",
    ("power_kwh", "percent"): "power_pct",
    ("resumed_n", "percent"): "rate_pct",
    ("projects_resumed_n", "percent"): "project_rate_pct",
    ("state", "household"): "resumed_n",
    ("state", "person"): "staff_back",
    ("state", "percent"): "rate_pct",
    ("name", "household"): "expected_n",
}
# The row below a header that numbers its columns or says how they are reckoned: 甲, 1, (2), 3=2/1.
_COLUMN_MARK = re.compile(
    r"^\s*(?:[甲乙丙丁戊己庚辛壬癸]|[A-Z]|[(（]?\d{1,2}[)）]?|[\d()（）]+\s*=[\d()（）+\-*/×÷%\s]+)\s*$"
)
# Below a header, how to answer it: 打√, （是/否）.
_HOW = re.compile(
    r"[(（]?请?(?:(?:打|划|画|填)[“\"]?[√✓✔勾钩][”\"]?|(?:填写?)?[“\"]?是[”\"]?[/或、][“\"]?否[”\"]?)[)）]?"
)
# Fields of which a table may hold many columns.
_MANY = frozenset({"", "text", "personal", "choice", "row_number"})
# What a table of counts calls the number of those that gave an answer.
_COUNT_OF = {
    "running": "resumed_n", "partial": "partial_n", "planned": "planned_n", "stopped": "stopped_n",
    "excluded": "excluded_n",
}  # fmt: skip
_ANSWERED = (None, "state", "stop_reason", "planned_on")  # what the words for answers mean elsewhere
_PART_OF = re.compile(r"^(?:其中[:：]?|[#＃])")
# The fields by which a kind of table is known.
_KINDS = {
    "status": "state state_choice is_stopped resumed_on planned_on staff_back staff_pct capacity_pct power_kwh "
    "mask_stock stop_reason",
    "project": "project_name project_state continuing_or_new total_investment_10k_cny workers_present",
    "counts": "expected_n reported_n resumed_n partial_n stopped_n rate_pct projects_n projects_resumed_n",
    "difficulty": "difficulty_text difficulty_choice difficulty_category difficulty_resolved",
    "register": "uscc industry size above_scale four_category ownership park annual_output_10k_cny batch staff_normal",
    "task": "task_text task_state assigned_on done_on owner_unit due_on",
    "supplier": "supplier_name supplier_input dependence_pct share_pct stock_days supplier_place",
}
_STATUS, _PROJECT, _COUNTS, _DIFFICULTY, _REGISTER, _TASK, _SUPPLIER = (
    frozenset(fields.split()) for fields in _KINDS.values()
)


class ColumnMatch(NamedTuple):
    """What one column means. A tuple, because every table sends some from the child that reads it.

    ``field`` None: not known; ``unit`` the code of the unit the header states ('' for none); ``code`` the answer a
    ticked column stands for; ``score`` 1 for a word of the vocabulary; ``suggestion`` a row to paste into columns.csv;
    ``legend`` what digits stand for, where the header says so.
    """

    column: int
    field: str | None
    code: str = ""
    unit: str = ""
    date: HeaderDate | None = None
    path: tuple[str, ...] = ()
    score: float = 0.0
    suggestion: str = ""
    rules: tuple[str, ...] = ()
    legend: Mapping[str, str] | None = None


def match_headers(paths: Mapping[int, tuple[str, ...]], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """The meaning of each column of a table, in the order of the columns.

    ``paths``: column -> words of its header, top down. Of two columns with one field (and no dates that tell them
    apart) the better, then the first, keeps it; the other has field None and the rule ``header_duplicate``.
    """
    return list(_matched(tuple(sorted(paths.items())), vocabulary))


@lru_cache(1024)  # an office's form has the same labels on every sheet
def _matched(paths: tuple[tuple[int, tuple[str, ...]], ...], vocabulary: Vocabulary) -> tuple[ColumnMatch, ...]:
    matches = [match_path(column, path, vocabulary) for column, path in paths]
    matches = _counts_of_states(_rates_in_context(matches), vocabulary)
    matches = _without_lone_ticks(_ticks_of_states(matches, vocabulary))
    return tuple(_without_duplicates(matches, vocabulary))


def match_path(column: int, path: tuple[str, ...], vocabulary: Vocabulary) -> ColumnMatch:
    """The meaning of one column by its own words alone."""
    return ColumnMatch(column, *_meaning(path, vocabulary))


@lru_cache(1 << 13)
def _meaning(path: tuple[str, ...], vocabulary: Vocabulary) -> tuple:
    """What a ``ColumnMatch`` says besides the column."""
    path = tuple(word for word in path if not _HOW.fullmatch(fold(word))) or path
    words = [read_word(word, vocabulary) for word in path if str(word).strip() and not _COLUMN_MARK.match(str(word))]
    unit, words = _split_units(words, vocabulary)
    date = next((word.date for word in reversed(words) if word.date), None)
    legend = next((read_legend(word.legend, vocabulary) for word in words if word.legend), None)
    words = [word for word in words if word.full]
    hit = search(words, vocabulary)
    if hit.alias is None:
        rules = ("header_unknown",) if words else ()
        return None, "", unit, date, path, hit.score, hit.suggestion, rules, legend
    field, code, unit, rules = _meant(hit, unit, vocabulary)
    return field, code, unit, date, path, hit.score, hit.suggestion, rules, legend


def is_kept(match: ColumnMatch, vocabulary: Vocabulary) -> bool:
    """Whether a column is read: what is not known is not, and personal columns are dropped at the door."""
    return match.field is not None and not is_personal(match, vocabulary)


def is_personal(match: ColumnMatch, vocabulary: Vocabulary) -> bool:
    """Whether a column holds names, numbers or accounts of persons."""
    return match.field is not None and vocabulary.fields[match.field].kind == "personal"


def table_kind(matches: Iterable[ColumnMatch]) -> str:
    """ledger, register, projects, difficulties, suppliers, tasks, summary or other, by the fields of its columns."""
    fields = {match.field for match in matches if match.field}
    named, status = "name" in fields, len(fields & _STATUS)
    if "project_name" in fields and not (named and "staff_back" in fields):
        return "projects"
    if (
        "supplier_name" in fields
        and len(fields & _SUPPLIER) > 1
        and not fields & {"state", "state_choice", "is_stopped", "staff_back"}
    ):
        return "suppliers"
    if "task_text" in fields or (len(fields & _TASK) > 2 and not status and not fields & _DIFFICULTY):
        return "tasks"
    if not named:
        return _kind_without_names(fields, status)
    if fields & _DIFFICULTY and not status:
        return "difficulties"
    if status:
        return "ledger"
    return "register" if fields & _REGISTER else "other"


def _kind_without_names(fields: set[str], status: int) -> str:
    if len(fields & _COUNTS) > 1 or (fields & _COUNTS and "county" in fields):
        return "summary"
    if len(fields & _PROJECT) > 1:
        return "projects"
    if "uscc" in fields and status:
        return "ledger"
    if "county" in fields and fields & {"staff_back", "staff_normal", "capacity_pct", "output_10k_cny", "power_kwh"}:
        return "summary"
    return "difficulties" if fields & _DIFFICULTY and "county" in fields else "other"


def _split_units(words: list[HeaderWord], vocabulary: Vocabulary) -> tuple[str, list[HeaderWord]]:
    """The unit of the lowest word that has one; a last word that is a unit and nothing else is taken off."""
    unit = next((word.unit for word in reversed(words) if word.unit), "")
    if len(words) > 1 and (alone := unit_of(words[-1].full, vocabulary)):
        return alone, words[:-1]
    return unit, words


def _meant(hit: Hit, unit: str, vocabulary: Vocabulary) -> tuple[str, str, str, tuple[str, ...]]:
    """Field, code, unit and rules of a known header with the unit that it states."""
    word, rules = hit.alias, hit.rules
    field = _BY_UNIT.get((word.field, unit), word.field)
    known, stated = vocabulary.fields[field], vocabulary.unit_codes.get(unit)
    target = vocabulary.unit_codes.get(known.unit)
    unit = unit or word.unit
    if stated and target and stated.dimension != target.dimension:
        unit, rules = "", (*rules, "header_unit_conflict")
    elif stated and not target and known.kind not in ("number", "integer", "percent"):
        unit = ""
    return field, word.code if field == word.field else "", unit, rules


def _rates_in_context(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """复工率 beside enterprises' names is a share of staff or capacity, not of enterprises: the code says which."""
    fields = {match.field for match in matches}
    if not fields & {"name", "uscc"} or fields & {"expected_n", "resumed_n"}:
        return [m._replace(code="") if m.field == "rate_pct" else m for m in matches]
    return [
        m._replace(field=m.code, code="", rules=(*m.rules, "header_ambiguous"))
        if m.field == "rate_pct" and m.code
        else m
        for m in matches
    ]


def _ticks_of_states(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """已复工 | 部分复工 | 未复工 over two or more columns in a list of enterprises or projects: an answer to tick each.

    Also beside columns known to be ticked: a blank column between them cuts them off from the header above.
    """
    fields = {match.field for match in matches}
    ticked = {StateWord.of(m.code).state for m in matches if m.field == "state_choice"}
    plain = [m for m in matches if m.path and (m.field in _ANSWERED or m.field in _COUNT_OF.values())]
    answers = {m.column: word for m in plain if (word := _answer(m.path[-1], vocabulary))}
    if not ticked.union(word.state for word in answers.values()) >= {"running", "stopped"}:
        # 拟复工 asks for a date, unless it is one of three answers.
        answers = {m.column: answers[m.column] for m in plain if m.column in answers and m.field != "planned_on"}
    # Beside 未复工 why not may be ticked: 停产检修.
    said = {column: word for column, word in answers.items() if word.reason or word.state not in ticked}
    asked = any(m.field == "state" and m.column not in answers for m in matches)
    if (
        not fields & {"name", "uscc", "project_name"}
        or asked
        or len(ticked.union(word.state for word in said.values())) < 2
    ):
        return matches
    return [
        m._replace(field="state_choice", code=said[m.column].code, score=0.9, suggestion="", rules=())
        if m.column in said
        else m
        for m in matches
    ]


def _counts_of_states(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """已复工 | 未复工 beside 应复工企业数, where no enterprise is named: how many enterprises gave each answer.

    其中：未复工 is a part of what the columns before it count: of enterprises, or of something else (用工人数).
    """
    fields = {match.field for match in matches}
    if "expected_n" not in fields or fields & {"name", "uscc", "project_name"}:
        return matches
    said: dict[int, str] = {}
    counts_enterprises = False
    for m in matches:
        is_part = any(map(_PART_OF.match, m.path))
        word = _answer(m.path[-1], vocabulary) if m.path and m.field in (*_ANSWERED, "state_choice") else None
        if word and word.state in _COUNT_OF and (counts_enterprises or not is_part):
            said[m.column] = _COUNT_OF[word.state]
        if not is_part:
            counts_enterprises = said.get(m.column, m.field) in ("expected_n", "reported_n", *_COUNT_OF.values())
    return [
        m._replace(field=said[m.column], code="", score=0.9, suggestion="", rules=())
        if said.get(m.column, m.field) not in fields
        else m
        for m in matches
    ]


def _answer(text: str, vocabulary: Vocabulary) -> StateWord | None:
    """The state that a header's word says, numbering and hints left out: （二）部分复工, 其中：未复工."""
    return vocabulary.states.get(key(read_word(_PART_OF.sub("", text), vocabulary).plain))


def _without_lone_ticks(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """One column to tick beside a column that gives the whole answer is no set of ticks: the answer keeps its field."""
    counts = Counter(match.field for match in matches)
    lone = {
        field + "_choice"
        for field in ("state", "size", "four_category")
        if counts[field] and counts[field + "_choice"] == 1
    }
    return [
        m._replace(field=None, code="", rules=(*m.rules, "header_duplicate")) if m.field in lone else m for m in matches
    ]


def _without_duplicates(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    places: dict[tuple, ColumnMatch] = {}
    for match in sorted(matches, key=lambda m: (-round(m.score, 2), m.column)):
        if match.field and vocabulary.fields[match.field].kind not in _MANY:
            places.setdefault((match.field, match.date), match)
    return [
        match
        if places.get((match.field, match.date), match) is match
        else match._replace(field=None, code="", rules=(*match.rules, "header_duplicate"))
        for match in matches
    ]
