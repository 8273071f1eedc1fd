"""What online forms export: columns of their own, a column for each choice, rows below the questions."""

import csv

import pytest
from small_survey import ONE, TWO

from analysis.single import clean_upload

ASKED = ["Name of your enterprise", "Has it resumed operations?", "How many employees do you normally have?"]
ANSWERS = [[ONE, "Yes", 120], [TWO, "No", 60]]


def cleaned(folder, rows):
    with (folder / "2020-02-25.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return clean_upload(folder / "2020-02-25.csv")


@pytest.mark.parametrize(
    ("before", "own", "below"),
    [
        (["Timestamp", "Email Address"], ["2020/02/25 9:01:02", "a@example.invalid"], []),
        (["ID", "Start time", "Completion time", "Email", "Name"], [1, "9:01", "9:04", "anonymous", "Li Wei"], []),
        (
            ["Respondent ID", "Start Date", "First Name", "Last Name"],
            [1140, "02/20/2020 09:01", "", ""],
            [["", "", "", "", "Open-Ended Response", "Response", "Open-Ended Response"]],
        ),
        (
            ["StartDate", "Finished"],
            ["2020-02-20 09:01:00", "True"],
            [['{"ImportId":"startDate"}'] * 5],
        ),
        (["start", "end", "_uuid"], ["2020-02-20T09:01:00.000+08:00", "2020-02-20T09:05:00.000+08:00", "3f2b"], []),
        (["Submission Date", "Submission IP"], ["Feb 25, 2020", "192.0.2.1"], []),
        (["提交者（自动）", "提交时间（自动）"], ["某人", "2020年2月25日 09:01"], []),
        (["序号", "提交答卷时间", "所用时间", "来源详情", "来自IP"], [1, "2020/2/25 9:01:12", "123秒", "", ""], []),
    ],
    ids=["Google", "Microsoft", "SurveyMonkey", "Qualtrics", "Kobo", "Jotform", "腾讯文档", "问卷星"],
)
def test_answers_are_read_beside_columns_of_the_form(before, own, below, tmp_path):
    found = cleaned(tmp_path, [[*before, *ASKED], *below, *([*own, *answers] for answers in ANSWERS)])
    status = found.status.sort_values("source_row")
    assert status["name"].tolist() == [ONE, TWO]
    assert status["state"].tolist() == ["running", "stopped"]
    assert status["staff_normal"].tolist() == [120, 60]
    assert status["resumed_on"].isna().all()


@pytest.mark.parametrize(
    ("headers", "ticks"),
    [
        (["5、主要困难(员工不足)", "5、主要困难(资金紧张)"], [[1, 0], [0, 1]]),
        (["Main difficulties [Labour]", "Main difficulties [Funds]"], [["Yes", "No"], ["No", "Yes"]]),
        (["主要困难:员工不足", "主要困难:资金紧张"], [["员工不足", ""], ["", "资金紧张"]]),
    ],
)
def test_a_column_for_each_choice_is_ticked(headers, ticks, tmp_path):
    rows = [["企业名称", "是否复工", *headers], [ONE, "是", *ticks[0]], [TWO, "是", *ticks[1]]]
    found = cleaned(tmp_path, rows).difficulties.sort_values("source_row")
    assert found["category"].tolist() == ["labour", "funds"]


def test_one_column_with_brackets_is_asked_as_it_stands(tmp_path):
    rows = [["企业名称", "是否复工", "主要困难(可填多项)"], [ONE, "是", "资金紧张"]]
    assert cleaned(tmp_path, rows).difficulties["category"].tolist() == ["funds"]
