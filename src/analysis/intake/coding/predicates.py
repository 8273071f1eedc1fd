"""What a predicate is said of: things of its clause, else the one the clause before spoke of, else nothing."""

from __future__ import annotations

from analysis.intake.coding.reading import CARRIED, GUESSED, SETTLED, SURE, Topic
from analysis.intake.coding.sayings import say
from analysis.intake.coding.things import Clause
from analysis.intake.coding.token import Token
from analysis.intake.coding.word_files import Sense

KEEP_WANTED = {"come", "move", "undone", "lack", "hard", "late"}
HARD = Sense("", "", "", "hard")
CLOSED = Sense("", "", "", "closed")
UNABLE = ("无法", "不能", "没法", "难以")
BOUGHT = ("lack", "price", "late")
STAFF = ("person", "technician")


def predicate(clause: Clause, token: Token, sense: Sense) -> None:
    """What is said of the things before it: of those of this clause, else of the one the last clause spoke of."""
    if _is_put_off(sense) and clause.restarts(token):
        sense = HARD  # 复工时间推迟
    group, confidence = _said_of(clause, sense)
    kind = sense.role
    if kind in ("hard", "late") and group and group[0].kind == "entity" and clause.restarts(token):
        sense, kind = CLOSED, "closed"  # 上游企业复工滞后
    if kind == "closed":
        _closed(clause, token, group)
        # 石膏因电厂停机供应不足: the thing itself waits for its own predicate.
        waiting = [topic for topic in clause.pending if topic.kind == "topic" and topic not in group]
        clause.consume()
        clause.pending = waiting
        return
    if not group:
        _of_nothing(clause, token, sense)
    elif clause.linked and token.text.endswith("难") and (sense.category or "岗" in token.text):
        # 原料和运输困难, 口罩和返岗困难: each of them.
        clause.add(sense.category or "labour", "", token, SURE, [token.text], sense.direction)
        kind, sense = "hard", HARD
    for topic in group:
        if topic.wanted and kind not in KEEP_WANTED:
            clause.open(topic, topic.token)
        say(clause, topic, token, sense, confidence)
    clause.consume()


def _said_of(clause: Clause, sense: Sense) -> tuple[list[Topic], float]:
    """The things meant, and how surely."""
    kind = sense.role
    if clause.pending:
        group = clause.group()
        people = [topic for topic in clause.pending if topic.sense.role in STAFF] if kind == "come" else []
        return (group if len(group) > 1 else people or group), SURE
    group: list[Topic] = []
    if clause.used:
        # 资金链面临断裂; 口罩到了还是不够: said of what the good news was of.
        if kind in ("come", "move", "broken") or all(item.closed for item in clause.said.items):
            group = clause.used[-1:]
    elif not sense.category and not clause.said.items:
        return _recalled(clause, kind), CARRIED
    return group, SURE


def _recalled(clause: Clause, kind: str) -> list[Topic]:
    """What the clause before spoke of; the writer's own state (开工率不足50%, 正在协调) says nothing of a firm that has
    been said to stand still."""
    group = clause.recall()
    if kind == "closed" and group and group[0].sense.role == "goods":
        return []  # 原料进不来，停产至今
    if not group or group[0].kind != "entity":
        return group
    own = kind in ("closed", "hard") or any("status" in token.kinds for token in clause.tokens)
    at, last = clause.before.items[-1] if clause.before.items else (0, None)
    if kind == "closed" and last is not None and last.category not in ("chain", "other"):
        return group  # 供应商在武汉，未复工
    return [] if own and at == clause.before.clause else group


def _supplied(clause: Clause, words: list[str]) -> None:
    """原料从湖北采购，供应商未复工: what a firm supplies is what the clause before named, saying nothing more of it."""
    for thing in clause.recall():
        if thing.sense.role == "goods" and any(thing.token is bare.token for _, bare in clause.before.bare):
            clause.add(thing.sense.category, thing.sense.sub, clause.tokens[0], CARRIED, [thing.token.text, *words])


def _of_nothing(clause: Clause, token: Token, sense: Sense) -> None:
    """A predicate without a thing: what its own words tell."""
    category = sense.category
    if sense.role == "come" and token.text[0] not in "进出过来难" and token.text[1:2] not in ("进", "出"):
        # 被隔离, 滞留湖北 are said of people; what cannot come in or out may be anything.
        category = category or "labour"
    elif sense.role == "undone" and not clause.used and any(sign in token.text for sign in "批验证照盖签"):
        category = category or "approval"
    if category and not (_is_put_off(sense) and _leads_to(clause)):
        confidence = GUESSED if category != "other" else GUESSED / 2
        clause.add(category, "", token, confidence, [token.text], sense.direction)
    elif not clause.used:
        goods = sense.role in BOUGHT and clause.beside_unknown(token)  # 玄武岩断供, 缺离型剂
        clause.said.trouble("raw_material" if goods else "other", token)


def _leads_to(clause: Clause) -> bool:
    """Whether what is put off is what has been told of leads to: 因员工未到位推迟, 产量下降."""
    return bool(
        clause.used or clause.before.states & SETTLED or any("status" in other.kinds for other in clause.tokens)
    )


def _is_put_off(sense: Sense) -> bool:
    """推迟, 下降, 取消: of orders where nothing else is named."""
    return sense.role == "lack" and sense.category == "orders"


def _closed(clause: Clause, token: Token, group: list[Topic]) -> None:
    """未复工, 停产: of an outside firm the chain and what it supplies; of a service its category; else a bare state."""
    named = (*clause.pending, *group)
    firms = {id(topic): topic for topic in named if topic.kind == "entity" or topic.sense.role == "buyer"}
    for topic in firms.values():
        words = [topic.token.text, token.text]
        clause.add("chain", "", topic.token, SURE, words)
        if topic.sense.category and topic.kind == "entity":
            clause.add(topic.sense.category, topic.sense.sub, topic.token, CARRIED, words)
        elif topic.sense.role == "up":
            _supplied(clause, words)
    if firms:
        return
    clause.said.states |= SETTLED
    for topic in group:
        machine = topic.sense.category == "equipment" and not token.text.startswith(UNABLE)
        stands = topic.sense.role in ("person", "product") or machine or clause.led_to(topic)  # but 设备无法启动
        if topic.kind == "topic" and not stands:
            clause.open(topic, token, CARRIED)
