"""What stands in a located table's header and in a form: header paths, labels and the cells of their values."""

from __future__ import annotations

import pytest
from drawn import case, draw

from analysis.intake.locate import find_tables, form_records, header_paths
from analysis.intake.sheet import column_letter

FORM = """
 | 企业复工复产情况登记表 | < | < | <
 | 企业名称 | 清江化工有限公司 | 信用代码 | 91350100M000100Y43
 | 县市 | 都匀市 | 所属行业 | 化工
 | 是否复工 | 是 | 复工时间 | 2月10日
 | 返岗人数 | 120 | 备注 |
"""
FORM_DOWN = """
 | 企业名称 | 清江化工有限公司
 | 是否复工 | 是
 | 返岗人数 | 120
 | 存在困难 | 缺口罩
"""
FORM_ONE_CELL = """
 | 复工复产信息
 | 企业名称：清江化工有限公司
 | 是否复工：是
 | 返岗人数：120人
"""
FORM_ABOVE = """
 | 企业名称 | 所属行业 | 职工总数
 | 清江化工有限公司 | 化工 | 200
 | 是否复工 | 复工时间 | 返岗人数
 | 是 | 2月10日 | 120
"""
FORM_ABOVE_GAPS = """
 | 复工复产周报
 | 企业名称 | 所属行业 | 职工总数 | 返岗人数
 | 清江化工有限公司 | 化工 | 200 | 120
 | 是否复工 | 复工时间 | 产能利用率 | 用电量
 | 是 | | 60% | 300
 | 基准电量 | 口罩库存
 | 400 | 50
 | 备注
"""
FORM_TWICE = """
 | 企业名称 | 清江化工有限公司 | 是否复工 | 是
 | 返岗人数 | 120 | 产值 | 30
  |
 | 企业名称 | 金龙建材厂 | 是否复工 | 否
 | 返岗人数 | 0 | 产值 |
"""
FORM_BESIDE = """
 | 企业名称 | 清江化工有限公司 | | 企业名称 | 金龙建材厂
 | 是否复工 | 是 | | 是否复工 | 否
 | 返岗人数 | 120 | | 返岗人数 | 0
"""
FORM_EMPTY = """
 | 企业名称 | | 统一社会信用代码 |
 | 是否复工 | | 复工时间 |
 | 返岗人数 | | 备注 |
"""
ACROSS = """
T | 复工复产情况调度表
D | 序号 | | 1 | 2
D | 企业名称 | | 清江化工 | 云峰食品
D | 是否复工 | | 是 | 未复工
D | 职工总数 | | 120 | 80
D | 产值 | 万元 | 1200 |
N | 填表人：张三
"""
ACROSS_GROUPED = """
D | 基本情况 | 企业名称 | 清江化工有限公司 | 云峰食品有限公司 | 合计
D | 用工 | 职工总数 | 120 | 80 | 200
D | ^ | 返岗人数 | 100 | 0 | 100
"""
FORM_HINTS = """
D | 企业名称 | 清江化工有限公司 | 与营业执照一致
D | 是否复工 | 是 | 是/否
D | 返岗人数 | 100 | 人
"""
FORM_COLONS = """
 | 填报单位： | 都匀市工信局 | 填报日期： | 2020年2月25日
 | 企业名称： | 清江化工有限公司 | 联系人： | 张某
 | 是否复工： | 是 | 联系电话： | 0854-8220000
 | 存在困难： | 缺口罩 | < | <
"""

