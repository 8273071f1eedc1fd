"""By what capacities are weighed: by what the register knows of most, and in every county by the same."""

import pandas as pd
import pytest

import analysis
from analysis.store import load, tables
from analysis.store.weights import usual_weight


@pytest.mark.parametrize(
    ("output", "staff", "above_scale", "weight"),
    [
        ([300, 100, None], [10, 30, 10], True, "output"),
        ([300, None, None], [10, 30, 10], True, "staff"),
        ([300, None], [10, 30], True, "staff"),  # a half is not most
        ([300, 0, 0], [10, 30, 10], True, "staff"),  # what weighs nothing is not known
        ([None, 100, None], [None, 30, None], True, "none"),
        ([300, None, None], [None, None, None], [True, False, False], "output"),  # the others are in no rate
        ([300, None, None], [None, None, None], [True, None, None], "output"),
        ([], [], True, "none"),
    ],
)
def test_what_is_known_of_most_above_scale_weighs(output, staff, above_scale, weight):
    numbers = {"annual_output_10k_cny": output, "staff_normal": staff}
    register = pd.DataFrame({name: pd.array(of, "Float64") for name, of in numbers.items()})
    assert usual_weight(register.assign(above_scale=above_scale).astype({"above_scale": "boolean"})) == weight


@pytest.mark.parametrize("area", ["", "522729", "522726"])
def test_a_county_is_weighed_as_the_whole_is(processed, monkeypatch, area):
    """The register has the outputs of one county only."""

    def of_one(*asked):
        frame = load(*asked)
        output = frame["annual_output_10k_cny"].where(frame["county_code"].eq("522729"))
        return frame.assign(annual_output_10k_cny=output)

    monkeypatch.setattr(tables, "load", of_one)
    register = analysis.open_tables("qiannan", area=area, processed=processed).enterprises
    assert len(register)
    assert usual_weight(register) == "staff"
