"""What the words of a header mean by themselves, rule by rule, the surest first: as written, in context, without
filler, put together from pieces, mistyped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from analysis.intake.headers import spellings
from analysis.intake.headers.composed import composed
from analysis.intake.headers.guesses import answers, guessed, row_to_paste
from analysis.intake.headers.readings import GENERIC, joined, readings, trimmed, without_question
from analysis.intake.headers.words import HeaderWord
from analysis.intake.pieces import parts_of
from analysis.intake.values.state_phrases import heads_by_state, state_of_heading, state_of_word
from analysis.vocabulary import Alias, StateWord, Vocabulary, key

# What a column of one kind of difficulty may add to its kind: 困难 / 防护物资不足, 困难 / 用工方面.
_LACKING = re.compile(
    r"^缺[少乏]?|(?:供应|供给|保障)?"
    r"(?:方面|问题|困难|不足|短缺|紧缺|紧张|缺乏|缺口|不畅|受阻|减少|下降|受损|损坏|损毁|故障|中断|未复工|未开工|停产|难)$"
    r"|(?:供应|供给|保障)$|^(?:lack|shortage)of|(?:supply|supplies|shortages?|problems?|issues?|etc\.?)$"
)
# As good as 困难 over its kinds; under 需求 many of them ask for amounts.
_TROUBLE = re.compile(r"问题|诉求|(?:协调|解决|帮助)的?事项|(?:未|不能|停).{0,6}原因")
_ASKS_FOR_TROUBLE = ("困难", "difficult")
_TROUBLE_OR_NEED = re.compile(f"{_TROUBLE.pattern}|需求")
# 当前主要困难及诉求, 存在的问题和需要协调的事项: difficulties, whichever of these words a form puts together. None
# of them is made of others (还有 of 还 and 有): a long row of them would be tried in each way.
_ASKED_OF = (
    "[您你贵]们?|急难|愁盼|眼下|眼前|还|什么|哪些|哪方面|啥|何|盼|最难|重大|紧迫|政策|政府|部门|[省市州县]里|州级|县级|上级|当前|目前"
    r"|现阶段|企业|经营|复工|复产|开工|中"
    r"|[一二两三四五\d]+[个项条大]|(?:用工|人员|资金|融资|物流|运输|原材料|原料|能源|用电|市场|订单|审批|设备|产业链|供应链)方面"
    r"|存在|面临|面对|遭遇|遇到|反映|提出|所提|请?求|亟待|亟需|急需|恢复|生产|有|主要|最大|最|突出|实际|具体|其他|其它|的"
)
_HELP = (
    "(?:最?需要?|请求?|希望|盼望?|急需|急盼|亟待|亟需|待)?(?:政府|部门|[省市州县]里|州级?|县级?|上级)*"
    "(?:协调|解决|帮助|帮忙|支持|帮扶|协助)+的?"
)
_NOUNS = "困难|问题|难题|难处|难事|诉求|矛盾|制约因素|瓶颈|[难堵痛]点"
_TROUBLES = re.compile(
    rf"(?=.*(?:{_NOUNS}|急难|最难|(?:帮助|帮忙|帮扶|协调|支持|解决|协助)的?(?:事|地方)))(?:{_ASKED_OF})*"
    rf"(?:(?:[及和与]?(?:{_ASKED_OF})*(?:{_HELP}(?:{_ASKED_OF})*)?"
    rf"(?:{_NOUNS}|需求|事项?|地方|建议|意见))+)(?:{_HELP}|反映)?[一二三四五六七八九十\d]?"
)
_NEEDS_HELP = re.compile(rf"(?:{_ASKED_OF})*所?(?=需|请|希望|急|亟|待){_HELP}")  # 需上级协调
# What is said of those that a survey counts, beside 规下.
OF_SCALE = frozenset({"规上", "规上企业", "规上工业", "规上工业企业", "规模以上", "规模以上企业"})
_OF_WHAT_IS_ABOVE = ("difficulty_amount", "share_pct")  # 体温枪 / 缺口, 复工企业 / 占比 are of those
# What words say of all that a field counts, of whichever kind; more is said of some of them (受灾企业, 返岗员工).
_ALL = {
    "expected_n": frozenset({"filler", "kind_of_firm", "firms", "status", "total", "due", "report", "came", "resume"}),
    "resumed_n": frozenset(
        {"filler", "kind_of_firm", "firms", "status", "total", "came", "resume", "cumulative", "full"}
    ),
    "staff_normal": frozenset({"filler", "kind_of_firm", "person", "status", "total", "normal", "before", "count"}),
}
# Parts of headers that say of what kind all is that stands below them.
_HEADS_ALL = frozenset({
    "filler", "status", "progress", "report", "count", "person", "back", "at_post", "came", "resume", "produce", "open",
    "capacity", "restore", "power", "worth", "trouble", "mask", "stock", "firms", "kind_of_firm", "approve",
})  # fmt: skip
# How far an enterprise has resumed, where the state is asked for; 是 and 否 below 是否停产.
_EXTENTS = {"fully": StateWord("running", None), "notatall": StateWord("stopped", None)}
_DENIED = {"running": "stopped", "stopped": "running"}
_COUNTS = frozenset({"数量", "户数", "个数", "人数", "总数", "总量"})  # of which no word says more
_WHENS = frozenset({"时间", "日期", "年月日", "名称", "全称"})  # which no number is
# Words above 名称, 时间 and 情况 under which these mean what they mean alone; 设备 / 名称 and 停电 / 时间 do not.
_ABOUT = {
    "name": re.compile("企业|单位|公司|商户|主体|厂商|基本|填报|信息|概况|对象"),
    "as_of": re.compile("填报|填表|上报|报送|统计|数据|基本|信息"),
    "state": re.compile("企业|单位|生产|经营|运营|复工|复产|开工|营业"),
}
_MEASURES = ("money", "energy", "mass")  # no answer is counted in these
_OFFERED = re.compile("[/／或]|(?<=[a-z])or(?=[a-z])")
# 企业名称及复工情况: one cell for two answers, of which the first is read if it is one of these.
_AND = re.compile("以及|[及和与并、]")
_MOST_JOINED = 6
_READ_FIRST = ("name", "project_name", "state", "stop_reason", "difficulty_text", "supplier_name", "supplier_input")
PERSONAL = "personal"  # code of a column of names that asks for persons too: 企业名称及联系电话
_ANY_TROUBLE = re.compile(r"^是否(?=[有存面遇])")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a header means, how sure that is (0 to 1), and the rules of findings.csv that this assumes."""

    alias: Alias | None
    score: float
    rules: tuple[str, ...] = ()
    suggestion: str = ""