FORM_SECTIONS = """
D | 企业名称：甲（虚构）有限公司
D | 一、复工情况
D | 是否复工：是 | 复工时间：2月12日
D | 二、用工情况
D | 职工总数：200人 | 返岗人数：170人
D | 三、存在困难
D | 1.原料只够5天；2.口罩缺2000只
"""
FORM_ITEMS = """
D | 企业名称：甲（虚构）有限公司
D | 是否复工：是 | 复工时间：2月12日
D | 职工总数：200人 | 返岗人数：170人
D | 一、存在困难
D | 1.原料只够5天
D | 2.口罩缺2000只
D | 二、建议
D | 协调通行证
N | 甲（虚构）有限公司
"""
FORM_QUESTIONS = """
D | 1.企业名称 | 清江化工有限公司
D | 2.是否复工 | 是
D | 3.返岗人数 | 120
D | 4.目前产能利用率（A.30%以下 B.30-50% C.50-80% D.80%以上） | C
D | 5.贵企业认为当前最需要政府部门协调解决的是哪些方面的事情 | 通行证
D | 6.备注 | 无
"""
ACROSS_CORNER = """
form | 指标 | 甲（虚构）有限公司 | 乙（虚构）有限公司
form | 是否复工 | 是 | 否
form | 返岗人数 | 120 | 0
"""
ACROSS_BLANK = """
T | 企业复工复产情况
form | | 甲（虚构）有限公司 | 乙（虚构）有限公司
form | 是否复工 | 是 | 否
form | 返岗人数 | 120 | 0
"""
ACROSS_ANSWERS = """
form | 指标 | 甲（虚构）有限公司 | 乙（虚构）有限公司
form | 是否复工 | 是 | 否
form | 员工总数（人） | 120 | 30
form | 已到岗（人） | 100 | 0
"""
FORM_HEADED = """
T | 企业基本情况 | | |
D | 企业名称 | 清江化工有限公司 | 法定代表人 | 张某
D | 职工人数 | 326 | 返岗人数 | 300
D | 复工时间 | 2月12日 | 产能利用率 | 85%
"""


