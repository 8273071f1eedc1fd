"""A fictional register: enterprises, projects and suppliers of a prefecture that exists."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from analysis.samples.codes import fictional_credit_code
from analysis.samples.tables import Draw, some, table
from analysis.vocabulary.files import read_rows

# Names are a weather word and an animal: realistic in form, plainly from a fable, and no two alike.
_WEATHER = "虹雾霞霜星岚霓雪晨暮秋青碧苍玄丹银琥珀翠澜溪岩雷露烟梧桐竹兰荷松柏枫桂棠梅杉榕"
_ANIMALS = "鲸鹿兔狐鹤雀鲤蛙蝶萤蝉獭貂狸鹭鸢雁鸥鹂鲈鲟驼猿豹獾麟貘羚犀象鹰雉鸽燕隼鹮鲵鹑鹿蚕"
_FORMS = {"有限公司": 62, "有限责任公司": 26, "股份有限公司": 4, "厂": 8}


@dataclass(frozen=True)
class Enterprise:
    """One row of register.csv; the columns are its fields."""

    name: str
    former_names: str
    uscc: str
    county_code: str
    county: str
    park: str
    industry: str
    size: str
    above_scale: bool
    normal_before_festival: bool
    category: str
    key_enterprise: bool
    risk_grade: str
    batch: int
    supervision_group: str
    staff_normal: int
    annual_output_10k_cny: int
    since: date | None
    until: date | None


REGISTER_COLUMNS = tuple(field.name for field in fields(Enterprise))


@dataclass(frozen=True)
class Project:
    """A construction project; counted in 个, never added to enterprises."""

    name: str
    county_code: str
    continuing_or_new: str
    level: str
    total_investment_10k_cny: int
    workers_needed: int


@dataclass(frozen=True)
class SupplyLink:
    """What one enterprise buys from one supplier. Shares of one input sum to at most 100."""

    enterprise: str
    supplier: str
    input: str
    dependence_pct: int
    share_pct: int
    normal_stock_days: int


@dataclass(frozen=True)
class World:
    enterprises: tuple[Enterprise, ...]
    projects: tuple[Project, ...]
    links: tuple[SupplyLink, ...]


@cache
def make_world() -> World:
    """The sample prefecture: 1,100 enterprises, 156 projects, supply links; the same at every call."""
    enterprises = tuple(_enterprises())
    return World(enterprises, tuple(_projects()), tuple(_links(enterprises)))


def size_band(staff: int, output_10k_cny: float) -> str:
    """The size of an industrial enterprise by staff and revenue (10,000 yuan). Source: NBS bands of 2017."""
    for size, least_staff, least_output in (("large", 1000, 40000), ("medium", 300, 2000), ("small", 20, 300)):
        if staff >= least_staff and output_10k_cny >= least_output:
            return size
    return "micro"


def _enterprises() -> Iterator[Enterprise]:
    industries = {row["division"]: row for row in table("industries")}
    brands = _brands()
    number = 0
    for county in table("counties"):
        above, below = int(county["above"]), int(county["below"])
        weights = {code: float(w) for code, w in (item.split(":") for item in county["industries"].split())}
        drafts = []
        for place in range(above + below):
            number += 1
            draw = Draw("enterprise", number)
            drafts.append((number, draw, place < above, industries[draw.weighted(weights)]))
        idle = _idle([n for n, _, is_above, row in drafts if is_above and row["division"] < "44"], county)
        for number_, draw, is_above, industry in drafts:
            yield _enterprise(number_, draw, is_above, industry, county, number_ in idle, brands)


def _idle(candidates: list[int], county: dict[str, str]) -> set[int]:
    """Above-scale enterprises that stood still already before the festival."""
    return set(some(candidates, int(county["idle"]), "idle", county["code"]))


def _enterprise(number, draw: Draw, above: bool, industry, county, idle: bool, brands) -> Enterprise:
    staff, output = _scale(draw, above, industry)
    name, former = _name(draw, number, industry, county, brands)
    key = above and not idle and (output >= 30000 or draw.chance(0.06))
    category = industry["category"] if draw.chance(0.8 if above else 0.3) else ""
    below_since = date(2020, 2, 17) if not above and number % 30 == 0 else None
    return Enterprise(
        name=name,
        former_names=former,
        uscc=fictional_credit_code(20200 + number * 37),
        county_code=county["code"],
        county=_full_name(county["code"]),
        park=draw.one_of(county["parks"].split("|")) if draw.chance(0.82) else "",
        industry=industry["division"],
        size=size_band(staff, output),
        above_scale=above,
        normal_before_festival=not idle if above else draw.chance(0.93),
        category=category or ("other_key" if key else ""),
        key_enterprise=key,
        risk_grade=draw.weighted({"low": 78, "medium": 18, "high": 4}),
        batch=draw.integer(1, 2) if category or key else draw.integer(2, 4),
        supervision_group=county["group"],
        staff_normal=staff,
        annual_output_10k_cny=output,
        since=below_since,
        until=None,
    )


def _scale(draw: Draw, above: bool, industry: dict[str, str]) -> tuple[int, int]:
    """Normal staff and annual output in 10,000 yuan; above scale means output of 2,000 and more."""
    spread = 2.0 ** draw.between(-1.6, 1.7) * (3 if draw.chance(0.06) else 1)
    per_head = float(industry["output_per_staff"]) * draw.between(0.7, 1.4)
    if above:
        staff = max(14, round(float(industry["staff"]) * 1.25 * spread))
        return staff, max(10 * draw.integer(201, 290), 10 * round(staff * per_head / 10))
    staff = min(90, max(5, round(float(industry["staff"]) * 0.3 * spread)))
    return staff, min(10 * draw.integer(150, 198), max(60, 10 * round(staff * per_head / 20)))


def _brands() -> list[str]:
    pairs = sorted({weather + animal for weather in _WEATHER for animal in _ANIMALS})
    return sorted(pairs, key=lambda pair: Draw("brand", pair).between(0, 1))


def _name(draw: Draw, number: int, industry, county, brands) -> tuple[str, str]:
    """A name and, for a few, the name before a change of name."""
    place = draw.weighted({"贵州": 30, "黔南": 12, county["short"]: 30, county["short"] + county["kind"]: 28})
    if place == "三都县":
        place = "三都水族自治县" if draw.chance(0.5) else "三都县"
    word, form = draw.one_of(industry["words"].split("|")), draw.weighted(_FORMS)
    name = f"{place}{brands[number]}{word}{form}"
    former = f"{place}{brands[1300 - number % 97]}{word}厂" if number % 53 == 0 else ""
    return name, former


@cache
def _regions() -> dict[str, str]:
    path = Path(__file__).parents[1] / "vocabulary" / "regions" / "qiannan.csv"
    return {row["code"]: row["name"] for row in read_rows(path)}


def _full_name(code: str) -> str:
    return _regions()[code]


def _projects() -> Iterator[Project]:
    kinds = (
        "{park}标准厂房{phase}",
        "{short}{place}公路改扩建工程",
        "{place}水库工程",
        "{place}污水处理厂{phase}",
        "{park}道路及管网工程",
        "{brand}冷链物流中心",
        "{brand}新材料生产线{phase}",
        "{place}棚户区改造{phase}",
    )
    for county in table("counties"):
        for place in range(int(county["projects"])):
            draw = Draw("project", county["code"], place)
            words = {
                "park": draw.one_of(county["parks"].split("|")),
                "short": county["short"],
                "place": draw.one_of("云霞霜岚溪岩松桂") + draw.one_of(("坡", "塘", "坝", "湾", "冲", "寨")),
                "brand": draw.one_of(_WEATHER) + draw.one_of(_ANIMALS),
                "phase": draw.one_of(("一期", "二期", "")),
            }
            name = draw.one_of(kinds).format(**words).removeprefix(county["short"])
            yield Project(
                name=f"{county['short']}{name}（{place + 1}号）",
                county_code=county["code"],
                continuing_or_new=draw.weighted({"continuing": 62, "new": 38}),
                level=draw.weighted({"provincial": 18, "prefecture": 32, "county": 50}),
                total_investment_10k_cny=int(round(2.0 ** draw.between(10, 17), -2)),
                workers_needed=draw.integer(12, 240),
            )


def _links(enterprises: tuple[Enterprise, ...]) -> Iterator[SupplyLink]:
    """For about half of all makers one or two inputs, each with one or two suppliers that are on the register."""
    inputs = {row["division"]: [item for item in row["inputs"].split("|") if item] for row in table("industries")}
    makers = {
        row["input"]: [
            e
            for e in enterprises
            if e.normal_before_festival and e.above_scale and any(word in e.name for word in row["words"].split("|"))
        ]
        for row in table("sources")
    }
    for enterprise in enterprises:
        draw = Draw("links", enterprise.uscc)
        if not (enterprise.above_scale and enterprise.normal_before_festival and draw.chance(0.7)):
            continue
        for item in inputs[enterprise.industry]:
            candidates = [maker for maker in makers.get(item, ()) if maker != enterprise]
            if not candidates:
                continue
            first = draw.one_of(candidates[: max(3, len(candidates) // 4)])
            share = draw.integer(5, 10) * 10
            stock = draw.integer(4, 25)
            dependence = draw.integer(4, 10) * 10
            yield SupplyLink(enterprise.uscc, first.uscc, item, dependence, share, stock)
            second = draw.one_of(candidates)
            if share < 100 and second != first:
                yield SupplyLink(enterprise.uscc, second.uscc, item, dependence, 100 - share, stock)
