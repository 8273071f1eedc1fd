"""docs/indicators.md is complete: every public function has its row with an oracle, and a test that calls it."""

import inspect
import re
from pathlib import Path

import pytest

from analysis import metrics

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/indicators.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and line.count("|") == 7
]
FUNCTIONS = [name for name, value in vars(metrics).items() if inspect.isfunction(value)]
TESTS = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_its_row_and_its_test(name):
    rows = [row for row in ROWS if f"`{name}`" in row[1]]
    assert rows, f"docs/indicators.md has no row for {name}"
    assert all(row[-1] not in ("", "—") for row in rows), f"{name} has no oracle"
    assert re.search(rf"\b{name}\b", TESTS), f"no test calls {name}"


def test_the_table_names_no_function_that_is_gone():
    named = {name for row in ROWS[1:] for name in re.findall(r"`([a-z_]+)`", row[1])}
    assert named <= set(vars(metrics)), named - set(vars(metrics))
