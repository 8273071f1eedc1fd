"""The grammar of one clause: what is said of which thing, and what is denied, asked for or solved."""

from __future__ import annotations

from dataclasses import replace

from analysis.intake.coding.lexicon import Kinds
from analysis.intake.coding.reading import CARRIED, GUESSED, SURE, Reading, Said, Topic
from analysis.intake.coding.sayings import close, say
from analysis.intake.coding.segment import Part, Token
from analysis.intake.coding.things import Things
from analysis.intake.coding.word_files import Sense

# Events that say what is wrong with the thing before them: 水泥积压, 电费拖欠.
ABSORBING = {"orders", "funds", "packaging", "equipment", "energy", "approval", "raw_material"}
# Words that are solved or asked for, by what stands before: 请协调解决, 盼恢复.
ASKABLE = {"解决", "协调解决", "落实", "恢复", "到位", "更换", "通过", "放行", "取消", "拨付", "到货"}
UNABLE = {"无法", "不能", "没法", "难以", "未能", "没能", "没办法", "难"}
AFTER_NEWS = {"lack", "hard", "late", "undone"}
LACK = Sense("", "", "", "lack")
HARD = Sense("", "", "", "hard")
UNDONE = Sense("", "", "", "undone")


class Clause(Things):
    """Reads the tokens of one clause from left to right into what it says."""

    __slots__ = ()

    def read(self) -> Said:
        """Take every token in turn, then settle what is left open at the clause's end."""
        said = self.said
        denied_to = -1
        for index, token in enumerate(self.tokens):
            kinds = token.kinds
            if index <= denied_to or (self.prefix == "solved" and ("topic" in kinds or "bad" in kinds)):
                continue
            if token.quantity is not None:
                self._number(token, token.quantity)
                self.linked = False
                continue
            if "wavers" not in kinds:
                self._take(index, token, kinds)
                continue
            if "neg" in kinds and (denied_to := self._denied_to(index)) > index:
                # 不存在原料不足问题, 无用工、物流方面困难
                self.negated = True
                self._settle()
                continue
            if "ignore" in kinds and len(kinds) == 2:
                # Nothing else than a word to ignore, which wavers.
                continue
            if "deny" in kinds:
                said.settled = True
                said.solved = said.solved or token.text == "不再"
                return said
            if "condition" in kinds and not self.pending and not said.items:
                said.settled = True
                return said
            if "list" in kinds:
                self.linked = bool(self.pending or self.prefix)
                continue
            if (
                "weak" in kinds
                and "predicate" not in kinds
                and any(topic.sense.category != "other" for topic in self.pending)
            ):
                # 原料因疫情无法到货: why, not what.
                continue
            self._take(index, token, kinds, "prefix" in kinds and self._thing_follows(index))
        self._finish()
        return said

    def _take(self, index: int, token: Token, kinds: Kinds, takes: bool = False) -> None:
        """One token; the order decides between the uses of one word. `takes`: it is a prefix of what follows."""
        if "topic" in kinds and not takes:
            self._topic(index, token, kinds["topic"], "topic")
        elif "entity" in kinds:
            self._topic(index, token, kinds["entity"], "entity")
        elif "event" in kinds and "undone" not in kinds:
            self._event(index, token, kinds["event"])
        elif "neg" in kinds:
            self._negate(index, token)
        elif "solved" in kinds:
            self._solved(index, token)
        elif "good" in kinds:
            self._good(index, token)
        elif "bad" in kinds and (self.negated or "predicate" not in kinds):
            self._bad(token)
        elif takes:
            self._start_prefix(token, kinds["prefix"].role)
        elif "predicate" in kinds:
            self.predicate(index, token, kinds["predicate"])
        else:
            self._particle(index, token, kinds)
        self.linked = False

    def _particle(self, index: int, token: Token, kinds: Kinds) -> None:
        said = self.said
        if "weak" in kinds:
            if self._denied(index) or self.negated:
                self._settle()
            else:
                said.trouble(kinds["weak"].category, token, 0.5)
        elif "prefix" in kinds:
            self._ask_behind(token)
        elif "except" in kinds:
            self._start_prefix(token, "lack")
        elif "except_end" in kinds:
            self._open_wanted()
            self.prefix = ""
        elif "unknown" in kinds:
            said.unknown = self.told = True
        elif "past" in kinds:
            said.past = True
        elif "status" in kinds:
            said.settled = True
        elif "cause" in kinds:
            said.caused = True
        elif "buy" in kinds:
            self.bought = True
        elif "aspect" in kinds and kinds["aspect"].category and not (self.pending or self.used or self._recall()):
            self._topic(index, token, kinds["aspect"], "aspect")

    def _start_prefix(self, token: Token, prefix: str) -> None:
        # What stood before is whose lack it is (员工缺口罩), unless it was wanted itself.
        self._open_wanted()
        self._consume()
        self.prefix, self.prefix_at = prefix, token.start

    # Difficulties -----------------------------------------------------------------------------------------------

    def _event(self, index: int, token: Token, sense: Sense) -> None:
        if self._denied(index) or (self.negated and not any(topic.wanted == "negated" for topic in self.pending)):
            self._settle()
            return
        self.told = True
        following = self.tokens[index + 1].quantity if index + 1 < len(self.tokens) else None
        if token.text[0] == "压" and following and following.kind == "money":
            # 压了六百万 is money owed, told by the clause before; 压了两百吨 is stock.
            return
        if sense.role == "cost" and any(t.kind == "topic" and t.sense.category != "other" for t in self.pending):
            # 融资费用高: a price goes with what is paid for.
            self.predicate(index, token, Sense("", "", "", "price"))
            return
        if sense.category == "equipment" and any(topic.kind == "entity" for topic in self.pending):
            # 硫酸厂停产检修 is not our equipment.
            self.predicate(index, token, Sense("", "", "", "closed"))
            return
        bought = next((topic for topic in self.pending if topic.bought), None) if sense.category == "orders" else None
        if bought:
            self.open(bought, token)
        else:
            confidence = SURE if sense.role != "cost" else GUESSED / 2
            direction = self._event_direction(sense) if sense.category == "logistics" else ""
            self.add(sense.category, sense.sub, token, confidence, [token.text], direction)
        if self.pending and sense.category in ABSORBING:
            self.used += [topic for topic in self.pending if not topic.wanted]
            self.pending = [topic for topic in self.pending if topic.wanted]

    def _event_direction(self, sense: Sense) -> str:
        sold = any(topic.sense.role == "product" for topic in self.pending)
        return sense.direction or self.purpose() or ("out" if sold else "")

    # Negation, wishes, good news --------------------------------------------------------------------------------

    def _denied(self, index: int) -> bool:
        """Whether a negating word touches this one: 没有积压, 不紧张."""
        before = self.tokens[index - 1] if index > 0 else None
        if before is not None and "neg" in before.kinds and self.tokens[index].start - before.end <= 1:
            self.negated = False
            return True
        return False

    def _denied_to(self, index: int) -> int:
        """The place of the last bad word (困难, 问题) that a negation here denies; -1 where there is none."""
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if following is None or "solved" in following.kinds or self.tokens[index].text in ("不", "未"):
            return -1
        if self.last_bad is None:
            self.last_bad = max((at for at, token in enumerate(self.tokens) if "bad" in token.kinds), default=-1)
        return self.last_bad if self.last_bad > index else -1

    def _negate(self, index: int, token: Token) -> None:
        """无, 没有: before a thing they lack it, before a bad word deny it, after a thing lack that; alone deny all."""
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if token.text in ("不", "未") and (following is None or following.start > token.end):
            # 赶不出, 未知数: part of a word the vocabulary does not have.
            return
        self.negated = True
        if token.text != "不" and self._thing_follows(index):
            self.used += [topic for topic in self.pending if not topic.wanted]
            self.pending = [topic for topic in self.pending if topic.wanted]
            self.prefix, self.prefix_at = "negated", token.start
        elif following is None and self.pending and not self.told and self.end - token.end <= 4:
            # 口罩没有; 消防没过: what is not done with it we need not know.
            for topic in self.group():
                self.open(topic, token, SURE if token.end == self.end else GUESSED)
            self._consume()
        elif following is not None or token.end - self.start <= 5:
            self.said.settled = True
        self.told = True

    def _bad(self, token: Token) -> None:
        if self.negated:
            self._settle()
        elif self.pending:
            for topic in self.group():
                self.open(topic, token)
            self._consume()
        else:
            self.said.trouble("other", token)

    def _ask_behind(self, token: Token) -> None:
        """口罩请协调, 贷款需解决: a wish after the thing."""
        for topic in self.group():
            self.open(topic, token, CARRIED)
        self._consume()
        self.prefix, self.prefix_at = self.prefix or "ask", token.start

    def _good(self, index: int, token: Token) -> None:
        if self._denied(index):
            self.predicate(-1, token, HARD)
            return
        before = self.tokens[index - 1] if index else None
        if before is not None and before.end == token.start and before.text in UNABLE:
            return
        if not self.pending and not self.used and (self.said.past or self.before.past):
            self._close_before(index)
        lacking = [topic for topic in self.pending if topic.wanted == "lack"]
        self._settle()
        self.pending = lacking

    def _solved(self, index: int, token: Token) -> None:
        before = self.tokens[index - 1] if index else None
        if self._denied(index):
            self.predicate(-1, token, UNDONE)
            return
        if before is not None and before.end == token.start and before.text in UNABLE:
            # 无法到货: the inability has opened what stands before it.
            return
        if before is not None and "good" in before.kinds and before.text[0] in "无不没":
            return
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if following is not None and following.start == token.end + 1 and "topic" in following.kinds:
            # 装好的磷肥: says which, not what was solved.
            return
        if before is not None and "ask" in before.kinds and token.start - before.end <= 3 and token.text in ASKABLE:
            self._ask_behind(token)
            return
        if "取消" in token.text and any(topic.sense.category == "orders" for topic in self.pending):
            # 限电取消 is good news, 订单取消 is not.
            self.predicate(-1, token, LACK)
            return
        self.said.solved = True
        own = self.said.items
        if not (own or self.pending or self.used or self._thing_follows(index)):
            self._close_before(index)
        for item in own:
            item.closed = True
        self._settle()
        if not own and not self.used and self._only_named_after(index):
            # 已解决口罩问题: what follows is what was solved.
            self.prefix, self.prefix_at = "solved", token.start

    def _only_named_after(self, index: int) -> bool:
        """Whether a thing follows of which nothing else is said: 已解决口罩问题, but not 已恢复生产原料不足."""
        rest = self.tokens[index + 1 :]
        said = any(
            "event" in token.kinds or ("predicate" in token.kinds and "bad" not in token.kinds) for token in rest
        )
        return not said and self._thing_follows(index)

    def _close_before(self, index: int) -> None:
        """A clause that only says 已解决 speaks of the clause before, with 全部 of all of them."""
        before = self.tokens[: index + 1]
        everything = any("all" in token.kinds for token in before) or "全部" in before[-1].text
        own = [item for item in self.said.items if not item.closed]
        for item in own:
            item.closed = self.said.solved = True
        if everything or not own:
            self.said.closings += (everything,)

    def _settle(self) -> None:
        self.said.settled = True
        self.prefix = ""
        self._consume()

    # Predicates -------------------------------------------------------------------------------------------------

    def predicate(self, index: int, token: Token, sense: Sense) -> None:
        """What is said of the things before it: of those of this clause, else of the one the last clause spoke of."""
        if index >= 0 and self._denied(index):
            self._settle()
            return
        kind, group, confidence = sense.role, self.group(), SURE
        if not group and kind in ("come", "move", "closed"):
            said_of = [topic for topic in self.used if topic.kind in ("topic", "entity")]
            people = [topic for topic in said_of if topic.sense.role in ("person", "technician")]
            group = (people if kind == "come" and people else said_of)[-1:]
        if not group and kind in AFTER_NEWS and all(item.closed for item in self.said.items):
            # 口罩到了还是不够: said of what the good news was of.
            group = self.used[-1:]
        if not group and not self.used and not sense.category and not self.said.items:
            group, confidence = self._recall(), CARRIED
        if kind == "closed":
            close(self, token, group, sense)
            # 石膏因电厂停机供应不足: the thing itself waits for its own predicate.
            waiting = [topic for topic in self.pending if topic.kind == "topic" and topic not in group]
            self.pending = [topic for topic in self.pending if topic not in waiting]
            self._consume()
            self.pending = waiting
            return
        elif not group:
            self._of_nothing(token, sense)
        else:
            if kind == "come":
                people = [topic for topic in self.pending if topic.sense.role in ("person", "technician")]
                group = people or group
            for topic in group:
                if topic.wanted and kind not in ("come", "move", "undone", "lack", "hard", "late"):
                    self.open(topic, topic.token)
                say(self, topic, token, sense, confidence)
        self._consume()

    def _recall(self) -> tuple[Topic, ...]:
        """The thing the clause before spoke of, to be spoken of further."""
        if not self.said.recalls:
            self.said.recalls = True
            self.said.carried = tuple(replace(topic) for topic in self.before.carried)
        return self.said.carried

    def _of_nothing(self, token: Token, sense: Sense) -> None:
        """A predicate without a thing: what its own words tell."""
        category = sense.category
        if sense.role == "come" and (token.text[0] in "回返隔" or "岗" in token.text):
            category = "labour"
        elif sense.role == "undone" and not self.used and any(sign in token.text for sign in "批验证照盖签"):
            category = category or "approval"
        if category:
            self.add(category, "", token, GUESSED, [token.text], sense.direction)
        elif not self.used:
            self.said.trouble("other", token)

    # The end of the clause --------------------------------------------------------------------------------------

    def _finish(self) -> None:
        said = self.said
        last = None
        for topic in (*self.used, *self.pending):
            if topic.kind != "aspect":
                last = topic
        if self.pending:
            self._open_wanted()
        if self.before.header:
            for topic in self.pending:
                self.open(topic, topic.token, CARRIED)
        elif not self.told or not said.items:
            said.bare += tuple(topic for topic in self.pending if topic.kind == "topic")
        if last:
            said.carried = (last,)


def read_clause(part: Part, before: Reading) -> Said:
    """What a clause says after what the text said before; remembered where nothing said before makes a difference."""
    plain = not (before.header or before.past)
    said = part.said
    if said is None or not plain or (said.recalls and before.carried):
        said = Clause(part, before).read()
        if plain and not (said.recalls and before.carried):
            part.said = said
    return said
