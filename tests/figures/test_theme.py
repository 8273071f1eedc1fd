"""The one theme: colours that can be told apart, text that can be read."""

from itertools import pairwise

import pytest

from analysis.figures import theme


def test_known_contrasts():
    # WCAG 2.2: black on white is 21, a colour on itself 1; #767676 is the well-known lightest grey of 4.5 on white.
    assert theme.contrast("#000000") == pytest.approx(21)
    assert theme.contrast("#28A197", "#28A197") == 1
    assert theme.contrast("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", theme.PALETTE)
def test_every_colour_stands_out_from_white(colour):
    assert theme.contrast(colour) >= 3


@pytest.mark.parametrize("pair", list(pairwise(theme.PALETTE)))
def test_neighbours_of_the_palette_differ(pair):
    assert theme.contrast(*pair) >= 3


@pytest.mark.parametrize("share", [i / 20 for i in range(21)])
def test_text_on_any_shade_can_be_read(share):
    colour = theme.shade(share)
    assert theme.contrast(theme.on(colour), colour) >= 4


def test_shades_meet_the_scale_at_its_stops_and_lie_between():
    assert [theme.shade(place) for place, _ in theme.CIVIDIS] == [colour.upper() for _, colour in theme.CIVIDIS]
    assert theme.shade(0.5, [[0, "#000000"], [1, "#FFFFFF"]]) == "#808080"


def test_text_colours_reach_aa():
    assert theme.contrast(theme.TEXT) >= 4.5
    assert theme.contrast(theme.MUTED) >= 4.5
    assert theme.contrast(theme.MUTED, theme.SURFACE["ground"]) >= 4.5
    assert theme.contrast("#FFFFFF", theme.BLUE) >= 4.5


def test_the_style_sheet_takes_its_colours_from_the_theme():
    variables = theme.css_variables()
    assert f"--blue: {theme.BLUE};" in variables
    assert variables.index("Noto Sans CJK SC") < variables.index("Source Han Sans SC") < variables.index("PingFang SC")
