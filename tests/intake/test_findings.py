"""What a finding keeps: the cells in few words, and the value as the cell shows it."""

import pytest

from analysis.intake.findings import Findings, Place, ranges


@pytest.mark.parametrize(
    ("cells", "printed"),
    [
        ([(5, 3)], "C5"),
        ([(7, 3), (5, 3), (6, 3), (6, 3)], "C5:C7"),
        ([(5, 3), (20, 3), (5, 28)], "C5,C20,AB5"),
        ([], ""),
    ],
)
def test_cells_in_few_words(cells, printed):
    assert ranges(cells) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [(200.0, "200"), (0.0, "0"), (80.5, "80.5"), ("2.0", "2.0"), (None, ""), (True, "True")],
)
def test_a_value_as_its_cell_shows_it(value, printed):
    findings = Findings()
    findings.add("staff_back_above_normal", Place(), (25, 10), value=value)
    assert findings.rows()[0]["value"] == printed


def test_an_assumption_is_one_row_however_many_cells_and_a_doubt_one_row_each():
    findings = Findings()
    for row in (5, 6):
        findings.add("date_year_assumed", Place(), (row, 4), field="resumed_on", value="2月10日")
        findings.add("staff_back_above_normal", Place(), (row, 10), field="staff_back", value=200)
    found = [(row["rule"], row["cells"], row["count"]) for row in findings.rows()]
    assert found == [
        ("date_year_assumed", "D5:D6", 2), ("staff_back_above_normal", "J5", 1), ("staff_back_above_normal", "J6", 1),
    ]  # fmt: skip
