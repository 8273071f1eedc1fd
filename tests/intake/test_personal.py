"""Personal data inside texts is masked, other numbers and names stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.values import mask_personal


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13812345678", "***"),
        ("电话13812345678", "电话***"),
        ("138-1234-5678", "***"),
        ("请联系厂长欧阳某（0854-8221234）", "请联系厂长***（***）"),
        ("联系人欧阳某某", "联系人***"),
        ("138 1234 5678", "***"),
        ("+86 13812345678", "***"),
        ("１３８１２３４５６７８", "***"),
        ("0854-8221234", "***"),
        ("(0854)8221234", "***"),
        ("0854 8221234转801", "***"),
        ("联系电话：8221234", "联系电话：***"),
        ("522701199001011234", "***"),
        ("52270119900101123X", "***"),
        ("身份证522701199001011234，缺工30人", "身份证***，缺工30人"),
        ("联系人：张三", "联系人：***"),
        ("联系人:王小明 13812345678；缺工30人", "联系人:*** ***；缺工30人"),
        ("姓名：赵六", "姓名：***"),
        ("负责人李四", "负责人***"),
        ("张经理 13812345678", "*** ***"),
        ("缺口罩，请与王小明联系（13812345678）", "缺口罩，请与***联系（***）"),
        ("找王小明13812345678", "找***"),
        ("上官某某/13812345678", "***/***"),
        ("星辰有限责任公司 13812345678", "星辰有限责任公司 ***"),
        ("星辰金属厂13812345678", "星辰金属厂***"),
        ("微信：abc_12345", "微信：***"),
        ("QQ:12345678", "QQ:***"),
        ("someone@example.com", "***"),
    ],
)
def test_personal_data_is_masked(text, masked):
    assert mask_personal(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91350100M000100Y43",
        "统一代码915227011234567890",
        "缺口罩2000个",
        "产值1234567元",
        "用电12345678度",
        "2020年2月25日",
        "订单号20200225001",
        "企业负责人在广东隔离",
        "法人变更手续未办结",
        "防疫负责人待定",
        "返岗１２０人",
        "资金缺口1300万元",
    ],
)
def test_the_rest_stays_as_it_is(text):
    assert mask_personal(text) == text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.integers(13000000000, 19999999999))
def test_masking_again_changes_nothing_and_no_phone_is_left(text, phone):
    masked = mask_personal(f"{text} {phone}")
    assert str(phone) not in masked
    assert mask_personal(masked) == masked
