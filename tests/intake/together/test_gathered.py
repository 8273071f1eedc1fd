"""Rows of many parts come back as they went in, in their order."""

import datetime

import pandas as pd
import pytest

from analysis.intake.together.gathered import Gathered, pieces, take_rows

KINDS = {"name": "text", "state": "word", "day": "day", "staff": "number"}


def rows(*values: tuple) -> dict[str, list]:
    return dict(zip(KINDS, map(list, zip(*values, strict=True)), strict=True))


def test_numbers_may_be_whole_days_are_days_and_missing_is_missing():
    gathered = Gathered(KINDS)
    gathered.add(4, rows(("甲厂", "running", datetime.date(2020, 2, 10), 120), ("乙厂", None, None, None)))
    gathered.add(5, {})
    gathered.add(7, rows(("丙厂", "stopped", None, 0.5)))
    frame = pd.DataFrame(gathered.columns())
    assert frame["part_index"].tolist() == [4, 4, 7]
    assert frame["name"].tolist() == ["甲厂", "乙厂", "丙厂"]
    assert frame["state"].astype(object).where(frame["state"].notna(), None).tolist() == ["running", None, "stopped"]
    assert frame["day"].tolist() == [datetime.date(2020, 2, 10), None, None]
    assert frame["staff"].tolist() == [120, pd.NA, 0.5]


def test_a_whole_number_that_no_float_holds_is_rounded():
    gathered = Gathered(KINDS)
    gathered.add(0, rows(("甲厂", "running", None, 2**53 + 1), ("乙厂", "running", None, 10**25)))
    assert pd.DataFrame(gathered.columns())["staff"].tolist() == [2.0**53, 1e25]


@pytest.mark.parametrize("sizes", [[20_000], [5_000] * 5, [1] * 10, []])
def test_however_many_come_at_a_time(sizes):
    gathered, number = Gathered(KINDS), 0
    for part, size in enumerate(sizes):
        gathered.add(part, rows(*((f"厂{number + n}", f"s{part}", None, number + n) for n in range(size))))
        number += size
    frame = pd.DataFrame(gathered.columns())
    assert frame["staff"].tolist() == list(range(number))
    assert frame["name"].tolist() == [f"厂{n}" for n in range(number)]
    assert frame["state"].tolist() == [f"s{part}" for part, size in enumerate(sizes) for _ in range(size)]
    assert frame["part_index"].tolist() == [part for part, size in enumerate(sizes) for _ in range(size)]


def test_rows_that_are_taken_are_handed_over():
    gathered = Gathered(KINDS)
    gathered.add(0, rows(("甲厂", "running", None, 1), ("乙厂", "stopped", None, 2), ("丙厂", "running", None, 3)))
    columns = gathered.columns()
    assert take_rows(columns, [2, 0])["staff"].tolist() == [3, 1]
    assert columns == {}


def test_pieces_make_up_the_whole():
    assert [[*range(7)][some] for some in pieces(7, 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert [*pieces(0)] == []
