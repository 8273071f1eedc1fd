"""Who supplies whom: the sample against its truth, and small sheets a person worked out."""

import openpyxl
import pandas as pd
import pytest

from analysis import metrics
from analysis.intake.clean import clean
from analysis.intake.together.supplier_cells import split_suppliers
from analysis.intake.together.supplier_links import outside_id
from analysis.intake.uploads import list_uploads
from analysis.metrics import chain
from analysis.samples.truth import recorded
from analysis.store import load
from analysis.surveys import load_survey

PERIODS = ["2020-W06", "2020-W07", "2020-W08", "2020-W09"]
KEY = ["enterprise_id", "supplier_id", "input", "as_of"]
NUMBERS = ["dependence_pct", "share_pct", "stock_days"]
LIST = ("企业名称", "供应原料", "供应商", "依赖程度（%）", "供应占比（%）", "库存可用天数")
LEDGER = ("企业名称", "是否复工", "职工总数", "返岗人数", "主要供应商", "库存可用天数")


@pytest.fixture(scope="module")
def both(processed):
    got = load(processed, "suppliers").astype({"as_of": "datetime64[s]"})
    want = pd.concat([recorded("suppliers", period) for period in PERIODS])
    return got.merge(want, on=KEY, how="outer", indicator=True, suffixes=("", "_true"))


def test_every_link_of_the_sample_is_found_and_none_extra(both):
    assert len(both) > 800
    assert both["_merge"].eq("both").all()


@pytest.mark.parametrize("column", [*NUMBERS, "source_row", "source_sheet", "period_id"])
def test_every_value_of_the_sample_is_equal(both, column):
    got, want = both[column].astype("object"), both[f"{column}_true"].astype("object")
    assert both[~((got == want) | (got.isna() & want.isna()))].empty


@pytest.fixture(scope="module")
def register():
    return pd.read_csv(load_survey("qiannan").folder / "register.csv", dtype=str)


@pytest.fixture
def cleaned(tmp_path, register):
    """A function: rows (names given as places in the register's Fuquan entries) -> suppliers table and findings."""
    names = register.loc[register["county_code"].eq("522702"), "name"].tolist()

    def run(header, *rows, file="福泉市供应链情况表20200225.xlsx", more=()):
        folder = tmp_path / "2020-W09"
        folder.mkdir(exist_ok=True)
        for name, lines in ((file, rows), *more):
            book = openpyxl.Workbook()
            book.active.append(["福泉市企业情况表"])
            book.active.append(header)
            for row in lines:
                book.active.append([names[value[0]] if isinstance(value, tuple) else value for value in row])
            book.save(folder / name)
        survey = load_survey("qiannan")
        tables = clean(survey, list_uploads(survey, tmp_path)).tables
        return tables["suppliers"], tables["findings"], names

    return run


def test_suppliers_may_stand_in_columns_of_their_own(cleaned):
    header = ["企业名称", "供应商1", "供应商2", "供应原料", "库存可用天数"]
    rows, _, _ = cleaned(header, [(0,), "虚构化工厂", "虚构纸箱厂", "纸箱", 5], [(1,), "虚构矿山", "", "煤", 7])
    assert sorted(rows["supplier_name"]) == ["虚构化工厂", "虚构矿山", "虚构纸箱厂"]
    assert sorted(rows["stock_days"]) == [5, 5, 7]


def test_a_supplier_on_the_register_carries_its_id_and_another_one_from_its_name(cleaned, register):
    rows, _, names = cleaned(
        LIST,
        ((0,), "硫酸", (1,), 60, 70, 5),
        ((0,), "硫酸", "湖北某某化工有限公司", 60, 30, 5),
        ((2,), "硫酸", "湖北 某某化工有限公司", 50, 100, 0),
    )
    ids = dict(zip(register["name"], register["uscc"], strict=True))
    outside = outside_id("湖北某某化工有限公司")
    assert rows["supplier_id"].tolist() == [ids[names[1]], outside, outside]
    assert rows["enterprise_id"].tolist() == [ids[names[0]]] * 2 + [ids[names[2]]]
    assert rows["stock_days"].tolist() == [5, 5, 0]


def test_a_ledgers_supplier_cell_may_name_several_firms(cleaned):
    rows, _, _ = cleaned(
        LEDGER,
        ((0,), "是", 100, 80, "湖北甲乙化工有限公司、湖南丙丁矿业有限公司", 4),
        ((1,), "否", 50, 0, "无", 2),
        ((2,), "是", 30, 30, None, None),
    )
    assert rows["supplier_name"].tolist() == ["湖北甲乙化工有限公司", "湖南丙丁矿业有限公司"]
    assert rows["stock_days"].tolist() == [4, 4]


