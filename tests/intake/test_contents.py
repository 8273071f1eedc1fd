"""What one upload says by itself. All enterprises are fictional."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from analysis.intake.contents import read_contents
from analysis.intake.findings import Findings
from analysis.intake.parts.public_columns import columns_of
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.uploads import Upload
from analysis.survey import iso_week

HEAD = ["序号", "企业名称", "是否复工", "返岗人数"]


def contents(*rows: list, name: str = "台账"):
    upload = Upload(Path("县.xlsx"), "2020-W09/县.xlsx", "id", iso_week(2020, 9), None)
    return read_contents(upload, [Sheet.from_rows(rows, name)], Setting(near=date(2020, 3, 1)))


def test_a_legend_below_holds_for_all_tables_of_the_sheet():
    parts, _ = contents(
        [*HEAD, "", *HEAD],
        [1, "清江化工有限公司", 1, 120, "", 1, "云雾茶业有限公司", 0, 0],
        [2, "麦溪水泥有限公司", 0, 0, "", 2, "樟江食品有限公司", 1, 31],
        ["注：0代表未复工，1代表已复工"],
    )
    states = [part.returns["state"] for part in parts]
    assert states == [["running", "stopped"], ["stopped", "running"]]


@pytest.mark.parametrize(
    "rows",
    [
        [["企业名称"], ["清江化工有限公司"]],
        [["序号", "企业名称", "序号", "企业名称"], [1, "清江化工有限公司", 2, "麦溪水泥有限公司"]],
    ],
    ids=["one table", "two beside each other"],
)
def test_a_line_above_the_tables_of_a_document_is_their_title(rows):
    upload = Upload(Path("县.docx"), "2020-W09/县.docx", "id", iso_week(2020, 9), None)
    sheet = replace(Sheet.from_rows(rows, "表1"), above=("2月25日未复工企业名单",))
    parts, _ = read_contents(upload, [sheet], Setting(near=date(2020, 3, 1)))
    assert [(part.returns["state"], part.as_of) for part in parts] == [(["stopped"], date(2020, 2, 25))] * len(parts)
    assert len(parts) == max(1, len(rows[0]) // 2)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["续表"], ["3", "云雾茶业有限公司", "是", 35]], ["A2"]),
        ([["请云雾茶业有限公司于2月28日前补报。"], ["云雾茶业有限公司"]], []),
    ],
    ids=["a return", "a line about one"],
)
def test_a_row_alone_on_another_sheet_is_told(rows, told):
    upload = Upload(Path("县.xlsx"), "2020-W09/县.xlsx", "id", iso_week(2020, 9), None)
    sheets = [[HEAD, [1, "清江化工有限公司", "是", 120], [2, "麦溪水泥有限公司", "否", 0]], rows]
    sheets = [Sheet.from_rows(rows, f"第{number}页") for number, rows in enumerate(sheets, start=1)]
    findings = Findings()
    read_contents(upload, sheets, Setting(near=date(2020, 3, 1)), findings)
    assert [found["cells"] for found in findings.rows() if found["rule"] == "table_unknown"] == told


@pytest.mark.parametrize(
    ("below", "told"),
    [(["按营业执照", "开工", "到岗"], [[(3, 1)]]), (["全称", "是否复工", "返岗人数"], [])],
    ids=["words of a second header, or of an example", "a header of two rows"],
)
def test_a_header_that_is_a_toss_up_is_told(below, told):
    rows = [["企业名称", "复工情况", "人数"], below, ["清江化工有限公司", "是", "12"], ["云雾茶业有限公司", "否", "3"]]
    _, notes = contents(*rows)
    assert [cells for key, cells, _ in notes if key[2] == "table_uncertain"] == told


@pytest.mark.parametrize(
    ("title", "day", "stated"),
    [("复工台账（2月26日）", date(2020, 2, 26), True), ("复工台账", date(2020, 3, 1), False)],
)
def test_the_day_is_the_one_stated_or_the_last_of_the_period(title, day, stated):
    (part,), notes = contents([title], HEAD, [1, "清江化工有限公司", "是", 120])
    assert (part.as_of, part.as_of_stated) == (day, stated)
    assert [key[2] for key, *_ in notes if key[2].startswith("as_of")] == ([] if stated else ["as_of_assumed"])


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        (["2月24日返岗人数", "2月25日返岗人数"], [80, 85], []),
        (["2月24日是否复工", "2月25日是否复工"], ["否", "是"], []),
        (["是否复工", "2月20日用电量（千瓦时）"], ["是", 900], [date(2020, 2, 20)]),  # is that its day too?
    ],
)
def test_nothing_is_assumed_where_columns_say_their_days(header, cells, told):
    findings = Findings()
    findings.take(contents(["企业名称", *header], ["清江化工有限公司", *cells])[1])
    assert [row["value"] for row in findings.rows() if row["rule"] == "as_of_assumed"] == [str(day) for day in told]


@pytest.mark.parametrize(
    ("arrival", "day"),
    [(datetime(2020, 2, 26, 9), date(2020, 2, 25)), (None, date(2026, 2, 25))],
    ids=["near its arrival", "near today"],
)
def test_a_day_without_a_year_in_a_folder_of_all_periods_is_near_its_arrival(arrival, day):
    upload = Upload(Path("县.xlsx"), "县.xlsx", "id", None, arrival)
    sheet = Sheet.from_rows([["复工台账（2月25日）"], HEAD, [1, "清江化工有限公司", "是", 120]], "台账")
    (part,), _ = read_contents(upload, [sheet], Setting(near=date(2026, 3, 1)))
    assert part.as_of == day


@pytest.mark.parametrize(
    ("above", "below", "day"),
    [
        (["填报时间：2020年2月26日"], [], date(2020, 2, 25)),
        (["填报单位：县工信局", "日期", datetime(2020, 2, 26)], [], date(2020, 2, 25)),
        ([], ["审核人：", "填表日期：2020年2月26日"], date(2020, 2, 25)),
        ([], ["依据2018年6月5日文件填报"], date(2026, 2, 25)),
    ],
    ids=["above", "as a date", "below", "another day"],
)
def test_what_is_filed_years_later_is_of_the_year_of_its_own_date_row(above, below, day):
    upload = Upload(Path("县.xlsx"), "县.xlsx", "id", None, datetime(2026, 12, 1, 9))
    rows = [
        ["复工台账（2月25日）"],
        above,
        HEAD,
        [1, "清江化工有限公司", "是", 120],
        [2, "麦溪水泥有限公司", "否", 0],
        below,
    ]
    (part,), _ = read_contents(upload, [Sheet.from_rows(rows, "台账")], Setting(near=date(2026, 3, 1)))
    assert part.as_of == day


def test_a_file_of_several_periods_is_as_it_should_be():
    sheets = [
        Sheet.from_rows([[f"复工台账（{day}）"], HEAD, [1, "清江化工有限公司", "是", 120]], day)
        for day in ("2月18日", "2月25日")
    ]
    upload = Upload(Path("县.xlsx"), "2020-W09/县.xlsx", "id", iso_week(2020, 9), None)
    _, notes = read_contents(upload, sheets, Setting(near=date(2020, 3, 1)))
    assert [(key[0].sheet, key[2]) for key, *_ in notes] == [("2月18日", "as_of_other_period")]


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([["是", "大型"], ["否", "中型"]], "choices_hidden"),
        ([["企业名称", "是否复工"], ["甲县老厂", "是"]], "sheet_hidden"),
        ([["县", "户数"], ["甲县", 20]], "sheet_hidden"),
    ],
)
def test_a_hidden_sheet_of_answers_to_choose_from_is_nothing_stale(rows, rule):
    upload = Upload(Path("县.xlsx"), "2020-W09/县.xlsx", "id", iso_week(2020, 9), None)
    sheet = replace(Sheet.from_rows(rows, "选项"), hidden=True)
    _, notes = read_contents(upload, [sheet], Setting(near=date(2020, 3, 1)))
    assert [key[2] for key, *_ in notes] == [rule]


def test_a_sheet_of_last_week_is_of_the_week_before():
    sheets = [
        Sheet.from_rows([["复工台账"], HEAD, [1, "清江化工有限公司", "是", 120]], day) for day in ("上周", "本周")
    ]
    upload = Upload(Path("县.xlsx"), "2020-W09/县.xlsx", "id", iso_week(2020, 9), None)
    parts, notes = read_contents(upload, sheets, Setting(near=date(2020, 3, 1)))
    assert [part.as_of for part in parts] == [date(2020, 2, 23), date(2020, 3, 1)]
    assert [key[2] for key, *_ in notes] == ["as_of_assumed", "as_of_other_period"]


@pytest.mark.parametrize("header", ["上月产能利用率", "计划返岗人数", "返岗人数增减", "2019年同期在岗"])
def test_a_header_of_another_time_is_no_unknown_word(header):
    _, notes = contents(["复工台账（2月25日）"], [*HEAD, header], [1, "清江化工有限公司", "是", 120, 60])
    assert [key[2] for key, *_ in notes] == ["header_other_time"]


def test_remarks_below_enterprises_side_by_side_are_read():
    (part,), _ = contents(
        ["复工台账（2月25日）"],
        ["企业名称", "清江化工有限公司", "云锦纺织厂", "樟江食品有限公司"],
        ["生产状态", "正常生产", "停产", "正常生产"],
        ["复工时间", "2月10日", None, "2月12日"],
        ["备注", None, "季节性停产", None],
    )
    assert part.returns["state_reason"] == [None, "seasonal", None]


def test_a_list_without_a_state_is_told_once():
    _, notes = contents(["复工台账（2月25日）"], ["企业名称", "返岗人数"], ["清江化工有限公司", 120], ["云锦纺织厂", 3])
    assert [(key[2], cells) for key, cells, _ in notes] == [("state_not_asked", [(3, 1), (4, 1)])]


@pytest.mark.parametrize(
    ("title", "day", "rules"),
    [
        ("复工周报（第8周）", date(2020, 2, 23), ["as_of_outside_period"]),
        ("复工周报（第9周）", date(2020, 3, 1), ["as_of_assumed"]),
        ("复工第2周情况", date(2020, 3, 1), ["as_of_assumed"]),  # since work resumed
        ("第8周复工情况（截至2月25日）", date(2020, 2, 25), []),
    ],
)
def test_a_neighbouring_week_dates_a_table_that_says_no_day(title, day, rules):
    (part,), notes = contents([title], HEAD, [1, "清江化工有限公司", "是", 120])
    assert (part.as_of, [key[2] for key, *_ in notes if key[2].startswith("as_of")]) == (day, rules)


@pytest.mark.parametrize(
    ("title", "rules"),
    [("2月26日", []), ("2020年3月3日", []), ("2020年3月4日", ["as_of_ahead"]), ("2021年2月25日", ["as_of_ahead"])],
)
def test_a_day_long_after_the_file_came_is_told(title, rules):
    """A week ahead may be meant."""
    upload = Upload(Path("县.xlsx"), "县.xlsx", "id", None, datetime(2020, 2, 25, 18))
    sheet = Sheet.from_rows([[f"复工台账（{title}）"], HEAD, [1, "清江化工有限公司", "是", 120]], "台账")
    _, notes = read_contents(upload, [sheet], Setting(near=date(2020, 3, 1)))
    assert [key[2] for key, *_ in notes if key[2].startswith("as_of")] == rules


def test_a_total_that_is_not_the_sum_of_its_rows_is_told_at_its_cell():
    _, notes = contents(
        HEAD,
        [1, "清江化工有限公司", "是", 120],
        [2, "麦溪水泥有限公司", "是", 30],
        ["合计", "", "", 151],
    )
    assert [(key[2], cells) for key, cells, _ in notes if key[2] == "total_differs"] == [("total_differs", [(4, 4)])]


def test_headers_that_all_must_be_filled_in_are_no_hints():
    (part,), _ = contents(["提交者（自动）", "企业名称（必填）", "是否复工（必填）"], ["甲", "清江化工有限公司", "是"])
    assert part.returns["state"] == ["running"]


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([["县（市）", "应复工企业数", "已复工企业数"], ["甲县", 30, 20], ["乙县", 12, 9], ["合计", 42, 30]], [(4, 3)]),
        ([["县（市）", "应复工企业数", "已复工企业数"], ["合计", 42, 29], ["甲县", 30, 20], ["乙县", 12, 9]], []),
        (
            [["项目名称", "总投资（亿元）", "是否复工"], ["甲项目", 1.5, "是"], ["乙项目", 2, "否"], ["合计", 3.6, ""]],
            [(4, 2)],
        ),
    ],
    ids=["counts", "counts that add up", "projects"],
)
def test_totals_of_counts_and_projects_are_added_up_too(rows, cells):
    _, notes = contents(*rows)
    assert [where for key, where, _ in notes if key[2] == "total_differs"] == ([cells] if cells else [])


@pytest.mark.parametrize(
    ("written", "total", "is_told"),
    [
        ([120, 30], 150, False),
        ([120000, 30000], 150100, True),
        ([1.25, 2.5], 3.8, False),
        ([1.25, 2.5], 3.9, True),
        ([1.234, 2.234], 3, False),
        (["1,200.5", "300"], "1,500.5", False),
        (["1,200.5", "300"], "1,520.5", True),
        ([1200, 300], "1503万元", False),
    ],
)
def test_a_total_of_money_may_be_rounded_to_its_digits(written, total, is_told):
    rows = [
        [n, "清江化工有限公司麦溪水泥有限公司"[8 * n - 8 : 8 * n], "是", said]
        for n, said in enumerate(written, start=1)
    ]
    _, notes = contents([*HEAD[:3], "产值（万元）"], *rows, ["合计", "", "", total])
    assert any(key[2] == "total_differs" for key, *_ in notes) == is_told


def test_what_was_written_is_kept_where_the_value_does_not_say_it():
    (part,), _ = contents([*HEAD[:3], "返岗人数", "电话"], [1, "清江化工有限公司", "是", "约120", "13987654321"])
    (said,) = part.returns["said"]
    assert json.loads(said) == {"state": "是", "staff_back": "约120"}
    (part,), _ = contents([*HEAD[:2], "返岗人数"], [1, "清江化工有限公司", 120])
    assert "said" not in part.returns


def test_the_columns_of_a_list_are_told_by_their_description():
    (part,), _ = contents(
        [*HEAD[:3], "2月25日", ""], ["", "", "", "返岗人数", "产值（万元）"], [1, "清江化工有限公司", "是", 120, 3]
    )
    columns, where = columns_of(part.described)
    told = [(match.column, match.field, match.unit) for match in columns]
    assert told == [
        (1, "seq", ""),
        (2, "name", ""),
        (3, "state", ""),
        (4, "staff_back", ""),
        (5, "output_10k_cny", "10k_cny"),
    ]
    assert where is None


def test_forms_whose_answers_are_ticked_are_read_one_by_one():
    def form(name: str, ticks: list[str], back: int) -> list[list]:
        return [
            ["区县名称", "荔波县", "企业名称", name],
            ["已复产", ticks[0], "部分复工", ticks[1], "未复工", ticks[2]],
            ["到岗人数", back, "产能利用率", "40%"],
            ["党员先锋岗", "是", "备注", ""],
            [],
        ]

    parts, _ = contents(
        ["荔波县企业复工复产调度表"],
        *form("清江化工有限公司", ["√", "", ""], 38),
        *form("云雾茶业有限公司", ["", "", "√"], 0),
        *form("麦溪水泥有限公司", ["", "√", ""], 12),
    )
    told = [
        row for part in parts for row in zip(*(part.returns[c] for c in ("name", "state", "staff_back")), strict=True)
    ]
    assert told == [
        ("清江化工有限公司", "running", 38),
        ("云雾茶业有限公司", "stopped", 0),
        ("麦溪水泥有限公司", "partial", 12),
    ]
    stands = [columns_of(part.described) for part in parts]
    names = [where[[match.field for match in columns].index("name")] for columns, where in stands]
    assert [cell for cells in names for cell in cells] == [(2, 4), (7, 4), (12, 4)]


def test_the_title_of_a_form_is_no_label_and_ticked_answers_are_what_it_says():
    rows = [
        ["企业复工情况", None, None, None],
        ["企业名称", "清江化工有限公司", "所属乡镇", "虚构镇"],
        ["是否复工", "☑是 □否", "返岗人数", 96],
        ["存在困难", "☑用工 □资金 ☑原材料 □物流", "企业规模", "□大型 ☑中型"],
        ["需协调的问题", "□用工 □资金", "备注", "无"],
    ]
    upload = Upload(Path("县.xlsx"), "2020-W09/县.xlsx", "id", iso_week(2020, 9), None)
    sheet = replace(Sheet.from_rows(rows, "表"), merges=[(1, 1, 1, 4)])
    (part,), notes = read_contents(upload, [sheet], Setting(near=date(2020, 3, 1)))
    assert (part.returns["state"], part.returns["staff_back"]) == (["running"], [96])
    assert part.answers["text"] == ["用工、原材料"]
    assert not [key for key, *_ in notes if key[2] in ("header_duplicate", "state_blank")]


def test_under_a_header_that_asks_for_a_plan_too_the_state_says_what_a_day_is():
    head = ["企业名称", "是否复工", "复工（计划复工）时间"]
    (part,), _ = contents(head, ["清江化工有限公司", "否", "2月20日"], ["麦溪水泥有限公司", "是", "2月20日"])
    assert part.returns["state"] == ["planned", "running"]
    assert part.returns["planned_on"] == [date(2020, 2, 20), None]
    assert part.returns["resumed_on"] == [None, date(2020, 2, 20)]


@pytest.mark.parametrize(
    ("resumed", "planned", "day"),
    [
        ("2020年2月24日", "2020年3月17日", date(2020, 2, 24)),
        (None, "2020年3月17日", date(2020, 3, 17)),
        ("2月24日", "2020年3月17日", date(2020, 3, 17)),
    ],
    ids=["what happened", "nothing but plans", "nothing with a year but plans"],
)
def test_a_list_without_a_day_is_as_late_as_what_it_says_happened(resumed, planned, day):
    rows = [
        ["企业名称", "是否复工", "复工时间", "计划复工时间"],
        ["清江化工有限公司", "是", resumed],
        ["樟江食品有限公司", "否", None, planned],
    ]
    upload = Upload(Path("县.xlsx"), "县.xlsx", "id", None, None)
    (part,), _ = read_contents(upload, [Sheet.from_rows(rows, "台账")], Setting(near=date(2026, 12, 1)))
    assert part.as_of == day


def test_a_day_without_a_year_is_near_one_in_the_title_of_another_sheet():
    sheets = [
        Sheet.from_rows([["未复工名单（2月20日）"], HEAD, [1, "清江化工有限公司", "否", 0]], "未复工"),
        Sheet.from_rows([["已复工名单（2020年2月20日）"], HEAD, [1, "麦溪水泥有限公司", "是", 9]], "已复工"),
    ]
    upload = Upload(Path("县.xlsx"), "县.xlsx", "id", None, None)
    parts, _ = read_contents(upload, sheets, Setting(near=date(2026, 3, 1)))
    assert [part.as_of for part in parts] == [date(2020, 2, 20)] * 2


def test_a_remark_in_the_corner_is_no_title_of_a_second_table():
    parts, _ = contents(
        ["某县企业开复工情况一览表"],
        ["", "", "", "", "（内部资料）"],
        ["序号", "企业名称", "行业类型", "", "生产状态", "复产时间", "返岗人数"],
        [1, "清江化工有限公司", "化工", "", "已开工", "2月10日", 120],
        [2, "云雾茶业有限公司", "食品", "", "未开工", "", 0],
        [3, "麦溪水泥有限公司", "建材", "", "已开工", "2月12日", 70],
    )
    assert [part.returns["state"] for part in parts] == [["running", "stopped", "running"]]
