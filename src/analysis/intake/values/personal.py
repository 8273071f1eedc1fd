"""Personal data inside texts: phones, identity numbers, mail and chat accounts, names of contacts."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

MASK = "***"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏"
    "韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤蒙岑班褚卫尤施戚喻柏窦葛奚郎鲁昌苗俞柳鲍费廉倪滕殷毕邬"
    "卞齐康伍卜穆萧湛祁禹狄臧茅庞纪舒屈项祝阮蓝闵席季麻娄童颜梅盛刁骆樊凌霍虞柯裘缪宗宣郁杭洪诸钮嵇邢裴翁荀羊惠甄封芮储靳巫乌焦巴隗谷"
    "宓郗仲伊宫宁仇栾甘厉戎祖符景詹束幸韶郜蓟薄宿怀蒲邰鄂籍赖卓蔺屠池乔胥苍闻莘翟贡姬冉雍桑桂濮牛寿扈燕冀郏浦尚庄晏柴瞿阎慕茹习宦艾戈"
    "庾暨衡耿匡寇禄阙沃蔚隆巩聂晁敖辛阚简饶鞠巢蒯荆游竺桓佘佟苟肇冼麦涂揭"
)
_COMPOUND = (
    "欧阳|上官|司马|诸葛|皇甫|令狐|东方|司徒|尉迟|慕容|夏侯|公孙|端木|百里|宇文|长孙|轩辕|钟离|闻人|南宫|独孤|申屠|太史|澹台|淳于"
    "|呼延|万俟|西门"
)
_NAME = rf"(?:[{_SURNAMES}]|{_COMPOUND})"
_ROLES = (
    "联系人|联络员|联络人|负责人|法人代表|法定代表人|法人|经办人|填报人|填表人|责任人"
    "|审核人|报送人|值班人员|姓名|驻企特派员|特派员|董事长|总经理|厂长"
)
_TITLES = "经理|总经理|厂长|主任|主管|总监|老板|会计|师傅|先生|女士|同志|科长|局长|书记|总"
_PHONE = r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ·]?\d){8}(?!\d)"
_LANDLINE = r"(?<![\d.])(?:\(0\d{2,3}\)|0\d{2,3})[- ]?[2-9]\d{6,7}(?:[- 转]\d{1,5})?(?!\d)"
_CALLED = r"((?:电话|手机|联系方式|座机|传真|tel|phone|mobile)[:：]?\s*)[\d+()（） -]{7,20}"
_MAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
_CHAT = r"((?:微信号?|qq号?|wechat)[:：]\s*)[A-Za-z0-9_-]{5,20}"
_ID = re.compile(r"(?<![0-9A-Za-z])([1-8]\d{5})((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)\d{3}[\dXx](?![0-9A-Za-z])")
_OLD_ID = re.compile(r"(?<!\d)[1-8]\d{5}(\d\d)(0[1-9]|1[0-2])([0-3]\d)\d{3}(?!\d)")
_NAME_AFTER = re.compile(
    rf"((?:{_ROLES})(?:姓名)?[:：]?\s*(?:为|是)?\s*)(?!方面|马上|高度)({_NAME}[一-鿿]{{1,2}}?)"
    rf"(?=$|[^一-鿿]|(?:{_TITLES}|电话|手机|联系|[在被仍尚]|隔离|滞留|确诊|回不来|未返))"
)
# 找某某某主任, in a text that tells of a person; 金融办主任 is nobody by name
_NAME_TITLED = re.compile(
    rf"(?<=[找请由经和向系、，,；;。])({_NAME}[^\W\d_a-zA-Z办局委部处科室站所司厂]{{1,2}})(?=主任|经理|厂长|科长|局长|书记|同志|先生|女士)"
)
_NAME_COLON = re.compile(rf"((?:{_ROLES})(?:姓名)?[:：]\s*)([一-鿿·]{{2,4}})")
# No person is called 任公司 (有限责任公司 13...), 金属厂, 金不足, 金紧张 (资金紧张，电话13...) or 万元; 万元辉 may be.
_GIVEN = "(?![不足料款缺需未已无困难吨户紧急题转磷油面奶膜车费舍])[一-鿿]"
_PERSON = (
    rf"(?!董事长|(?:万元|任务|许可|毛利)(?:[证率书额润整重量急紧]|联系|电话|手机|微信|(?![一-鿿]))){_NAME}"
    rf"(?:某{{1,2}}|[一-鿿]{{0,2}}?(?:{_TITLES})|(?:{_GIVEN}){{1,2}}(?<![司厂矿场店站社]))"
)
_WAYS = r"(?:联系)?(?:电话|手机号?码?|联系方式|微信号?|身份证号?码?)"
_NAME_BEFORE_PHONE = re.compile(
    rf"(?:{_PERSON}[、,，和/])*{_PERSON}(?:同志)?(?=的?(?:联系)?[:：,，、(（\s/]*(?:{_WAYS})?[:：]?\s*\*\*\*)"
)
_NAME_AFTER_PHONE = re.compile(rf"(?<=\*\*\*)([(（\s/、]*){_NAME}(?:{_GIVEN}){{1,2}}(?=$|[^一-鿿])")
_MASKS = re.compile(r"(?:\*{3}){2,}")  # a name and its number
_SPACED = [re.compile(pattern, re.IGNORECASE) for pattern in (_MAIL, _PHONE, _LANDLINE)]
_SEVEN_DIGITS = re.compile(r"(?:\D*+\d){7}")
# Every alternative begins with a character: such an expression is searched five times as fast.
_TELLING = re.compile(rf"{_ROLES}|微信|q[qQ]|Q[qQ]|w(?i:echat)|W(?i:echat)")
_ONLY_A_NAME = re.compile(rf"{_NAME}[一-鿿]{{1,2}}")
_LATIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.?)?(?: [A-Z][a-z]+){1,2}")
_LABELLED = [*(re.compile(pattern, re.IGNORECASE) for pattern in (_CALLED, _CHAT)), _NAME_COLON, _NAME_AFTER]
# Given names are mostly of these; 高耗能, 金南镇 and 毛尖茶 are not.
_OFTEN_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰华建国志文海波晓红梅玉春燕宏斌鹏飞辉峰云玲萍雪琴莉丹莹颖慧婷雯洁珍凤美德荣祥福忠义仁"
    "礼智信诚成俊浩宇轩博思远欣怡佳琪瑶雨梓涵一子昊天泽嘉诗晨阳雷震东凯旋翔松柏林森兵武胜利立永光亮学友良才发根生贵富贤淑贞惠爱莲菊香翠"
    "珊瑞彬彪庆维康健世家树清正启继先元少振鑫锋楠桐航帆瑜瑾璐岚薇蕾倩媛卫向月"
)
# What files and sheets are called after: 某县沈明远报送, 复工表（沈明远）.
_CALLED_AFTER = re.compile(
    rf"(?:(?<![一-鿿])|(?<=[县市区旗州镇乡局委办送报由表]))(?:[{_SURNAMES}]|{_COMPOUND})[{_OFTEN_GIVEN}]{{2}}"
    r"(?=$|[^一-鿿]|报|上报|填|提交|发|整理|制表|的|复工|复产|开工|台账|统计|汇总)"
)

# Behind an enterprise's name: （联系人：***、***）
_PERSONS_BEHIND = re.compile(rf"(?:[^\w*]|联系人|负责人|(?:联系)?电话|手机)*(?:{re.escape(MASK)}[^\w*]*)+$")


def is_name(text: str) -> bool:
    """Whether a text may be a person's name and nothing else."""
    return _ONLY_A_NAME.fullmatch(text) is not None


