"""What the labelling guide says of single texts; labels are a person's."""

import pytest

from analysis.intake.coding.combine import Coder
from analysis.intake.coding.lexicon import load_lexicon


@pytest.fixture(scope="module")
def coder():
    return Coder(load_lexicon())


def labels(coder, text):
    return {found.category for found in coder.code(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("缺口罩", "protective_supplies"),
        ("員工未返崗，資金周轉困難", "labour funds"),
        ("沒有困難", "none"),
        ("车辆通行证难办；石灰石供应紧张", "logistics raw_material"),
        ("口罩不缺", "none"),
        ("没有口罩问题", "none"),
        ("没有口罩", "protective_supplies"),
        ("口罩没有缺口", "none"),
        ("不存在原料不足问题，主要是产品卖不出去", "orders"),
        ("无用工、物流、资金方面困难", "none"),
        ("无原料供应困难", "none"),
        ("水泥没有需求", "orders"),
        ("无订单、无原料", "orders raw_material"),
        ("不是没订单，是没人做", "labour"),
        ("除流动资金外无其他困难", "funds"),
        ("只差编织袋", "packaging"),
        ("如口罩不足再报告", "none"),
        ("口罩还没解决", "protective_supplies"),
        ("请协调解决口罩", "protective_supplies"),
        ("需贷款200万元、下游企业未复产", "funds chain"),
        ("需资金300万元、物流不畅", "funds logistics"),
        ("缺口罩500只、消毒液20公斤", "protective_supplies"),
        ("货车进不来、手续未办完", "logistics approval"),
        ("原料车进不来、工人返岗难", "logistics labour"),
    ],
)
def test_negation_goes_by_what_is_negated(coder, text, expected):
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上海的供应商停了", "chain"),
        ("没有停产但用工困难", "labour"),
        ("没有用工困难但有资金困难", "funds"),
        ("没有原料但订单充足", "raw_material"),
        ("原料和运输困难", "raw_material logistics"),
        ("口罩和返岗困难", "labour protective_supplies"),
        ("资金和销售困难", "funds orders"),
        ("希望政府尽快恢复物流", "logistics"),
        ("疫情导致现金流断裂", "funds"),
        ("进厂道路塌方", "logistics"),
        ("不缺工人，缺订单", "orders"),
        ("不缺员工、编织袋", "none"),
        ("已解决用工，未解决资金", "funds"),
        ("已恢复供电原料不足", "raw_material"),
        ("缺工；缺煤，已解决", "labour"),
        ("前期缺工，现原料充足", "labour"),
        ("电容烧坏", "equipment"),
        ("员工到岗率92%不高", "labour"),
        ("协调解决电煤3000吨", "energy"),
        ("解决资金问题", "funds"),
        ("产品无法外运，仓库已满", "logistics orders"),
        ("请尽快恢复供电", "energy"),
        ("员工隔离中，预计3月3日解除", "labour"),
        ("原料预计月底到货", "raw_material"),
        ("争取尽快恢复生产", "none"),
        ("芯片短缺导致生产线停线", "raw_material"),
        ("设备受淹，道路冲毁", "equipment logistics"),
        ("电价上浮", "energy"),
        ("停电影响生产，成品率低", "energy"),
        ("MCU断货，整车下不了线", "raw_material"),
        ("能耗双控指标用完", "energy"),
        ("通行证全国不互认，卡在高速口", "logistics"),
        ("冰灾压断电线，全厂停电", "energy"),
        ("燃气管道被冲断", "energy"),
        ("关税加征，订单转移到越南", "orders"),
        ("汇路不畅，俄罗斯货款回不来", "funds"),
        ("出口柜抢不到，仓库堆满成品", "logistics orders"),
        ("缺晶圆，封测线停了一半", "raw_material"),
        ("工程欠款800万，材料商不再供货", "funds chain"),
        ("员工做完核酸才能进厂，排队两小时", "labour"),
        ("塔吊司机没回来", "labour"),
        ("门面租金一分不少", "funds"),
        ("房租照交，摊位费能不能减免", "funds"),
    ],
)
def test_lockdowns_power_cuts_and_shortages_have_words_of_their_own(coder, text, expected):
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("包装工短缺", "labour"),
        ("缺电焊工、气割工", "labour"),
        ("缺电焊条", "raw_material"),
        ("包装机故障", "equipment"),
        ("包装厂未复工", "packaging chain"),
        ("包装车间缺工", "labour"),
        ("包装车间工人不足", "labour"),
        ("物流部司机不足", "logistics"),
        ("纸箱厂缺原纸", "raw_material"),
        ("贷款审批慢", "funds"),
        ("车辆通行证办不下来", "logistics"),
        ("口罩生产资质未批", "approval"),
        ("电煤采购资金不足", "funds"),
        ("硫酸厂停产检修", "raw_material chain"),
        ("供电公司限电", "energy"),
        ("缺贴片元件", "raw_material"),
        ("煤炭卖不出去", "orders"),
        ("转产口罩缺无纺布", "raw_material"),
        ("缺跑长途的师傅", "logistics"),
    ],
)
def test_the_head_of_a_compound_decides(coder, text, expected):
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工人进不来", "labour"),
        ("调试工程师进不来", "equipment"),
        ("工程师到不了岗", "labour"),
        ("员工担心疫情不愿意来上班", "labour"),
        ("客商进不来", "orders"),
        ("原料进不来", "logistics"),
        ("封路导致原料断供", "raw_material logistics"),
        ("村寨封闭，采茶工出不来", "labour"),
        ("电价、运价、原料价都在涨", "energy logistics raw_material"),
    ],
)
def test_who_or_what_cannot_come(coder, text, expected):
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("原料运不进来", "in"),
        ("产品运不出去", "out"),
        ("原料运不进来，产品运不出去", "both"),
        ("物流不畅", ""),
        ("车辆进不来", ""),
        ("车进不来提货", "out"),
        ("货发不出", "out"),
        ("封路，订单无法交付", "out"),
        ("煤运不进来，只够2天", "in"),
    ],
)
def test_direction_is_that_of_the_goods(coder, text, direction):
    assert [found.direction for found in coder.code(text) if found.category == "logistics"] == [direction]


