"""What stands beside the lists: key-value forms, project tables, supply tables, summaries."""

from datetime import date, timedelta
from typing import Any

from analysis.samples.enterprise_list import put_across, put_lines
from analysis.samples.grid import Grid, put_header
from analysis.samples.lines import Line, note_line
from analysis.samples.records import Records, Source
from analysis.samples.render import Row
from analysis.samples.story import AS_OF
from analysis.samples.tables import Draw
from analysis.samples.world import Project, SupplyLink, make_world

_FORM_WIDTH = 4
_PROJECT_HEADER = (
    "序号", "项目名称", "建设性质", "项目级别", "总投资（万元）", "开工复工状态", "复工时间", "计划复工时间",
    "需用工人数", "到场人数",
)  # fmt: skip
_PROJECT_STATES = {"running": "已复工", "planned": "拟复工", "stopped": "未复工"}
_LEVELS = {"provincial": "省级重点", "prefecture": "州级重点", "county": "县级重点"}
_THREE_COLUMNS = ("企业名称", "供应原料", "供应商")
_SUPPLY_HEADER = (
    "序号",
    "企业名称",
    "统一社会信用代码",
    "供应原料",
    "供应商",
    "依赖程度（%）",
    "供应占比（%）",
    "库存可用天数",
)


def put_form(grid: Grid, source: Source, settings: dict[str, Any], line: Line, words: dict[str, Any],
             records: Records) -> None:  # fmt: skip
    """One enterprise's form: two labels and two values a row, name and difficulties across."""
    at = name_row = put_lines(grid, [settings["title"], *settings["lines"]], _FORM_WIDTH, words)
    left, rules = 1, {place: rule for rule, place in line.slips}
    for place, (column, cell) in enumerate(zip(line.columns, line.cells, strict=True)):
        wide = column.field in ("text", "name")
        if wide and left == 3:
            at, left = at + 1, 1
        grid.put(at, left, column.path[-1])
        grid.put(at, left + 1, cell.value, cell.number_format)
        if place in rules:
            records.plant(source, rules[place], at, left + 1, field=column.field)
        if wide:
            grid.merge(at, 2, at, _FORM_WIDTH)
        at, left = (at + 1, 1) if wide or left == 3 else (at, 3)
    for note in settings.get("notes", ()):
        at = put_across(grid, at, note, _FORM_WIDTH)
    note_line(records, source, name_row, line, line.truth)


def project_rows(county_code: str, period: str) -> list[dict[str, Any]]:
    """The projects of a county in one week, in the columns of the tidy table."""
    return [_project(project, period) for project in make_world().projects if project.county_code == county_code]


def _project(project: Project, period: str) -> dict[str, Any]:
    own, as_of = Draw("project story", project.name), AS_OF[period]
    # Continuing projects restart from 8 February on, new ones from the middle of February to the end of March.
    first, span = (date(2020, 2, 8), 24) if project.continuing_or_new == "continuing" else (date(2020, 2, 14), 45)
    day = first + timedelta(days=int(span * own.between(0, 1)))
    resumed = day <= as_of
    share = min(1.0, own.between(0.3, 0.7) + 0.02 * (as_of - day).days) if resumed else 0.0
    dated = not resumed and own.chance(0.8)
    return {
        "name": project.name,
        "county_code": project.county_code,
        "continuing_or_new": project.continuing_or_new,
        "level": _LEVELS[project.level],
        "total_investment_10k_cny": float(project.total_investment_10k_cny),
        "state": "running" if resumed else "planned" if dated else "stopped",
        "resumed_on": day if resumed else None,
        "planned_on": day if dated else None,
        "workers_needed": project.workers_needed,
        "workers_present": round(project.workers_needed * share),
    }


