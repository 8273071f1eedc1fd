"""What to unblock first, in words and drawn: sentences a person would have written, names only for those who may."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest
from fictional_weeks import SURVEY, WEEKS

from analysis import figures
from analysis.figures import unblock as words
from analysis.figures.exhibit import Exhibit, Notice
from analysis.metrics import chain
from analysis.vocabulary.audiences import find_audience

LINKS = [
    ("乙", "甲", "磷矿石", 100.0, 100.0, 0.0),
    ("丙", "乙", "磷酸", 50.0, None, None),
    ("丁", "乙", "磷酸", None, None, None),
    ("丁", "外省煤矿", "煤", None, None, None),
]
# Staff back of 100 and normal output in 10,000 yuan: 甲 at 40 % holds 乙 at 40 %, 丙 at 70 %, 丁 at 70 %.
FIRMS = {"甲": (40, 5000), "乙": (100, 10000), "丙": (100, 18000), "丁": (100, 2000)}


def about(lang="zh", audience="internal"):
    return SimpleNamespace(
        survey=SURVEY, period=WEEKS[-1], previous=WEEKS[-2], periods=WEEKS, area=SURVEY.region("522700"),
        base="expected", lang=lang, audience=find_audience(audience),
    )  # fmt: skip


def plan(affected=("乙", "丙"), state="running", is_whole=True, rows=LINKS):
    columns = ["enterprise_id", "supplier_id", "input", "dependence_pct", "share_pct", "stock_days"]
    links = pd.DataFrame(rows, columns=columns)
    links = links.assign(supplier_name=links["supplier_id"])
    panel = pd.DataFrame(
        {
            "enterprise_id": list(FIRMS),
            "name": [f"{name}<b>公司" for name in FIRMS],
            "county_code": "522702",
            "industry_code": "26",
            "state": [state if name == "甲" else "running" for name in FIRMS],
            "staff_normal": 100.0,
            "staff_back": [float(back) for back, _ in FIRMS.values()],
            "staff_normal_register": 100.0,
            "annual_output_10k_cny": [float(output) for _, output in FIRMS.values()],
            "above_scale": True,
            "normal_before_festival": True,
        }
    )
    told = pd.DataFrame({"enterprise_id": list(affected), "category": "raw_material"})
    return chain.unblock_plan(links, panel, told, is_whole=is_whole)


def test_pattern_7_names_who_is_freed_and_how_much():
    """60 % of 乙, 30 % of 丙 and of 丁: 12000. If stocks not stated last: 6000; if 丁 depends wholly: 12600."""
    assert figures.unblock_sentences(about(), plan())[0] == (
        "据3户填报测算，甲<b>公司恢复满产可带动3户、产值1.2亿元（6000万元至1.3亿元），建议优先协调。"
    )
    assert figures.unblock_sentences(about("en"), plan())[0] == (
        "Calculated from the answers of 3 enterprises: 甲<b>公司 at full output would free 3 enterprises "
        "and a yearly output of 120 million yuan (60 to 126 million yuan); settle this first."
    )


def test_one_that_stands_still_restarts():
    """At nought 甲 holds 乙 at 0, 丙 and 丁 at 50 %: 10000 + 9000 + 1000."""
    assert "甲<b>公司复工可带动3户、产值2亿元" in figures.unblock_sentences(about(), plan(state="stopped"))[0]


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            plan(affected=["甲"]),
            "缺原料、燃料、包装或配套的1户中只有0户（0%）填了供应商，不足30%，暂不测算带动。",
        ),
        (plan(is_whole=False), "供应链跨县，带动测算见全域报告。"),
    ],
    ids=["too few linked", "one county"],
)
def test_without_the_model_there_are_counts_and_the_reason(made, sentence):
    said = figures.unblock_sentences(about(), made)
    assert said == ["乙<b>公司被最多企业列为供应商：2户。", sentence]
    assert figures.unblock_model(about(), made) == []
    shown = figures.named_suppliers(about(), made)
    assert shown.table.iloc[0].tolist() == ["乙<b>公司", 2, "磷酸", "已开工", 200, 20000]


def test_a_firm_outside_the_area_is_said_to_be_outside():
    table = figures.named_suppliers(about(), plan()).table
    assert table.set_index("供应商").loc["外省煤矿", "现状"] == "区域外"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_ranking_gives_a_reason_a_range_and_the_chain_is_drawn(lang):
    ranking, drawn, assumed = figures.unblock_model(about(lang), plan())
    assert isinstance(ranking, Exhibit)
    # 外省煤矿 is assumed to run, and 乙 could run in full by itself.
    # As in the sentence of pattern 7: 1.2亿元（6000万元至1.3亿元）, in one unit.
    assert ranking.table.select_dtypes("number").iloc[:, :3].to_numpy().tolist() == [[12000, 6000, 12600]]
    assert all(json.dumps(part.payload()) for part in (ranking, drawn))
    nodes = drawn.figure["data"][1]
    assert nodes["x"] == [0, 1, 2, 2]
    assert len(drawn.table) == 3
    # An uploaded name is no HTML in a chart.
    notes = [note["text"] for note in drawn.figure["layout"]["annotations"]]
    assert all("<b>" not in note for note in notes)
    assert len(notes) == 4
    assert ("假定" if lang == "zh" else "assuming") in assumed.sentences[0]


def test_the_chain_of_the_worst_is_told_step_by_step():
    said = figures.chain_in_words(about(), plan())
    assert said == [
        "受上游影响最大的一条链：乙<b>公司按填报测算可达正常产量的40%，受制于磷矿石（依赖100%），"
        "缺口主要在甲<b>公司，库存可用0天。甲<b>公司自身开工水平40%，是这条链的堵点。"
    ]


def test_names_are_not_for_the_public():
    public = about(audience="public")
    assert figures.unblock_sentences(public, plan()) == []
    assert figures.unblock_model(public, plan()) == []
    assert figures.chain_in_words(public, plan()) == []
    assert isinstance(figures.named_suppliers(public, plan()), Notice)
    assert figures.unblock_sentences(about(audience="leadership"), plan())


def test_nobody_named_a_supplier():
    empty = plan(rows=[])
    assert figures.unblock_sentences(about(), empty) == []
    assert isinstance(figures.named_suppliers(about(), empty), Notice)
    assert words.unblock_model(about(), empty) == []
