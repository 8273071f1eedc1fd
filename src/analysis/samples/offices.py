"""The offices of the sample prefecture: each fills in the week in its own style."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any

import yaml

from analysis.samples.enterprise_list import ListSheet, day_words
from analysis.samples.grid import Grid, Upload
from analysis.samples.lines import read_columns, return_line
from analysis.samples.quirks import quirks_of
from analysis.samples.records import Records, Source
from analysis.samples.render import Row
from analysis.samples.side_tables import put_form, put_projects, put_summary, put_suppliers
from analysis.samples.story import AS_OF, make_story
from analysis.samples.tables import Draw, data_file, some
from analysis.samples.task_answers import task_uploads
from analysis.samples.troubles import make_troubles
from analysis.samples.world import make_world

# Arrival was not yet written down in the first week.
_ARRIVAL_RECORDED = ("2020-W07", "2020-W08", "2020-W09")


@dataclass(frozen=True)
class Week:
    """The uploads of one period and what a careful reader would find in them."""

    period: str
    uploads: tuple[Upload, ...]
    records: Records


@cache
def make_week(period: str) -> Week:
    """All offices' uploads of one period. Raises KeyError for a period that the sample does not have."""
    records, uploads = Records(), []
    for code, office in _offices().items():
        if period in office.get("absent", ()):
            records.plant(Source(period, code, AS_OF[period], ""), "office_missing")
        else:
            uploads += _office_uploads(code, office, period, records)
    earlier = [make_week(other).records for other in AS_OF if other < period]
    uploads += task_uploads(period, earlier, records)
    records.status.sort(key=lambda row: (row["enterprise_id"] or "~", row["source_file"]))
    return Week(period, tuple(uploads), records)


def office_codes() -> list[str]:
    """The codes of the offices; each has a style of its own."""
    return list(_offices())


def office_upload(code: str, rows: list[Row], period: str) -> Upload:
    """What an office would send if it knew of these rows and made no slips."""
    office = _offices()[code]
    name = office["file"].format(**day_words(AS_OF[period]))
    return _upload(name, code, office, rows, period, AS_OF[period], [], Records())


@cache
def _offices() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(data_file("offices.yml").read_text(encoding="utf-8"))


def _office_uploads(code: str, office: dict[str, Any], period: str, records: Records) -> list[Upload]:
    """The office's file and, where there is one, its corrected file, which alone counts."""
    day = AS_OF[period]
    arrived = _arrival(code, office, period)
    as_of = _effective_as_of(office, period, arrived)
    name = office["file"].format(**day_words(day))
    correction = office.get("corrected")
    rows, quirks = _rows(code, office, period), quirks_of(period, code)
    uploads = []
    if correction and correction["period"] == period:
        before = _before_correction(rows, correction["rows"], code)
        uploads.append(_upload(name, code, office, before, period, as_of, quirks, records))
        _note_arrival(records, period, name, arrived)
        records.drop_file(period, name)
        records.planted = [row for row in records.planted if row["file"] != name]
        records.plant(Source(period, code, as_of, name), "upload_superseded")
        name, arrived = correction["file"].format(**day_words(day)), arrived.replace(hour=21)
    uploads.append(_upload(name, code, office, rows, period, as_of, quirks, records))
    _note_arrival(records, period, name, arrived)
    return uploads


def _arrival(code: str, office: dict[str, Any], period: str) -> datetime:
    if late := office.get("late", {}).get(period):
        return datetime.fromisoformat(late)
    draw = Draw("arrival", code, period)
    return datetime.combine(AS_OF[period], time(draw.integer(16, 19), draw.integer(0, 59)))


def _note_arrival(records: Records, period: str, name: str, arrived: datetime) -> None:
    if period in _ARRIVAL_RECORDED:
        records.received.append((period, name, arrived))


def _effective_as_of(office: dict[str, Any], period: str, arrived: datetime) -> date:
    """The day a reader finds: in a title or file name, else the folder's last day, not later than the receipt."""
    if office["as_of"] != "none":
        return AS_OF[period]
    last = date.fromisocalendar(int(period[:4]), int(period[-2:]), 7)
    return min(last, arrived.date()) if period in _ARRIVAL_RECORDED else last