def test_a_ledger_may_have_a_row_for_each_supplier_of_an_enterprise(cleaned):
    """The second row is the same return; what it buys, and from whom, is told besides. A third repeats the first."""
    header = ["企业名称", "是否复工", "所需原材料", "供应商", "库存可用天数"]
    first = [(0,), "是", "硫酸", "湖北甲乙化工有限公司", 4]
    rows, _, _ = cleaned(header, first, [(0,), "是", "纸箱", "湖南丙丁纸业有限公司", 9], first)
    assert rows[["input", "supplier_name", "stock_days"]].values.tolist() == [
        ["硫酸", "湖北甲乙化工有限公司", 4],
        ["纸箱", "湖南丙丁纸业有限公司", 9],
    ]


def test_a_stock_may_be_told_without_a_supplier(cleaned):
    """Days of coal in a power station's row; a blank and a negative one say nothing."""
    header = ("企业名称", "是否复工", "职工总数", "返岗人数", "库存可用天数", "电煤库存可用天数")
    rows, findings, _ = cleaned(
        header,
        ((0,), "是", 100, 80, None, 2),
        ((1,), "是", 100, 80, 9, None),
        ((2,), "是", 100, 80, None, -1),
        more=[("福泉市企业情况表20200225（更正）.xlsx", [((0,), "是", 100, 80, None, 2)])],
    )
    assert rows["supplier_id"].isna().all()
    told = rows[["input", "stock_days"]].astype(object).where(rows[["input", "stock_days"]].notna(), None)
    assert sorted(told.values.tolist(), key=str) == [["电煤", 2], [None, 9]]
    assert "number_negative" in set(findings["rule"])
    assert metrics.short_stock(rows)["input"].tolist() == ["电煤"]
    assert chain.latest_links(rows).empty


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ("supplier_is_self", [((0,), "硫酸", (0,), 60, 100, 5)]),
        ("supplier_shares_sum", [((0,), "硫酸", (1,), 60, 70, 5), ((0,), "硫酸", (2,), 60, 60, 5)]),
        ("supplier_shares_rest", [((0,), "硫酸", (1,), 60, 40, 5)]),
        ("supplier_shares_rest", [((0,), "硫酸", (1,), 60, 40, 5), ((0,), None, (2,), 60, 100, 5)]),
        ("supplier_shares_rest", [((0,), None, (1,), 60, 40, 5)]),
        ("number_negative", [((0,), "硫酸", (1,), 60, 100, -3)]),
        ("percent_negative", [((0,), "硫酸", (1,), -60, 100, 3)]),
        ("supplier_row_continued", [((0,), "硫酸", (1,), 60, 50, 5), (None, "硫酸", (2,), 60, 50, 5)]),
        ("row_without_name", [(None, "硫酸", (1,), 60, 100, 5), ((0,), "硫酸", (2,), 60, 100, 5)]),
        ("row_without_name", [((0,), "硫酸", (1,), 60, 100, 5), ("#N/A", "硫酸", (2,), 60, 100, 5)]),
    ],
)
def test_what_cannot_be_is_a_finding_and_never_a_crash(cleaned, rule, rows):
    table, findings, _ = cleaned(LIST, *rows)
    assert rule in set(findings["rule"])
    assert table["stock_days"].dropna().ge(0).all()
    assert table["dependence_pct"].dropna().ge(0).all()


@pytest.mark.parametrize(
    "rows",
    [
        [((0,), "硫酸", (1,), 60, 70, 5), ((0,), "硫酸", (2,), 60, 30, 5)],
        [((0,), "硫酸", (1,), 60, 33.3, 5), ((0,), "硫酸", (2,), 60, 66.6, 5)],
        [((0,), "硫酸", (1,), 60, None, 5), ((0,), "煤", (2,), 60, 100, 5)],
    ],
    ids=["100", "99.9", "one share not stated"],
)
def test_shares_that_add_up_are_no_finding(cleaned, rows):
    _, findings, _ = cleaned(LIST, *rows)
    assert {"supplier_shares_sum", "supplier_shares_rest"}.isdisjoint(findings["rule"])


