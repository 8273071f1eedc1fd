"""What a predicate makes of the thing it is said of: the category that is open, and the direction of goods."""

from __future__ import annotations

from analysis.intake.coding.reading import GUESSED, Topic
from analysis.intake.coding.things import CARRIAGE, Clause, direction_of
from analysis.intake.coding.token import Token
from analysis.intake.coding.word_files import Sense

PEOPLE = ("person", "technician", "buyer")
CONSENT = "批验审证照"
BARELY_UNABLE = ("无法", "不能", "没法", "未能", "没办法")
DEMAND = ("需求", "需求量")


def say(clause: Clause, topic: Topic, token: Token, sense: Sense, confidence: float) -> None:
    """Open what the predicate `token` (its kind in sense.role) says of this topic."""
    kind, role, category = sense.role, topic.sense.role, topic.sense.category
    confidence = confidence if kind != "unread" else GUESSED
    if topic.kind == "entity":
        _of_firm(clause, topic, token, sense, confidence)
    elif kind == "unread" and clause.led_to(topic):
        pass
    elif kind == "move" and role not in PEOPLE:
        _moved(clause, topic, token, sense, confidence)
    elif kind in ("come", "move"):
        _came(clause, topic, token, sense, confidence)
    elif kind in ("fall", "unsold"):
        # What falls in price or lies unsold is what the firm sells, but for fuel at a price above its worth.
        inverted = token.text == "倒挂" and category == "energy"
        buys = inverted or (category in ("energy", "funds") and topic.bought)
        clause.open(topic, token, confidence, category if buys else "orders")
    elif role == "product" and token.text in BARELY_UNABLE:
        clause.said.trouble("orders", token)  # 产品无法配套: an effect
    elif kind == "price" and topic.token.text.endswith("库存"):
        clause.open(topic, token, confidence, "orders")  # 库存增加
    elif kind == "broken" and sense.category == "equipment" and category == "raw_material" and role == "goods":
        clause.open(topic, token, confidence, "equipment")  # 电容烧坏
    elif kind == "broken" and (role == "product" or category == "labour"):
        # 成品受损 is no backlog
        clause.open(topic, token, confidence, "other" if role == "product" else sense.category)
    elif kind == "undone" and role in (*CARRIAGE, "person") and any(sign in token.text for sign in CONSENT):
        clause.open(topic, token, confidence, "approval")
    elif role == "wage" and (sense.category == "labour" or any(sign in token.text for sign in "涨升高增")):
        # 工资开到九千也招不来; and what people cost, not how they are paid
        clause.open(topic, token, confidence, "labour")
    elif kind == "discharge":
        clause.open(topic, token, confidence, "other")
    elif kind == "pay" and category == "orders" and "交" in token.text:
        clause.open(topic, token, confidence)  # 校服订单没法交
    elif kind == "pay":
        clause.open(topic, token, confidence, "funds")
    elif role == "product" and kind == "price":
        # Whoever complains of a rising price buys.
        clause.open(topic, token, GUESSED)
    elif (role == "product" or topic.token.text.endswith(DEMAND)) and sense.category:
        # 水泥需求低迷 is told by its seller.
        clause.open(topic, token, confidence, sense.category)
    else:
        clause.open(topic, token, confidence)


def _of_firm(clause: Clause, topic: Topic, token: Token, sense: Sense, confidence: float) -> None:
    """Of an outside firm: what it does not deliver or buy. 包装厂缺纸 is its writer's own lack and opens nothing."""
    kind, role, supplied = sense.role, topic.sense.role, topic.sense.category
    if kind == "unread":
        category = {"down": "orders", "made": ""}.get(role, "chain")
    elif role == "chain":
        category = "chain"
    elif kind == "broken" and sense.category == "equipment":
        category = "chain"  # 上游装置故障
    elif kind == "come" and role == "down" and token.text.lstrip("还仍").startswith("在"):
        category = ""  # 客户在湖北 is where they are
    elif kind == "come":
        category = "orders" if role == "down" else supplied
    elif kind in ("late", "lack", "price", "hard"):
        # 添加剂供应商限量; but 包装厂缺纸 is its writer's own lack
        category = (
            (supplied if any(sign in token.text for sign in "供限") else "") if role == "made" else sense.category
        )
        if role == "up" and kind != "hard":
            # 口罩断供，厂家不发货
            bought = [thing.sense.category for thing in clause.recall() if thing.sense.role == "goods"]
            category = supplied or (bought or ["raw_material"])[0]
        elif role == "down":
            category = "orders"
    else:
        category = sense.category
    if category:
        words = [topic.token.text, token.text]
        clause.add(category, topic.sense.sub, topic.token, confidence * 0.8, words, sense.direction)


def _moved(clause: Clause, topic: Topic, token: Token, sense: Sense, confidence: float) -> None:
    """Goods that cannot be moved: logistics with their direction; the carried thing itself is no label."""
    if topic.sense.category == "funds":
        clause.open(topic, token, confidence)
        return
    direction = sense.direction or _goods_direction(clause, topic)
    if topic.sense.role == "product" and sense.role == "come" and not any(sign in token.text for sign in "进来"):
        # 成品滞留
        direction = "out"
    clause.add("logistics", "", token, confidence, [topic.token.text, token.text], direction)


def _came(clause: Clause, topic: Topic, token: Token, sense: Sense, confidence: float) -> None:
    """进不来, 出不去, 隔离: by who or what it is said of."""
    role = topic.sense.role
    if role in CARRIAGE:
        _moved(clause, topic, token, sense, confidence)
    elif role == "technician" and "岗" in token.text:
        clause.open(topic, token, confidence, "labour")
    elif role == "technician" or (role == "person" and _is_outside_technician(clause, topic, token)):
        clause.open(topic, token, confidence, "equipment")
    else:
        clause.open(topic, token, confidence)


def _is_outside_technician(clause: Clause, topic: Topic, token: Token) -> bool:
    """技术员进不来 is a visitor, as is 外地师傅 where a machine is broken; 技术员回不来, 隔离 is the own staff."""
    text = topic.token.text
    if text.endswith(("工", "工人", "员工")) or "回" in token.text:
        return False
    broken = any(item.category == "equipment" for _, item in clause.before.items)
    visits = broken or any(word in text for word in ("技术", "维修", "检修", "调试", "安装"))
    return visits and any(sign in token.text for sign in ("进", "来", "过", "到厂", "到场"))


def _goods_direction(clause: Clause, topic: Topic) -> str:
    others = (other.sense for other in (*clause.pending, *clause.used))
    return direction_of((topic.sense, topic.token.modifier, *others))
