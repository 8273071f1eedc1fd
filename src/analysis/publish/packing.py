"""A page's charts as short JSON: digits that nobody sees, and what is said again and again, are left out."""

from collections.abc import Mapping
from itertools import groupby


def rounded(drawn: object) -> object:
    """A figure's JSON without digits that nobody can see: places keep four decimals, tables keep every digit."""
    if isinstance(drawn, float):
        return round(drawn, 4)
    if isinstance(drawn, Mapping):
        return {key: rounded(value) for key, value in drawn.items()}
    return [rounded(value) for value in drawn] if isinstance(drawn, list | tuple) else drawn


def packed(drawn: object) -> object:
    """The same in fewer characters, what all of several objects say said once; ``whole`` of page.js unpacks it.

    Objects that follow each other in a list and have the same keys become columns: labels and names of a chart.
    """
    if isinstance(drawn, Mapping):
        return {key: packed(value) for key, value in drawn.items()}
    if not isinstance(drawn, list | tuple):
        return drawn
    if len(drawn) < 2 or not all(isinstance(value, Mapping) for value in drawn):
        return [packed(value) for value in drawn]
    return {"$runs": [_run(list(run)) for _, run in groupby(drawn, key=lambda value: sorted(value))]}


def _run(objects: list[Mapping]) -> dict:
    """Objects with the same keys: their number, what all say, and the others' values key by key."""
    first = objects[0]
    same = {key: value for key, value in first.items() if all(other[key] == value for other in objects)}
    each = {key: [other[key] for other in objects] for key in first if key not in same}
    return {"n": len(objects), "same": packed(same), "each": packed(each)}
