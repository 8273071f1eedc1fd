"""The difficulties of each enterprise, week by week: some new, some solved, some that come back."""

from dataclasses import dataclass
from functools import cache

from analysis.samples.story import AS_OF, Return, make_story
from analysis.samples.tables import Draw, table
from analysis.samples.world import Enterprise, make_world

_PERSISTENCE = 0.62
_GOOD_NEWS = ("无", "无", "暂无困难", "暂无困难", "生产正常，暂无困难")


@dataclass(frozen=True)
class Trouble:
    """One category in one week; ``words`` is what a free-text cell would say of it."""

    category: str
    words: str
    direction: str = ""
    amount: float | None = None
    unit: str = ""
    resolved: bool = False


@cache
def make_troubles() -> dict[str, dict[str, tuple[Trouble, ...]]]:
    """Period id -> credit code -> open troubles in the order they are told, then some that were solved."""
    weeks = list(AS_OF)
    return {
        week: {
            e.uscc: tuple(_told(e, row, week, before))
            for e in make_world().enterprises
            if (row := make_story()[week].get(e.uscc)) is not None
        }
        for before, week in zip([None, *weeks], weeks, strict=False)
    }


def good_news(uscc: str, period: str) -> str:
    """What a free-text cell says of an enterprise without a difficulty; sometimes it stays blank."""
    return Draw("good news", period, uscc).one_of((*_GOOD_NEWS, ""))


@cache
def _open_categories(uscc: str, industry: str) -> dict[str, frozenset[str]]:
    """A two-state chain per category whose share among all enterprises follows the week's share."""
    found: dict[str, set[str]] = {week: set() for week in AS_OF}
    for row in table("shares"):
        draw, is_open, share_before = Draw("trouble", row["category"], uscc), False, 0.0
        suited = not row["industries"] or industry in row["industries"].split()
        for week in AS_OF:
            share = float(row[week]) if suited else 0.0
            stay = min(_PERSISTENCE, share / share_before) if share_before else 0.0
            start = max(0.0, (share - stay * share_before) / (1 - share_before))
            is_open = draw.chance(stay if is_open else start)
            share_before = share
            if is_open:
                found[week].add(row["category"])
    return {week: frozenset(categories) for week, categories in found.items()}


def _told(e: Enterprise, row: Return, week: str, before: str | None):
    if row.state == "excluded" or row.state_reason == "long_stopped":
        return
    categories = _open_categories(e.uscc, e.industry)
    now = set(categories[week]) - ({"approval"} if row.restarted else set())
    if row.state_reason == "awaiting_approval":
        now.add("approval")
    for shares in table("shares"):
        category = shares["category"]
        draw = Draw("words", category, week, e.uscc)
        if category in now:
            yield _phrase(category, draw, row)
        elif before and category in categories[before] and draw.chance(0.3):
            yield Trouble(category, f"{shares['word']}问题已解决", resolved=True)


def _phrase(category: str, draw: Draw, row: Return) -> Trouble:
    phrase = draw.one_of([p for p in table("phrases") if p["category"] == category])
    amount = _amount(phrase["amount"], draw, row)
    inputs = next(r["inputs"] for r in table("industries") if r["division"] == row.enterprise.industry).split("|")
    words = phrase["phrase"].format(n=amount, input=inputs[0] or "原料")
    return Trouble(category, words, phrase["direction"], amount, phrase["unit"])


def _amount(kind: str, draw: Draw, row: Return) -> int | None:
    match kind:
        case "gap":
            return max(2, round((row.staff_normal - row.staff_back) * draw.between(0.3, 0.7)))
        case "masks":
            return 100 * draw.integer(3, 60)
        case "vehicles":
            return draw.integer(2, 15)
        case "days":
            return draw.integer(2, 9)
        case "money":
            return 50 * draw.integer(2, 40)
    return None