def put_projects(grid: Grid, source: Source, county_code: str, records: Records, *, top: int = 1, left: int = 1,
                 lines: list[str] = (), total: str = "", words: dict[str, Any] | None = None) -> int:  # fmt: skip
    """A county's project table; returns the first free row below."""
    next_row = put_lines(grid, lines, len(_PROJECT_HEADER), words, left) if lines else top
    next_row = put_header(grid, next_row, left, [(word,) for word in _PROJECT_HEADER])
    rows = project_rows(county_code, source.period_id)
    money, needed, present = (
        sum(int(row[name]) for row in rows)
        for name in ("total_investment_10k_cny", "workers_needed", "workers_present")
    )
    sums = [None, "合计", f"{len(rows)}个", None, money, None, None, None, needed, present]
    if total == "first":
        next_row = grid.put_row(next_row, left, sums)
    for number, row in enumerate(rows, 1):
        records.projects.append(row | source.columns(next_row))
        next_row = grid.put_row(next_row, left, [
            number, row["name"], "续建" if row["continuing_or_new"] == "continuing" else "新建", row["level"],
            int(row["total_investment_10k_cny"]), _PROJECT_STATES[row["state"]],
            row["resumed_on"], row["planned_on"], row["workers_needed"], row["workers_present"],
        ])  # fmt: skip
    return grid.put_row(next_row, left, sums) if total == "last" else next_row


def put_suppliers(grid: Grid, source: Source, settings: dict[str, Any], rows: list[Row], records: Records,
                  words: dict[str, Any]) -> None:  # fmt: skip
    """Who supplies the enterprises of the list; unless ``three_columns`` also how far they depend on it, and stock."""
    short = settings.get("three_columns", False)
    header = _THREE_COLUMNS if short else _SUPPLY_HEADER
    next_row = put_lines(grid, settings["lines"], len(header), words)
    next_row = put_header(grid, next_row, 1, [(word,) for word in header])
    names = {enterprise.uscc: enterprise for enterprise in make_world().enterprises}
    reported = {row.answer.enterprise.uscc for row in rows}
    links = [link for link in make_world().links if link.enterprise in reported]
    for number, link in enumerate(links, 1):
        buyer, supplier = names[link.enterprise], names[link.supplier]
        told = {} if short else {
            "dependence_pct": link.dependence_pct, "share_pct": link.share_pct,
            "stock_days": _stock_days(link, source.period_id),
        }  # fmt: skip
        records.suppliers.append({
            "enterprise_id": buyer.uscc, "name": buyer.name, "county_code": buyer.county_code,
            "supplier_id": supplier.uscc, "supplier_name": supplier.name, "input": link.input,
        } | told | source.columns(next_row))  # fmt: skip
        cells = [buyer.name, link.input, supplier.name] if short else [
            number, buyer.name, buyer.uscc, link.input, supplier.name, *told.values()
        ]  # fmt: skip
        next_row = grid.put_row(next_row, 1, cells)


def _stock_days(link: SupplyLink, period: str) -> int:
    """Stock runs down while suppliers stand still, and recovers a little at the end."""
    week = list(AS_OF).index(period)
    draw = Draw("stock", link.enterprise, link.input, period)
    return max(0, round(link.normal_stock_days * (1.0, 0.75, 0.5, 0.6)[week] * draw.between(0.6, 1.1)))


def put_summary(grid: Grid, lines: list[str], groups: dict[str, list[Row]], words: dict[str, Any]) -> None:
    """Counts by park, as an office adds them up for itself; no enterprise stands here."""
    header = ("园区", "企业户数", "已复工户数", "复工率（%）", "职工总数", "返岗人数")
    next_row = put_lines(grid, lines, len(header), words)
    next_row = put_header(grid, next_row, 1, [(word,) for word in header])
    everything = [row for rows in groups.values() for row in rows]
    for label, rows in [*groups.items(), ("合计", everything)]:
        done = sum(row.answer.restarted for row in rows)
        next_row = grid.put_row(next_row, 1, [
            label, len(rows), done, round(100 * done / len(rows), 1),
            sum(row.answer.staff_normal for row in rows), sum(row.answer.staff_back for row in rows),
        ])  # fmt: skip
