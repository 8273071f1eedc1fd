"""Clauses whose meaning is plain, in the sentences that offices put them into: what they say stays the same."""

from itertools import permutations

import pytest

from analysis.intake.coding.coder import code_each

CLAUSES = {
    "labour": ("外地员工无法返岗", "用工缺口30人", "技术工人短缺", "招工困难"),
    "raw_material": ("原材料供应不足", "钢材价格上涨", "零部件没有到货", "原料库存仅够5天"),
    "logistics": ("物流不畅", "车辆通行证难办", "道路封闭", "运费上涨"),
    "funds": ("流动资金紧张", "货款收不回来", "资金缺口200万元"),
    "packaging": ("纸箱短缺", "编织袋涨价"),
    "energy": ("电煤供应紧张", "限电"),
    "protective_supplies": ("口罩不足", "消毒液买不到"),
    "orders": ("订单减少", "产品积压", "客户取消订单"),
    "chain": ("上游企业未复工", "下游客户停产", "供应商没有复工"),
    "approval": ("复工审批未通过", "环评手续未办理"),
    "equipment": ("设备故障", "锅炉检修未完成"),
}
THINGS = {
    "labour": ("用工", "返岗"),
    "raw_material": ("原材料", "钢材"),
    "logistics": ("物流", "运输"),
    "funds": ("资金", "贷款"),
    "packaging": ("纸箱",),
    "energy": ("用电", "电煤"),
    "protective_supplies": ("口罩",),
    "orders": ("订单", "销售"),
    "approval": ("复工审批",),
    "equipment": ("设备检修",),
}
ALL = slice(0, 2)


def cases_of(told):
    return [((words,), (category,)) for category, every in told.items() for words in every]


def pairs_of(told, every):
    pairs = permutations(cases_of(told), 2)
    return [(one[0] + two[0], one[1] + two[1]) for one, two in pairs if one[1] != two[1]][::every]


def misread(sentence, cases, wanted=ALL):
    """The words of the cases that, put into the sentence, are read otherwise than wanted."""
    found = code_each([sentence.format(*words) for words, _ in cases])
    read = [{row.category for row in rows} for rows, _ in found]
    return [words for (words, told), each in zip(cases, read, strict=True) if each != (set(told[wanted]) or {"none"})]


@pytest.mark.parametrize(
    "sentence",
    [
        "{}，影响生产",
        "受疫情影响，{}",
        "{}，产能仅恢复50%",
        "已复工，但{}",
        "计划3月1日复工，{}",
        "希望政府帮助解决{}问题",
        "{}，不能满负荷生产",
        "{}，已上报工信局",
        "{}，正在协调中",
        "因{}未复工",
        "{}，开工率不足50%",
        "{}，其他正常",
        "{}，企业压力大",
        "{}，企业难以为继",
        "{}（已上报）",
    ],
)
def test_what_is_said_beside_a_difficulty_is_none_of_its_own(sentence):
    assert misread(sentence, cases_of(CLAUSES)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "{}，{}",
        "{}、{}",
        "因{}，{}",
        "由于{}，企业{}",
        "{}以及{}",
        "既有{}，又有{}",
        "{}/{}",
        "目前{}，希望协调解决{}问题",
    ],
)
def test_two_difficulties_in_one_sentence_are_both_told(sentence):
    assert misread(sentence, pairs_of(CLAUSES, 9)) == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("{}、{}问题", ALL),
        ("{}和{}困难", ALL),
        ("除{}外，{}也存在困难", ALL),
        ("{}问题已解决，{}问题未解决", slice(1, 2)),
        ("{}无问题，{}有困难", slice(1, 2)),
        ("{}没有问题，主要是{}问题", slice(1, 2)),
        ("{}困难，{}正常", slice(0, 1)),
        ("不存在{}、{}问题", slice(0)),
        ("{}、{}方面均无困难", slice(0)),
    ],
)
def test_things_are_told_by_what_is_said_of_each(sentence, wanted):
    assert misread(sentence, pairs_of(THINGS, 3), wanted) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("融资渠道窄，无运输车辆", "funds logistics"),
        ("生产线升级，烟叶供应不足", "equipment raw_material"),
        ("市场竞争激烈；变频器故障", "orders equipment"),
        ("不缺人，资金自筹", "none"),
        ("员工住在厂里，原料不足", "raw_material"),
        # Words broken by a blank or a line, which are read across it where nothing is read without.
        ("原料运不 进来", "logistics"),
        ("物 流\n受 阻", "logistics"),
        ("司机 来不 了", "logistics"),
        ("没 有 困 难", "none"),
        ("缺口罩 缺工人", "protective_supplies labour"),
    ],
)
def test_short_clauses_are_told_beside_each_other_and_across_gaps(text, expected):
    assert misread("{}", [((text,), tuple(expected.split()))], slice(None)) == []
