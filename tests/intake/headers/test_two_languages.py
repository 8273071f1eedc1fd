"""Header rows in Latin letters below or above what says the same: they name no column a second time."""

import pytest

from analysis.intake.layout.paths import said_once

COLUMNS = ["企业名称", "复工状态", "返岗人数", "更新时间"]
CODES = ["QYMC", "FGZT", "FGRS", "GX_SJ"]
ENGLISH = ["Company name", "Status", "Staff back", "Updated"]


def read(*paths):
    return [words for _, words in said_once(list(enumerate(paths, start=1)))]


@pytest.mark.parametrize("again", [CODES, ENGLISH], ids=["codes of fields", "translations"])
def test_a_row_in_latin_letters_says_nothing_more(again):
    once = [(word,) for word in COLUMNS]
    assert read(*zip(COLUMNS, again, strict=True)) == once
    assert read(*zip(again, COLUMNS, strict=True)) == once
    assert read(("序号",), *zip(COLUMNS, again, strict=True)) == [("序号",), *once]


@pytest.mark.parametrize(
    "paths",
    [
        [("企业名称",), ("产值", "万元"), ("用电量", "kWh"), ("返岗率", "%")],
        [("企业", "Name"), ("企业", "Status"), ("企业", "Staff")],
        [("Company", "Name"), ("Company", "Code"), ("State", "Resumed")],
        [("企业名称", "ERP"), ("是否复工",), ("返岗人数",), ("职工总数",)],
    ],
    ids=["units", "one word over all", "no Chinese", "one column"],
)
def test_other_words_stay(paths):
    assert read(*paths) == paths
