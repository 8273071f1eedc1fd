"""How columns of one table bear on each other."""

import pytest
from paths import matched


def test_columns_of_several_days_are_no_duplicates():
    assert [match.field for match in matched("2月24日 > 复工人数", "2月25日 > 复工人数")] == ["staff_back"] * 2


def test_the_first_of_two_columns_for_one_field_keeps_it():
    first, second = matched("返岗人数", "到岗人数")
    assert (first.field, second.field, second.rules) == ("staff_back", None, ("header_duplicate",))


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        (("规上工业企业总数", "应开工企业数"), "expected_n"),
        (("企业总数", "节前正常生产企业数"), "expected_n"),
        (("Total enterprises", "Enterprises due"), "expected_n"),
        (("用工情况 > 需求", "用工情况 > 缺口"), "labour_gap"),  # of whom some are there
    ],
)
def test_of_two_columns_for_one_field_the_narrower_is_meant(headers, field):
    assert [match.field for match in matched(*headers)] == [None, field]


@pytest.mark.parametrize(
    ("headers", "field"), [(("行业代码", "行业名称"), "industry"), (("口罩缺口", "每日口罩消耗"), "mask_need")]
)
def test_what_no_table_keeps_may_be_asked_twice(headers, field):
    assert [(match.field, match.rules) for match in matched(*headers)] == [(field, ())] * 2


def test_a_word_of_the_vocabulary_beats_a_typo_before_it():
    first, second = matched("反岗人数", "返岗人数")
    assert first.field is None
    assert second.field == "staff_back"


def test_one_column_to_tick_beside_the_state_is_no_set_of_ticks():
    assert [match.field for match in matched("是否复工", "状态 > 已复工")] == ["state", None]
    assert [match.field for match in matched("是否复工 > 是", "是否复工 > 否")] == ["state_choice"] * 2


@pytest.mark.parametrize("header", ["企业复工 > 复工（是/否）", "Resumption > Resumed?", "复工情况 > 已复工"])
def test_the_only_column_below_the_question_is_the_answer(header):
    found = matched("企业名称", header, "企业复工 > 复工时间", "企业复工 > 拟复工时间")
    assert [match.field for match in found] == ["name", "state", "resumed_on", "planned_on"]


def test_one_column_to_tick_for_those_that_stand_still_says_nothing_of_the_others():
    assert matched("企业名称", "复工情况 > 未复工")[1].field == "state_choice"


def test_words_for_answers_count_nothing_where_enterprises_are_named():
    found = matched("企业名称", "企业复工情况 > 复工情况 > 已开工：", "企业复工情况 > 复工情况 > 未开工：")
    assert [(match.field, match.code) for match in found[1:]] == [
        ("state_choice", "running"), ("state_choice", "stopped"),
    ]  # fmt: skip


def test_a_hint_to_tick_is_no_word_of_a_header():
    found = matched("企业名称", "已复工 > 打√", "已复工 > 复工时间", "未复工 > （划√）", "未复工 > 计划复工时间")
    assert [match.field for match in found] == ["name", "state_choice", "resumed_on", "state_choice", "planned_on"]
    assert [match.code for match in found] == ["", "running", "", "stopped", ""]


def test_if_so_when_asks_of_the_question_before_it():
    asked = ["Firm", "Has work resumed?", "3. If yes, on what date?", "Do you need loans?", "If so, since when?"]
    fields = [match.field for match in matched(*asked)]
    assert fields[1:3] == ["state", "resumed_on"]
    assert fields[4] is None


def test_a_question_below_an_answer_is_no_answer_to_tick():
    assert [match.field for match in matched("企业名称", "已复工 > 是否因疫情停产")] == ["name", None]


@pytest.mark.parametrize(
    "asked",
    [
        "若否，预计何时复工",
        "若未复工，计划",
        "If not, when?",
        "If closed, expected restart date",
        "If you have not reopened, on what date do you hope to?",
    ],
)
def test_if_not_when_asks_for_the_plan(asked):
    assert [match.field for match in matched("企业名称", "是否复工", asked)] == ["name", "state", "planned_on"]


@pytest.mark.parametrize(
    "asked", ["If closed, since", "If no, when did it close", "如未复工，停工时间", "如没有，申请日期"]
)
def test_since_when_one_that_is_not_back_stands_still_is_no_plan(asked):
    assert matched("企业名称", "是否复工", asked)[2].field is None