class Asked:
    """A path of header words (top down) as the rules look at it. ``search``: what another path means."""

    def __init__(
        self,
        words: tuple[HeaderWord, ...],
        vocabulary: Vocabulary,
        search: Callable[[tuple[HeaderWord, ...], Vocabulary], Hit],
    ):
        self.words, self.vocabulary, self.search = words, vocabulary, search
        *self.above, self.last = [key(word.plain) for word in words]
        self.is_generic = self.last in GENERIC

    @cached_property
    def text(self) -> str:
        """The last word as a key, a question as the header that it stands for."""
        return without_question(self.words[-1].plain)

    @cached_property
    def bare(self) -> str:
        """The same without filler."""
        return trimmed(self.text)

    def composed(self, last: str) -> Alias | None:
        return composed(self.words, last, self.vocabulary)

    def is_number(self, meant: Alias) -> bool:
        return self.vocabulary.fields[meant.field].is_number


def known(words: tuple[HeaderWord, ...], vocabulary: Vocabulary, search: Callable) -> Hit:
    """What a path means by the first rule that knows it, else the row by which it would be known."""
    asked = Asked(words, vocabulary, search)
    for score, rule in _RULES:
        if found := rule(asked):
            return found if isinstance(found, Hit) else Hit(found, score)
    return _mistyped(asked)


def _ticked_state(asked: Asked) -> Alias | None:
    """复工情况 / 部分复工, 是否停产 / 否, Operating? / Not at all: an answer below the question for the state, but no
    measure: Production / Normal kWh."""
    measured = asked.vocabulary.unit_codes.get(asked.words[-1].unit)
    said = _state_named(asked) if asked.above and not (measured and measured.dimension in _MEASURES) else None
    question = asked.search(asked.words[:-1], asked.vocabulary).alias if said else None
    if not question or question.field not in ("state", "is_stopped"):
        return None
    is_denied = question.field == "is_stopped" and asked.last in asked.vocabulary.choices["yes_no"]
    return Alias("state_choice", code=_DENIED[said.state] if is_denied else said.code)


def _state_named(asked: Asked) -> StateWord | None:
    """The state that a last word names, as an answer or as a heading would: 部分复工, Fully running."""
    known = asked.vocabulary.states.get(asked.last) or _EXTENTS.get(asked.last)
    if known or not heads_by_state(word := asked.words[-1].plain):
        return known  # 未复工企业预计复工日期 asks for a day
    state = state_of_heading(word)
    return StateWord(state, None) if state else None


