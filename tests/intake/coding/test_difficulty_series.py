"""The coding of a Series: rows, vocabulary of a survey, reviewed texts, and texts nobody expected."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from score_text import score_file

from analysis.intake.coding import code_difficulties, review_list
from analysis.intake.coding.combine import Coder
from analysis.intake.coding.lexicon import load_lexicon

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2].parent / "shared" / "domain" / "difficulty_phrases.csv"
COLUMNS = ["index", "category", "sub", "evidence", "confidence", "direction", "resolved", "amount", "unit"]


def test_one_row_per_text_and_category_under_the_texts_own_index():
    coded = code_difficulties(pd.Series(["缺工30人，缺口罩", "暂无", None], index=["a", "b", "c"]))
    assert list(coded.columns) == COLUMNS
    assert coded[["index", "category"]].values.tolist() == [
        ["a", "labour"], ["a", "protective_supplies"], ["b", "none"], ["c", "none"],
    ]  # fmt: skip
    assert coded["amount"].tolist()[:2] == [30, 30]
    assert coded["unit"].tolist()[0] == "人"
    assert coded["direction"].isna().all()


@pytest.mark.parametrize("texts", [["缺口罩", "暂无"], ("缺口罩", "暂无")])
def test_a_list_of_texts_or_one_text_will_do(texts):
    assert code_difficulties(texts)[["index", "category"]].values.tolist() == [[0, "protective_supplies"], [1, "none"]]
    assert code_difficulties(texts[0])["category"].tolist() == ["protective_supplies"]


def test_evidence_is_the_words_of_the_text():
    coded = code_difficulties(pd.Series(["硫酸、液氨采购价上涨"]))
    assert coded["evidence"].tolist() == ["硫酸 上涨 液氨采购价"]


def test_texts_that_differ_in_their_numbers_keep_their_own():
    texts = ["缺口罩500只", "缺口罩1,200只", "缺口罩0.3万只", "差20人", "差35人", "缺n95口罩7只", "缺84消毒液60桶"]
    coded = code_difficulties(pd.Series(texts))
    assert coded["amount"].tolist() == [500, 1200, 3000, 20, 35, 7, 60]
    assert coded["evidence"].tolist()[3:6] == ["20人", "35人", "n95口罩"]


@pytest.mark.parametrize("sign", ["\x00", "\x1e", "\x1f", "\u2028"], ids=repr)
def test_signs_that_nobody_types_part_no_texts(sign):
    coded = code_difficulties(pd.Series([f"缺口罩{sign}缺工", "原料充足"]))
    assert coded[["index", "category"]].values.tolist() == [
        [0, "labour"], [0, "protective_supplies"], [1, "none"],
    ]  # fmt: skip


def test_no_texts_give_no_rows_of_the_same_columns():
    assert list(code_difficulties(pd.Series([], dtype=object)).columns) == COLUMNS


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, "", "  ", "/", "-", "无", 0, "😷"], ids=repr)
def test_nothing_is_none(value):
    assert code_difficulties(pd.Series([value], dtype=object))["category"].tolist() == ["none"]


def test_a_survey_adds_words_of_its_own(tmp_path):
    folder = tmp_path / "vocabulary" / "difficulties"
    folder.mkdir(parents=True)
    (folder / "topics.csv").write_text(
        "kind,category,sub,direction,role,words\ntopic,raw_material,,,goods,崖柏芯\n", encoding="utf-8"
    )
    texts = pd.Series(["崖柏芯进不到货源，断供"])
    assert "raw_material" in code_difficulties(texts, overlays=[tmp_path])["category"].tolist()
    assert code_difficulties(pd.Series(["崖柏芯紧缺"]), overlays=[folder])["evidence"].tolist() == ["崖柏芯 紧缺"]


def test_a_survey_takes_a_word_out(tmp_path):
    (tmp_path / "grammar.csv").write_text("kind,words\nignore,缺口罩\n", encoding="utf-8")
    assert code_difficulties(pd.Series(["缺口罩、缺电煤"]), overlays=[tmp_path])["category"].tolist() == ["energy"]


def test_a_reviewed_text_takes_its_labels(tmp_path):
    (tmp_path / "confirmed").mkdir()
    (tmp_path / "confirmed" / "difficulties.csv").write_text(
        "text,labels,input_or_output,resolved,amount,unit\n老问题,funds|logistics,out,1,50,万元\n", encoding="utf-8"
    )
    coded = code_difficulties(pd.Series(["老问题", "老问题。"]), confirmed=tmp_path)
    first = coded[coded["index"] == 0]
    assert first["category"].tolist() == ["logistics", "funds"]
    assert first["direction"].tolist()[0] == "out"
    assert first["resolved"].all()
    assert (first["amount"] == 50).all()
    assert (first["confidence"] == 1).all()
    assert (coded.loc[coded["index"] == 1, "confidence"] < 1).all()


def test_a_reviewed_text_with_an_unknown_label_is_refused(tmp_path):
    path = tmp_path / "difficulties.csv"
    path.write_text("text,labels,input_or_output,resolved,amount,unit\n老问题,money,,0,,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="money"):
        code_difficulties(pd.Series(["x"]), confirmed=path)


def test_the_review_list_holds_whole_texts_that_are_doubtful():
    coded = code_difficulties(pd.Series(["缺口罩", "蜈蚣岭那桩旧事"]))
    assert review_list(coded)["index"].tolist() == [1]
    assert review_list(coded, threshold=0).empty


def test_ten_thousand_signs_are_read():
    texts = ["缺口罩，" * 2500, "无" * 10_000, "9" * 10_000, "缺" * 10_000, "不足" * 5000]
    coded = code_difficulties(pd.Series(texts))
    assert coded["index"].unique().tolist() == [*range(len(texts))]
    assert coded["category"].tolist()[0] == "protective_supplies"


PIECES = st.sampled_from(
    [*"无没未不已缺差，。、；：（）①1２9万吨人%", "原料", "解决", "困难", "请协调", "口罩", "除", "外", "压了"]
)


CLAUSES = st.sampled_from(
    [
        "口罩，",
        "缺口罩，",
        "缺口罩20只。",
        "缺口罩35只。",
        "差16人，",
        "还差7人，",
        "价格高，",
        "运不进，",
        "库存少；",
        "已解决。",
        "全部已解决，",
        "前期缺工，",
        "现已到岗。",
        "需协调：",
        "鼎鑫厂缺工12人。",
        "瑞华厂缺工80人。",
        "缺84消毒液30桶，",
        "缺26消毒液30桶，",
        "只够3.5天，",
        "资金缺口2千万，",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_coded(text):
    coded = code_difficulties(pd.Series([text]))
    assert len(coded) >= 1
    assert coded["confidence"].between(0, 1).all()
    assert coded["category"].is_unique
    assert ("none" not in coded["category"].tolist()) or len(coded) == 1
    assert coded.loc[coded["category"] != "logistics", "direction"].isna().all()


NUMBERS = st.sampled_from(
    [
        "84",
        "84消毒液",
        "n95",
        "7",
        "0",
        "1.5",
        "3千",
        "2万",
        "-12",
        "只",
        "人",
        "吨/天",
        "元/吨",
        "%",
        "万元",
        "半",
        "一",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(NUMBERS, PIECES), max_size=12).map("".join))
def test_taking_all_digits_as_one_changes_nothing(text):
    lexicon = load_lexicon()
    assert Coder(lexicon).code(text) == Coder(lexicon._replace(digit="")).code(text)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(CLAUSES, min_size=1, max_size=4), min_size=2, max_size=6))
def test_clauses_read_in_other_texts_before_change_nothing(drawn):
    texts = pd.Series([*dict.fromkeys("".join(clauses) for clauses in drawn)])
    together = code_difficulties(texts).drop(columns="index").values.tolist()
    alone = [
        row for text in texts for row in code_difficulties(pd.Series([text])).drop(columns="index").values.tolist()
    ]
    assert str(together) == str(alone)


@pytest.mark.parametrize(
    ("name", "f1", "exact"),
    [
        ("development", 0.95, 0.9),
        ("held_out", 0.92, 0.88),
        ("second_author", 0.9, 0.85),
        ("county_offices", 1.0, 1.0),
        ("styles/forms", 0.94, 0.92),
        ("styles/reports", 0.94, 0.91),
        ("styles/messages", 0.88, 0.82),
        ("styles/association", 0.86, 0.74),
        ("styles/long_reports", 0.85, 0.74),
        ("styles/several", 0.92, 0.83),
    ],
)
def test_our_own_labelled_texts(name, f1, exact):
    scores = score_file(HERE / f"{name}.csv")
    assert scores["micro_f1"] >= f1
    assert scores["exact"] >= exact


@pytest.mark.skipif(not SHARED.is_file(), reason="the labelled set is not at hand")
def test_the_common_labelled_set():
    scores = score_file(SHARED)
    assert scores["micro_f1"] >= 0.95
    assert min(scores["direction"], scores["resolved"], scores["amount"]) >= 0.95


def test_the_scores_are_printed():
    command = [sys.executable, str(HERE.parents[2] / "benchmarks" / "score_text.py"), str(HERE / "held_out.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "micro_f1" in done.stdout
    assert "raw_material" in done.stdout


def test_the_package_is_imported_without_pandas():
    code = "import sys, analysis.intake.coding; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