@pytest.mark.parametrize(
    ("drawing", "records"),
    [
        (FORM, ["企业名称 B2, 信用代码 D2, 县市 B3, 所属行业 D3, 是否复工 B4, 复工时间 D4, 返岗人数 B5, 备注 D5"]),
        (FORM_DOWN, ["企业名称 B1, 是否复工 B2, 返岗人数 B3, 存在困难 B4"]),
        (FORM_ONE_CELL, ["企业名称 A2, 是否复工 A3, 返岗人数 A4"]),
        (FORM_ABOVE, ["企业名称 A2, 所属行业 B2, 职工总数 C2, 是否复工 A4, 复工时间 B4, 返岗人数 C4"]),
        (
            FORM_ABOVE_GAPS,
            [
                "企业名称 A3, 所属行业 B3, 职工总数 C3, 返岗人数 D3, 是否复工 A5, 复工时间 B5, 产能利用率 C5, "
                "用电量 D5, 基准电量 A7, 口罩库存 B7, 备注 A9"
            ],
        ),
        (
            FORM_TWICE,
            ["企业名称 B1, 是否复工 D1, 返岗人数 B2, 产值 D2", "企业名称 B4, 是否复工 D4, 返岗人数 B5, 产值 D5"],
        ),
        (FORM_BESIDE, ["企业名称 B1, 是否复工 B2, 返岗人数 B3", "企业名称 E1, 是否复工 E2, 返岗人数 E3"]),
        (FORM_EMPTY, ["企业名称 B1, 统一社会信用代码 D1, 是否复工 B2, 复工时间 D2, 返岗人数 B3, 备注 D3"]),
        (
            ACROSS,
            [
                "序号 C2, 企业名称 C3, 是否复工 C4, 职工总数 C5, 产值(万元) C6",
                "序号 D2, 企业名称 D3, 是否复工 D4, 职工总数 D5, 产值(万元) D6",
            ],
        ),
        (ACROSS_GROUPED, ["企业名称 C1, 职工总数 C2, 返岗人数 C3", "企业名称 D1, 职工总数 D2, 返岗人数 D3"]),
        (FORM_SECTIONS, ["企业名称 A1, 是否复工 A3, 复工时间 B3, 职工总数 A5, 返岗人数 B5, 存在困难 A7"]),
        (
            FORM_ITEMS,
            ["企业名称 A1, 是否复工 A2, 复工时间 B2, 职工总数 A3, 返岗人数 B3, 存在困难 A5, 存在困难2 A6, 建议 A8"],
        ),
        (
            FORM_QUESTIONS,
            [
                "企业名称 B1, 是否复工 B2, 返岗人数 B3, 目前产能利用率(A.30%以下B.30-50%C.50-80%D.80%以上) B4, "
                "贵企业认为当前最需要政府部门协调解决的是哪些方面的事情 B5, 备注 B6"
            ],
        ),
        (ACROSS_CORNER, ["企业名称 B1, 是否复工 B2, 返岗人数 B3", "企业名称 C1, 是否复工 C2, 返岗人数 C3"]),
        (ACROSS_BLANK, ["企业名称 B2, 是否复工 B3, 返岗人数 B4", "企业名称 C2, 是否复工 C3, 返岗人数 C4"]),
        (
            ACROSS_ANSWERS,
            [f"企业名称 {c}1, 是否复工 {c}2, 员工总数(人) {c}3, 已到岗(人) {c}4" for c in "BC"],
        ),
        (FORM_HEADED, ["企业名称 B2, 法定代表人 D2, 职工人数 B3, 返岗人数 D3, 复工时间 B4, 产能利用率 D4"]),
        (FORM_HINTS, ["企业名称 B1, 是否复工 B2, 返岗人数 B3"]),
        (FORM_COLONS, ["填报单位 B1, 填报日期 D1, 企业名称 B2, 联系人 D2, 是否复工 B3, 联系电话 D3, 存在困难 B4"]),
    ],
    ids=[
        "two pairs a row",
        "one pair a row",
        "one cell",
        "above",
        "above, with gaps",
        "below each other",
        "beside",
        "not filled in",
        "enterprises across, names without a legal form",
        "enterprises across, labels in groups, a total",
        "sections, a text below the last",
        "sections, numbered texts below",
        "long questions",
        "enterprises across, a word for the labels in the corner",
        "enterprises across, nothing in the corner",
        "enterprises across, answers tell the form",
        "a title like a label",
        "hints behind the answers",
        "colons",
    ],
)
def test_forms(drawing: str, records: list[str]):
    sheet, _ = draw([line for line in drawing.split("\n") if "|" in line])
    tables = find_tables(sheet)
    assert [table.kind for table in tables] == ["form"]
    found = form_records(tables[0])
    assert [
        ", ".join(f"{label} {column_letter(c)}{r}" for label, (r, c) in record.items()) for record in found
    ] == records


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("two header rows merged", "1 序号, 2 企业名称, 3 复工情况/是否复工, 4 复工情况/复工时间, 5 备注"),
        ("two header rows without merges", "1 序号, 2 企业名称, 3 用工情况/职工总数, 4 用工情况/返岗人数, 5 备注"),
        (
            "three header rows merged",
            "1 序号, 2 基本信息/企业名称, 3 基本信息/行业, 4 复工复产/复工/是否复工, 5 复工复产/复工/时间, "
            "6 复工复产/产能利用率",
        ),
        (
            "fragmented merges, dates over measures",
            "1 企业名称, 2 县市, 3 2月24日/复工人数, 4 2月24日/产能, 5 2月25日/复工人数, 6 2月25日/产能",
        ),
        ("unit row inside the header", "1 序号, 2 企业名称, 3 职工总数/人, 4 产值/万元"),
        ("column numbers", "1 序号, 2 企业名称, 3 职工总数, 4 返岗人数"),
        ("inner spaces in header and total", "1 序号, 2 企业名称, 3 返岗人数"),
        ("years as plain numbers over a blank corner", "2 2018, 3 2019, 4 2020"),
        ("table away from the corner", "3 序号, 4 企业名称, 5 是否复工"),
    ],
)
def test_header_paths(name: str, paths: str):
    sheet = case(name)
    found = header_paths(sheet, find_tables(sheet)[0])
    assert ", ".join(f"{column} {'/'.join(path)}" for column, path in found.items()) == paths


def test_figures_of_enterprises_that_our_forms_do_not_ask_for_are_a_list():
    drawing = ["|项目|甲（虚构）有限公司|乙（虚构）有限公司", "|营业收入|120|60", "|净利润|12|6"]
    assert [table.kind for table in find_tables(draw(drawing)[0])] == ["list"]
