"""The things a clause speaks of, and the difficulties it opens of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

from analysis.intake.coding.amounts import Quantity
from analysis.intake.coding.reading import CARRIED, GUESSED, SETTLED, SURE, Item, Reading, Said, Topic
from analysis.intake.coding.segment import Part
from analysis.intake.coding.token import Token
from analysis.intake.coding.word_files import Sense

BY_KIND = {"person": Sense("labour", "", "", "person"), "money": Sense("funds", "", "", "money")}
COUNTED = {
    **dict.fromkeys(("台", "台套"), Sense("equipment", "", "in", "goods")),
    **dict.fromkeys(("辆", "车次"), Sense("logistics", "", "", "vehicle")),
    **dict.fromkeys(("吨", "公斤", "立方", "立方米", "方"), Sense("raw_material", "", "in", "goods")),
}
# Kinds of words that name a thing, and those that end the search for one.
THINGS = frozenset(("topic", "entity", "place"))
TELLING = THINGS | {"list", "event", "solved", "good"}
FOR_PEOPLE_TOO = ("通行", "交通", "出行", "出入")
DELIVERY = {"交货", "交付", "交期", "交货期"}
CARRIAGE = ("goods", "product")


def direction_of(senses: Iterable[Sense | None]) -> str:
    """The way the first goods among these go: inputs in, products out; neither where some buy and some sell them."""
    for sense in senses:
        if sense is not None and sense.role in CARRIAGE:
            default = "in" if sense.role == "goods" else "out"
            return "" if sense.direction == "either" else sense.direction or default
    return ""


class Clause:
    """One clause while it is read: its things are `pending` until something is said of them, then `used`.

    `before` is what the text has said so far, `said` what the clause says; `told` whether it says anything of a thing.
    `prefix` is the kind of wish or lack that takes what follows (缺, 请协调, 没有), `prefix_at` where it stands.
    """

    __slots__ = (
        "_last_bad", "_telling", "before", "bought", "end", "linked", "listed", "negated", "pending", "prefix",
        "prefix_at", "said", "start", "tokens", "told", "used",
    )  # fmt: skip

    def __init__(self, part: Part, before: Reading):
        self.tokens, self.start, self.end = part.tokens, part.start, part.end
        self.before, self.said = before, Said()
        self.pending: list[Topic] = []
        self.used: list[Topic] = []
        self.prefix, self.prefix_at = "", -1
        self.listed = -1  # where the last list mark after a statement stands
        self.negated = self.linked = self.bought = self.told = False
        # Looked up only where the grammar asks: the next telling word, and the last bad one.
        self._telling = 0
        self._last_bad: int | None = None

    # What is spoken of ------------------------------------------------------------------------------------------

    def name(self, index: int, token: Token, sense: Sense, kind: str) -> None:
        """A thing is named; 被客户 only says by whom."""
        if kind == "entity" and self.pending and index and "by" in self.tokens[index - 1].kinds:
            return
        if kind == "topic" and self._is_aside(token, sense, self.tokens[index - 1] if index else None):
            self.bought = False
            return
        if self.prefix and self.pending and kind == "topic" and not self.linked:
            last = self.pending[-1]
            if last.wanted and token.start - last.token.end <= 2 and self.prefix_at < last.token.start:
                # 缺采购电煤的资金: the last of touching words is what is lacking.
                self.used.append(self.pending.pop())
        self.pending.append(Topic(sense, token, kind, self.linked, self.prefix, self.bought))
        self.bought = False

    def _is_aside(self, token: Token, sense: Sense, before: Token | None) -> bool:
        """Whether a thing is only what others are about: what the firm makes (转产口罩), what money is for (需贷款采购
        原料), how people go (员工通行受限), how goods come (轴承受疫情影响交货延期)."""
        made = before is not None and before.end == token.start and "make" in before.kinds
        bought = sense.category == "raw_material" and sense.role == "goods" and sense.direction != "either"
        if made and sense.role in CARRIAGE and not bought:
            return True  # but 生产辅料
        if self.bought:
            return any(other.wanted and other.sense.category == "funds" for other in self.pending)
        last = self.pending[-1].sense.role if self.pending and not self.linked else ""
        return (token.text in FOR_PEOPLE_TOO and last == "person") or (token.text in DELIVERY and last == "goods")

    def count(self, token: Token, quantity: Quantity) -> None:
        """差二十个小工, 还差三百万, 缺3台: what is counted is told by its measure word where nothing else is named."""
        if self.pending or not (quantity.kind == "person" or self.prefix):
            return
        sense = COUNTED.get(quantity.unit) or BY_KIND.get(quantity.kind)
        if sense is None or (quantity.kind == "goods" and (self.before.items or self.before.bare)):
            return
        self.pending.append(Topic(sense, token, "quantity", False, self.prefix))

    def behind(self, index: int) -> Token | None:
        """The word after this one."""
        return self.tokens[index + 1] if index + 1 < len(self.tokens) else None

    def goes_on_in(self, index: int, kind: str, gap: int = 0) -> bool:
        """Whether a word of some kind stands so many signs behind this one."""
        following = self.behind(index)
        return following is not None and following.start == self.tokens[index].end + gap and kind in following.kinds

    def thing_follows(self, index: int) -> bool:
        """Whether the next telling word after this one is a thing, before any list mark or predicate.

        Asked of words from left to right.
        """
        tokens = self.tokens
        if self._telling <= index:
            self._telling = index + 1
            while self._telling < len(tokens) and not _tells(tokens[self._telling]):
                self._telling += 1
        if self._telling == len(tokens):
            return False
        token = tokens[self._telling]
        near = token.start - tokens[index].end <= 8
        if token.quantity is not None:
            return token.quantity.kind in BY_KIND or not self.pending  # 煤一天差150吨
        return near and not THINGS.isdisjoint(token.kinds)

    def beside_unknown(self, token: Token) -> bool:
        """Whether two signs or more that we do not know touch this word: what is bought has more names than we know."""
        at = bisect_left(self.tokens, token.start, key=attrgetter("start"))
        behind = self.tokens[at + 1].start if at + 1 < len(self.tokens) else self.end
        start = token.start
        while at and self.tokens[at - 1].end == start and "aspect" in self.tokens[at - 1].kinds:
            at -= 1
            start = self.tokens[at].start  # 玄武岩价格上涨
        before = self.tokens[at - 1].end if at else self.start
        return start - before > 1 or ("prefix" in token.kinds and behind - token.end > 1)

    def listed_before(self, index: int) -> bool:
        """Whether this word stands behind a list, close to the last of it."""
        tokens = self.tokens
        near = index > 0 and tokens[index].start - tokens[index - 1].end <= 2
        return near and any("list" in token.kinds for token in tokens[:index])

    def another_says(self, index: int) -> bool:
        """Whether what stands between a list mark and the next is a thing with something said of it: 、物流不畅."""
        named = False
        for token in self.tokens[index + 1 :]:
            kinds = token.kinds
            if "list" in kinds:
                break
            if named and "predicate" in kinds:
                return True
            named = named or "topic" in kinds or "entity" in kinds
        return False

    def last_bad(self) -> int:
        """The place of the clause's last bad word (困难, 问题), -1 where there is none."""
        if self._last_bad is None:
            self._last_bad = max(
                (at for at, token in enumerate(self.tokens) if "bad" in token.kinds or token.text.endswith("压力")),
                default=-1,
            )
        return self._last_bad

    def group(self) -> list[Topic]:
        """The things a predicate is said of: the last one and those joined to it by 、 or 和."""
        first = len(self.pending) - 1
        while first > 0 and self.pending[first].linked:
            first -= 1
        return self.pending[max(first, 0) :]

    def recall(self) -> list[Topic]:
        """The thing the clause before spoke of, to be spoken of further."""
        said, carried = self.said, self.before.carried
        if not said.recalls:
            said.recalls = True
            if carried is not None:
                # As a thing of its own, since the clause may change it.
                said.carried = replace(carried, token=carried.token)
        return [said.carried] if said.carried else []

    def led_to(self, topic: Topic) -> bool:
        """Whether a machine stands, as has been told before, for another reason: 缺煤，窑停了; 限电，设备不敢开."""
        return topic.sense.category == "equipment" and bool(self.said.items or self.before.items)

    def restarts(self, token: Token) -> bool:
        """Whether a word just before this one speaks of restarting: 复工 in 复工进度慢."""
        return any("status" in other.kinds and 0 <= token.start - other.end <= 4 for other in self.tokens)

    def purpose(self) -> str:
        """Out where the clause says that a vehicle comes to collect: 车进不来提货."""
        return next((token.kinds["purpose"].direction for token in self.tokens if "purpose" in token.kinds), "")

    # What is said of it -----------------------------------------------------------------------------------------

    def add(self, category: str, sub: str, at: Token, confidence: float, words: list[str], direction: str = "") -> None:
        """Open a difficulty of this category."""
        sub = sub if category == "energy" else ""
        direction = direction if category == "logistics" else ""
        self.said.items += (Item(category, sub, direction, words, at.start, confidence),)

    def open(self, topic: Topic, token: Token, confidence: float = SURE, category: str = "") -> None:
        """Open the category of a thing, or the one given, with the word that says so as evidence."""
        category = category or topic.sense.category
        if topic.kind == "entity" or not category:
            return
        if topic.sense.role == "cost":
            confidence = GUESSED / 2
        words = [topic.token.text] if token is topic.token else [topic.token.text, token.text]
        self.add(category, topic.sense.sub, topic.token, confidence, words, self._freight_direction(topic))

    def _freight_direction(self, topic: Topic) -> str:
        """In or out from the goods a transport word is about: 原料运输 in, 成品发运 out."""
        others = [] if topic.linked else [other for other in (*self.pending, *self.used) if other is not topic]
        others = [other for other in others if other.token.start > self.listed]
        if topic.bought or any(other.bought for other in others):
            return "in"
        return direction_of((topic.token.modifier, *(other.sense for other in others)))

    def begin(self, prefix: str, token: Token) -> None:
        """From a word on a wish, a lack or what is solved takes what follows (see ``prefix``)."""
        self.prefix, self.prefix_at = prefix, token.start

    def consume(self) -> None:
        """Something has been said of all things so far."""
        self.used += self.pending
        self.pending = []
        self.told = True

    def settle(self) -> None:
        """What has been said of them is that all is well."""
        self.said.states |= SETTLED
        self.prefix = ""
        self.consume()

    def consume_unwanted(self) -> None:
        """The things of which a word before says that they are wanted still wait."""
        self.used += [topic for topic in self.pending if not topic.wanted]
        self.pending = [topic for topic in self.pending if topic.wanted]

    def open_wanted(self) -> None:
        """Open what a word before (缺, 请协调) wants of the things so far; the others still wait."""
        rest = []
        for topic in self.pending:
            if not topic.wanted:
                rest.append(topic)
            elif topic.sense.role == "office":
                # 请工信局协调: whom the wish is for.
                continue
            elif topic.kind != "entity":
                self.open(topic, topic.token)
            elif any("status" in token.kinds for token in self.tokens):
                # 等客户开工
                self.add("chain", "", topic.token, CARRIED, [topic.token.text])
        self.pending = rest


def _tells(token: Token) -> bool:
    """Whether a word tells if a thing is spoken of; persons and money do."""
    if token.quantity is not None:
        return token.quantity.kind in BY_KIND or token.quantity.unit in COUNTED
    kinds = token.kinds
    return not TELLING.isdisjoint(kinds) or ("predicate" in kinds and "prefix" not in kinds)
