"""The date a table speaks of."""

from datetime import date, datetime

import pytest

from analysis.intake.as_of import day_below, find_as_of, latest_named, near_year

NEAR = date(2020, 3, 1)
TITLE = [
    ("都匀市企业复工情况（截至2020年2月25日）", date(2020, 2, 25)),
    ("截至2月25日24时全市复工情况", date(2020, 2, 25)),
    ("复工复产台账2020.2.25", date(2020, 2, 25)),
    ("复工复产台账20200225", date(2020, 2, 25)),
    ("复工情况（2020/2/25）", date(2020, 2, 25)),
    ("复工复产周报（2月24日-3月1日）", date(2020, 3, 1)),
    ("截至２０２０年２月２５日", date(2020, 2, 25)),
    ("截至二〇二〇年二月二十五日", date(2020, 2, 25)),
    ("复工情况表（二○二○年三月十日）", date(2020, 3, 10)),
    ("一季度前三月二日复工情况", date(2020, 3, 2)),
    ("復工情形調查表 民國109年2月25日", date(2020, 2, 25)),
    ("復工情形（一〇九年二月二十五日）", date(2020, 2, 25)),
    ("截至109.2.25復工情形", date(2020, 2, 25)),
    ("109年度復工情形（2月25日）", date(2020, 2, 25)),
    ("附表109 復工情形（2月25日）", date(2020, 2, 25)),
    ("STATUS OF PLANTS ON 25 FEBRUARY 2020", date(2020, 2, 25)),
    ("复工情况表（2020年2月24日-25日）", date(2020, 2, 25)),
    ("复工情况表（2月24-25日）", date(2020, 2, 25)),
    ("复工情况表2020.2.24—2.25", date(2020, 2, 25)),
    ("截至2月25日，已复工10户，较2月24日增加2户", date(2020, 2, 25)),
    ("2月25日复工情况（自2月10日以来）", date(2020, 2, 25)),
    ("复工情况表（0225）", date(2020, 2, 25)),
    ("复工日报2.25", date(2020, 2, 25)),
    ("2.19-2.25甲县复工周报", date(2020, 2, 25)),
    ("本周（2.19—2.25）复工情况", date(2020, 2, 25)),
    ("复工日报20.2.25", date(2020, 2, 25)),
    ("复工日报19.12.25", date(2019, 12, 25)),
    ("复工情况表（2.25）", date(2020, 2, 25)),
    ("截至2.25日复工情况", date(2020, 2, 25)),
    ("复工情况（截止2月24日24时，2月25日上午发）", date(2020, 2, 24)),
    ("复工情况（2月20日至今，截至2月24日）", date(2020, 2, 24)),
    ("截至2月24日-25日复工情况", date(2020, 2, 25)),
    ("复工情况（2月24日起至25日）", date(2020, 2, 25)),
    ("复工情况（自2月17日至2月25日）", date(2020, 2, 25)),
    ("2022年4月白名单企业日报（4月18日）", date(2022, 4, 18)),
    ("2022年1月至今复工情况（2月25日）", date(2020, 2, 25)),
    ("12月31日前复工情况", date(2019, 12, 31)),
    ("Enterprises back at work, 25 February 2020", date(2020, 2, 25)),
    ("Status on Feb. 25th", date(2020, 2, 25)),
    ("Status of 24 Feb - 1 Mar 2020", date(2020, 3, 1)),
    ("Position at 25/02/2020", date(2020, 2, 25)),
    ("Position at 02/25/2020", date(2020, 2, 25)),
    ("Week ending: 01/03/2020", date(2020, 3, 1)),
    ("Week of 02.03.2020", date(2020, 3, 2)),
    ("Responses 25-02-20", date(2020, 2, 25)),
    ("Responses 02/03/20", date(2020, 3, 2)),
    ("Resumption 25Feb2020 final", date(2020, 2, 25)),
    ("Plants back at work (24-28 Feb 2020)", date(2020, 2, 28)),
    ("Plants back at work, Feb 24-28", date(2020, 2, 28)),
    ("Bulletin no. 12 - 8 February 2020", date(2020, 2, 8)),
    ("Status at 25 February compared with 18 February", date(2020, 2, 25)),
    ("Return by noon on 28 Feb: status as at 25 Feb", date(2020, 2, 25)),
    ("复工情况（2020、2、25）", date(2020, 2, 25)),
    ("复工情况（2020 02 25）", date(2020, 2, 25)),
    ("复工情况（202002251700）", date(2020, 2, 25)),
    ("复工情况（2.19-25）", date(2020, 2, 25)),
    ("复工情况（二月廿五日）", date(2020, 2, 25)),
    ("2月120家企业复工情况（2月25日）", date(2020, 2, 25)),
]


