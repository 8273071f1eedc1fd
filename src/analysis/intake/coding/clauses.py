"""The grammar of one clause: what is said of which thing, and what is denied, asked for or solved."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.intake.coding.lexicon import Sense
from analysis.intake.coding.segment import Part, Token

PREDICATES = ("undone", "move", "come", "closed", "lack", "hard", "late", "price", "fall", "unsold", "broken")
# Words that start a wish or a lack and take what follows: 缺口罩, 请协调货车, 没有订单.
PREFIXES = ("lack_before", "ask", "only")
SURE, CARRIED, GUESSED = 0.95, 0.8, 0.6


@dataclass(slots=True)
class Topic:
    """A thing spoken of; `wanted` where a lack or a wish before it already makes it a difficulty."""

    sense: Sense
    token: Token
    kind: str = "topic"
    linked: bool = False
    wanted: str = ""
    bought: bool = False


@dataclass(slots=True)
class Item:
    """A difficulty that a clause opens; `words` is its evidence, `at` where it stands in the text."""

    category: str
    sub: str
    direction: str
    words: list[str]
    at: int
    confidence: float
    clause: int
    closed: bool = False


@dataclass(slots=True)
class Reading:
    """What has been read of a text so far."""

    items: list[Item] = field(default_factory=list)
    bare: list[Topic] = field(default_factory=list)
    weak: list[Item] = field(default_factory=list)
    carried: list[Topic] = field(default_factory=list)
    solved: bool = False
    settled: bool = False
    unknown: bool = False
    header: bool = False
    past: bool = False
    clause: int = 0


class Clause:
    """Reads the tokens of one clause from left to right into a Reading."""

    def __init__(self, part: Part, reading: Reading):
        self.tokens, self.reading = part.tokens, reading
        self.start, self.end = part.start, part.end
        self.pending: list[Topic] = []
        self.used: list[Topic] = []
        self.prefix, self.prefix_at = "", -1
        self.negated_from = -1
        self.linked = False
        self.first_item = len(reading.items)
        self.bought = False
        self.said = False

    def read(self) -> None:
        """Take every token in turn, then settle what is left open at the clause's end."""
        self.reading.clause += 1
        for index, token in enumerate(self.tokens):
            kinds = token.kinds
            if "deny" in kinds:
                self.said = self.reading.settled = True
                if token.text == "不再":
                    self.reading.solved = True
                self.pending.clear()
                return
            if "condition" in kinds and not self.pending and len(self.reading.items) == self.first_item:
                self.said = self.reading.settled = True
                return
            self._take(index, token, kinds)
        self._finish()

    def _take(self, index: int, token: Token, kinds: dict[str, Sense]) -> None:
        # The order decides between the uses of one word.
        if "list" in kinds:
            self.linked = bool(self.pending) or bool(self.prefix)
            return
        if "topic" in kinds and not (self._is_prefix(kinds) and self._topic_follows(index)):
            self._topic(token, kinds["topic"], "topic")
        elif "entity" in kinds:
            self._topic(token, kinds["entity"], "entity")
        elif "event" in kinds and "undone" not in kinds:
            self._event(index, token, kinds["event"])
        elif "neg" in kinds:
            self._negate(index, token)
        elif "solved" in kinds:
            self._solved(index, token)
        elif "good" in kinds:
            self._good(index, token)
        elif "bad" in kinds and (self.negated_from >= 0 or "lack" not in kinds and "hard" not in kinds):
            self._bad(token)
        elif self._is_prefix(kinds) and self._topic_follows(index):
            self._start_prefix(token, "lack" if "lack_before" in kinds or "only" in kinds else "ask")
        elif predicate := next((kind for kind in PREDICATES if kind in kinds), ""):
            self._predicate(index, token, predicate, kinds[predicate])
        elif "weak" in kinds:
            self._weak(index, token, kinds["weak"])
        elif "number" in kinds:
            self._number(token)
        elif "ask" in kinds:
            self._ask_behind(token)
        elif "except" in kinds:
            self._start_prefix(token, "lack")
        elif "except_end" in kinds:
            self._open_wanted()
            self.prefix = ""
        elif "unknown" in kinds:
            self.reading.unknown = self.said = True
        elif "past" in kinds:
            self.reading.past = True
        elif "status" in kinds:
            self.reading.settled = True
        elif "aspect" in kinds:
            if not self.pending and not self.used and not self.reading.carried and kinds["aspect"].category:
                self._topic(token, kinds["aspect"], "aspect")
        elif "buy" in kinds:
            self.bought = True
            return
        self.linked = False

    # Things -----------------------------------------------------------------------------------------------------

    def _topic(self, token: Token, sense: Sense, kind: str) -> None:
        before = self._before(token)
        if before is not None and "make" in before.kinds and sense.role in ("goods", "product") and kind == "topic":
            # 转产口罩, 做口罩: what the firm makes is not what it lacks.
            return
        topic = Topic(sense, token, kind, self.linked, self.prefix, self.bought)
        self.bought = False
        wanted = self.prefix and self.pending and not self.linked and self.pending[-1].wanted
        if wanted and self.prefix_at < self.pending[-1].token.start:
            gap = token.start - self.pending[-1].token.end
            if gap <= 2 and kind == "topic":
                # 缺采购电煤的资金: the last of touching words is what is lacking.
                self.used.append(self.pending.pop())
        self.pending.append(topic)

    def _before(self, token: Token) -> Token | None:
        """The token that touches this one from the left."""
        index = self.tokens.index(token)
        before = self.tokens[index - 1] if index else None
        return before if before is not None and before.end == token.start else None

    def _number(self, token: Token) -> None:
        """差二十个小工, 还差三百万: persons and money are things by themselves where nothing else is named."""
        kind = token.quantity.kind
        if not self.pending and (kind == "person" or (kind == "money" and self.prefix)):
            category = "labour" if kind == "person" else "funds"
            role = "person" if kind == "person" else "money"
            self.pending.append(Topic(Sense(category, "", "", role), token, "quantity", False, self.prefix))

    def _is_prefix(self, kinds: dict[str, Sense]) -> bool:
        return any(kind in kinds for kind in PREFIXES)

    def _topic_follows(self, index: int) -> bool:
        """Whether the next telling word after this one is a thing, before any list mark or predicate."""
        end = self.tokens[index].end
        for token in self.tokens[index + 1 :]:
            kinds = token.kinds
            if "topic" in kinds or "entity" in kinds or "place" in kinds:
                return token.start - end <= 8
            if token.quantity is not None and token.quantity.kind in ("person", "money"):
                return True
            if "list" in kinds or "event" in kinds or "solved" in kinds or "good" in kinds:
                return False
            if not self._is_prefix(kinds) and any(kind in kinds for kind in PREDICATES):
                return False
        return False

    def _start_prefix(self, token: Token, prefix: str) -> None:
        # What stood before is whose lack it is (员工缺口罩), unless it is listed or was wanted itself.
        for topic in self.pending:
            if topic.wanted:
                self._open(topic, topic.token)
        self.used += self.pending
        self.pending = []
        self.prefix, self.prefix_at = prefix, token.start
        self.said = True

    def _group(self) -> list[Topic]:
        """The things a predicate is said of: the last one and those joined to it by 、 or 和."""
        group: list[Topic] = []
        for topic in reversed(self.pending):
            group.append(topic)
            if not topic.linked:
                break
        return group[::-1]

    # Difficulties -----------------------------------------------------------------------------------------------

    def _add(
        self, category: str, sense: Sense, token: Token, confidence: float, words: list[str], direction=""
    ) -> None:
        item = Item(
            category,
            sense.sub if category == "energy" else "",
            direction,
            words,
            token.start,
            confidence,
            self.reading.clause,
        )
        self.reading.items.append(item)

    def _open(self, topic: Topic, token: Token, confidence: float = SURE, category: str = "") -> None:
        sense = topic.sense
        category = category or sense.category
        if topic.kind == "entity":
            return
        if sense.role == "cost":
            confidence = GUESSED / 2
        direction = self._carried_direction(topic) if category == "logistics" else ""
        words = [topic.token.text] if token is topic.token else [topic.token.text, token.text]
        if category:
            self._add(category, sense, topic.token, confidence, words, direction)

    def _carried_direction(self, topic: Topic) -> str:
        """In or out from the goods a transport word is about: 原料运输 in, 成品发运 out."""
        for sense in (topic.token.modifier, *(other.sense for other in (*self.pending, *self.used))):
            if sense is not None and sense.role in ("goods", "product") and sense.category != "orders":
                return sense.direction if sense.role == "product" else "in"
            if sense is not None and sense.role == "product":
                return "out"
        return ""

    def _negated(self, index: int) -> bool:
        """Whether a negating word touches this one or rules the clause up to it."""
        before = self.tokens[index - 1] if index else None
        if before is not None and "neg" in before.kinds and self.tokens[index].start - before.end <= 1:
            self.negated_from = -1
            return True
        return False

    def _event(self, index: int, token: Token, sense: Sense) -> None:
        if self._negated(index) or (self.negated_from >= 0 and not self._wanted_by_negation()):
            self._settle_pending()
            return
        self.said = True
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if (
            token.text[0] == "压"
            and following is not None
            and following.quantity
            and following.quantity.kind == "money"
        ):
            return
        entity = next((topic for topic in self.pending if topic.kind == "entity"), None)
        if sense.category == "equipment" and entity:
            self._predicate(index, token, "closed", sense)
            return
        bought = next((topic for topic in self.pending if topic.bought and sense.category == "orders"), None)
        if bought:
            self._open(bought, token)
        else:
            direction = sense.direction or (self._event_direction() if sense.category == "logistics" else "")
            confidence = SURE if sense.role != "cost" else GUESSED / 2
            self._add(sense.category, sense, token, confidence, [token.text], direction)
        if sense.category in ("orders", "funds", "packaging", "equipment", "energy", "approval", "raw_material"):
            # The event says what is wrong with the things before it: 水泥积压, 电费拖欠.
            self.used += [topic for topic in self.pending if not topic.wanted]
            self.pending = [topic for topic in self.pending if topic.wanted]

    def _event_direction(self) -> str:
        for topic in reversed(self.pending):
            if topic.sense.role == "product":
                return topic.sense.direction or "out"
        return ""

    def _wanted_by_negation(self) -> bool:
        return any(topic.wanted == "negated" for topic in self.pending)

    def _weak(self, index: int, token: Token, sense: Sense) -> None:
        if self._negated(index) or self.negated_from >= 0:
            self._settle_pending()
        else:
            self.reading.weak.append(Item(sense.category, "", "", [token.text], token.start, 0.5, self.reading.clause))

    # Negation, wishes, good news --------------------------------------------------------------------------------

    def _negate(self, index: int, token: Token) -> None:
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if token.text in ("不", "未") and (following is None or following.start > token.end):
            # 赶不出, 未知数: part of a word the vocabulary does not have.
            return
        self.negated_from = token.start
        if self._topic_follows(index):
            self.used += [topic for topic in self.pending if not topic.wanted]
            self.pending = [topic for topic in self.pending if topic.wanted]
            self.prefix, self.prefix_at = "negated", token.start
        elif following is None and token.end == self.end and token.text != "不" and self._group() and not self.said:
            for topic in self._group():
                self._open(topic, token)
            self.used += self.pending
            self.pending = []
        elif following is not None or token.end - self.start <= 5:
            self.reading.settled = True
        self.said = True

    def _bad(self, token: Token) -> None:
        if self.negated_from >= 0 or self.prefix == "negated":
            self._settle_pending()
            self.prefix = ""
            return
        if self._group():
            for topic in self._group():
                self._open(topic, token)
            self._consume()
        else:
            self.reading.weak.append(Item("other", "", "", [token.text], token.start, 0.4, self.reading.clause))

    def _ask_behind(self, token: Token) -> None:
        for topic in self._group():
            self._open(topic, token, CARRIED)
        self._consume()
        self.prefix = self.prefix or "ask"

    def _good(self, index: int, token: Token) -> None:
        self.said = True
        if self._negated(index):
            self._predicate(-1, token, "hard", Sense("", "", "", ""))
            return
        if not self.pending and not self.used and self.reading.past:
            self._close_before(index)
        lacking = [topic for topic in self.pending if topic.wanted == "lack"]
        self._settle_pending()
        self.pending = lacking

    def _solved(self, index: int, token: Token) -> None:
        self.said = True
        before = self.tokens[index - 1] if index else None
        asks = before is not None and "ask" in before.kinds and token.start - before.end <= 3
        if self._negated(index):
            self._predicate(-1, token, "undone", Sense("", "", "", ""))
            return
        if asks and token.text in (
            "解决",
            "协调解决",
            "落实",
            "恢复",
            "到位",
            "更换",
            "通过",
            "放行",
            "取消",
            "拨付",
            "到货",
        ):
            self._ask_behind(token)
            return
        self.reading.solved = self.reading.settled = True
        own = self.reading.items[self.first_item :]
        if own or self.pending or self.used:
            for item in own:
                item.closed = True
        else:
            self._close_before(index)
        self._settle_pending()

    def _close_before(self, index: int) -> None:
        """A clause that only says 已解决 speaks of the clause before, with 全部 of all of them."""
        everything = (
            any("all" in token.kinds for token in self.tokens[: index + 1]) or "全部" in self.tokens[index].text
        )
        open_items = [item for item in self.reading.items if not item.closed]
        last = open_items[-1].clause if open_items else 0
        for item in open_items:
            if everything or item.clause == last:
                item.closed = True
                self.reading.solved = True

    def _settle_pending(self) -> None:
        self.reading.settled = self.said = True
        self.used += self.pending
        self.pending = []
        self.prefix = ""

    def _consume(self) -> None:
        self.used += self.pending
        self.pending = []
        self.said = True

    # Predicates -------------------------------------------------------------------------------------------------

    def _predicate(self, index: int, token: Token, kind: str, sense: Sense) -> None:
        self.said = True
        if index >= 0 and self._negated(index):
            self._settle_pending()
            return
        group = self._group()
        if kind in ("come", "move", "closed") and not group:
            group = [topic for topic in self.used if topic.kind in ("topic", "entity")][-1:]
        confidence = SURE
        if not group and not self.used and not sense.category:
            group, confidence = self.reading.carried, CARRIED
        if kind == "closed":
            self._closed(token, group, sense)
        elif not group:
            self._without_topic(token, kind, sense)
        else:
            if kind in ("come", "closed"):
                group = [topic for topic in self.pending if topic.sense.role in ("person", "technician")] or group
            for topic in group:
                self._said_of(topic, token, kind, sense, confidence)
        self.used += self.pending
        self.pending = []

    def _without_topic(self, token: Token, kind: str, sense: Sense) -> None:
        category = sense.category
        if kind == "come":
            category = "labour" if token.text[:1] in "回返隔" or "岗" in token.text else ""
        elif kind == "undone" and not self.used:
            category = category or ("approval" if any(s in token.text for s in "批验证照盖签") else "")
        if category:
            self._add(category, sense, token, GUESSED, [token.text], sense.direction)
        elif not self.used:
            self.reading.weak.append(Item("other", "", "", [token.text], token.start, 0.4, self.reading.clause))

    def _said_of(self, topic: Topic, token: Token, kind: str, sense: Sense, confidence: float) -> None:
        role, category = topic.sense.role, topic.sense.category
        if topic.kind == "entity":
            self._said_of_entity(topic, token, kind, sense, confidence)
        elif kind == "move":
            self._moved(topic, token, sense, confidence)
        elif kind == "come":
            self._came(topic, token, sense, confidence)
        elif kind == "price":
            if role != "product":
                self._open(topic, token, confidence)
        elif kind in ("fall", "unsold"):
            kept = category if category in ("energy", "funds") and topic.bought else "orders"
            kept = category if kind == "fall" and category == "energy" and topic.sense.sub == "thermal_coal" else kept
            self._open(topic, token, confidence, kept)
        elif kind == "undone" and role in ("goods", "product", "person") and any(s in token.text for s in "批验审证照"):
            self._open(topic, token, confidence, "approval")
        elif role == "product" and category == "orders" and kind in ("lack", "late", "hard"):
            self._open(topic, token, confidence, sense.category or "orders")
        elif role == "product" and sense.category:
            self._open(topic, token, confidence, sense.category)
        else:
            self._open(topic, token, confidence)

    def _said_of_entity(self, topic: Topic, token: Token, kind: str, sense: Sense, confidence: float) -> None:
        down = topic.sense.role == "down"
        if kind == "come":
            category = "orders" if down else topic.sense.category
        elif kind in ("late", "lack", "price", "hard"):
            category = "" if topic.kind == "entity" and topic.sense.role == "made" else sense.category
            if topic.sense.role == "up" and kind != "hard":
                category = topic.sense.category or "raw_material"
            elif down:
                category = "orders"
        else:
            category = sense.category
        if category:
            self._add(
                category, topic.sense, topic.token, confidence * 0.8, [topic.token.text, token.text], sense.direction
            )

    def _moved(self, topic: Topic, token: Token, sense: Sense, confidence: float) -> None:
        if topic.sense.category == "funds":
            self._open(topic, token, confidence)
            return
        direction = sense.direction or self._goods_direction(topic)
        self._drop(topic)
        self._add("logistics", sense, token, confidence, [topic.token.text, token.text], direction)

    def _came(self, topic: Topic, token: Token, sense: Sense, confidence: float) -> None:
        role, category = topic.sense.role, topic.sense.category
        if role in ("goods", "product"):
            self._moved(topic, token, sense, confidence)
        elif role == "vehicle":
            direction = next(
                (other.kinds["purpose"].direction for other in self.tokens if "purpose" in other.kinds), ""
            )
            direction = direction or self._goods_direction(topic)
            self._add("logistics", sense, token, confidence, [topic.token.text, token.text], direction)
        elif role == "technician" or (
            role == "person"
            and "技术" in topic.token.text
            and "回" not in token.text
            and "岗" not in token.text
            and "隔" not in token.text
        ):
            self._open(topic, token, confidence, "equipment")
        elif role == "buyer":
            self._open(topic, token, confidence, "orders")
        else:
            self._open(topic, token, confidence, category)

    def _goods_direction(self, topic: Topic) -> str:
        for sense in (topic.sense, topic.token.modifier, *(other.sense for other in (*self.pending, *self.used))):
            if sense is None or sense.role not in ("goods", "product"):
                continue
            return sense.direction or ("in" if sense.role == "goods" else "out")
        return ""

    def _drop(self, topic: Topic) -> None:
        """A thing that is carried is no difficulty itself, even where a wish named it first."""
        topic.wanted = ""

    def _closed(self, token: Token, group: list[Topic], sense: Sense) -> None:
        entities = [topic for topic in (*self.pending, *group) if topic.kind == "entity"]
        seen: set[int] = set()
        for topic in entities:
            if id(topic) in seen:
                continue
            seen.add(id(topic))
            words = [topic.token.text, token.text]
            self._add("chain", topic.sense, topic.token, SURE, words)
            if topic.sense.category:
                self._add(topic.sense.category, topic.sense, topic.token, CARRIED, words)
        if not entities:
            self.reading.settled = True
            if sense.category and not group:
                self._add(sense.category, sense, token, CARRIED, [token.text])
            for topic in group:
                if (
                    topic.kind == "topic"
                    and topic.sense.role not in ("person", "product")
                    and (topic.sense.category != "equipment")
                ):
                    self._open(topic, token, CARRIED)

    # The end of the clause --------------------------------------------------------------------------------------

    def _open_wanted(self) -> None:
        for topic in self.pending:
            if topic.wanted and topic.kind == "entity" and any("status" in token.kinds for token in self.tokens):
                # 等客户开工
                self._add("chain", topic.sense, topic.token, CARRIED, [topic.token.text])
            elif topic.wanted:
                self._open(topic, topic.token)
        self.pending = [topic for topic in self.pending if not topic.wanted]

    def _finish(self) -> None:
        topics = [topic for topic in (*self.used, *self.pending) if topic.kind != "aspect"]
        self._open_wanted()
        if self.reading.header:
            for topic in self.pending:
                self._open(topic, topic.token, CARRIED)
        elif not self.said or len(self.reading.items) == self.first_item:
            self.reading.bare += [topic for topic in self.pending if topic.kind == "topic"]
        if topics:
            self.reading.carried = topics[-1:]