def _ticked_trouble(asked: Asked) -> Alias | None:
    """困难 / 物流, 存在问题 / 物流, Bottlenecks / Transport: a kind of difficulty."""
    return _kind_of_trouble(asked, asked.last, _TROUBLE)


def _lacking(asked: Asked) -> Alias | None:
    """困难 / 防护物资不足, 需求 / 用工方面: a kind, with what may be added to it."""
    return _kind_of_trouble(asked, _LACKING.sub("", asked.last), _TROUBLE_OR_NEED)


def _kind_of_trouble(asked: Asked, last: str, said: re.Pattern[str]) -> Alias | None:
    """The kind of difficulty to tick that a last word names below 困难, or what is as good: ``said``, or any question
    for difficulties."""
    if not asked.above:
        return None
    columns = asked.vocabulary.columns
    meant = columns.in_context(tuple([said.sub("困难", word) for word in asked.above]), last)
    if not meant and (meant := columns.in_context(_ASKS_FOR_TROUBLE, last)):
        question = asked.search(asked.words[:-1], asked.vocabulary).alias
        meant = meant if question and question.field == "difficulty_text" else None
    return meant if meant and meant.field == "difficulty_choice" else None


def _of_scale(asked: Asked) -> Hit | None:
    """应复工企业 / 规上: those that a survey counts."""
    if not asked.above or asked.last not in OF_SCALE:
        return None
    counted = asked.search(asked.words[:-1], asked.vocabulary)
    is_count = counted.alias and asked.vocabulary.fields[counted.alias.field].table == "summaries"
    return counted if is_count else None


def _as_written(asked: Asked) -> Hit | None:
    """A row of columns.csv, by itself or with what stands above it, read literally or without brackets and filler."""
    columns = asked.vocabulary.columns
    for score, parents, word in readings(asked.words, asked.vocabulary):
        if meant := columns.in_context(parents, word):
            if word in GENERIC and not columns.is_context(parents[-1], word):
                said = columns.exact.get(parents[-1] + word) or asked.composed(word)
                meant = said or (_are_all(meant.field, parents[-1], asked.vocabulary) and meant)
            if meant:
                return Hit(meant, score)
            continue
        for together in joined(parents, word):
            found = columns.exact.get(together)
            is_lone = parents and together == word
            if found and not (is_lone and found.field in _OF_WHAT_IS_ABOVE):
                # Staff / Back at work counts people.
                return Hit((is_lone and found.field == "state" and asked.composed(word)) or found, score)
    return None


def _troubles(asked: Asked) -> Alias | None:
    """当前主要困难及诉求, 是否存在困难."""
    if _TROUBLES.fullmatch(asked.text) or _NEEDS_HELP.fullmatch(asked.text):
        return Alias("difficulty_text")
    return Alias("difficulty_any") if _TROUBLES.fullmatch(_ANY_TROUBLE.sub("", asked.text)) else None


def _together(asked: Asked) -> Hit | None:
    """The first of two known things that a header asks together, and that this is assumed; of persons beside a name
    that there are such, None of persons beside anything else."""
    *above, last = asked.words
    cuts = [*_AND.finditer(last.plain)]
    for cut in cuts if len(cuts) <= _MOST_JOINED else ():  # each half is searched, and those of each half
        halves = last.plain[: cut.start()], last.plain[cut.end() :]
        first, second = (
            asked.search((*above, last._replace(full=half, plain=half)), asked.vocabulary) for half in halves
        )
        are_known = first.alias and second.alias and not (first.rules or second.rules)
        if are_known and [first.alias.field, second.alias.field] == ["stop_reason", "difficulty_text"]:
            return Hit(Alias("stop_reason", code="difficulty_text"), 0.86)  # 无 says that there is neither
        if are_known and asked.vocabulary.fields[second.alias.field].kind == "personal":
            return Hit(Alias("name", code=PERSONAL), 0.86) if first.alias.field == "name" else None
        if not first.alias and second.alias == Alias("difficulty_text"):
            return Hit(second.alias, 0.86, ("header_ambiguous",))  # 灾损及困难
        if are_known and first.alias.field in _READ_FIRST:
            return Hit(first.alias, 0.86, () if first.alias == second.alias else ("header_ambiguous",))
    return None