@pytest.mark.parametrize(("title", "day"), TITLE, ids=[title for title, _ in TITLE])
def test_a_title_names_the_date(title, day):
    assert find_as_of([title], (), NEAR) == (day, "title")


@pytest.mark.parametrize(
    "title",
    [
        "12 may resume",
        "5 Marks",
        "7 Decimals",
        "Page 3 of 12",
        "2019年12月31日以来复工情况",
        "复工台账（自2月3日起每日报送）",
        "复工台账（2月3日启用）",
        "2月10日会议精神落实情况",
        "较2月24日变化情况",
        "2020年1-9月主要指标",
        "2月15户企业复工",
        "报送截止时间：2月28日",
        "Deadline: 28 February 2020",
        "Please return by 28 February",
        "Compared with 18 February",
        "Inventory of PM2.5-10",
    ],
)
def test_a_title_without_a_day_names_none(title):
    assert find_as_of([title], (), NEAR) == (None, "")


@pytest.mark.parametrize(
    ("near", "day"),
    [
        (date(2026, 11, 29), date(2026, 2, 25)),  # nobody reports of next February
        (date(2020, 2, 1), date(2020, 2, 25)),
        (date(2020, 1, 20), date(2019, 2, 25)),
    ],
)
def test_a_day_without_a_year_is_not_far_ahead(near, day):
    assert find_as_of(["截至2月25日复工情况"], (), near) == (day, "title")


@pytest.mark.parametrize(
    ("cells", "day", "where"),
    [
        (["复工情况表", "填报日期：2020年2月26日"], date(2020, 2, 26), "row"),
        (["复工情况表", "截至2020年2月24日18时（2月25日报送）"], date(2020, 2, 24), "row"),
        (["复工情况表", "数据截至：2月24日24时    制表时间：2月25日"], date(2020, 2, 24), "row"),
        (["2020年2月27日", "复工情况表（截至2月26日）"], date(2020, 2, 26), "title"),  # a letter's day above it
        (["甲县工信局", "2020年2月27日", "复工情况表"], date(2020, 2, 27), "row"),
        (["复工情况表", "填报日期：", datetime(2020, 2, 26)], date(2020, 2, 26), "row"),
        (["复工情况表", "填报日期：2.26"], date(2020, 2, 26), "row"),
        (["复工情况表", "填报日期", 43887], date(2020, 2, 26), "row"),
        (["复工情况表", "填报日期：", 20200226], date(2020, 2, 26), "row"),
        (["复工情况表", "填报日期", 2.26], date(2020, 2, 26), "row"),
        (["复工情况表", "填报单位", 43887], None, ""),
        (["复工情况表", "填报单位：某局", "2020年", "2月", "26日"], date(2020, 2, 26), "row"),
        (["截至2月25日复工情况", "填报日期：2020年2月26日"], date(2020, 2, 25), "title"),
        (["填报日期：2020年2月26日", "截至2月25日复工情况"], date(2020, 2, 25), "title"),
        (["2020年规上企业复工情况", None], None, ""),
        (["2月30日复工情况"], None, ""),
        ([], None, ""),
    ],
)
def test_the_title_goes_before_the_rows_below_it(cells, day, where):
    assert find_as_of(cells, (), NEAR) == (day, where)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("填报人：某人    填报时间：2020年2月25日", date(2020, 2, 25)),
        ("日期：2月25日17时", date(2020, 2, 25)),
        ("2020年2月25日", date(2020, 2, 25)),
        ("2020 年 2 月 25 日（盖章）", date(2020, 2, 25)),
        ("Date: 2020-02-25", date(2020, 2, 25)),
        ("Prepared by: N. N.   Report date: 25 February 2020", date(2020, 2, 25)),
        ("Data as of 25 Feb 2020", date(2020, 2, 25)),
        ("Due date: 2020-02-26", None),
        ("注：请于2月26日前报送。", None),
        ("复工时间：2月10日", None),
        ("2月26日下午召开调度会", None),
    ],
)
def test_a_line_below_the_table_states_the_day_and_nothing_else(line, day):
    assert day_below(["审核人：", line], NEAR) == day