def test_of_two_files_the_corrected_one_holds_as_a_whole(cleaned):
    old = [((0,), "硫酸", (1,), 60, 70, 5), ((0,), "硫酸", (2,), 60, 30, 5)]
    new = [((0,), "硫酸", (3,), 60, 100, 6)]
    rows, _, names = cleaned(LIST, *old, more=[("福泉市供应链情况表20200225（更正）.xlsx", new)])
    assert rows[["supplier_name", "stock_days"]].values.tolist() == [[names[3], 6]]


def test_ten_thousand_enterprises_may_name_one_supplier(cleaned):
    rows, _, _ = cleaned(LIST, *[(f"虚构{n}号厂", "煤", "外省某煤矿", 50, 100, 1) for n in range(10_000)])
    assert len(rows) == 10_000
    assert rows["supplier_id"].nunique() == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("甲公司、乙公司；丙厂", ["甲公司", "乙公司", "丙厂"]),
        ("湖北甲乙公司和湖南丙丁厂", ["湖北甲乙公司", "湖南丙丁厂"]),
        ("和平矿业有限公司", ["和平矿业有限公司"]),
        ("甲公司\n甲公司", ["甲公司"]),
        ("无", []),
        ("暂无", []),
        ("、，", []),
    ],
)
def test_the_firms_in_one_cell(text, names):
    assert [name for name, _ in split_suppliers(text)] == names


@pytest.mark.parametrize("header", ["供应原料", "采购内容", "采购原料", "原材料名称", "原料名称", "主要原材料"])
def test_what_is_supplied_may_be_called_what_is_bought_or_needed(cleaned, header):
    rows, _, _ = cleaned(("企业名称", "供应商", header, "依赖程度（%）"), ((0,), "湖北某某化工有限公司", "硫酸", 60))
    assert rows["input"].tolist() == ["硫酸"]


def test_shares_above_all_and_rows_without_a_supplier_are_told(cleaned):
    rows = [
        [(0,), "磷矿石", "磷矿甲公司", 130, 100, 9],
        [(1,), "纸箱", None, 40, 100, 3],
        [(2,), "铝", "铝业乙公司", 40, 120, 3],
    ]
    suppliers, findings, _ = cleaned(LIST, *rows)
    told = findings[findings["rule"].isin(["part_above_all", "row_without_supplier"])]
    assert sorted(told["cells"]) == ["C4", "D3", "E5"]
    assert len(suppliers) == 2


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("甲公司（60%）、乙公司（40%）", [("甲公司", 60), ("乙公司", 40)]),
        ("甲公司占60％；乙公司", [("甲公司", 60), ("乙公司", None)]),
        ("1.甲公司\n2.乙公司", [("甲公司", None), ("乙公司", None)]),
        ("1、甲公司 2、乙公司", [("甲公司", None), ("乙公司", None)]),
        ("甲公司（湖北）", [("甲公司（湖北）", None)]),
    ],
)
def test_numbers_before_and_shares_behind_a_supplier_are_no_part_of_its_name(text, shares):
    assert split_suppliers(text) == shares


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        (
            ["企业名称", "原料", "供应商1", "占比", "供应商2", "占比", "库存天数"],
            [(0,), "硫酸", "虚构甲公司", "70%", "虚构乙公司", "30%", 5],
            [["虚构甲公司", "硫酸", 70, 5], ["虚构乙公司", "硫酸", 30, 5]],
        ),
        (
            ["企业名称", "原料1", "供应商1", "库存天数1", "原料2", "供应商2", "库存天数2"],
            [(0,), "硫酸", "虚构甲公司", 5, "纸箱", "虚构乙公司", 9],
            [["虚构甲公司", "硫酸", None, 5], ["虚构乙公司", "纸箱", None, 9]],
        ),
        (
            ["企业名称", "原料", "供应商1", "供应商2", "占比"],
            [(0,), "硫酸", "虚构甲公司", "虚构乙公司", 30],
            [["虚构甲公司", "硫酸", None, None], ["虚构乙公司", "硫酸", 30, None]],
        ),
        (
            ["需求企业", "紧缺原材料", "供应商", "依赖度"],
            [(0,), "硫酸", "虚构甲公司", 60],
            [["虚构甲公司", "硫酸", None, None]],
        ),
    ],
    ids=["a share each", "an input each", "a share behind one", "who is called otherwise"],
)
def test_each_supplier_has_the_columns_that_speak_of_it(cleaned, header, row, found):
    rows, _, _ = cleaned(header, row)
    told = rows[["supplier_name", "input", "share_pct", "stock_days"]].astype(object)
    assert told.where(told.notna(), None).values.tolist() == found