def test_where_an_enterprise_works_is_no_project_of_it():
    assert [match.field for match in matched("Enterprise", "Worksite", "Back at work?")] == ["name", None, "state"]


@pytest.mark.parametrize(("beside", "field"), [("Main obstacles", "planned_on"), ("Responsible department", "due_on")])
def test_a_target_behind_the_day_of_resuming_is_the_planned_one_where_nobody_owes_it(beside, field):
    asked = ["Firm", "Back in production", "Date production came back", "Target date", beside]
    assert [match.field for match in matched(*asked)][3] == field


def test_beside_other_steps_of_approval_applied_asks_for_a_day():
    fields = [match.field for match in matched("Firm", "Operating (yes/no)", "Applied", "Inspected", "Approved")]
    assert fields == ["name", "state", "applied_on", "inspected_on", "approved_on"]


def test_columns_of_text_and_persons_may_repeat():
    assert [match.field for match in matched("存在困难", "需协调解决的问题")] == ["difficulty_text"] * 2
    assert [match.field for match in matched("联系电话", "手机")] == ["phone"] * 2


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["节前 > 员工数", "目前 > 员工数"], ["staff_normal", "staff_back"]),
        (["灾前员工数", "现有员工数"], ["staff_normal", "staff_back"]),
        (["节前 > 员工数", "目前 > 员工数", "返岗人数"], ["staff_normal", None, "staff_back"]),
        (["正常情况 > 用工人数", "目前情况 > 用工人数"], ["staff_normal", "staff_back"]),
        (["职工人数 > 正常", "职工人数 > 目前"], ["staff_normal", "staff_back"]),
        (["职工人数 > 目前", "产品"], [None, "product"]),  # of whom before, nobody says
        (["员工总数", "目前员工数"], ["staff_normal", None]),
        (["职工人数（限电前）", "职工人数（现有）"], ["staff_normal", "staff_back"]),
        (["用工 > 限电前 > 人", "用工 > 现在 > 人"], ["staff_normal", "staff_back"]),
        (["职工 > 应有", "职工 > 现有"], ["staff_normal", "staff_back"]),
        (["灾前用工", "现用工"], ["staff_normal", "staff_back"]),
        (["人手（平常）", "人手（眼下）"], ["staff_normal", "staff_back"]),
        (["灾前用工", "外来人员"], ["staff_normal", None]),
        (["Headcount (pre-crisis)", "Headcount (this week)"], ["staff_normal", "staff_back"]),
    ],
)
def test_those_who_are_there_now_beside_those_before_are_back(headers, fields):
    assert [match.field for match in matched("企业名称", *headers)[1:]] == fields


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        (["序号", "龙头企业", "配套企业名称", "配套产品"], "name"),
        (["县市", "重点企业", "是否复工"], "name"),
        (["企业名称", "重点企业", "是否复工"], "key_enterprise"),
        (["县市", "是否重点企业", "是否复工"], "key_enterprise"),
        (["县市", "重点企业", "复工企业数"], "key_enterprise"),
        (["抬头", "重点企业", "是否复工"], "key_enterprise"),
    ],
)
def test_leading_enterprises_are_names_where_nothing_else_is(headers, field):
    assert matched(*headers)[1].field == field


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        (["企业名称", "复工率"], "staff_pct"),
        (["企业名称", "开工率"], "capacity_pct"),
        (["县市", "应复工企业数", "复工率"], "rate_pct"),
        (["县市", "已复工企业数", "开工率"], "rate_pct"),
    ],
)
def test_a_rate_means_what_the_table_counts(headers, field):
    assert matched(*headers)[-1].field == field


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["县市", "规上企业数（户）", "其中：已复工", "其中：未复工"], "county expected_n resumed_n stopped_n"),
        (["县市", "企业数", "#已复工", "#部分复工"], "county expected_n resumed_n partial_n"),
        (["县市", "企业数", "其中 > 拟复工", "其中 > 停产"], "county expected_n planned_n stopped_n"),
        (["县市", "应复工企业 > 户数", "应复工企业 > 其中：未复工户数"], "county expected_n stopped_n"),
        (["县市", "项目数", "其中：已开工", "企业数", "其中：已开工"], "county projects_n ? expected_n resumed_n"),
        (["县市", "企业数", "从业人员数", "其中：未复工"], "county expected_n staff_normal ?"),
        (["企业名称", "其中：已复工", "其中：未复工"], "name state_choice state_choice"),
        (["企业名称", "复工情况 > 已复工", "部分复工", "未复工"], "name state_choice state_choice state_choice"),
        (["企业名称", "已全面复产", "部分复产", "未复产"], "name state_choice state_choice state_choice"),
        (["企业名称", "存在困难 > 停电缺电", "存在困难 > 道路不通"], "name difficulty_choice difficulty_choice"),
    ],
)
def test_a_part_of_a_count_counts_what_stands_before_it(headers, fields):
    assert " ".join(match.field or "?" for match in matched(*headers)) == fields


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("企业名称|供应商名称|所在地", ["name", "supplier_name", "supplier_place"]),
        ("企业名称|供应商名称|供应商所在地|县市", ["name", "supplier_name", "supplier_place", "county"]),
        ("县市|企业名称|供应商名称", ["county", "name", "supplier_name"]),
        ("企业名称|所在地", ["name", "county"]),
    ],
)
def test_a_place_behind_a_supplier_is_the_suppliers(headers, fields):
    assert [match.field for match in matched(*headers.split("|"))] == fields


