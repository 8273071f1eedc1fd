"""Headers and labels of pieces that only the answers tell. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


@pytest.mark.parametrize(("cells", "field"), [([50, 10], "staff_back"), (["Yes", "No"], "state")])
def test_who_is_back_at_work_is_counted_in_numbers(tmp_path, cells, field):
    head = ["Business", "Employees", "Back at work"]
    rows = [head, [ONE, 60, cells[0]], [], head, [TWO, 30, cells[1]]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status[field].tolist() == (cells if field == "staff_back" else ["running", "stopped"])


@pytest.mark.parametrize("name", ["企业名称", "Who is it"])
def test_pieces_of_headers_are_told_by_numbers_and_days_whatever_the_names_are_asked_by(tmp_path, name):
    rows = [
        [name, "是否复工", "已回厂", "Will restart on"],
        ["清江化工有限公司", "否", "5人", "Mar 3, 2020"],
        ["云雾茶业有限公司", "是", 20, None],
        ["石湖铝业有限公司", "否", 3, "待定"],
    ]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["staff_back"].tolist() == [5, 20, 3]
    assert [str(day) for day in status["planned_on"].dropna()] == ["2020-03-03"]


def test_who_is_at_work_is_counted_day_by_day(tmp_path):
    rows = [["企业名称", "2月24日", "2月25日"], [None, "今日上班", "今日上班"], [ONE, 5, 6], [TWO, 7, 8]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"]
    assert sorted(zip(status["as_of"].astype(str), status["staff_back"], strict=True)) == [
        *(("2020-02-24", 5), ("2020-02-24", 7)),
        *(("2020-02-25", 6), ("2020-02-25", 8)),
    ]


@pytest.mark.parametrize("header", ["未返岗", "外地返岗", "计划到岗"])
def test_pieces_that_say_more_are_not_told_by_numbers(tmp_path, header):
    rows = [["企业名称", "是否复工", header], [ONE, "否", 5], [TWO, "是", 20]]
    assert cleaned(tmp_path, {"甲县2月25日": rows})["status"]["staff_back"].isna().all()


def test_labels_of_a_form_are_told_so_too(tmp_path):
    rows = [
        ["企业名称", "清江化工有限公司"],
        ["是否复工", "否"],
        ["今天来上班的", "5人"],
        ["ETA restart", "Mar 3, 2020"],
        ["职工总数", 60],
    ]
    (status,) = cleaned(tmp_path, {"甲县2月25日": rows})["status"].to_dict("records")
    assert (status["staff_back"], str(status["planned_on"])) == (5, "2020-03-03")


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("Opened back on", ["20 Feb 2020", None], "resumed_on"),
        ("Since when?", ["20 Feb 2020", None], "resumed_on"),
        ("Hoping to be back by", [None, "9 Mar 2020"], "planned_on"),
        ("If idle, expected back", [None, "9 Mar 2020"], "planned_on"),
        ("Projected date", ["n/a", "9 Mar 2020"], "planned_on"),
        ("预料运作日期", [None, "3月9日"], "planned_on"),
        ("Production to recommence", [None, "9 Mar 2020"], "planned_on"),
        ("Trading from", ["20 Feb 2020", None], "resumed_on"),
        ("Date from", ["20 Feb 2020", None], None),
        ("Expect to be up and running by", [None, "9 Mar 2020"], "planned_on"),
        ("Proposed opening", [None, "9 Mar 2020"], "planned_on"),
        ("Proposed to start on", [None, "19.03.2020"], "planned_on"),
        ("Operating capacity", ["80%", "35%"], "capacity_pct"),
        ("Level of production resumed", [0.8, 0.35], "capacity_pct"),
        ("Level of production resumed", [1, 0], None),
        ("Operating capacity", [80, 35], None),
        ("Planned capacity", ["80%", "35%"], None),
    ],
)
def test_days_and_shares_tell_what_is_asked(tmp_path, header, cells, field):
    rows = [["Business", "Reopened?", header], [ONE, "Yes", cells[0]], [TWO, "No", cells[1]]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"]
    asked = ["resumed_on", "planned_on", "capacity_pct"]
    assert [name for name in asked if status[name].notna().any()] == ([field] if field else [])


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Business activity resumed", ["Yes", "No"]),
        ("Condition", ["Trading normally", "Closed"]),
        ("Position this week", ["Back up and running", "Idle"]),
        ("Activity", ["As usual", "Ceased for now"]),
    ],
)
def test_answers_tell_that_the_state_is_asked(tmp_path, header, cells):
    rows = [["Business", header, "Employees"], [ONE, cells[0], 60], [TWO, cells[1], 30]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["state"].tolist() == ["running", "stopped"]


def test_a_form_may_ask_in_whole_questions(tmp_path):
    rows = [
        ["1. What is the name of your business?", "清江化工有限公司"],
        ["2. Are you currently open for business?", "Yes"],
        ["3. If yes, on what date did you reopen?", "20 Feb 2020"],
        ["4. How many of your employees are at work?", 40],
        ["5. What is the main problem?", "Shortage of workers"],
    ]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    (status,) = tables["status"].to_dict("records")
    said = (status["name"], status["state"], str(status["resumed_on"]), status["staff_back"])
    assert tables["difficulties"]["text"].tolist() == ["Shortage of workers"]
    assert said == ("清江化工有限公司", "running", "2020-02-20", 40)


def test_who_is_there_at_present_is_back_beside_who_was_there(tmp_path):
    rows = [["Business", "Reopened?", "Workforce before the quake", "Workforce at present"], [ONE, "Yes", 60, 40]]
    (status,) = cleaned(tmp_path, {"甲县2月25日": rows})["status"].to_dict("records")
    assert (status["staff_normal"], status["staff_back"]) == (60, 40)


@pytest.mark.parametrize(
    ("normal", "now"),
    [
        ("Workers before", "Workers today"),
        ("We normally employ", "We now employ"),
        ("Team size before the flood", "Team size now"),
        ("Employees before the typhoon", "Employees after the typhoon"),
        ("Full-time equivalent posts", "Back at work"),
    ],
)
def test_whoever_counts_them(tmp_path, normal, now):
    rows = [["Business", "Reopened?", normal, now], [ONE, "Yes", 60, 40], [TWO, "Yes", 50, 30]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert (status["staff_normal"].tolist(), status["staff_back"].tolist()) == ([60, 50], [40, 30])


def test_workers_today_are_not_all_of_them(tmp_path):
    rows = [["Business", "Reopened?", "Workers today"], [ONE, "Yes", 40], [TWO, "Yes", 30]]
    assert cleaned(tmp_path, {"甲县2月25日": rows})["status"]["staff_normal"].isna().all()


@pytest.mark.parametrize("header", ["Customer", "Supplier"])
def test_enterprises_listed_as_customers_are_told_of(tmp_path, header):
    rows = [[header, "Reopened?", "Employees"], ["Kestrel Foods Ltd", "Yes", 40], ["Lark Joinery Ltd", "No", 30]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"]["name"].tolist() == ["Kestrel Foods Ltd", "Lark Joinery Ltd"]
    assert "header_ambiguous" in set(tables["findings"]["rule"])


@pytest.mark.parametrize("header", ["Paper mill", "Insurance company", "Name of sugar factory", "Garment Factory"])
def test_words_that_name_a_kind_of_enterprise_head_a_column(tmp_path, header):
    names = ["Lark Foods Ltd", "Osprey Foods Ltd", "Rook Foods Ltd"]
    rows = [[header, "Reopened?", "Employees"], *([name, "Yes", 4] for name in names)]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"]["name"].tolist() == names
    assert "header_missing" not in set(tables["findings"]["rule"])


def test_such_words_are_told_as_they_are_written(tmp_path):
    rows = [["Name of sugar factory", "Reopened?", "Boilers lit"], *([name, "Yes", 4] for name in (ONE, TWO))]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert {"Name of sugar factory", "Boilers lit"} <= {*findings["value"]}


@pytest.mark.parametrize(
    ("header", "states"),
    [
        ("产线状态", ["running", "stopped"]),
        ("现在开着吗", ["running", "stopped"]),
        ("Is work going on?", ["running", "stopped"]),
        ("Activity status", ["running", "stopped"]),
        ("Working or not", ["running", "stopped"]),
        ("Restarted", ["running", "stopped"]),
        # Of something else, though the answer is the same.
        ("是否生产口罩", ["unknown", "unknown"]),
        ("是否具备复工条件", ["unknown", "unknown"]),
        ("Is the canteen open?", ["unknown", "unknown"]),
        ("Working capital short?", ["unknown", "unknown"]),
    ],
)
def test_yes_and_no_below_words_for_work_are_the_state(tmp_path, header, states):
    rows = [["企业名称", "返岗人数", header], [ONE, 80, "是"], [TWO, 3, "否"]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["state"].tolist() == states


@pytest.mark.parametrize(
    ("letters", "below", "states"),
    [
        ("PY", ["Y = trading as usual, P = trading in part, N = not trading"], ["partial", "running"]),
        ("PN", [], ["partial", "stopped"]),
        ("PN", ["填表说明：已复工填Y，未复工填N，拟复工填P"], ["unknown", "stopped"]),
        ("PY", ["注：Ｐ为停产"], ["unknown", "running"]),
        ("PY", ["注：请填Y/N/P"], ["partial", "running"]),
        ("PR", [], ["unknown", "unknown"]),
    ],
)
def test_a_note_or_what_stands_beside_them_says_what_letters_stand_for(tmp_path, letters, below, states):
    rows = [["Business", "Trading again?", "Employees"], [ONE, letters[0], 60], [TWO, letters[1], 30], below]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["state"].tolist() == states


@pytest.mark.parametrize(("second", "days"), [(None, ["2020-02-12"]), ("2020-02-25", [])])
def test_a_day_behind_the_state_is_that_of_resuming_where_only_some_have_one(tmp_path, second, days):
    rows = [["企业名称", "开工", "日期", "返岗人数"], [ONE, "已开工", "2020-02-12", 80], [TWO, "未开工", second, 3]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"]
    assert [str(day) for day in status["resumed_on"].dropna()] == days
