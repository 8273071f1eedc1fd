"""The fictional register: who exists, and that nobody real does."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from stdnum.cn import uscc

from analysis.samples.codes import fictional_credit_code, wrong_check_character
from analysis.samples.world import REGISTER_COLUMNS, make_world, size_band
from analysis.surveys import load_survey

ROOT = Path(__file__).resolve().parents[2]
SURVEY = ROOT / "surveys" / "qiannan"
WORLD = make_world()
ABOVE = [e for e in WORLD.enterprises if e.above_scale]
EXPECTED = [e for e in ABOVE if e.normal_before_festival]


def committed_register() -> list[dict[str, str]]:
    with (SURVEY / "register.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_counts_that_reports_rest_on():
    assert len(WORLD.enterprises) == 1100
    assert len(ABOVE) == 820
    assert len(EXPECTED) == 771
    assert len(WORLD.enterprises) - len(ABOVE) == 280
    assert len({e.county_code for e in WORLD.enterprises}) == 12


def test_every_county_is_there_with_enough_enterprises_to_rank():
    assert min(Counter(e.county_code for e in EXPECTED).values()) >= 10


@pytest.mark.parametrize("name", ["uscc", "name"])
def test_no_two_enterprises_are_alike(name):
    values = [getattr(e, name) for e in WORLD.enterprises]
    assert len(set(values)) == len(values)


def test_former_names_are_nobodys_present_name():
    assert not {e.former_names for e in WORLD.enterprises if e.former_names} & {e.name for e in WORLD.enterprises}


def test_credit_codes_have_right_check_characters_but_no_registration_authority():
    assert all(uscc.is_valid(e.uscc) for e in WORLD.enterprises)
    # 52 is Guizhou; it has no prefecture 99, so no such code can have been issued.
    assert {e.uscc[2:8] for e in WORLD.enterprises} == {"529900"}


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_check_character_of_known_codes(code):
    assert not uscc.is_valid(wrong_check_character(code))


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_numbers_outside_the_fictional_range_are_refused(number):
    with pytest.raises(ValueError, match="0 to 999999"):
        fictional_credit_code(number)


@pytest.mark.parametrize(
    ("staff", "output", "size"),
    [
        (1000, 40000, "large"),
        (999, 40000, "medium"),
        (1000, 39999, "medium"),
        (300, 2000, "medium"),
        (299, 2000, "small"),
        (20, 300, "small"),
        (19, 300, "micro"),
        (20, 299, "micro"),
    ],
)
def test_size_bands(staff, output, size):
    assert size_band(staff, output) == size


def test_above_scale_means_twenty_million_yuan_a_year():
    assert all((e.annual_output_10k_cny >= 2000) == e.above_scale for e in WORLD.enterprises)


def test_four_categories_are_all_there():
    counts = Counter(e.category for e in EXPECTED)
    assert set(counts) == {"", "public_utility", "epidemic_supplies", "daily_necessities", "other_key"}
    assert min(counts.values()) >= 10


def test_supply_links_join_enterprises_and_share_out_at_most_all():
    codes = {e.uscc for e in WORLD.enterprises}
    shares: Counter[tuple[str, str]] = Counter()
    for link in WORLD.links:
        assert {link.enterprise, link.supplier} <= codes
        assert link.enterprise != link.supplier
        shares[link.enterprise, link.input] += link.share_pct
    assert max(shares.values()) <= 100


def test_the_committed_register_is_the_world():
    rows = committed_register()
    assert tuple(rows[0]) == REGISTER_COLUMNS
    assert [(r["uscc"], r["name"], r["staff_normal"]) for r in rows] == [
        (e.uscc, e.name, str(e.staff_normal)) for e in WORLD.enterprises
    ]


def test_duties_name_a_group_for_every_county_and_an_owner_for_every_category():
    with (SURVEY / "duties.csv").open(encoding="utf-8", newline="") as lines:
        duties = list(csv.DictReader(lines))
    groups = {d["county_code"]: d["code"] for d in duties if d["kind"] == "supervision_group"}
    assert groups == {e.county_code: e.supervision_group for e in WORLD.enterprises}
    assert {d["category"] for d in duties if d["kind"] == "department"} == {
        "labour", "raw_material", "logistics", "funds", "packaging", "energy", "protective_supplies", "chain", "orders",
        "approval", "equipment", "other",
    }  # fmt: skip


def test_the_survey_says_that_it_is_fictional_and_that_every_county_reports():
    survey = load_survey(SURVEY)
    assert "虚构" in survey.notice["zh"]
    assert "fictional" in survey.notice["en"]
    assert {office.code for office in survey.offices} == {e.county_code for e in WORLD.enterprises}
