"""A page's charts as short JSON: digits that nobody sees, and what is said again and again, are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

# Shorter than this, saying it again costs less than pointing at it.
_WORTH_POINTING = 60


def rounded(drawn: object) -> object:
    """A figure's JSON without digits that nobody can see: places keep four decimals, tables keep every digit."""
    if isinstance(drawn, float):
        return round(drawn, 4)
    if isinstance(drawn, Mapping):
        return {key: rounded(value) for key, value in drawn.items()}
    return [rounded(value) for value in drawn] if isinstance(drawn, list | tuple) else drawn


def packed(figures: Sequence[object]) -> dict:
    """Figures as ``figures`` and ``again``, in fewer characters; ``whole`` of page.js unpacks them.

    Objects that follow each other in a list and have the same keys become columns, what all of them say said once;
    a list or object that comes several times stands in ``again``, and at its places its number. Labels and names of a
    chart are such objects, and layouts for narrow and for wide screens share most of them.
    """
    columns = [_in_columns(figure) for figure in figures]
    met = _Met()
    met.meet(columns)
    met.count(columns)
    return {"figures": [met.pointed(figure) for figure in columns], "again": met.again()}


class _Met:
    """The lists and objects of JSON that have been met, each with a number: what is the same has the same number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple, int] = {}
        self._number_of: dict[int, int] = {}  # by the identity of the very list or object
        self._long: set[int] = set()  # worth pointing at
        self._firsts: dict[int, object] = {}
        self._several: dict[int, int] = {}  # the place in ``again`` of what comes several times

    def meet(self, drawn: object) -> tuple[object, int]:
        """A key that only the same JSON has, and about how many characters it is written in."""
        if not isinstance(drawn, Mapping | list):
            return (type(drawn), drawn), len(str(drawn)) + 3
        values = list(drawn.values()) if isinstance(drawn, Mapping) else drawn
        keys, lengths = zip(*map(self.meet, values), strict=True) if values else ((), ())
        names = tuple(drawn) if isinstance(drawn, Mapping) else None
        length = sum(lengths) + sum(len(name) + 3 for name in names or ())
        number = self._numbers.setdefault((names, keys), len(self._numbers))
        self._number_of[id(drawn)] = number
        if length >= _WORTH_POINTING:
            self._long.add(number)
        return number, length

    def count(self, drawn: object) -> None:
        """Find what comes several times, the largest first: what is inside of it comes but once more."""
        if not isinstance(drawn, Mapping | list) or (number := self._number_of[id(drawn)]) not in self._long:
            return
        if number in self._firsts:
            self._several.setdefault(number, len(self._several))
            return
        self._firsts[number] = drawn
        for value in drawn.values() if isinstance(drawn, Mapping) else drawn:
            self.count(value)

    def pointed(self, drawn: object) -> object:
        """The same with a number in place of what was met several times."""
        if not isinstance(drawn, Mapping | list):
            return drawn
        place = self._several.get(self._number_of[id(drawn)])
        return self._written(drawn) if place is None else {"$again": place}

    def again(self) -> list:
        return [self._written(self._firsts[number]) for number in self._several]

    def _written(self, drawn: object) -> object:
        if isinstance(drawn, Mapping):
            return {key: self.pointed(value) for key, value in drawn.items()}
        return [self.pointed(value) for value in drawn]


def _in_columns(drawn: object) -> object:
    if isinstance(drawn, Mapping):
        return {key: _in_columns(value) for key, value in drawn.items()}
    if not isinstance(drawn, list | tuple):
        return drawn
    if len(drawn) < 2 or not all(isinstance(value, Mapping) for value in drawn):
        return [_in_columns(value) for value in drawn]
    return {"$runs": [_run(list(run)) for _, run in groupby(drawn, key=lambda value: sorted(value))]}


def _run(objects: list[Mapping]) -> dict:
    """Objects with the same keys: their number, what all say, and the others' values key by key."""
    first = objects[0]
    same = {key: value for key, value in first.items() if all(other[key] == value for other in objects)}
    each = {key: [other[key] for other in objects] for key in first if key not in same}
    return {"n": len(objects), "same": _in_columns(same), "each": _in_columns(each)}
