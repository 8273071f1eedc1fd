"""The small lines: where their points lie, where they break, what they say."""

import re

import pytest

from analysis.publish.sparkline import HEIGHT, WIDTH, sparkline


def drawn(values):
    found = re.search(r'<path d="([^"]*)"/>', sparkline(values, "words"))
    return [tuple(map(float, point.split())) for point in re.split("[ML]", found[1]) if point]


@pytest.mark.parametrize(
    ("values", "points"),
    [
        # 4 pixels off each edge; 0 at the bottom, 100 at the top.
        ([0, 100], [(4, HEIGHT - 4), (WIDTH - 4, 4)]),
        ([50, 50], [(4, HEIGHT / 2), (WIDTH - 4, HEIGHT / 2)]),
        # Beyond 100 is drawn at 100.
        ([0, 130], [(4, HEIGHT - 4), (WIDTH - 4, 4)]),
    ],
)
def test_points_lie_on_one_scale(values, points):
    assert drawn(values) == points


def test_a_period_without_a_value_is_a_gap():
    # Five places, the middle one unknown: one stroke before it, one after.
    assert sparkline([0, 10, None, 30, 40], "x").count("M") == 1 + 2


@pytest.mark.parametrize("values", [[], [None], [3], [None, 3, None]])
def test_fewer_than_two_values_are_no_line(values):
    assert sparkline(values, "x") == ""


def test_words_are_text_wherever_they_came_from():
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in sparkline([1, 2], '"><script>')