@pytest.mark.parametrize(
    ("text", "expected", "resolved"),
    [
        ("口罩已解决", "none", True),
        ("口罩已解决，仍缺额温枪", "protective_supplies", True),
        ("用工缺口部分解决，还差25人", "labour", False),
        ("原料充足", "none", False),
        ("前期缺编织袋和司机，经县里协调已全部解决", "none", True),
        ("贷款没批下来", "funds", False),
        ("限电已取消", "none", True),
        ("已解决口罩问题", "none", True),
        ("进口零件无法到货", "equipment", False),
        ("运输不再受阻", "none", True),
        ("已解决口罩不足问题", "none", True),
        ("已妥善解决运输不畅问题", "none", True),
        ("已解决原料短缺的困难，目前缺司机", "logistics", True),
        ("口罩已解决用工有困难", "labour", True),
        ("解决资金短缺问题", "funds", False),
    ],
)
def test_solved_is_told_from_plainly_good(coder, text, expected, resolved):
    found = coder.code(text)
    assert ({one.category for one in found}, found[0].resolved) == (set(expected.split()), resolved)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("None", "none"), ("N/A", "none"), ("No difficulties.", "none"), ("Nil", "none"), ("Raw materials short", "other"),
     ("Staff cannot return", "other")],
)  # fmt: skip
def test_english_is_not_understood_but_its_nothing_is(coder, text, expected):
    assert [found.category for found in coder.code(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("用电缺口800千瓦", 800, "千瓦"),
        ("缺口3千吨", 3000, "吨"),
        ("流动资金缺口1.2亿", 12000, "万元"),
        ("外省员工返岗难，尚有136人未到岗", 136, "人"),
        ("缺工，现有30人", None, ""),
        ("缺口罩10万只", 100000, "只"),
        ("缺工三四十人", 30, "人"),
        ("原料只够半个月", 0.5, "个月"),
        ("电煤需求8万吨，缺口2.5万吨", 25000, "吨"),
        ("液氨紧缺，每天需３０吨", 30, "吨/天"),
        ("口罩只剩两三天用量", 2, "天"),
        ("司机要隔离14天", None, ""),
        ("成品积压3000吨", None, ""),
        ("运费上涨30%", None, ""),
        ("现有口罩200只，还差1,000只", 1000, "只"),
        ("资金缺口一万元", 1, "万元"),
        ("缺一名电工", 1, "人"),
        ("缺电煤，一条线停了", None, ""),
    ],
)
def test_amount_is_the_first_open_need(coder, text, amount, unit):
    found = coder.code(text)[0]
    assert (found.amount, found.unit) == (amount, unit)


