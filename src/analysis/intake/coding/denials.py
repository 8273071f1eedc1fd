"""Negation, wishes and good news: what of a clause is denied, asked for or solved."""

from __future__ import annotations

from analysis.intake.coding.predicates import HARD, predicate
from analysis.intake.coding.reading import CARRIED, GUESSED, PAST, SETTLED, SOLVED, SURE
from analysis.intake.coding.things import Clause
from analysis.intake.coding.token import Token
from analysis.intake.coding.word_files import Sense

_TO_BE_DONE = ("解决", "协调解决", "落实")
# Words that are solved or asked for, by what stands before: 请协调解决, 盼恢复.
_TO_DO = (*_TO_BE_DONE, "恢复", "到位", "通过", "放行", "取消", "拨付", "到货")
NOT_YET = frozenset(("to_come", "condition"))
REQUESTS = ("希望", "请", "望", "盼", "建议", "恳请", "敬请")
UNABLE = {"无法", "不能", "没法", "难以", "未能", "没能", "没办法", "难"}
LACK = Sense("", "", "", "lack")
UNDONE = Sense("", "", "", "undone")
UNREAD = Sense("", "", "", "unread")


def denied(clause: Clause, index: int) -> bool:
    """Whether a negating word touches this one: 没有积压, 不紧张."""
    if index:
        before = clause.tokens[index - 1]
        if "neg" in before.kinds and clause.tokens[index].start - before.end <= 1 and clause.prefix != "ask":
            # 希望银行不抽贷 asks for what is not so.
            clause.negated = False
            return True
    return False


def denied_to(clause: Clause, index: int) -> int:
    """The place of the last bad word (困难, 问题) that a negation here denies, which may stand before it; else -1."""
    following = clause.behind(index)
    if following is None or "solved" in following.kinds or clause.tokens[index].text in ("不", "未"):
        return -1
    last_bad = clause.last_bad()
    if last_bad <= index and clause.tokens[-1].text.endswith("困难"):
        one = not any("list" in token.kinds for token in clause.tokens[index:])
        last_bad = len(clause.tokens) - 1 if one else -1  # 无原料供应困难
    return last_bad


def negate(clause: Clause, index: int, token: Token) -> None:
    """无, 没有: before a thing they lack it, before a bad word deny it, after a thing lack that; alone deny all."""
    following = clause.behind(index)
    if token.text in ("不", "未") and (following is None or following.start > token.end):
        # 赶不出, 不愿动身: part of a word the vocabulary does not have; one that begins so says nothing good.
        if clause.pending and clause.tokens[index - 1].end == token.start:
            predicate(clause, token, UNREAD)
        return
    if token.text == "不" and clause.prefix == "ask":
        return  # 希望银行不抽贷
    clause.negated = True
    if token.text != "不" and clause.thing_follows(index):
        clause.consume_unwanted()
        clause.begin("negated", token)
    elif following is None and clause.pending and not clause.told and clause.end - token.end <= 4:
        # 口罩没有; 消防没过: what is not done with it we need not know.
        for topic in clause.group():
            clause.open(topic, token, SURE if token.end == clause.end else GUESSED)
        clause.consume()
    elif following is not None or token.end - clause.start <= 5:
        clause.said.states |= SETTLED
    clause.told = True


def bad(clause: Clause, token: Token) -> None:
    """困难, 问题."""
    if clause.negated:
        clause.settle()
    elif clause.pending:
        for topic in clause.group():
            # 受疫情管控影响 is why, where anything else is told.
            why = token.text == "影响" and topic.sense.category == "other"
            if topic.kind == "entity":
                clause.add("chain", "", topic.token, CARRIED, [topic.token.text, token.text])  # 受上游企业影响
            clause.open(topic, token, GUESSED / 2 if why else SURE)
        clause.consume()


def ask_behind(clause: Clause, token: Token) -> None:
    """口罩请协调, 贷款需解决: a wish after the thing."""
    for topic in clause.group():
        clause.open(topic, token, CARRIED)
    clause.consume()
    clause.begin(clause.prefix or "ask", token)


def unwanted(clause: Clause, token: Token) -> None:
    """水泥没有需求 is told by its seller; 口罩没有需求 wants none."""
    for topic in clause.group():
        if topic.sense.role == "product" or topic.sense.direction == "either":
            clause.open(topic, token, SURE, "orders")
    clause.settle()


def _is_taken_back(clause: Clause, index: int, token: Token, meant: Sense) -> bool:
    """Whether what would be good news is denied, which says what is ``meant``, or out of reach: of 无法到货, 难以正常
    the inability has opened what is spoken of."""
    if denied(clause, index):
        predicate(clause, token, meant)
        return True
    before = clause.tokens[index - 1] if index else None
    return before is not None and before.end == token.start and before.text in UNABLE


def good(clause: Clause, index: int, token: Token) -> None:
    """充足, 正常."""
    if _is_taken_back(clause, index, token, HARD):
        return
    if token.text == "不高" and clause.pending and clause.pending[-1].token.text.endswith("率"):
        predicate(clause, token, LACK)  # 到岗率92%不高
        return
    if not clause.used and (clause.said.states | clause.before.states) & PAST and _speaks_of_before(clause):
        _close_before(clause, index)
    if clause.prefix == "ask" and any(topic.wanted for topic in clause.pending):
        ask_behind(clause, token)  # 希望物流畅通
        return
    lacking = [topic for topic in clause.pending if topic.wanted == "lack"]
    clause.settle()
    clause.pending = lacking