def may_name_somebody(text: str) -> bool:
    """Whether a text where no name belongs may be that of a person, in Chinese or Latin letters, and nothing else."""
    return is_name(text) or _LATIN_NAME.fullmatch(text) is not None


def mask_personal(text: str) -> str:
    """A text with phones, identity numbers, accounts and names of contacts replaced by ***; credit codes stay.

    A text without any comes back unchanged; masking twice changes nothing more.
    """
    if not may_tell(text):
        return text
    folded = _half_width_digits(text)
    masked = _ID.sub(_mask_if_born, folded)
    masked = _OLD_ID.sub(lambda m: MASK if _is_day(1900 + int(m[1]), m[2], m[3]) else m[0], masked)
    for pattern in _SPACED:
        masked = pattern.sub(MASK, masked)
    for pattern in _LABELLED:
        masked = pattern.sub(lambda m: m[1] + MASK, masked)
    masked = _NAME_TITLED.sub(MASK, masked)
    masked = _NAME_AFTER_PHONE.sub(lambda m: m[1] + MASK, _NAME_BEFORE_PHONE.sub(MASK, masked))
    masked = _MASKS.sub(MASK, masked)
    return text if masked == folded else masked


def mask_name(name: str) -> str:
    """An enterprise's name, masked as texts are, and without the persons behind it where anything is left."""
    masked = mask_personal(name)
    return (_PERSONS_BEHIND.sub("", masked) or masked) if MASK in masked else name


def mask_title(name: str) -> str:
    """What a file or a sheet is called, masked as texts are, and without the person that it is called after."""
    return mask_personal(_CALLED_AFTER.sub(MASK, name))


def may_tell(text: str) -> bool:
    """Whether a text has what nothing personal goes without: seven digits, an @, or a word such as 联系人 or QQ."""
    return bool(_SEVEN_DIGITS.match(text) or "@" in text or _TELLING.search(text))


def _half_width_digits(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" and c not in "：，（）；" else c for c in text)


def _mask_if_born(found: re.Match) -> str:
    return MASK if _is_day(int(found[2]), found[3], found[4]) else found[0]


def _is_day(year: int, month: str, day: str) -> bool:
    try:
        return date(year, int(month), int(day)).year > 1900
    except ValueError:
        return False
