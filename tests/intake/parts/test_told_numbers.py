"""Cells that tell several numbers apart by words."""

import pandas as pd
import pytest
from small_survey import ONE, TWO, cleaned

from analysis.intake.parts.numbers_in_cells import tells_another, told_number
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()


@pytest.mark.parametrize(
    ("text", "field", "told"),
    [
        ("应到310人，实到258人", "staff_back", "258人"),
        ("应到310人，实到258人", "staff_due", "310人"),
        ("职工310人，已返岗约258人", "staff_back", "约258人"),
        ("职工310人，已返岗258人", "staff_normal", "310人"),
        ("总人数：310；到岗：258", "staff_back", "258"),
        ("应返岗310 已返岗258", "staff_back", "258"),
        ("258（应到310）", "staff_back", "258"),
        ("应到120实到86", "staff_back", "86"),
        ("258人（返岗率83%）", "staff_back", "258人"),
        ("返岗 258 人，返岗率 83%", "staff_back", None),  # a number apart from its words: not guessed
        ("310/258", "staff_back", None),
        ("男150，女108", "staff_back", None),
        ("本省200人，外省58人", "staff_back", None),
        ("共310人，到岗258人", "staff_normal", "310人"),
        ("到岗200人，返岗58人", "staff_back", None),  # which of them
        ("应到310人，实到258人", "output_10k_cny", None),
        ("258人", "staff_back", None),  # one number needs no telling
        ("", "staff_back", None),
    ],
)
def test_the_number_whose_words_are_those_of_the_field(text, field, told):
    assert told_number(text, field, WORDS) == told


@pytest.mark.parametrize(
    ("text", "field", "another"),
    [
        ("缺20人", "staff_back", True),
        ("尚差20人", "staff_back", True),
        ("未到岗15人", "staff_back", True),
        ("隔离5人", "staff_back", True),
        ("缺20人", "labour_gap", False),
        ("返岗120人", "staff_back", False),
        ("员工120人", "staff_back", False),
        ("在册职工120人", "staff_back", True),
        ("返岗120人", "staff_normal", True),
        ("大概有120人", "staff_back", False),
        ("120人", "staff_back", False),
    ],
)
def test_words_before_a_number_may_say_that_it_is_another(text, field, another):
    assert tells_another(text, field, WORDS) is another


def test_a_list_reads_the_number_that_is_meant_and_says_so(tmp_path):
    rows = [[ONE, "是", "职工310人", "应到310人，实到约258人"], [TWO, "是", 80, "男50，女30"]]
    tables = cleaned(tmp_path, {"甲县2月25日": [["企业名称", "是否复工", "职工总数", "返岗人数"], *rows]})
    assert tables["status"].sort_values("source_row")["staff_back"].astype(object).tolist() == [258, pd.NA]
    found = tables["findings"]
    told = {rule: cells for rule, cells in zip(found["rule"], found["cells"], strict=True) if cells[:1] == "D"}
    assert told == {"number_from_text": "D2", "number_approximate": "D2", "number_unreadable": "D3"}
