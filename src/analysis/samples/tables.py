"""The tables that shape the sample world, and draws from them that are the same on every machine."""

import random
from functools import cache
from pathlib import Path

from analysis.vocabulary.files import read_rows

SEED = "qiannan-2020"
_FOLDER = Path(__file__).parent / "data"


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``data/<name>.csv``."""
    return tuple(read_rows(_FOLDER / f"{name}.csv"))


def data_file(name: str) -> Path:
    """The path of a file of the sample's own data."""
    return _FOLDER / name


class Draw:
    """Draws that depend on their key alone, so that a change in one place moves nothing elsewhere."""

    def __init__(self, *key: object):
        self._random = random.Random("/".join(map(str, (SEED, *key)))).random

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random()

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def integer(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def one_of(self, items):
        return items[int(self._random() * len(items))]

    def weighted(self, weights: dict[str, float]) -> str:
        mark = self._random() * sum(weights.values())
        for item, weight in weights.items():
            mark -= weight
            if mark < 0:
                return item
        return item


def some(items: list, count: int, *key: object) -> list:
    """``count`` of the items, drawn without repetition, in their own order."""
    draw = Draw(*key)
    chosen = sorted((draw.between(0, 1), place) for place in range(len(items)))[:count]
    return [items[place] for place in sorted(place for _, place in chosen)]
