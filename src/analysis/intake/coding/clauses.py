"""The grammar of one clause: every word in turn, by its use and what stands around it, into what the clause says."""

from __future__ import annotations

from analysis.intake.coding.denials import ask_behind, bad, denied, denied_to, good, negate, solved
from analysis.intake.coding.lexicon import Kinds
from analysis.intake.coding.predicates import predicate, recall
from analysis.intake.coding.reading import (
    CARRIED,
    CAUSED,
    CHANGING,
    GUESSED,
    LISTING,
    PAST,
    SETTLED,
    SOLVED,
    SURE,
    UNKNOWN,
    Reading,
    Said,
)
from analysis.intake.coding.segment import Part
from analysis.intake.coding.things import Clause
from analysis.intake.coding.token import Token
from analysis.intake.coding.word_files import Sense

# Events that say what is wrong with the thing before them: 水泥积压, 电费拖欠.
ABSORBING = {"orders", "funds", "packaging", "equipment", "energy", "approval", "raw_material"}
# What is wanted ends where another statement begins; what is denied goes on: 没有原料、用工问题.
WISHES = ("lack", "ask")
UNSOLVED = ("解决", "落实")  # 未解决资金: not yet
PRICE = Sense("", "", "", "price")
CLOSED = Sense("", "", "", "closed")


def read_clause(part: Part, before: Reading) -> Said:
    """What a clause says after what the text said before; remembered where nothing said before makes a difference."""
    said = part.said
    if said is None or before.states & CHANGING or (said.recalls and before.carried):
        said = _read(Clause(part, before))
        if not (before.states & CHANGING or (said.recalls and before.carried)):
            part.said = said
    return said


def _read(clause: Clause) -> Said:
    """Take every token in turn, then settle what is left open at the clause's end."""
    said = clause.said
    denied_until = -1
    for index, token in enumerate(clause.tokens):
        kinds = token.kinds
        if index <= denied_until or (clause.prefix == "solved" and ("topic" in kinds or "bad" in kinds)):
            continue
        if token.quantity is not None:
            clause.count(token, token.quantity)
            clause.linked = False
            continue
        if "wavers" not in kinds:
            _take(clause, index, token, kinds)
            continue
        if "neg" in kinds and (denied_until := denied_to(clause, index)) > index:
            # 不存在原料不足问题, 无用工、物流方面困难
            clause.negated = True
            clause.settle()
            continue
        if "ignore" in kinds and len(kinds) == 2:
            # Nothing else than a word to ignore, which wavers.
            continue
        if "deny" in kinds:
            said.states |= (SETTLED | SOLVED) if token.text == "不再" else SETTLED
            return said
        if "condition" in kinds and not clause.pending and not said.items:
            said.states |= SETTLED
            return said
        if "list" in kinds:
            if clause.prefix in WISHES and not clause.negated and clause.another_says(index):
                # 需贷款200万元、下游企业停产: two statements, not a list of what is wanted.
                clause.open_wanted()
                clause.consume()
                clause.prefix = ""
            if index and "event" in clause.tokens[index - 1].kinds:
                clause.consume_unwanted()  # 原料车进不来、工人返岗难
            clause.linked = bool(clause.pending or clause.prefix)
            continue
        if (
            "weak" in kinds
            and "predicate" not in kinds
            and any(topic.sense.category != "other" for topic in clause.pending)
        ):
            # 原料因疫情无法到货: why, not what.
            continue
        _take(clause, index, token, kinds, "prefix" in kinds and clause.thing_follows(index))
    _finish(clause)
    return said