def solved(clause: Clause, index: int, token: Token) -> None:
    """已解决, 到货: that all is well, unless it is denied, wished for, or said of something else."""
    before = clause.tokens[index - 1] if index else None
    if _is_taken_back(clause, index, token, UNDONE):
        return
    if before is not None and "good" in before.kinds and before.text[0] in "无不没":
        return
    if not clause.pending and any("status" in earlier.kinds for earlier in clause.tokens[:index]):
        clause.said.states |= SETTLED  # 产能仅恢复50% solves nothing that was said before
    elif clause.goes_on_in(index, "until"):
        ask_behind(clause, token)  # 道路抢通前, 检修完成后
    elif _says_of_another(clause, index):
        pass
    elif clause.goes_on_in(index, "partly"):
        predicate(clause, token, HARD)  # 到货一半
    elif index == 0 and token.text in _TO_BE_DONE and clause.thing_follows(index):
        ask_behind(clause, token)  # 协调解决电煤3000吨, in a list of what is wanted
    elif (is_asked := _is_asked(clause, index)) or any(
        not NOT_YET.isdisjoint(word.kinds) for word in clause.tokens[:index]
    ):
        # 希望尽快恢复物流, 工程款要是结了 are wishes; 预计3月3日解除 is open until then.
        if is_asked or clause.pending or clause.thing_follows(index):
            ask_behind(clause, token)
        else:
            clause.said.states |= SETTLED
    elif "取消" in token.text and any(topic.sense.category == "orders" for topic in clause.pending):
        predicate(clause, token, LACK)  # 限电取消 is good news, 订单取消 is not
    else:
        _close(clause, index)


def _says_of_another(clause: Clause, index: int) -> bool:
    """Whether 恢复 and the like say when or which (检修完成后即恢复, 装好的磷肥), or of what more is said (恢复慢)."""
    tokens = clause.tokens
    if index > 1 and "until" in tokens[index - 1].kinds and "solved" in tokens[index - 2].kinds:
        return True
    is_part = clause.goes_on_in(index, "topic", gap=1) or clause.goes_on_in(index, "predicate")
    return is_part and not _names_problem(clause, index)


def _is_asked(clause: Clause, index: int) -> bool:
    """Whether a wish stands before what is to be done: 请协调解决, 希望尽快恢复物流."""
    token, before = clause.tokens[index], clause.tokens[:index]
    touches = bool(before) and "ask" in before[-1].kinds and token.start == before[-1].end
    return token.text.startswith(_TO_DO) and (touches or any(word.text.startswith(REQUESTS) for word in before))


def _close(clause: Clause, index: int) -> None:
    """What is spoken of is solved; where nothing is, what the clause before told."""
    said, own = clause.said, clause.said.items
    said.states |= SOLVED
    named = any(topic.sense.role != "office" for topic in (*clause.pending, *clause.used))  # 县工信局已帮助解决
    recalled = said.recalls and not (clause.pending or clause.used)  # 问题已解决 is what the clause before named
    others = any("others" in earlier.kinds for earlier in clause.tokens[:index])  # 除运输外，其余困难已解决
    if recalled and own:
        said.closings += (_means_all(clause, index),)
    elif not (own or named or others or clause.thing_follows(index)):
        _close_before(clause, index)
    if (not own and clause.before.states & PAST) or said.states & PAST:
        # 前期因限电停产，现已恢复供电
        following = next((word.kinds["topic"] for word in clause.tokens[index + 1 :] if "topic" in word.kinds), None)
        now = [topic.sense for topic in (*clause.pending, *clause.used)] or [following]
        said.closings += tuple(sense.category for sense in now if sense is not None and sense.category)
    for item in own:
        item.closed = True
    clause.settle()
    if not own and not clause.used and _only_named_after(clause, index):
        clause.begin("solved", clause.tokens[index])  # 已解决口罩问题: what follows is what was solved


def _only_named_after(clause: Clause, index: int) -> bool:
    """Whether what follows was solved, since nothing else is said of it: 已解决口罩问题, 已解决口罩不足问题, but not
    已恢复生产原料不足."""
    says_more = any(
        "event" in token.kinds or ("predicate" in token.kinds and "bad" not in token.kinds)
        for token in clause.tokens[index + 1 :]
    )
    return _names_problem(clause, index) or (clause.thing_follows(index) and not says_more)


def _names_problem(clause: Clause, index: int) -> bool:
    """Whether 解决 is followed by words that end in a problem: 已妥善解决运输不畅问题."""
    return "解决" in clause.tokens[index].text and index + 2 < len(clause.tokens) and "bad" in clause.tokens[-1].kinds


def _speaks_of_before(clause: Clause) -> bool:
    """Whether a clause names nothing, or what is still open of the clauses before: 前期缺工，现员工已到岗."""
    last = clause.before.items[-1][1].category if clause.before.items else ""
    return all(topic.sense.category == last for topic in clause.pending)


def _means_all(clause: Clause, index: int) -> bool:
    """Whether 全部, 均 stand before what is solved."""
    before = clause.tokens[: index + 1]
    return any("all" in token.kinds for token in before) or "全部" in before[-1].text


def _close_before(clause: Clause, index: int) -> None:
    """A clause that only says 已解决 speaks of the clause before, with 全部 of all of them."""
    everything = _means_all(clause, index)
    own = [item for item in clause.said.items if not item.closed]
    for item in own:
        item.closed = True
        clause.said.states |= SOLVED
    if everything or not own:
        clause.said.closings += (everything,)
