"""Raw cells made alike: the many ways to write the same signs, lists and negations, and all digits as one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from analysis.intake.coding.lexicon import Lexicon
from analysis.vocabulary import simplified

# Texts are changed all at once, with a blank between them that none of them has, and that no rule looks across.
BETWEEN, BLANK = "\x1e", "\x1f"
# Circled numbers become plain digits under NFKC and would stick to the next amount.
CIRCLED = re.compile("[①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎]")
# Each pattern begins with a set of signs or with words, and looks behind only then: these are searched for fastest.
ENUMERATION = re.compile(
    r"[(\d一二三四五六第其](?<![^;。,:\s(].)(?:(?<=\()(?:\d{1,2}|[一二三四五六七八九十])\)|(?<=\d)\d?(?:\)|[、.．](?!\d))"
    r"|(?<=[一二三四五六])、|(?<=[一二三四五])是|(?<=[第其])[一二三四五],?)"
)
THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
# 还没, 都未, 迟迟没有 say what 没 and 未 say.
ADVERBS = "还|尚|仍|都|均|一直|迟迟|至今|暂|全|又|也"
ADVERB = re.compile(rf"(?:{ADVERBS}){{1,4}}(?=没(?!收假)|未)")
# 没有全部复工 is 没复工, and what is not all solved is as open.
NOT_ALL = re.compile(r"(没有?|未能?)(?:全部|完全|全面|全|及时|按时|按期|如期|足额|彻底|正常)(?=[\u4e00-\u9fff])")
# 仅够3日 is no date.
LASTING_DAYS = re.compile(r"(?<=[够持足撑剩])(\d+)日(?!用)")
# 无法及时外运 is 无法外运.
MANNER = re.compile(r"(无法|不能|没法|难以|未能)(?:及时|按时|按期|按计划|如期|顺利|正常|足额)(?=[运发送进出到交外])")
# 未受到明显影响 is 未受影响; 无车可用 is 没车; 最大的难题在于 is 问题是.
UNHARMED = re.compile(r"[未不没](?:有)?受(?:到)?(?:什么|太|太大|明显|较大|大|实质性?|直接|任何)?的?影响")
NONE_TO_USE = re.compile(r"[无没](?:有)?([货车工料钱单煤活电水气油粮米人])(?:源|子)?可[\u4e00-\u9fff]")
THE_TROUBLE_IS = re.compile(r"[困问难诉瓶堵短][难题求颈点板处](?:主要|就|还)?(?:是(?!否)|在于)")
# What is stuck, and where: people, goods or vehicles on their way.
STUCK = re.compile(
    r"[滞压堵卡困停]留?[在到于]?了?(?:港口|码头|海关|口岸|机场|货场|高速(?:公路|路口|口|路)?上?|路上|半路上?|半道|途中"
    r"|服务区|收费站|中转站|中转场|卡口|关口|国道|省界|边境)"
)


def normalise(texts: Iterable[str]) -> list[str]:
    """Half width, lower case, simplified characters, lists as sentences, 还没 and 都没 as 没, 无法按时 as 无法."""
    whole = simplified(BETWEEN.join([text.replace(BETWEEN, BLANK) for text in texts]))
    # What nearly every text has, replaced first, spares most texts the slow way through NFKC.
    whole = whole.replace("，", ",").replace("；", "。").replace("：", ":").replace("（", "(").replace("）", ")")
    texts = CIRCLED.sub("。", whole).split(BETWEEN)
    whole = (
        BETWEEN.join([unicodedata.normalize("NFKC", text) for text in texts])
        .lower()
        .replace("已经", "已")
        .replace("不愿意", "不愿")
        .replace("没得人", "没人")
        .replace("没有人", "没人")
    )
    whole = MANNER.sub(r"\1", NOT_ALL.sub(r"\1", ADVERB.sub("", THOUSANDS.sub("", ENUMERATION.sub("。", whole)))))
    whole = LASTING_DAYS.sub(r"\1天", whole)
    whole = NONE_TO_USE.sub(r"没\1", UNHARMED.sub("未受影响", whole))
    whole = STUCK.sub("滞留在途", THE_TROUBLE_IS.sub("问题是", whole))
    return [text.strip() for text in whole.split(BETWEEN)]


def wordings(texts: list[str], lexicon: Lexicon) -> list[str]:
    """The same texts with every digit the same, so that they differ no more where only their numbers do.

    A text with a known word that has digits (84消毒液, n95) stays as it is.
    """
    if not lexicon.digit:
        return texts
    whole = BETWEEN.join(texts)
    for digit in "0123456789":
        whole = whole.replace(digit, lexicon.digit)
    numbered = lexicon.numbered
    return [
        text if text != wording and numbered.search(text) else wording
        for text, wording in zip(texts, whole.split(BETWEEN), strict=True)
    ]
