"""Forms that are pasted into one cell each. All enterprises and persons are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned

from analysis.intake.layout.labelled import labels_in


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("企业名称：虚构一厂；是否复工：是；到岗：80人", {"企业名称": "虚构一厂", "是否复工": "是", "到岗": "80人"}),
        ("企业名称：虚构一厂\n是否复工：\n到岗：80人", {"企业名称": "虚构一厂", "是否复工": "", "到岗": "80人"}),
        ("1.企业名称：虚构一厂 2.是否复工：是", {"企业名称": "虚构一厂", "是否复工": "是"}),
        ("企业名称：虚构一厂，困难：1.人：缺工；2.钱：缺", {"企业名称": "虚构一厂", "困难": "1.人：缺工；2.钱：缺"}),
        ("企业名称：虚构一厂，开会时间：10:30", {"企业名称": "虚构一厂", "开会时间": "10:30"}),
        ("1. 虚构一厂 已复工 到岗80人", {"企业名称": "虚构一厂", "到岗": "80人", "复工情况": "已复工"}),
        ("2、虚构二厂，未复工，缺口罩", {"企业名称": "虚构二厂", "复工情况": "未复工，缺口罩"}),
        ("3、虚构二厂（未复工，缺口罩）", {"企业名称": "虚构二厂", "复工情况": "未复工，缺口罩"}),
        ("虚构二厂（一厂）：已复工，到岗9人", {"企业名称": "虚构二厂（一厂）", "到岗": "9人", "复工情况": "已复工"}),
        ("虚构二厂（已复工）到岗9人", {"企业名称": "虚构二厂", "到岗": "9人", "复工情况": "已复工"}),
        ("虚构二厂 张三 未复工", {"企业名称": "虚构二厂", "复工情况": "***，未复工"}),
        ("1．虚构二厂：2月10日复工，现到岗12人，主要困难：缺料，缺口罩。盼解决",
         {"企业名称": "虚构二厂", "到岗": "12人", "主要困难": "缺料，缺口罩", "复工情况": "2月10日复工，盼解决"}),
        ("①虚构二厂：状态：已复工；到岗人数：9", {"企业名称": "虚构二厂", "状态": "已复工", "到岗人数": "9"}),
        ("企业名称：虚构一厂", {}),
        ("请各企业：如实填写；谢谢", {}),
        ("虚构一厂 虚构二厂 虚构三厂", {}),
        ("有限公司改制后 已复工", {}),
    ],
)  # fmt: skip
def test_labels_of_a_text(text, labels):
    assert labels_in(text) == labels


@pytest.mark.parametrize(
    "rows",
    [
        [[f"企业名称：{ONE}；是否复工：是；职工总数：120人；到岗人数：80人；存在困难：缺口罩"],
         [f"企业名称：{TWO}；是否复工：否；职工总数：50人；到岗人数：0；存在困难：无"]],
        [["序号", "企业情况"],
         [1, f"企业名称：{ONE}\n是否复工：是\n职工总数：120人\n返岗人数：80\n困难：缺口罩\n联系人：张三\n电话：138"],
         [2, f"企业名称：{TWO}\n是否复工：否\n职工总数：50人\n返岗人数：0\n困难：无\n联系人：李四\n电话：13800000000"]],
    ],
    ids=["semicolons", "lines, numbered beside"],
)  # fmt: skip
def test_each_cell_is_a_return(tmp_path, rows):
    tables = cleaned(tmp_path, {"甲县2月25日": [["甲县企业复工情况"], *rows]})
    status = tables["status"].sort_values("source_row")
    assert status[["name", "state", "staff_normal", "staff_back"]].values.tolist() == [
        [ONE, "running", 120, 80],
        [TWO, "stopped", 50, 0],
    ]
    difficulties = tables["difficulties"].sort_values("source_row")
    assert difficulties["category"].tolist() == ["protective_supplies", "none"]
    assert not any(frame.astype(str).isin(["张三", "李四"]).any(axis=None) for frame in tables.values())


def test_lines_of_a_chat(tmp_path):
    lines = ["#接龙", "截至2020年2月25日复工情况", f"1. {ONE} 已复工 职工120人 到岗80人", f"2. {TWO} 未复工，缺口罩"]
    status = cleaned(tmp_path, {"甲县": [[line] for line in lines]})["status"].sort_values("source_row")
    assert status[["name", "state"]].values.tolist() == [[ONE, "running"], [TWO, "stopped"]]
    assert status["staff_back"].fillna(-1).tolist() == [80, -1]
    assert status["as_of"].astype(str).tolist() == ["2020-02-25"] * 2


def test_a_sentence_is_no_line_of_a_chat(tmp_path):
    rows = [["各企业须如实填报。"], [f"{ONE} 已复工 职工120人"], ["企业名称", "是否复工"], [ONE, "是"], [TWO, "否"]]
    assert cleaned(tmp_path, {"甲县": rows})["status"]["source_row"].tolist() == [5, 4]