@pytest.mark.parametrize(
    ("names", "day"),
    [
        (("2.25", "都匀市"), date(2020, 2, 25)),
        (("Sheet1", "贵定县复工情况2.25"), date(2020, 2, 25)),
        (("Sheet1", "三都县2-25"), date(2020, 2, 25)),
        (("0225", "都匀市"), date(2020, 2, 25)),
        (("Sheet1", "复工日报 2020_02_25"), date(2020, 2, 25)),
        (("Sheet1", "复工20.2.25"), date(2020, 2, 25)),
        (("Sheet1", "都匀市0225"), date(2020, 2, 25)),
        (("Sheet1", "都匀市2020"), None),
        (("Sheet1", "复工台账v1.2.3"), None),
        (("Sheet1", "附件2.1 企业名单"), None),
        (("表2-1", "企业名单v2.2"), None),
        (("Sheet1", "1-6月复工情况"), None),
        (("Sheet1", "同比增长4.8%"), None),
        (("Sheet1", "企业名单1999-02-20"), None),
        (("Sheet1", "某县复工表2-25.xlsx"), date(2020, 2, 25)),
        (("Sheet1", "复工台账"), None),
    ],
)
def test_names_are_asked_last(names, day):
    assert find_as_of(["复工情况表"], names, NEAR)[0] == day


@pytest.mark.parametrize(
    "deadline",
    [
        "请于2020年2月25日前报送。",
        "请务必在2月25日（星期二）下午17:00前将本表报送",
        "2月27日18时之前反馈",
        "于3月1日前填报",
    ],
)
def test_a_deadline_is_not_the_day_a_list_speaks_of(deadline):
    assert find_as_of([deadline, "填报日期：2020年2月26日"], [], NEAR) == (date(2020, 2, 26), "row")


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        (["2月10日", 35, None], None),
        (["2020-02-10", "2020年3月2日", "已复工"], date(2020, 3, 2)),
        ([date(2020, 2, 10), "2099-01-01"], date(2020, 2, 10)),
        (["91350100M000100Y43", "20人"], None),
    ],
)
def test_the_latest_day_that_is_named_with_its_year(cells, day):
    assert latest_named(cells, date(2020, 12, 31)) == day


@pytest.mark.parametrize(
    ("texts", "february", "december"),
    [
        (["2020年每日开工情况"], date(2020, 2, 10), date(2020, 12, 30)),
        (["某县", "开工2019-2020"], date(2020, 2, 10), date(2020, 12, 30)),
        (["2024年开工情况"], date(2024, 2, 10), date(2023, 12, 30)),  # the year that it is
        (["2031年规划", "某县2020"], date(2020, 2, 10), date(2020, 12, 30)),
    ],
)
def test_days_are_of_the_year_that_titles_name(texts, february, december):
    near = near_year(texts, date(2024, 6, 1))
    said = [find_as_of([day], [], near)[0] for day in ("2月10日", "12月30日")]
    assert said == [february, december]


def test_no_year_is_named():
    assert near_year(["每日开工情况", "编号20201"], date(2024, 6, 1)) is None
