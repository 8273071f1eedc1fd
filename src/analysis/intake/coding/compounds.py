"""Words that touch and name one thing, the last one its head: 硫酸+厂, 包装+车间, 电煤+采购资金, 茶叶+价格."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.intake.coding.amounts import Quantity
from analysis.intake.coding.lexicon import Kinds
from analysis.intake.coding.segment import NUMBER
from analysis.intake.coding.things import DELIVERY, THINGS
from analysis.intake.coding.token import Token
from analysis.intake.coding.word_files import EMPTY, Sense

# Papers for these stay with them: 贷款审批 is funds, 车辆手续 is logistics.
KEEPS_PAPER = {"funds", "logistics", "labour"}
CARRYING = {"线路", "专线", "管道", "管网", "管线", "设施", "通道", "检修", "维修", "抢修", "改造"}

PAPER = Sense("approval", "", "", "paper")
# What the end of a compound makes of signs that we do not know: 络筒+工, 砂+场.
UNNAMED = {
    "tail_worker": {"topic": Sense("labour", "", "", "person")},
    "tail_entity": {"entity": Sense("", "", "", "made")},
    "tail_machine": {"topic": Sense("equipment", "", "in", "goods")},
}


def join_words(found: list[str | Quantity], starts: list[int], kinds_of: Mapping[str, Kinds]) -> list[Token]:
    """The tokens of words and quantities and where they start, compounds as one token each."""
    tokens: list[Token] = []
    last: Token | None = None
    for word, start in zip(found, starts, strict=True):
        if word.__class__ is str:
            kinds = kinds_of[word]
            token = Token(start, start + len(word), word, kinds)
            if "joins" in kinds and THINGS.isdisjoint(kinds):
                token.kinds = kinds = _unnamed(kinds, start - (last.end if last is not None else 0))
            if last is not None and "joins" in kinds and last.end == start:
                compound = _compound(last, token)
                if compound is not None:
                    tokens[-1] = last = compound
                    if len(tokens) > 1 and "entity" in tokens[-2].kinds and tokens[-2].end == compound.start:
                        # 下游轮胎企业, 上游合成氨装置: what 轮胎 and 企业 make is the one of 下游.
                        firm = _of_firm(tokens[-2], compound, compound.kinds)
                        if firm is not None:
                            tokens[-2:] = [firm]
                            last = firm
                    continue
        else:
            token = Token(start, start + len(word.text), word.text, NUMBER, word)
        tokens.append(token)
        last = token
    return tokens


def _unnamed(kinds: Kinds, unknown: int) -> Kinds:
    """The kinds of the end of a compound behind signs that we do not know; 开机, 动工 are what is done."""
    role = kinds["joins"].role
    return UNNAMED.get(role, kinds) if unknown > 1 or (unknown and role == "tail_entity") else kinds


def _compound(last: Token, token: Token) -> Token | None:
    """The one token two make; None where the first names neither a thing nor a firm, or the second is none's head."""
    kinds = token.kinds
    if "topic" not in last.kinds:
        return _of_firm(last, token, kinds) if "entity" in last.kinds else None
    modifier = last.kinds["topic"]
    if "buy" in kinds and modifier.category == "funds":
        return None  # 资金购买原料
    tail = kinds["joins"].role
    if tail:
        own = modifier.role == "office" and tail == "tail_machine"  # 热电厂机组
        return _made(last, token, last.kinds if own else MAKES[tail](modifier))
    if "topic" in kinds:
        head = kinds["topic"]
        if token.text in CARRYING and modifier.category in ("energy", "logistics", "other"):
            # 供热管道, 天然气检修 are about gas and heat, 运输线路 about transport.
            return _made(last, token, {"topic": modifier})
        if head.category == "approval" and modifier.category in KEEPS_PAPER:
            head = modifier
        elif (modifier.role == "vehicle" and head.category == "labour") or (
            modifier.category == "logistics" and head.category == "other"
        ):
            # 司机返程, 运输车辆防疫检查
            head = modifier
        elif head.role == "cost" and modifier.category != "other":
            # 社保费用 is funds: a price goes with what is paid for.
            head = modifier
        elif head.category == "packaging" and modifier.category == "equipment":
            head = modifier  # 轴承箱
        elif token.text in DELIVERY and modifier.role == "goods":
            # 配件交货慢 is the buyer's complaint, 产品交货慢 the seller's.
            head = modifier
        return _made(last, token, {**kinds, "topic": head})
    return _made(last, token, kinds) if "entity" in kinds else None


def _of_firm(last: Token, token: Token, kinds: dict[str, Sense]) -> Token | None:
    """客户+付款: the thing is meant; 煤矿+企业, 下游+工地: the outside firm stays one."""
    firm = last.kinds["entity"]
    if "topic" in kinds:
        outside = firm.role != "made" and firm.category != "equipment"
        if outside and kinds["topic"].category == "equipment":
            return _made(last, token, {"entity": firm})  # 上游合成氨装置: its own
        return _made(last, token, kinds) if kinds["topic"].category in ("funds", "orders") else None
    if "entity" in kinds:
        head = kinds["entity"]
        own = firm.role == "down" or not (head.category or head.role == "down")  # 下游饲料厂 buys
        return _made(last, token, {"entity": firm if own else head})
    return _made(last, token, {"entity": firm}) if "tail_entity" in kinds or "own" in kinds else None


def _made(last: Token, token: Token, kinds: dict[str, Sense]) -> Token:
    made = Token(last.start, token.end, last.text + token.text, kinds)
    topic = last.kinds.get("topic")
    made.modifier = topic if topic and topic.role in ("goods", "product") else last.modifier
    return made


def _supplier(topic: Sense) -> Sense:
    named = topic.category not in ("orders", "labour", "other") and topic.role != "product"
    return Sense(topic.category if named else "", topic.sub, "", "made")


def _worker(topic: Sense) -> dict[str, Sense]:
    if topic.category == "approval":
        return {"topic": topic}
    if topic.role == "vehicle":
        # 跑长途的师傅
        return {"topic": topic}
    if topic.role == "technician" or (topic.category == "equipment" and topic.role == "thing"):
        # 设备调试人员
        return {"topic": Sense("equipment", "", "", "technician")}
    return {"topic": Sense("labour", "", "", "person")}


MAKES = {
    "tail_worker": _worker,
    "tail_entity": lambda topic: {"entity": _supplier(topic)},
    "tail_machine": lambda topic: {"topic": Sense("equipment", "", "in", "goods")},
    "tail_place": lambda topic: {"place": EMPTY},
    "tail_raw": lambda topic: {"topic": Sense("raw_material", "", "in", "goods")},
    "tail_money": lambda topic: {"topic": Sense("funds", "", "", "money")},
    "tail_price": lambda topic: {"topic": topic},
    "tail_sales": lambda topic: {"topic": Sense("orders", "", "", "thing")},
    "tail_paper": lambda topic: {"topic": topic if topic.category in KEEPS_PAPER else PAPER},
    "tail_freight": lambda topic: {"topic": Sense("logistics", "", "", "thing")},
    "aspect": lambda topic: {"topic": topic},
}
