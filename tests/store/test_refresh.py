"""What is cleaned again when uploads change, and with what returns are compared."""

import csv

import pytest

from analysis.store import load
from analysis.store.refresh import refresh
from analysis.surveys import load_survey

SETTINGS = "title: {zh: 虚构州}\narea: '00'\nregions: own\nperiods: iso_week\n"
REGIONS = "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n02,乙县,Yi,\n"
REGISTER = "name,county_code\n甲县一厂（虚构）,01\n"


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "survey"
    folder.mkdir()
    for name, text in (("survey.yml", SETTINGS), ("regions.csv", REGIONS), ("register.csv", REGISTER)):
        (folder / name).write_text(text, encoding="utf-8")
    return tmp_path


def send(home, name, staff, *more):
    path = home / "raw" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["企业名称", "是否复工", "职工总数"], ["甲县一厂（虚构）", "是", staff], *more])


def renewed(home, *periods):
    return refresh(load_survey(home / "survey"), home / "raw", home / "processed", periods).periods


def jumps(home):
    findings = load(home / "processed", "findings")
    return findings.loc[findings["rule"].eq("number_jumped"), ["period_id", "cells"]].values.tolist()


def test_a_week_is_compared_with_the_stored_one_before_and_again_when_that_changes(home):
    send(home, "2020-W08/甲县2月19日.csv", 80)
    assert renewed(home) == ("2020-W08",)
    send(home, "2020-W09/甲县2月25日.csv", 800)
    assert renewed(home) == ("2020-W09",)
    assert jumps(home) == [["2020-W09", "C2"]]
    send(home, "2020-W08/甲县2月19日（更正）.csv", 790)
    assert renewed(home) == ("2020-W08", "2020-W09")
    assert jumps(home) == []
    assert renewed(home) == ()


def test_a_week_asked_for_alone_is_compared_as_if_all_had_been_cleaned(home):
    send(home, "2020-W08/甲县2月19日.csv", 80)
    send(home, "2020-W09/甲县2月25日.csv", 800)
    assert renewed(home, "2020-W09") == ("2020-W09",)
    assert jumps(home) == [["2020-W09", "C2"]]


def test_who_is_not_on_the_register_is_not_compared(home):
    unknown = ["不在册的厂（虚构）", "是", 10]
    send(home, "2020-W08/甲县2月19日.csv", 80, unknown)
    renewed(home)
    send(home, "2020-W09/甲县2月25日.csv", 800, [*unknown[:2], 900])
    renewed(home)
    assert jumps(home) == [["2020-W09", "C2"]]
