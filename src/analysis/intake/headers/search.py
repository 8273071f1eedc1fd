"""Finding the meaning of a header's words: as written, in context, without filler, mistyped, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.intake.headers import spellings
from analysis.intake.headers.composed import composed, parts_of, tells_of
from analysis.intake.headers.guesses import guessed, row_to_paste
from analysis.intake.headers.others import brackets_above, is_doubted, may_stand_alone, means_another, meant_together
from analysis.intake.headers.questions import without_question
from analysis.intake.headers.readings import GENERIC, joined, readings, trimmed
from analysis.intake.headers.words import HeaderWord, in_brackets
from analysis.vocabulary import Alias, Aliases, Vocabulary, key

# What a column of one kind of difficulty may add to its kind: 困难 / 防护物资不足, 困难 / 用工方面.
_LACKING = re.compile(
    r"^缺[少乏]?|(?:供应|供给|保障)?"
    r"(?:方面|问题|困难|不足|短缺|紧缺|紧张|缺乏|缺口|不畅|受阻|减少|下降|受损|损坏|损毁|故障|中断|未复工|未开工|停产|难)$"
    r"|(?:供应|供给|保障)$"
)
# As good as 困难 over its kinds; under 需求 many of them ask for amounts.
_TROUBLE = re.compile(r"问题|诉求|(?:协调|解决|帮助)的?事项|(?:未|不能|停).{0,6}原因")
_TROUBLE_OR_NEED = re.compile(f"{_TROUBLE.pattern}|需求")
# 当前主要困难及诉求, 存在的问题和需要协调的事项: difficulties, whichever of these words a form puts together.
_ASKED_OF = (
    "急难|愁盼|重大|紧迫|政策|政府|部门|[省市州县]里|州级|县级|上级|当前|目前|现阶段|企业|生产经营|复工复产|复工|复产|开工|中"
    r"|[一二两三四五\d]+[个项条大]|(?:用工|人员|资金|融资|物流|运输|原材料|原料|能源|用电|市场|订单|审批|设备|产业链|供应链)方面"
    r"|存在|面临|面对|遇到|反映|提出|所提|请?求|亟待|亟需|急需|恢复生产|生产中?|有|主要|最大|最|突出|实际|具体|其他|其它|的"
)
_HELP = (
    "(?:需要?|请求?|希望|急需|急盼|亟待|亟需|待)?(?:政府|部门|[省市州县]里|州级?|县级?|上级)*"
    "(?:协调|解决|帮助|支持|帮扶|协助)+的?"
)
_TROUBLES = re.compile(
    rf"(?=.*(?:困难|问题|难题|诉求|急难|制约因素|瓶颈|[难堵痛]点|(?:帮助|协调|支持|解决|协助)的?事项))(?:{_ASKED_OF})*"
    rf"(?:(?:[及和与]?(?:{_ASKED_OF})*(?:{_HELP}(?:{_ASKED_OF})*)?"
    rf"(?:困难|问题|难题|诉求|需求|事项|制约因素|瓶颈|[难堵痛]点|建议|意见))+)(?:{_HELP})?[一二三四五六七八九十\d]?"
)
_ANSWERS = frozenset({"back", "at_post", "came", "absent", "resume", "stop"})  # parts of headers
# What is said of those that a survey counts, beside 规下.
OF_SCALE = frozenset({"规上", "规上企业", "规上工业", "规上工业企业", "规模以上", "规模以上企业"})
_NUMBERS = ("integer", "number", "percent")
_OF_WHAT_IS_ABOVE = ("difficulty_amount", "share_pct")  # 体温枪 / 缺口, 复工企业 / 占比 are of those
_DAYS = frozenset({"days"})
_FIRMS = frozenset(
    {"filler", "kind_of_firm", "firms", "status", "total", "due", "report", "came", "resume"}
)  # 应复工企业
_COUNTS = frozenset({"数量", "户数", "个数", "人数", "总数", "总量"})  # of which no word says more
_OF_APPROVAL = ("applied_on", "approved_on", "inspected_on", "approval")
_AWAY = frozenset({"absent", "not", "stop", "gap", "lack"})
# Words above 名称, 时间 and 情况 under which these mean what they mean alone; 设备 / 名称 and 停电 / 时间 do not.
_ABOUT = {
    "name": re.compile("企业|单位|公司|商户|主体|厂商|基本|填报|信息|概况|对象"),
    "as_of": re.compile("填报|填表|上报|报送|统计|数据|基本|信息"),
    "state": re.compile("企业|单位|生产|经营|运营|复工|复产|开工|营业"),
}
# 停产企业名称 asks which they are, not how many or whether: what its words mean without 名称.
_FIRM = "企业名称"
_SAYS_OF_FIRMS = frozenset({
    "expected_n", "reported_n", "resumed_n", "partial_n", "planned_n", "stopped_n", "excluded_n", "above_scale",
    "key_enterprise", "state", "state_choice", "is_stopped", "contractor",
})  # fmt: skip
_LEVELS = re.compile(r"[:_|>]+|(?<!\d)[—–-]+(?!\d)")
_PAST = re.compile("上[周月期年]|上一[周期]|去年|前期")  # 上周存在问题
_OFFERED = re.compile("[/／或]")
# 企业名称及复工情况: one cell for two answers, of which the first is read if it is one of these.
_AND = re.compile("以及|[及和与并、]")
_READ_FIRST = ("name", "project_name", "state", "stop_reason", "difficulty_text", "supplier_name", "supplier_input")
_ANY_TROUBLE = re.compile(r"^是否(?=[有存面遇])")


@dataclass(frozen=True, slots=True)
class Hit:
    alias: Alias | None
    score: float
    rules: tuple[str, ...] = ()
    suggestion: str = ""


def search(words: Sequence[HeaderWord], vocabulary: Vocabulary) -> Hit:
    """The meaning of a path of header words (top down), with how sure it is."""
    if not words:
        return Hit(None, 0.0)
    hit = _search(tuple(words), vocabulary)
    if hit.alias is None and (parted := _parted(words)):
        parted = _search(parted, vocabulary)
        return parted if parted.alias else hit
    return hit


def _parted(words: Sequence[HeaderWord]) -> tuple[HeaderWord, ...]:
    """The words, the last of them as two levels where exports write both in one: 存在困难:员工返岗难, 问题类别-物流."""
    above, *rest = _LEVELS.split(words[-1].full, maxsplit=1)
    if not rest or not key(above) or not key(last := rest[0]):
        return ()
    return (*words[:-1], HeaderWord(above, above), words[-1]._replace(full=last, plain=last))


@lru_cache(16384)
def _search(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> Hit:
    words = brackets_above(words, vocabulary)
    other = next((word for word in words[:-1] if means_another(word.plain, vocabulary)), None)
    if other and not _is_of_approval(words[-1], vocabulary):
        return _below_another(words, other, vocabulary)
    hit = _found(words, vocabulary)
    if not hit.rules and hit.alias and is_doubted(words[-1], hit.alias, vocabulary):
        hit = Hit(hit.alias, hit.score, ("header_ambiguous",))
    return _by_brackets(words, hit, vocabulary) or hit


def _by_brackets(words: tuple[HeaderWord, ...], hit: Hit, vocabulary: Vocabulary) -> Hit | None:
    """What a number means together with what brackets say of it: 职工人数（复工）, Output (% of normal)."""
    last = words[-1]
    if last.full == last.plain or hit.alias is None or vocabulary.fields[hit.alias.field].kind not in _NUMBERS:
        return None
    if key(last.full) in vocabulary.columns.exact:
        return None
    together = composed(words, key(last.full), vocabulary)
    if together and together.field != hit.alias.field:
        return Hit(together, 0.9)
    said = in_brackets(last.full)
    if vocabulary.fields[hit.alias.field].unit != "day" and any(tells_of(_DAYS, text, vocabulary) for text in said):
        return Hit(None, hit.score, suggestion=row_to_paste("", words))  # Masks (days of stock)
    if len(said) != 1 or not tells_of(_ANSWERS, said[0], vocabulary):
        return None
    if hit.alias.field == "staff_normal" and not tells_of(_AWAY, said[0], vocabulary):
        return Hit(Alias("staff_back"), 0.9)
    joined_up = said[0] + last.plain
    found = _found((*words[:-1], HeaderWord(joined_up, joined_up)), vocabulary)
    return found if found.alias and not found.rules else None


def _below_another(words: tuple[HeaderWord, ...], other: HeaderWord, vocabulary: Vocabulary) -> Hit:
    """What a word means together with one above it that speaks of something else (上周, 女职工, 供应商); by itself only
    where that makes no difference."""
    last = words[-1]
    if meant := meant_together(other, last, vocabulary):
        return Hit(meant, 0.98)
    together = last._replace(full=other.full + last.full, plain=other.plain + last.plain)
    hit = _found((*(word for word in words[:-1] if word is not other), together), vocabulary)
    if hit.alias:
        return hit
    alone = _found(words, vocabulary)
    if alone.alias is None:
        return hit
    if key(last.plain) in GENERIC:  # 隔离人员 / 人数
        stands = _found((other,), vocabulary).alias == alone.alias
    else:
        stands = may_stand_alone(other, alone.alias, vocabulary)
    return alone if stands else hit


def _found(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> Hit:
    hit = _known(words, vocabulary)
    last = key(words[-1].plain)
    if hit.score < 1 and hit.alias and hit.alias.field == "difficulty_text" and _PAST.match(last):
        return Hit(None, hit.score, suggestion=row_to_paste("", words))
    is_name = hit.score < 1 and last.endswith(_FIRM) and (hit.alias is None or hit.alias.field in _SAYS_OF_FIRMS)
    return Hit(Alias("name"), 0.9) if is_name and parts_of(last.removesuffix(_FIRM), vocabulary) else hit


def _known(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> Hit:
    columns = vocabulary.columns
    *above, last = (key(word.plain) for word in words)
    if kind := _kind_of_trouble(above, last, _TROUBLE, columns):
        return Hit(kind, 0.92)
    alone: Hit | None = None
    bracketed = any([word.full != word.plain for word in words[:-1]])
    if above and last in OF_SCALE:  # 应复工企业 / 规上: those that a survey counts
        counted = _search(words[:-1], vocabulary)
        if counted.alias and vocabulary.fields[counted.alias.field].table == "summaries":
            return counted
    for score, parents, word in readings(words, vocabulary):
        if found := columns.in_context(parents, word):
            meaning, between = found
            if meaning.field == "expected_n" and word in GENERIC:  # 停产企业 / 户数 are not all enterprises
                meaning = composed(words, word, vocabulary) or (_are_any_firms(parents[-1], vocabulary) and meaning)
                if not meaning:
                    continue
            # 企业填报内容/到岗人数/总数 is a total of staff, whatever stands further above.
            nearer = columns.exact.get(parents[-1]) if between and word in GENERIC else None
            return Hit(nearer or meaning, score)
        for together in joined(parents, word):
            found = columns.exact.get(together)
            if found and not (parents and together == word and found.field in _OF_WHAT_IS_ABOVE):
                # Staff / Back at work counts people.
                own = parents and together == word and found.field == "state" and composed(words, word, vocabulary)
                if not bracketed or together != word:
                    return Hit(own or found, score)
                alone = alone or Hit(own or found, score)  # 用气（万方）/ 缺口 may mean more without the brackets
    if alone:
        return alone
    if kind := _kind_of_trouble(above, _LACKING.sub("", last), _TROUBLE_OR_NEED, columns):
        return Hit(kind, 0.92)
    asked = without_question(words[-1].plain)
    if _TROUBLES.fullmatch(asked):
        return Hit(Alias("difficulty_text"), 0.92)
    if _TROUBLES.fullmatch(_ANY_TROUBLE.sub("", asked)):
        return Hit(Alias("difficulty_any"), 0.92)
    if above and last in GENERIC and (found := composed(words, asked, vocabulary)):
        return Hit(found, 0.9)  # 半停产 / 户数 is not 户数
    if both := _asked_together(words, vocabulary):
        return both
    word = trimmed(asked)
    found = columns.pattern(last) or spellings.otherwise(word, vocabulary)
    if found and above and found.field in _OF_WHAT_IS_ABOVE:
        found = composed(words, asked, vocabulary)
    if found and (last not in GENERIC or all(_is_about(found.field, word) for word in above)):
        return Hit(found, 0.9)
    if found := spellings.loosely(word, vocabulary):
        return Hit(found, 0.88)
    said = words[-1]
    found = composed(words, asked, vocabulary) or (
        said.full != said.plain and composed(words, key(said.full), vocabulary)
    )
    if found := found or _offering_states(said.plain, vocabulary):
        return Hit(found, 0.87)
    if len(words) > 1 and (last in GENERIC or not last):
        known = _search(words[:-1], vocabulary)
        if known.alias and (last not in _COUNTS or vocabulary.fields[known.alias.field].kind in _NUMBERS):
            return Hit(known.alias, known.score - 0.05, known.rules)
    meant, score, alike = spellings.nearest(above[-1] + last if above and last in GENERIC else last, word, vocabulary)
    if meant is None:
        meant = _composed_mistyped(words, asked, vocabulary)
    if meant:
        return Hit(meant, score, ("header_typo",))
    return Hit(None, score, suggestion=row_to_paste(guessed(alike, words, vocabulary), words))


def _asked_together(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> Hit | None:
    """The first of two known things that a header asks together, and that this is assumed; None where the other is of
    persons."""
    *above, last = words
    for cut in _AND.finditer(last.plain):
        halves = last.plain[: cut.start()], last.plain[cut.end() :]
        first, second = (_search((*above, last._replace(full=half, plain=half)), vocabulary) for half in halves)
        are_known = first.alias and second.alias and not (first.rules or second.rules)
        if are_known and first.alias.field in _READ_FIRST and not _is_personal(second.alias, vocabulary):
            return Hit(first.alias, 0.86, () if first.alias == second.alias else ("header_ambiguous",))
    return None


def _is_of_approval(last: HeaderWord, vocabulary: Vocabulary) -> bool:
    """Whether a word asks what is asked below 审批 anyway: 申请时间."""
    known = vocabulary.columns.exact.get(key(last.plain))
    return known is not None and known.field in _OF_APPROVAL


def _are_any_firms(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word speaks of enterprises, of whichever kind, and not of those that something befell: 受灾企业."""
    return _FIRMS.issuperset(parts_of(text, vocabulary) or ("unknown",))


