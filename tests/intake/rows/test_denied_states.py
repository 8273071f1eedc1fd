"""A remark that contradicts the state is told; the state stands."""

import pytest
from small_survey import ONE, TWO, cleaned

from analysis.intake.values.state_phrases import state_said
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("实际未复工，仅值班人员", "stopped"),
        ("目前尚未复工", "stopped"),
        ("设备故障，现已停产", "stopped"),
        ("已于2月20日复工", "running"),
        ("手续齐全，企业已复工", "running"),
        ("停产", "stopped"),
        ("上游企业已复工", None),
        ("已复工申请", None),
        ("下游未开工", None),
        ("未停产", "running"),
        ("工人已返岗", None),
        ("计划3月1日复工", None),
        ("尚未复工，等待审批", "stopped"),
        ("因缺原料未能复工", "stopped"),
        ("老板在外地，还没有开工", "stopped"),
        ("企业停产检修，未复工", "stopped"),
        ("该企业目前仍停产", "stopped"),
        ("2月9日已复工", "running"),
        ("已全面复工复产", "running"),
        ("已于2月5日复工，目前又停产", "stopped"),
        ("2月15日起停产", "stopped"),
        ("本厂因设备故障停产", "stopped"),
        ("企业因环保升级停产，目前已通过验收，恢复生产", None),
        ("现场核查未复工", "stopped"),
        ("其实已经复工", "running"),
        ("企业因上游停产2条线", None),
        ("因上游企业未复工，原料不足", None),
        ("供应商在湖北，还没有开工", None),
        ("客户尚未复工，订单不足", None),
        ("目前未复工员工20人", None),
        ("已停产2条生产线", None),
        ("企业尚未复工的员工较多", None),
        ("Plant is still closed", "stopped"),
        ("Not yet reopened", "stopped"),
        ("Back at work", "running"),
        ("Supplier still closed", None),
        ("One line not running", None),
        ("Was closed until 20 Feb", None),
        ("Ready to reopen", None),
        ("No", None),
        ("实际未生产", "stopped"),
        ("现场核查：停产", "stopped"),
        ("已于2月20日再次停产", "stopped"),
        ("2月10日已复工，后因缺原料停产", "stopped"),
        ("已复工又停工", "stopped"),
        ("暂未生产口罩", None),
        ("原料不足，后期可能停产", None),
        ("已开工企业抢占订单", None),
        ("已恢复生产能力", None),
    ],
)
def test_what_a_remark_says(text, state):
    assert state_said(text, WORDS) == state


def test_a_remark_that_denies_the_state_is_told(tmp_path):
    rows = [["企业名称", "是否复工", "备注"], [ONE, "是", "实际未复工，仅值班人员"], [TWO, "否", "目前未复工"]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"].sort_values("source_row")["state"].tolist() == ["running", "stopped"]
    found = tables["findings"]
    assert found.loc[found["rule"].eq("state_denied_by_remark"), "cells"].tolist() == ["C2"]
