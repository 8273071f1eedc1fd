"""Labels of forms that no vocabulary knows, told by where they stand. The enterprises are fictional."""

from dataclasses import replace

import pytest

from analysis.intake.locate import find_tables, form_records
from analysis.intake.sheet import Sheet

ENGLISH = [
    ["Business resumption return"],
    ["Company name", "Example Mills Ltd"],
    ["Site address", "1 Example Road"],
    ["Number of employees", 86],
    ["Main difficulty", "Logistics"],
]
PASSES = [
    ["物资运输通行证"],
    ["单位名称", "清江化工厂", "", "单位名称", "云雾茶业有限公司"],
    ["车牌号", "贵J00001", "", "车牌号", "贵J00002"],
    ["驾驶员", "某甲", "", "驾驶员", "某乙"],
]
UNKNOWN = [
    ["灾后企业恢复生产摸底表"],
    ["规上企业", "清江酒业有限公司"],
    ["机器动了没", "已开工", "身份证", "/"],
    ["职工人数", 60, "谁来对接", "某甲"],
    ["返岗人数", 45, "产能恢复率", ""],
]
CARDS = [
    ["Site owner", "Example Mills Ltd"],
    ["Zone", "North Park", "Operating status", "Open"],
    ["Crew", 86, "Crew now", 60],
    ["Cleared", "", "Level", "65%"],
    [],
    ["Site owner", "Sample Paper Ltd"],
    ["Zone", "South Park", "Operating status", "Closed"],
    ["Crew", 20, "Crew now", ""],
    ["Cleared", "", "Level", "0%"],
]
SECTIONS = [  # 基本情况 and 复工情况 were merged downwards
    ["工业企业一企一表"],
    ["基本情况", "企业名称", "清江酒业有限公司", "所在县市", "惠水县"],
    ["", "主要产品", "白酒", "职工人数", 60],
    ["复工情况", "是否复工", "是", "时间", "2月18日"],
    ["", "返岗人数", 45, "产能利用率", "60%"],
]


@pytest.mark.parametrize(
    ("rows", "records"),
    [
        (ENGLISH, [{"Companyname": (2, 2), "Siteaddress": (3, 2), "Maindifficulty": (5, 2)}]),
        (PASSES, [{"车牌号": (3, 2), "驾驶员": (4, 2)}, {"车牌号": (3, 5), "驾驶员": (4, 5)}]),
        (UNKNOWN, [{"企业名称(规上企业)": (2, 2), "机器动了没": (3, 2), "产能恢复率": (5, 4)}]),
        ([UNKNOWN[0], ["门店（主体）", "清江酒业有限公司"], *UNKNOWN[2:]], [{"企业名称(门店主体)": (2, 2)}]),
        (CARDS, [{"企业名称(Siteowner)": (1, 2), "Crew": (3, 2)}, {"企业名称(Siteowner)": (6, 2), "Level": (9, 4)}]),
        (SECTIONS, [{"企业名称": (2, 3), "复工时间": (4, 5), "主要产品": (3, 3)}]),
    ],
    ids=[
        "below the enterprise's name",
        "said again beside",
        "below an unknown word",
        "below one with brackets",
        "cards",
        "below the word of a section",
    ],
)
def test_labels_are_known_by_their_place(rows: list, records: list[dict[str, tuple[int, int]]]):
    (form,) = find_tables(Sheet.from_rows(rows))
    assert form.kind == "form"
    for record, wanted in zip(form_records(form), records, strict=True):
        assert wanted.items() <= record.items()


def test_four_forms_of_two_labels_a_row_stand_side_by_side():
    names = ["清江化工厂", "云雾茶业有限公司", "金龙建材厂", "瓮山磷化厂"]
    asked = [
        ["单位名称", "", "返岗人数", 12],
        ["联系人", "某甲", "是否复工", "是"],
        ["职工总数", 60, "复工时间", "2月3日"],
    ]
    rows = [[cell or name for name in names for cell in (*line, None)] for line in asked]
    rows = [[None if at % 5 == 4 else cell for at, cell in enumerate(line)] for line in rows]
    (form,) = find_tables(Sheet.from_rows(rows))
    assert [record["复工时间"] for record in form_records(form)] == [(3, 4), (3, 9), (3, 14), (3, 19)]


