"""The state that a group row, a title or the sheet's name gives all enterprises beneath it: 二、未复工企业."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence

from analysis.intake.parts.part import Part
from analysis.intake.values import state_of_heading
from analysis.intake.values.state_phrases import reason_of_heading

_LISTS = ("register", "other")
# Columns that say themselves how an enterprise stands or what holds it back.
_SAID = frozenset({
    "state", "state_choice", "is_stopped", "stop_reason", "difficulty_text", "difficulty_choice", "difficulty_category",
})  # fmt: skip


def state_of_group(group: str) -> str | None:
    return state_of_heading(group) if group else None


def state_of_titles(part: Part) -> str | None:
    """What the nearest title that names a state says, else the sheet's name."""
    titles = [text for text in (*part.headings, *reversed(part.titles), part.place.sheet) if isinstance(text, str)]
    return next((state for text in titles if (state := state_of_heading(text))), None)


def states_above(part: Part, places: Sequence[int]) -> list[str | None]:
    """What stands above says of the rows in some places."""
    by_title = state_of_titles(part)
    by_group = {group: state_of_group(group) or by_title for group in set(part.groups)}
    return [by_group[part.groups[index]] for index in places]


def answers_by_headings(part: Part) -> bool:
    """Whether a list of names, which has no column for what became of them, is parted by it: 已复工企业名单."""
    is_list = part.kind in _LISTS and part.first("name") is not None and len(part.rows) > 0
    return is_list and all(states_above(part, range(len(part.rows))))


def reasons_above(part: Part, places: Sequence[int]) -> Iterator[tuple[int, int, int, str]]:
    """(place, row and column of the heading, what it says of why) of enterprises under a heading that gives a reason
    with their state, or under a title that gives the state: 二、缺料停产企业."""
    if not part.group_rows or not _SAID.isdisjoint({match.field for match in part.columns}):
        return
    why = {group: reason for group in set(part.groups) if (reason := reason_of_heading(group))}
    for at, state in zip(places, states_above(part, places), strict=True) if why else ():
        above = bisect(part.group_rows, part.rows[at])
        if state and above and part.groups[at] in why:
            yield at, part.group_rows[above - 1], part.columns[0].column, why[part.groups[at]]
