"""States behind the name, in its cell. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


def states(folder, header, one, two, *more):
    """Name -> state of the returns of two rows (name and further cells), and the rules noted."""
    tables = cleaned(folder, {"甲县2月25日": [header, one, two, *more]})
    status, found = tables["status"], tables["findings"]
    return dict(zip(status["name"], status["state"], strict=True)), set(found["rule"] if len(found) else ())


@pytest.mark.parametrize(
    ("header", "one", "two"),
    [
        ("企业名称", "{}（已复工）", "{}（停产）"),
        ("企业名称", "{}：已复工", "{}：未复工"),
        ("企业名称", "{} 已复工", "{} 停产检修"),
        ("企业名称及复工情况", "{}（2月10日已复工）", "{}（缺料停产）"),
        ("企业名称、状态", "{}，正常生产", "{}，停产"),
    ],
)
def test_they_answer_where_no_column_asks(tmp_path, header, one, two):
    rows = [header, "职工总数"], [one.format(ONE), 60], [two.format(TWO), 30]
    assert states(tmp_path, *rows)[0] == {ONE: "running", TWO: "stopped"}


def test_they_answer_though_few_in_a_list_of_returns(tmp_path):
    found, rules = states(tmp_path, ["企业名称", "返岗人数"], [ONE, 60], [f"{TWO}（停产）", 0])
    assert found == {ONE: "unknown", TWO: "stopped"}
    assert "state_blank" in rules


def test_they_are_remarks_beside_the_state(tmp_path):
    rows = ["企业名称", "是否复工"], [f"{ONE}（停产）", "是"], [f"{TWO}（已注销）", "否"]
    found, rules = states(tmp_path, *rows)
    assert found == {ONE: "running", TWO: "excluded"}
    assert {"state_denied_by_remark", "excluded_in_remark"} <= rules


def test_a_few_make_no_returns_of_a_register(tmp_path):
    rows = ["企业名称", "所属行业"], [ONE, "建材"], [f"{TWO}（停产）", "化工"], ["甲县三厂（虚构）", "化工"]
    assert states(tmp_path, *rows)[0] == {}


@pytest.mark.parametrize(
    "name", ["甲县复工机械厂", "甲县一厂（生产部）", "甲县开工粮油（集团）有限公司", "甲县一厂 二车间"]
)
def test_a_name_is_no_state(tmp_path, name):
    found, _ = states(tmp_path, ["企业名称", "返岗人数"], [name, 60], [TWO, 30])
    assert found == {name: "unknown", TWO: "unknown"}