def _take(clause: Clause, index: int, token: Token, kinds: Kinds, takes: bool = False) -> None:
    """One token; the order decides between the uses of one word. `takes`: it is a prefix of what follows."""
    if "topic" in kinds and not takes:
        clause.name(index, token, kinds["topic"], "topic")
    elif "entity" in kinds:
        clause.name(index, token, kinds["entity"], "entity")
    elif "event" in kinds and "undone" not in kinds:
        _event(clause, index, token, kinds["event"])
    elif "neg" in kinds:
        negate(clause, index, token)
    elif "solved" in kinds:
        solved(clause, index, token)
    elif "good" in kinds:
        good(clause, index, token)
    elif "bad" in kinds and (clause.negated or "predicate" not in kinds):
        bad(clause, token)
    elif takes and kinds["prefix"].role == "lack" and denied(clause, index):
        # 不缺工人: what follows is at hand.
        clause.settle()
        clause.prefix, clause.prefix_at, clause.told = "solved", token.start, True
    elif takes:
        _start_prefix(clause, token, kinds["prefix"].role)
    elif "predicate" in kinds:
        if denied(clause, index):
            clause.settle()
        elif not clause.pending and token.text.endswith(UNSOLVED) and clause.thing_follows(index):
            _start_prefix(clause, token, "lack")
        else:
            predicate(clause, token, kinds["predicate"])
    else:
        _particle(clause, index, token, kinds)
    clause.linked = False


def _particle(clause: Clause, index: int, token: Token, kinds: Kinds) -> None:
    said = clause.said
    if "weak" in kinds:
        if denied(clause, index) or clause.negated:
            clause.settle()
        else:
            said.trouble(kinds["weak"].category, token, 0.5)
    elif "prefix" in kinds:
        ask_behind(clause, token)
    elif "except" in kinds:
        _start_prefix(clause, token, "lack")
    elif "except_end" in kinds:
        clause.open_wanted()
        clause.prefix = ""
    elif "unknown" in kinds:
        said.states |= UNKNOWN
        clause.told = True
    elif "past" in kinds:
        said.states |= PAST
    elif "status" in kinds:
        said.states |= SETTLED
    elif "cause" in kinds:
        said.states |= CAUSED
    elif "buy" in kinds:
        clause.bought = True
    elif "aspect" in kinds and kinds["aspect"].category and not (clause.pending or clause.used or recall(clause)):
        clause.name(index, token, kinds["aspect"], "aspect")


def _start_prefix(clause: Clause, token: Token, prefix: str) -> None:
    # What stood before is whose lack it is (员工缺口罩), unless it was wanted itself.
    clause.open_wanted()
    clause.consume()
    clause.prefix, clause.prefix_at = prefix, token.start


def _event(clause: Clause, index: int, token: Token, sense: Sense) -> None:
    """限电, 积压: a difficulty by itself."""
    pending = clause.pending
    if denied(clause, index) or (clause.negated and not any(topic.wanted == "negated" for topic in pending)):
        clause.settle()
        return
    clause.told = True
    following = clause.tokens[index + 1].quantity if index + 1 < len(clause.tokens) else None
    if token.text[0] == "压" and following and following.kind == "money":
        # 压了六百万 is money owed, told by the clause before; 压了两百吨 is stock.
        return
    if sense.role == "cost" and any(t.kind == "topic" and t.sense.category != "other" for t in pending):
        # 融资费用高: a price goes with what is paid for.
        predicate(clause, token, PRICE)
        return
    if sense.category == "equipment" and any(topic.kind == "entity" for topic in pending):
        # 硫酸厂停产检修 is not our equipment.
        predicate(clause, token, CLOSED)
        return
    bought = next((topic for topic in pending if topic.bought), None) if sense.category == "orders" else None
    if bought:
        clause.open(bought, token)
    else:
        confidence = SURE if sense.role != "cost" else GUESSED / 2
        direction = _event_direction(clause, sense) if sense.category == "logistics" else ""
        clause.add(sense.category, sense.sub, token, confidence, [token.text], direction)
    if pending and sense.category in ABSORBING:
        clause.consume_unwanted()


def _event_direction(clause: Clause, sense: Sense) -> str:
    sold = any(topic.sense.role == "product" for topic in clause.pending)
    return sense.direction or clause.purpose() or ("out" if sold else "")


def _finish(clause: Clause) -> None:
    said = clause.said
    last = None
    for topic in (*clause.used, *clause.pending):
        if topic.kind != "aspect":
            last = topic
    if clause.pending:
        clause.open_wanted()
    if clause.before.states & LISTING:
        for topic in clause.pending:
            clause.open(topic, topic.token, CARRIED)
    elif not clause.told or not said.items:
        said.bare += tuple(topic for topic in clause.pending if topic.kind == "topic")
    if last:
        said.carried = last
