"""Events, words that are a difficulty by themselves (限电, 积压), and when they only speak of the thing before them."""

from __future__ import annotations

from analysis.intake.coding.compounds import KEEPS_PAPER
from analysis.intake.coding.denials import denied
from analysis.intake.coding.lexicon import Kinds
from analysis.intake.coding.predicates import CLOSED, HARD, predicate
from analysis.intake.coding.reading import GUESSED, SURE, Topic
from analysis.intake.coding.things import Clause
from analysis.intake.coding.token import Token
from analysis.intake.coding.word_files import Sense

# Events that say what is wrong with the thing before them: 水泥积压, 电费拖欠.
ABSORBING = {"orders", "funds", "packaging", "equipment", "energy", "approval", "raw_material"}
# Of what things which events only say that all is not well: 银行贷款审批慢, 道路积水, 渣库已满, 厂房漏水.
SAID_OF = {("approval", paid) for paid in KEEPS_PAPER}
SAID_OF |= {("other", "logistics"), ("orders", "other"), ("equipment", "other")}
PRICE, LATE = Sense("", "", "", "price"), Sense("", "", "", "late")


def take_event(clause: Clause, index: int, token: Token, kinds: Kinds) -> None:
    """The difficulty an event is, unless it is denied, another's, or says what is wrong with a thing."""
    sense, pending = kinds["event"], clause.pending
    if denied(clause, index) or (clause.negated and not any(topic.wanted == "negated" for topic in pending)):
        clause.settle()
        return
    clause.told = True
    following = clause.behind(index)
    if token.text[0] == "压" and following and following.quantity and following.quantity.kind == "money":
        return  # 压了六百万 is money owed, told by the clause before; 压了两百吨 is stock
    if (meant := _said_of_the_thing(clause, token, kinds)) is not None:
        predicate(clause, token, meant)
    elif not _is_of_another(clause, index, sense):
        _open(clause, token, sense)


def _said_of_the_thing(clause: Clause, token: Token, kinds: Kinds) -> Sense | None:
    """What an event says of the thing before it, where it is no difficulty of its own."""
    sense, pending = kinds["event"], clause.pending
    if sense.role == "cost" and any(topic.kind == "topic" and topic.sense.category != "other" for topic in pending):
        # 融资费用高: a price goes with what is paid for.
        return PRICE
    if pending and _delivers(pending[-1]) and sense.category == "orders" and "交" in token.text:
        return LATE  # 关键物料无法交付, 供应商延期交货
    if pending and (sense.category, pending[-1].sense.category) in SAID_OF:
        return HARD
    if pending and pending[-1].sense.role == "person" and sense.category == "logistics" and not clause.linked:
        return HARD  # 员工不让进村
    firm = any(topic.kind == "entity" for topic in pending)
    # 硫酸厂停产检修 is not our equipment, 供应商关停 no ban on us.
    return CLOSED if firm and (sense.category == "equipment" or "closed" in kinds) else None


def _delivers(topic: Topic) -> bool:
    return topic.sense.role == "goods" or (topic.kind == "entity" and topic.sense.role != "down")


def _is_of_another(clause: Clause, index: int, sense: Sense) -> bool:
    """编织袋厂因缺工停产 is not our labour."""
    firm = any(topic.kind == "entity" for topic in clause.pending) and sense.category not in ("chain", "orders")
    return firm and any("closed" in later.kinds for later in clause.tokens[index + 1 :])


def _open(clause: Clause, token: Token, sense: Sense) -> None:
    pending = clause.pending
    if clause.linked and token.text.endswith("难"):
        for topic in clause.group():
            clause.open(topic, token)  # 资金和销售困难
    bought = next((topic for topic in pending if topic.bought), None) if sense.category == "orders" else None
    if bought:
        clause.open(bought, token)
    else:
        confidence = SURE if sense.role != "cost" else GUESSED / 2
        clause.add(sense.category, sense.sub, token, confidence, [token.text], _direction(clause, sense))
    if sense.category in ABSORBING:
        clause.consume_unwanted()


def _direction(clause: Clause, sense: Sense) -> str:
    sold = any(topic.sense.role == "product" for topic in clause.pending)
    bought = not sold and any(topic.sense.role == "goods" for topic in clause.pending)
    return ("in" if bought else sense.direction) or clause.purpose() or ("out" if sold else "")