def _rows(code: str, office: dict[str, Any], period: str) -> list[Row]:
    """What the office knows: its county's enterprises, less those that others report, and a few of a neighbour's."""
    others = {e.uscc for other in _offices().values() if "also" in other for e in _neighbours(other["also"])}
    story, troubles = make_story()[period], make_troubles()[period]
    own = [e for e in make_world().enterprises if e.county_code == code and e.uscc not in others]
    also = _neighbours(office["also"]) if "also" in office else []
    chosen = [e for e in (*own, *also) if e.uscc in story]
    return [Row(story[e.uscc], troubles[e.uscc]) for e in chosen]


def _neighbours(also: dict[str, Any]) -> list:
    """Enterprises whose returns another county's office sends, because their head office is there."""
    of_county = [e for e in make_world().enterprises if e.county_code == also["county"] and e.above_scale]
    return some(of_county, also["count"], "reported elsewhere", also["county"])


def _before_correction(rows: list[Row], count: int, code: str) -> list[Row]:
    """The first, wrong version: some that had restarted still stand as not restarted."""
    wrong = {id(row) for row in some([row for row in rows if row.answer.restarted], count, "correction", code)}

    def first_version(row: Row) -> Row:
        stopped = replace(
            row.answer, state="stopped", resumed_on=None, staff_back=0, capacity_pct=0, output_10k_cny=0.0
        )
        return replace(row, answer=stopped) if id(row) in wrong else row

    return [first_version(row) for row in rows]


def _upload(name: str, code: str, office: dict[str, Any], rows: list[Row], period: str, as_of: date,
            quirks: list[dict[str, str]], records: Records) -> Upload:  # fmt: skip
    answered = [row for row in rows if row.answer.answered]
    words = day_words(AS_OF[period])
    source = Source(period, code, as_of, name)
    sheets: list[Grid] = []
    for settings in office["sheets"]:
        sheets += _sheets(settings, source, answered, rows, quirks, words, records)
    return Upload(name, office["writer"], tuple(sheets))


def _sheets(settings, source: Source, answered: list[Row], rows: list[Row], quirks, words, records) -> list[Grid]:
    """The sheets that one entry of the layout stands for."""
    kind = settings["kind"]
    if source.period_id < settings.get("since", ""):
        return []
    if kind == "form":
        return _forms(settings, source, answered, quirks, words, records)
    if kind == "list" and settings["rows"] == "each_park":
        parks = _by_park(answered)
        return [_list(settings | {"name": park}, source, parks[park], rows, quirks if place == 0 else [],
                      words | {"park": park}, records) for place, park in enumerate(parks)]  # fmt: skip
    if kind == "list":
        wanted = {"all": (True, False), "above": (True,), "below": (False,)}[settings["rows"]]
        part = [row for row in answered if row.answer.enterprise.above_scale in wanted]
        return [_list(settings, source, part, rows, quirks if True in wanted else [], words, records)]
    grid = Grid(settings["name"])
    source = replace(source, source_sheet=grid.name)
    if kind == "projects":
        put_projects(grid, source, source.office, records, lines=settings["lines"], total=settings.get("total", ""),
                     words=words)  # fmt: skip
    elif kind == "suppliers":
        put_suppliers(grid, source, settings, answered, records, words)
    else:
        put_summary(grid, settings["lines"], _by_park(answered), words)
    return [grid]


def _by_park(rows: list[Row]) -> dict[str, list[Row]]:
    parks: dict[str, list[Row]] = {}
    for row in rows:
        parks.setdefault(row.answer.enterprise.park or "园区外", []).append(row)
    return parks


def _list(settings, source: Source, answered: list[Row], rows: list[Row], quirks, words, records) -> Grid:
    grid = Grid(settings["name"])
    source = replace(source, source_sheet=grid.name)
    silent = [row for row in rows if not row.answer.answered]
    columns = read_columns(settings["columns"])
    sheet = ListSheet(grid, source, settings, columns, answered, silent, quirks, records)
    next_row = sheet.put(words)
    if settings.get("below") == "projects":
        grid.put(next_row + 1, 1, "附：重点项目复工情况")
        put_projects(grid, source, source.office, records, top=next_row + 2, total="last")
    if settings.get("beside") == "projects":
        top = 1 + len(settings["lines"])
        put_projects(grid, source, source.office, records, top=top, left=len(columns) + 2)
    return grid


def _forms(settings, source: Source, answered: list[Row], quirks, words, records) -> list[Grid]:
    grids, columns = [], read_columns(settings["columns"])
    for number, row in enumerate(answered, 1):
        grid = Grid(f"{number}")
        line = return_line(row, columns, answered, quirks, source.as_of)
        put_form(grid, replace(source, source_sheet=grid.name), settings, line, words, records)
        grids.append(grid)
    return grids