@pytest.mark.parametrize(
    ("headers", "units"),
    [
        ("日用电量(万千瓦时)|节前日用电量", ["10k_kwh", "10k_kwh"]),
        ("节前日用电量（度）|日用电量", ["kwh", "kwh"]),
        ("日用电量(万千瓦时)|节前日用电量（度）", ["10k_kwh", "kwh"]),
        ("日用电量|节前日用电量", ["", ""]),
    ],
)
def test_a_unit_is_that_of_the_column_beside_which_it_is_compared_with(headers, units):
    assert [match.unit for match in matched(*headers.split("|"))] == units


def test_beside_suppliers_who_buys_is_the_enterprise():
    assert [m.field for m in matched("采购企业", "供应商名称", "供应物料")][:2] == ["name", "supplier_name"]
    assert matched("企业名称", "采购企业", "供应商名称")[1].field == "downstream_name"


def test_of_two_columns_on_a_task_one_is_its_state_and_one_what_was_done():
    fields = [m.field for m in matched("事项内容", "办理情况", "是否办结")]
    assert fields == ["task_text", "task_answer", "task_state"]
    assert [m.field for m in matched("事项内容", "办理情况")] == ["task_text", "task_state"]


def test_a_problem_with_an_owner_and_a_term_and_no_enterprise_is_a_task():
    fields = [m.field for m in matched("问题内容", "责任科室", "办理时限", "完成与否", "进展说明")]
    assert fields == ["task_text", "owner_unit", "due_on", "task_state", "task_answer"]
    assert [m.field for m in matched("企业名称", "问题内容", "责任单位", "完成时限", "是否完成")][
        1
    ] == "difficulty_text"


def test_a_task_may_be_struck_off():
    assert [m.field for m in matched("交办问题", "办理单位", "是否销号", "销号时间")] == [
        "task_text", "owner_unit", "task_state", "done_on",
    ]  # fmt: skip


def test_who_is_in_place_is_staff_of_enterprises_and_a_worker_of_projects():
    assert matched("企业名称", "到位人数")[1].field == "staff_back"
    assert matched("项目名称", "到位人数")[1].field == "workers_present"
    assert matched("项目名称", "农民工返岗数（人）")[1].field == "workers_present"
    assert matched("企业名称", "农民工返岗数（人）")[1].field is None  # a part of the staff
    assert matched("项目名称", "到位人数", "农民工返岗数")[2].field is None


def test_of_counts_those_above_scale_are_what_a_survey_counts():
    found = matched("县（市）", "应复工企业 > 规上", "应复工企业 > 规下", "已复工企业 > 规上", "已复工企业 > 规下")
    assert [match.field for match in found] == ["county", "expected_n", None, "resumed_n", None]
    assert [match.field for match in matched("企业名称", "是否规上")] == ["name", "above_scale"]