@pytest.mark.parametrize(
    ("text", "sub"),
    [
        ("电煤不足", "thermal_coal"),
        ("天天限电", "power"),
        ("天然气紧张", "gas"),
        ("柴油涨价", "fuel"),
        ("限电又限气", "power|gas"),
    ],
)
def test_energy_says_which(coder, text, sub):
    assert [found.sub for found in coder.code(text)] == [sub]


def test_what_is_not_understood_is_other_with_low_confidence(coder):
    (found,) = coder.code("蜈蚣岭那桩旧事")
    assert (found.category, found.evidence) == ("other", "")
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("限电已取消", "none"),
        ("订单取消了", "orders"),
        ("配件交货慢", "equipment"),
        ("五金交货慢", "raw_material"),
        ("库存持续走高", "orders"),
        ("采购原料被退货", "raw_material"),
    ],
)
def test_the_same_word_of_another_thing(coder, text, expected):
    assert labels(coder, text) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("原材料因疫情无法到货", "raw_material"),
        ("备件因疫情影响无法到货", "equipment"),
        ("受疫情影响", "other"),
        ("成品无法及时外运", "logistics"),
        ("原料不能按时送达", "logistics"),
        ("水泥需求低迷", "orders"),
        ("口罩需求紧张", "protective_supplies"),
        ("社保费用负担重", "funds"),
        ("融资费用高", "funds"),
        ("生产成本高", "other"),
        ("合成氨用煤不足", "raw_material"),
        ("锅炉用煤不足", "energy"),
    ],
)
def test_why_and_how_do_not_hide_what(coder, text, expected):
    """The epidemic as a cause, an adverb, a demand or a cost beside the thing that is meant."""
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("天气影响大，包装箱断供", "other packaging"),
        ("①模具泡坏②用电受限", "equipment energy"),
        ("仓库进水，原料泡水", "raw_material"),
        ("厂区道路冲毁", "logistics"),
        ("自来水没恢复", "other"),
        ("水电未恢复，道路塌方", "energy logistics"),
        ("通讯未恢复", "other"),
        ("招工困难；厂区积水", "labour other"),
        ("围墙倒塌；夜班排不开", "other labour"),
        ("厂房没有进水，一切正常", "none"),
    ],
)
def test_what_water_and_wind_do_is_a_difficulty_of_the_thing_damaged(coder, text, expected):
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政策不清楚；设备检修", "other equipment"),
        ("1.原材料不足；2.生产成本增加", "raw_material other"),
        ("缺煤，生产成本增加", "energy"),
        ("采矿权延续审批；口罩充足", "approval"),
        ("原材料充足；缺工", "labour"),
        ("我公司主要生产水泥；目前缺煤", "energy"),
        ("柴油涨价，工程机械费用高", "energy"),
        ("原料库存仅够5天；道路封了，请协调解决", "raw_material logistics"),
    ],
)
def test_what_is_merely_named_in_a_sentence_of_its_own_counts_beside_others(coder, text, expected):
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("络筒工短缺", "labour"),
        ("缺络筒员", "labour"),
        ("经编机待修", "equipment"),
        ("砂场未复工", "chain"),
        ("离型剂断供", "raw_material"),
        ("玄武岩纤维价格上涨", "raw_material"),
        ("缺离型剂", "raw_material"),
        ("还差3台", "equipment"),
        ("需要20吨", "raw_material"),
        ("缺口罩，还差3箱", "protective_supplies"),
        ("煤一天差150吨", "energy"),
        ("新厂未建成", "other"),
    ],
)
def test_names_that_are_not_known_are_told_by_their_end_their_measure_or_what_is_said_of_them(coder, text, expected):
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("限电，大功率设备不敢开", "energy"),
        ("缺煤，窑停了", "energy"),
        ("设备无法启动", "equipment"),
        ("包装秤失灵，装不了袋", "equipment"),
        ("下游轮胎企业减产", "chain"),
        ("受上游合成氨装置检修影响", "chain"),
        ("上游装置故障", "chain"),
        ("模具被客户锁在厂里", "equipment"),
        ("口罩断供，厂家不发货", "protective_supplies"),
        ("普工月薪涨了三成", "labour"),
        ("工资发不出", "funds"),
        ("进口轴承受疫情影响交货延期", "equipment"),
        ("螺纹钢库存增加", "orders"),
        ("轴承箱损坏", "equipment"),
        ("污泥没处倒", "other"),
        ("模具损坏，外地师傅来不了", "equipment"),
        ("等应急局验收", "approval"),
        ("燃料成本倒挂，购煤资金捉襟见肘", "energy funds"),
        ("矿井透水，抽水设备不足", "other equipment"),
        ("工人回不来，原料进不来，停产至今", "labour logistics"),
        ("零部件供应商在武汉，未复工", "raw_material chain"),
        ("校服订单没法交", "orders"),
        ("水泥下游没复工，库存快满", "chain orders"),
        ("生产辅料采购受阻", "raw_material"),
        ("希望物流畅通", "logistics"),
        ("人员、消杀等准备工作正在进行，设备检修未完", "equipment"),
        ("苦于没有焊工", "labour"),
        ("最大的难题在于资金", "funds"),
        ("没有一家企业反映资金困难，最集中的诉求是招工", "labour"),
    ],
)
def test_whose_trouble_it_is_and_what_only_follows_from_it(coder, text, expected):
    assert labels(coder, text) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected", "resolved"),
    [
        ("原料运输受阻，已办理通行证18张，问题基本解决", "none", True),
        ("用气不足，经增供后已不再是问题", "none", True),
        ("工人来了一半", "labour", False),
        ("除运输外，其余困难已解决", "logistics", True),
        ("道路抢通前，砂石进不来", "logistics", False),
        ("道路抢通后即可恢复", "logistics", False),
        ("设备检修，检修完成后即恢复", "equipment", False),
        ("衬板磨损，需10天到货", "equipment", False),
        ("希望政府出面协调解决土地纠纷", "other", False),
        ("工程款要是结了，就没得困难", "funds", False),
        ("用工、物流均未受明显影响", "none", False),
        ("不存在资金压力", "none", False),
        ("用工方面：无缺口；原料方面：价格上涨", "raw_material", False),
        ("前期因限电停产，现已恢复供电，但电炉烘炉需7天", "equipment", True),
        ("矿井透水，恢复生产无期", "other", False),
    ],
)
def test_what_is_solved_only_later_or_in_part_is_open(coder, text, expected, resolved):
    found = coder.code(text)
    assert ({one.category for one in found}, found[0].resolved) == (set(expected.split()), resolved)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("还差七八个缝纫工", 7, "人"),
        ("硫磺价格每吨上涨260元", None, ""),
        ("月薪由4000元涨至5200元，招不到人", None, ""),
        ("县道G354线塌方", None, ""),
        ("欧美客户取消订单120万美元", None, ""),
        ("用工、资金是最突出的2个问题", None, ""),
        ("口罩缺口3000", 3000, ""),
        ("设备检修，年产30万吨装置停车", None, ""),
        ("原料库存降至15天", 15, "天"),
        ("3月要还贷1500万，压力大", 1500, "万元"),
        ("产品价格从4200跌到3500，亏本", None, ""),
        ("缺口由20人降到8人", 8, "人"),
    ],
)
def test_prices_names_and_outputs_are_no_amounts(coder, text, amount, unit):
    found = coder.code(text)[0]
    assert (found.amount, found.unit) == (amount, unit)
