"""Tables with enterprises across and days down. All enterprises are fictional."""

import pytest
from small_survey import cleaned

ONE, TWO = "虚构一厂", "虚构二厂"


def returns(folder, *rows):
    status = cleaned(folder, {"甲县": [*rows]})["status"]
    if status.empty:
        return []
    told = status.assign(day=status["as_of"].astype(str).str[5:]).sort_values(["day", "name"])
    told = told[["day", "name", "state", "staff_normal", "staff_back"]].astype(object)
    return told.where(told.notna(), None).values.tolist()


@pytest.mark.parametrize(
    "rows",
    [
        [["日期", ONE, TWO], ["2月24日", "未复工", "已复工"], ["2月25日", "已复工", "已复工"]],
        [["各企业复工情况"], ["序号", "日期", ONE, TWO], [1, "2020/2/24", "否", "是"], [2, "2020/2/25", "是", "是"]],
    ],
    ids=["words of headers as answers", "numbered"],
)
def test_a_state_for_each_enterprise_and_day(tmp_path, rows):
    assert returns(tmp_path, *rows) == [
        ["02-24", ONE, "stopped", None, None],
        ["02-24", TWO, "running", None, None],
        ["02-25", ONE, "running", None, None],
        ["02-25", TWO, "running", None, None],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["日期", ONE, None, TWO, None], [None, "职工总数", "到岗", "职工总数", "到岗"], ["2月25日", 120, 90, 50, 20]],
        [["2020年2月各企业每日返岗人数统计表"], ["日期", ONE, TWO], ["2月25日", 90, 20], ["合计", 90, 20]],
    ],
    ids=["asked below the name", "asked by the title"],
)  # fmt: skip
def test_numbers_for_each_enterprise_and_day(tmp_path, rows):
    normal = [120, 50] if len(rows[0]) > 1 else [None, None]
    assert returns(tmp_path, *rows) == [
        ["02-25", ONE, "unknown", normal[0], 90],
        ["02-25", TWO, "unknown", normal[1], 20],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["日期", ONE, "全县"], ["2月24日", 12, 30], ["2月25日", 14, 33]],
        [["日期", ONE, TWO], ["2月24日", 12, 30], ["2月25日", 14, 33]],
        [["项目", ONE, TWO], ["原煤", 12, 30], ["电", 14, 33]],
    ],
    ids=["something else across", "nothing says what is counted", "no days"],
)
def test_other_tables_stay_what_they_are(tmp_path, rows):
    assert returns(tmp_path, *rows) == []


def test_a_value_goes_back_to_its_cell(tmp_path):
    rows = [
        ["每日返岗人数统计表"],
        ["日期", ONE, TWO],
        ["2月24日", 90, 20],
        ["2月25日", 91, "很多"],
        ["2月26日", 92, 22],
    ]
    findings = cleaned(tmp_path, {"甲县": rows})["findings"]
    assert findings.loc[findings["rule"] == "number_vague", ["cells", "value"]].values.tolist() == [["C4", "很多"]]