def _is_personal(meant: Alias, vocabulary: Vocabulary) -> bool:
    return vocabulary.fields[meant.field].kind == "personal"


def _is_about(field: str, above: str) -> bool:
    """Whether 名称, 时间 or 情况 below a word is that of the enterprise or the return, not of what the word names."""
    return field in _ABOUT and bool(_ABOUT[field].search(above))


def _composed_mistyped(words: Sequence[HeaderWord], last: str, vocabulary: Vocabulary) -> Alias | None:
    """What the pieces of a path mean with one sign of the last word taken for another: 台风后返岗人教."""
    written = spellings.looking_like(last, vocabulary)
    meanings = {alias for word in written if (alias := composed(words, word, vocabulary))}
    return meanings.pop() if len(meanings) == 1 else None


def _offering_states(text: str, vocabulary: Vocabulary) -> Alias | None:
    """The state, where a header is two answers to choose from: 停产/复产."""
    states = {state.state for said in _OFFERED.split(text) if (state := vocabulary.states.get(key(said)))}
    return Alias("state") if len(states) > 1 else None


def _kind_of_trouble(above: Sequence[str], last: str, said: re.Pattern[str], columns: Aliases) -> Alias | None:
    """The kind of difficulty to tick that a last word names below 困难, or what is as good (``said``)."""
    meant = columns.in_context(tuple([said.sub("困难", word) for word in above]), last)
    return meant[0] if meant and meant[0].field == "difficulty_choice" else None
