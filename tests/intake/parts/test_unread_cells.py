"""Cells of a form that answer none of its labels."""

import pytest
from small_survey import ONE, cleaned

FORM = [["企业名称", ONE, "", ""], ["是否复工", "否", "", ""], ["职工总数", 120, "", ""], ["返岗人数", 80, "", ""]]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (["未复工原因", "体温", "正常", ""], ["C5"]),
        (["未复工原因", "缺料", "张三", ""], ["C5"]),  # who it is, is not said
        (["二、困难", "", "", ""], []),
        (["产值", 500, "万元", ""], []),  # the unit of the answer
        (["复工时间", "2月12日", "（必填）", ""], []),  # how to fill it in
        (["未复工原因", "缺料", "备注", "无"], []),
    ],
)
def test_what_answers_no_label_is_told(tmp_path, row, cells):
    findings = cleaned(tmp_path, {"甲县2月25日": [*FORM, row]})["findings"]
    told = [found for found in findings.to_dict("records") if found["rule"] == "form_cell_unread"]
    assert [found["cells"] for found in told] == cells
    assert not findings.astype(str).isin(["张三"]).any(axis=None)


def test_enterprises_side_by_side_are_read(tmp_path):
    rows = [["企业名称", ONE, "甲县二厂（虚构）"], ["是否复工", "是", "否"], ["返岗人数", 80, 0]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert "form_cell_unread" not in {found["rule"] for found in findings.to_dict("records")}
