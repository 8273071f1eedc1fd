"""The grammar of one clause: every word in turn, by its use and what stands around it, into what the clause says."""

from __future__ import annotations

from analysis.intake.coding.denials import ask_behind, bad, denied, denied_to, good, negate, solved, unwanted
from analysis.intake.coding.events import take_event
from analysis.intake.coding.lexicon import Kinds
from analysis.intake.coding.predicates import HARD, predicate
from analysis.intake.coding.reading import CAUSED, PAST, SETTLED, SOLVED, UNKNOWN, Reading, Said
from analysis.intake.coding.segment import Part
from analysis.intake.coding.things import CARRIAGE, Clause
from analysis.intake.coding.token import Token

# What is wanted ends where another statement begins; what is denied goes on: 没有原料、用工问题.
WISHES = ("lack", "ask")
UNSOLVED = ("解决", "落实", "通过", "取得", "办理", "获得", "完成")  # 未解决资金, 未通过验收: not yet


def read_clause(part: Part, before: Reading) -> Said:
    """What a clause says after what the text said before; remembered where nothing said before makes a difference."""
    said = part.said
    if said is None or _depends(said, before):
        said = _read(Clause(part, before))
        if not _depends(said, before):
            part.said = said
    return said


def _depends(said: Said, before: Reading) -> bool:
    """Whether what was said before makes a difference to what a clause says."""
    return bool(before.states & PAST or (said.recalls and before.carried))


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
        if "neg" in kinds and (denied_until := denied_to(clause, index)) > index:
            # 不存在原料不足问题, 无用工、物流方面困难
            clause.negated = True
            clause.settle()
            continue
        if token.text == "等" and clause.listed_before(index):
            continue  # 排查、消杀等工作
        if "deny" in kinds:
            said.states |= (SETTLED | SOLVED) if token.text == "不再" else SETTLED
            return said
        if "condition" in kinds and not clause.pending:
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
            if not clause.pending:
                clause.listed = token.start
            continue
        if (
            "weak" in kinds
            and kinds["weak"].category == "other"
            and any(topic.sense.category != "other" for topic in clause.pending)
        ):
            # 原料因疫情无法到货: why, not what.
            continue
        _take(clause, index, token, kinds)
        if clause.prefix == "solved" and clause.prefix_at == token.start and "bad" in clause.tokens[-1].kinds:
            denied_until = len(clause.tokens) - 1  # 已解决口罩不足问题
    _finish(clause)
    return said


def _take(clause: Clause, index: int, token: Token, kinds: Kinds) -> None:
    """One token; the order decides between the uses of one word."""
    takes = "prefix" in kinds and clause.thing_follows(index)
    if "topic" in kinds and not ("event" in kinds and token is clause.tokens[-1]):
        clause.name(index, token, kinds["topic"], "topic")
    elif "entity" in kinds:
        clause.name(index, token, kinds["entity"], "entity")
    elif "event" in kinds and "undone" not in kinds:
        take_event(clause, index, token, kinds)
    elif "neg" in kinds:
        negate(clause, index, token)
    elif "solved" in kinds:
        solved(clause, index, token)
    elif "good" in kinds:
        good(clause, index, token)
    elif "bad" in kinds and (clause.negated or "predicate" not in kinds):
        bad(clause, token)
    elif takes and denied(clause, index):
        # 不缺工人: what follows is at hand.
        clause.settle()
        clause.begin("solved", token)
    elif takes and token.text == "要求" and clause.pending and clause.pending[-1].kind == "entity":
        pass  # 供应商要求现款: what others want
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
        elif clause.pending and clause.pending[-1].sense.category == kinds["weak"].category:
            predicate(clause, token, HARD)  # 道路封控
        else:
            said.trouble(kinds["weak"].category, token, 0.5)
    elif "prefix" in kinds and denied(clause, index):
        unwanted(clause, token)
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
    elif "aspect" in kinds and kinds["aspect"].category and not (clause.pending or clause.used or _stocked(clause)):
        clause.name(index, token, kinds["aspect"], "aspect")


def _stocked(clause: Clause) -> bool:
    """Whether the clause before spoke of goods, whose 库存 is meant; 货车进不来，库存只够3天 is about others."""
    spoken = clause.recall()
    return any(topic.sense.role in (*CARRIAGE, "made") for topic in spoken)


def _start_prefix(clause: Clause, token: Token, prefix: str) -> None:
    # What stood before is whose lack it is (员工缺口罩), unless it was wanted itself.
    clause.open_wanted()
    clause.consume()
    clause.begin(prefix, token)


def _finish(clause: Clause) -> None:
    said = clause.said
    named = [topic for topic in (*clause.used, *clause.pending) if topic.kind != "aspect"]
    said.carried = named[-1] if named else None
    clause.open_wanted()
    _keep_people(clause)
    said.bare += tuple(topic for topic in clause.pending if topic.kind == "topic")


def _keep_people(clause: Clause) -> None:
    """因交通管制未能返岗: why people cannot come, and no goods that cannot."""
    items = clause.said.items
    stopped = [item.category for item in items] == ["logistics", "labour"] and not items[0].direction
    if stopped and not any("list" in token.kinds for token in clause.tokens):
        clause.said.items = items[1:]