@pytest.mark.parametrize(
    ("headers", "fields", "rule"),
    [
        (["2019年12月产值", "2月产值"], [None, "output_10k_cny"], "header_duplicate"),
        (["1月产值", "2月产值"], [None, "output_10k_cny"], "header_duplicate"),
        (["12月用电量", "1月用电量"], [None, "power_kwh"], "header_duplicate"),
        (["预计产值", "实际产值"], [None, "output_10k_cny"], "header_duplicate"),
        (["2月预计产值", "2月1-25日产值"], [None, "output_10k_cny"], "header_duplicate"),
        (["预计产值", "用电量"], ["output_10k_cny", "power_kwh"], "header_ambiguous"),
    ],
)
def test_the_latest_month_and_what_was_done_are_read(headers, fields, rule):
    found = matched("企业名称", *headers)[1:]
    assert [match.field for match in found] == fields
    assert found[0].rules == (rule,)


def test_suppliers_alone_have_their_names_in_the_first_column():
    assert [match.field for match in matched("供应商 > 名称", "供应商 > 占比")] == ["supplier_name", "share_pct"]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("县市|规上企业|已复工", ["county", "expected_n", "resumed_n"]),
        ("项目名称|工人应到数|工人实到数", ["project_name", "workers_needed", "workers_present"]),
        ("企业名称|问题描述|数量", ["name", "difficulty_text", "difficulty_amount"]),
        ("Company|Problem|Owner|Status", ["name", "difficulty_text", "owner_unit", "state"]),
        ("Company|Problem|Owner|Due date|Closed?", ["name", "difficulty_text", "owner_unit", "due_on", "task_state"]),
        ("企业名称|紧缺原材料|供应商|库存天数", ["name", "supplier_input", "supplier_name", "stock_days"]),
        ("核心企业|配套企业|配套产品|产品库存可用天数", ["name", "supplier_name", "supplier_input", "stock_days"]),
        ("区县|应复工企业|本周 > 已复工|上周 > 已复工", ["county", "expected_n", "resumed_n", None]),
        ("企业名称|供应商|供应占该零部件比例", ["name", "supplier_name", "share_pct"]),
        ("企业名称|供应商|占比|占比", ["name", "supplier_name", "share_pct", None]),
        (
            "企业名称|供应商1|占比|供应商2|占比",
            ["name", "supplier_name", "share_pct", "supplier_name", "share_pct"],
        ),
    ],
)
def test_what_columns_of_side_tables_mean_beside_each_other(headers, fields):
    assert [match.field for match in matched(*headers.split("|"))] == fields


def test_kinds_of_projects_may_be_ticked():
    found = matched("项目名称", "建设性质 > 续建", "建设性质 > 新建")
    assert [(match.field, match.code) for match in found[1:]] == [
        ("continuing_or_new", "continuing"), ("continuing_or_new", "new"),
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["当前实际用工", "Actual headcount"])
def test_who_is_there_in_fact_is_who_is_back_beside_all_the_staff(asked: str):
    assert [match.field for match in matched("企业名称", "职工总数", asked)] == ["name", "staff_normal", "staff_back"]


def test_a_header_that_says_a_word_again_and_again_is_read_at_once():
    assert [match.field for match in matched("还有" * 40 + "困难", "生产中" * 40 + "困难吗")] == [
        "difficulty_text",
        None,
    ]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (("Response ID", "Start date"), ["form_detail"] * 2),
        (("Response ID", "Start Date (UTC)"), ["form_detail"] * 2),
        (("Attachments", "Start date"), ["form_detail", "resumed_on"]),  # which any list may have
        (("附件", "Start date"), ["form_detail", "resumed_on"]),
        (("End date", "Start date"), ["form_detail", "resumed_on"]),
        (("Working again?", "Current position"), ["state", None]),  # of who answers
        (("Working again?", "Reporting staff"), ["state", "contact"]),
    ],
)
def test_what_a_form_notes_is_known_by_what_only_forms_have(headers, fields):
    assert [match.field for match in matched(*headers)] == fields


def test_of_two_that_count_who_is_there_without_all_the_staff_either_is_a_guess():
    first, second = matched("Business", "Staff in post", "Staff at their posts")[1:]
    assert (first.field, first.rules) == ("staff_back", ("header_ambiguous",))
    assert (second.field, second.rules) == (None, ("header_duplicate",))
    assert matched("Business", "Employees", "Staff in post", "Staff at their posts")[2].rules == ()
