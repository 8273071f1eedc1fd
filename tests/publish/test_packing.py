"""Charts as short JSON: what is packed is whole again, in fewer characters."""

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest

from analysis.publish.packing import packed, rounded
from analysis.publish.page import TEMPLATES

LABEL = {"xanchor": "left", "xref": "x", "yref": "y", "bgcolor": "#FFFFFF"}
LABELS = [{**LABEL, "text": f"{number}户", "x": number, "y": place} for place, number in enumerate((225, 190, 172))]
NAME = {"text": "物流", "x": 0, "y": 0}
CASES = {
    "nothing": [],
    "what is no list of objects": [{"data": [{"x": [1, 2.5, None], "z": [[1], []]}], "layout": {"visible": False}}],
    "objects with the same keys": [{"layout": {"annotations": LABELS}}],
    "objects with other keys among them": [{"layout": {"annotations": [*LABELS, NAME, *LABELS]}}],
    "the same objects for wide screens": [{"layout": {"annotations": [*LABELS, NAME], "meta": {"wide": LABELS}}}],
    "the same chart twice": [{"layout": {"annotations": LABELS}}, {"layout": {"annotations": LABELS}}],
    "one and true are not the same": [{"a": [1] * 40, "b": [True] * 40, "c": [1] * 40}],
    "objects that are alike but for a list": [{"data": [{"x": [1, 2], "type": "bar"}, {"x": [3, 4], "type": "bar"}]}],
    "objects that are all the same": [{"shapes": [NAME, NAME, NAME]}],
}


def whole(short: object) -> object:
    """What page.js makes of it."""
    if isinstance(short, list):
        return [whole(value) for value in short]
    if not isinstance(short, dict):
        return short
    if "$runs" not in short:
        return {key: whole(value) for key, value in short.items()}
    return [
        whole(run["same"]) | {key: values[place] for key, values in whole(run["each"]).items()}
        for run in short["$runs"]
        for place in range(run["n"])
    ]


@pytest.mark.parametrize("figures", CASES.values(), ids=CASES)
def test_what_is_packed_is_whole_again(figures):
    made = json.loads(json.dumps(packed(figures)))
    assert json.dumps(whole(made), sort_keys=True) == json.dumps(figures, sort_keys=True)


def test_what_all_objects_say_is_said_once():
    made = packed(CASES["objects with the same keys"])
    (run,) = made[0]["layout"]["annotations"]["$runs"]
    assert run["n"] == 3
    assert run["same"] == LABEL
    assert run["each"] == {"text": ["225户", "190户", "172户"], "x": [225, 190, 172], "y": [0, 1, 2]}


def test_two_objects_are_packed_one_is_not():
    assert packed(LABELS[:1]) == LABELS[:1]
    assert list(packed(LABELS[:2])) == ["$runs"]


@pytest.mark.skipif(not which("node"), reason="no node")
@pytest.mark.parametrize("figures", CASES.values(), ids=CASES)
def test_the_page_unpacks_it(figures, tmp_path: Path):
    script = (TEMPLATES / "page.js").read_text("utf-8")
    functions = script[script.index("  function whole(") : script.index("  function figureOf(")]
    data = json.dumps(packed(figures))
    tried = f"{functions}\nconsole.log(JSON.stringify(whole({data})));"
    (tmp_path / "tried.js").write_text(tried, "utf-8")
    printed = subprocess.run(["node", tmp_path / "tried.js"], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(printed.stdout) == figures


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [(1.23456789, 1.2346), ({"x": (0.1 + 0.2, 3)}, {"x": [0.3, 3]}), ("1.23456789", "1.23456789"), (True, True)],
)
def test_places_keep_four_decimals(drawn, kept):
    assert rounded(drawn) == kept