def test_a_last_row_of_three_labels_begins_with_one_that_nobody_knows():
    rows = [
        ["企业名称", "清江化工厂"],
        ["存在困难", "物流", "复工时间", "2月17日", "主要产品", "水泥"],
        ["隔离人数", 6, "联系人", "某甲", "是否复工", "否"],
        ["平均体温", 36.5, "职工总数", 416, "未复工原因", "无"],
    ]
    (form,) = find_tables(Sheet.from_rows(rows))
    assert form_records(form)[0]["职工总数"] == (4, 4)


def test_remarks_beside_another_label_are_one():
    rows = [
        ["企业名称：清江化工厂", "是否复工：否"],
        ["返岗人数：0", "备注：设备检修"],
        ["联系人：某甲", "职工总数：60"],
    ]
    (form,) = find_tables(Sheet.from_rows(rows))
    assert form_records(form)[0]["备注"] == (2, 2)


def test_below_a_name_over_the_whole_width_unknown_words_may_stand_beside():
    rows = [
        ["Enterprise name", "Example Paper (China) Co., Ltd.", "", ""],
        ["Headman", "/", "Walkie-talkie", "/"],
        ["Crew", 129, "Crew now", "7 persons"],
        ["Seen by", 12, "Is the plant running?", "Closed"],
    ]
    (form,) = find_tables(replace(Sheet.from_rows(rows), merges=((1, 2, 1, 4),)))
    assert form_records(form)[0]["Crewnow"] == (3, 4)


def test_an_enterprise_above_a_list_is_no_form():
    rows = [["企业名称", "清江机械厂", "联系人", "某甲"], ["岗位", "人数", "薪资", "要求"]]
    (table,) = find_tables(Sheet.from_rows([*rows, ["车工", 10, "5000-7000", "有经验"], ["焊工", 5, "面议", "持证"]]))
    assert (table.kind, table.title_rows, table.header_rows) == ("list", [1], [2])


@pytest.mark.parametrize("unit", ["单位", "计量单位"])
def test_enterprises_across_behind_a_column_of_units(unit: str):
    rows = [
        ["序号", "指标", unit, "清江化工有限公司", "云雾茶业有限公司"],
        [1, "职工总数", "人", 320, 86],
        [2, "返岗人数", "人", 300, 60],
        [3, "主要困难", "", "物流", "资金"],
    ]
    (table,) = find_tables(Sheet.from_rows(rows))
    assert len(form_records(table)) == 2


@pytest.mark.parametrize("last", ["备注", "单位", "说明"])
@pytest.mark.parametrize("corner", ["企业名称", "指标"])
def test_enterprises_across_before_a_last_column(corner: str, last: str):
    rows = [
        [corner, "清江化工有限公司", "云雾茶业有限公司", last],
        ["是否复工", "是", "否", ""],
        ["产值", 320, 86, "千元"],
        ["返岗人数", 300, 60, ""],
    ]
    (table,) = find_tables(Sheet.from_rows(rows))
    assert [[*record] for record in form_records(table)] == 2 * [["企业名称", "是否复工", "产值(千元)", "返岗人数"]]


@pytest.mark.parametrize("line", ["填报日期：2020年2月18日", "填表人：某甲　审核：某乙"])
def test_a_line_below_enterprises_across_that_answers_itself_is_a_note(line: str):
    rows = [["公司", "清江化工有限公司", "云雾茶业有限公司"], ["职工总数", 320, 86], ["返岗人数", 300, 60], ["备注"]]
    (table,) = find_tables(Sheet.from_rows([*rows, [], [line]]))
    assert (table.last_row, table.note_rows) == (4, [6])


def test_a_note_below_the_last_label_is_no_answer():
    rows = [
        ["复工登记表"],
        ["企业名称", "清江化工厂"],
        ["是否复工", "否"],
        ["存在困难"],
        ["填表说明：如实填写，按时报送。"],
    ]
    [table] = find_tables(Sheet.from_rows(rows))
    [record] = form_records(table)
    assert all(row != 5 for row, _ in record.values())