def _otherwise(asked: Asked) -> Alias | None:
    """A rule with ``*``, or the same in other words: 复工日期 is 复工时间."""
    found = asked.vocabulary.columns.pattern(asked.last) or spellings.otherwise(asked.bare, asked.vocabulary)
    if found and asked.above and found.field in _OF_WHAT_IS_ABOVE:
        found = asked.composed(asked.text)
    is_meant = found and (not asked.is_generic or all(_is_about(found.field, word) for word in asked.above))
    return found if is_meant else None


def _of_pieces(asked: Asked) -> Alias | None:
    """洪灾前 + 职工 + 人数, with or without what stands in brackets; 停产/复产."""
    said = asked.words[-1]
    in_brackets = said.full != said.plain and asked.composed(key(said.full))
    return (
        asked.composed(asked.text)
        or in_brackets
        or _offering_states(said.plain, asked.vocabulary)
        or _below_words_alone(asked)
    )


def _below_words_alone(asked: Asked) -> Alias | None:
    """产能与用电 / 近日日均用电, 求和项 / 昨日耗电: what stands below a word that changes nothing of it."""
    if not asked.above or asked.is_generic or any(_changes(word.plain, asked.vocabulary) for word in asked.words[:-1]):
        return None
    return composed(asked.words[-1:], asked.text, asked.vocabulary)


def _changes(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word says more of what stands below it than that it is of staff, production or the like."""
    return not _HEADS_ALL.issuperset(parts_of(key(text), vocabulary) or ())


def _said_above(asked: Asked) -> Hit | None:
    """返岗人数 / 本周: the word above says it."""
    if not asked.above or not (asked.is_generic or not asked.last):
        return None
    found = asked.search(asked.words[:-1], asked.vocabulary)
    if found.alias and asked.last in (_WHENS if asked.is_number(found.alias) else _COUNTS):
        return None  # 新招员工 / 时间, 复工时间 / 数量
    return Hit(found.alias, found.score - 0.05, found.rules) if found.alias else None


_RULES: tuple[
    tuple[float, Callable[[Asked], Alias | Hit | None]], ...
] = (  # how sure each is, unless it says it itself
    (1.0, _ticked_state),
    (0.92, _ticked_trouble),
    (1.0, _of_scale),
    (1.0, _as_written),
    (0.92, _lacking),
    (0.92, _troubles),
    (0.86, _together),
    (0.9, _otherwise),
    (0.88, lambda asked: spellings.loosely(asked.bare, asked.vocabulary)),
    (0.87, _of_pieces),
    (0.85, _said_above),
)


def _mistyped(asked: Asked) -> Hit:
    """The known word that a header is but for a slip; where it is none, the row to paste."""
    typed = asked.above[-1] + asked.last if asked.above and asked.is_generic else asked.last
    is_word = parts_of(typed, asked.vocabulary) == ["resume"]  # Restarted is no slip for Restart date
    meant, score, alike = spellings.nearest(typed, asked.bare, asked.vocabulary)
    if meant and (is_word or not answers(asked.vocabulary.fields[meant.field], asked.words, asked.vocabulary)):
        meant = None
    if meant := meant or _composed_mistyped(asked):
        return Hit(meant, score, ("header_typo",))
    return Hit(None, score, suggestion=row_to_paste(guessed(alike, asked.words, asked.vocabulary), asked.words))


def _composed_mistyped(asked: Asked) -> Alias | None:
    """What the pieces of a path mean with one sign of the last word taken for another: 台风后返岗人教."""
    written = spellings.looking_like(asked.text, asked.vocabulary)
    meanings = {alias for word in written if (alias := asked.composed(word))}
    return meanings.pop() if len(meanings) == 1 else None


def _are_all(field: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word speaks of all that a field counts, if it counts all: 停产企业 and 返岗员工 are some."""
    return field not in _ALL or _ALL[field].issuperset(parts_of(text, vocabulary) or ("unknown",))


def _is_about(field: str, above: str) -> bool:
    """Whether 名称, 时间 or 情况 below a word is that of the enterprise or the return, not of what the word names."""
    return field in _ABOUT and bool(_ABOUT[field].search(above))


def _offering_states(text: str, vocabulary: Vocabulary) -> Alias | None:
    """The state, where a header is two answers to choose from: 停产/复产, Working full time / short time / stopped."""
    offered = text.split("/") if "/" in text else _OFFERED.split(text)  # short time has an or
    states = {state_of_word(said, vocabulary) for said in offered}
    return Alias("state") if len(states - {None}) > 1 else None
