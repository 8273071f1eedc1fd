"""A country's worth of uploads, one a county-level division, from the writers of the sample. All of it is fictional."""

from __future__ import annotations

import csv
import re
from dataclasses import fields, replace
from pathlib import Path

from analysis.samples.codes import fictional_credit_code
from analysis.samples.grid import Upload
from analysis.samples.offices import office_codes, office_upload
from analysis.samples.render import Row
from analysis.samples.story import make_story
from analysis.samples.tables import table
from analysis.samples.troubles import make_troubles
from analysis.samples.world import Enterprise, make_world
from analysis.samples.writers import write_upload

DIVISIONS, ROWS, PERIOD = 2_844, 185_000, "2020-W09"
_FIRST, _SECOND = "虹雾霞霜星岚霓雪晨暮秋青碧苍玄丹银琥珀翠澜溪岩雷露烟梧桐竹兰荷松柏枫桂棠梅杉榕", "云石林江白金木水"


def write_many(folder: Path, divisions: int = DIVISIONS, rows: int = ROWS) -> Path:
    """Write ``survey`` (settings, regions, register) and ``raw/<period>/`` below a folder; returns the survey's folder.

    Division n fills in the style of sample office n modulo 12; rows are spread evenly.
    """
    survey, raw = folder / "survey", folder / "raw" / PERIOD
    survey.mkdir(parents=True)
    raw.mkdir(parents=True)
    names = _names(divisions)
    (survey / "survey.yml").write_text("title: {zh: 虚构全国, en: A fictional country}\narea: '000000'\nregions: own\n")
    regions = [("000000", "虚构国", "")] + [(_code(number), name, "") for number, name in enumerate(names)]
    _write_csv(survey / "regions.csv", ("code", "name", "aliases"), regions)
    listed: list[Enterprise] = []
    answered = _answered_rows()
    styles = office_codes()
    for number, name in enumerate(names):
        first, last = rows * number // divisions, rows * (number + 1) // divisions
        style = styles[number % len(styles)]
        parks = next(row["parks"] for row in table("counties") if row["code"] == style).split("|")
        here = {"county_code": _code(number), "county": name}
        chosen = [
            _moved(answered[at % len(answered)], at, here | {"park": parks[at % len(parks)]})
            for at in range(first, last)
        ]
        listed += [row.answer.enterprise for row in chosen]
        write_upload(_renamed(office_upload(style, chosen, PERIOD), _known_as(style), name), raw)
    columns = [field.name for field in fields(Enterprise)]
    _write_csv(survey / "register.csv", columns, ([_text(getattr(e, c)) for c in columns] for e in listed))
    return survey


def _names(count: int) -> list[str]:
    """Names of counties that do not exist, no two alike."""
    names = [f"{a}{b}{c}县" for a in _FIRST for b in _SECOND for c in _FIRST[::4]]
    return names[:count]


def _code(number: int) -> str:
    return f"9{number:05d}"


def _answered_rows() -> list[Row]:
    story, troubles = make_story()[PERIOD], make_troubles()[PERIOD]
    return [Row(story[e.uscc], troubles[e.uscc]) for e in make_world().enterprises if story[e.uscc].answered]


def _moved(row: Row, number: int, here: dict[str, str]) -> Row:
    """The return of an enterprise that stands in another county, under a name and a code of its own."""
    old = row.answer.enterprise
    name = here["county"].removesuffix("县") + re.sub(rf"^({'|'.join(_places())})", "", old.name)
    code = fictional_credit_code(300_000 + number)
    moved = replace(old, name=name, former_names="", uscc=code, **here)
    return replace(row, answer=replace(row.answer, enterprise=moved))


def _places() -> list[str]:
    short = [row["short"] + end for row in table("counties") for end in (row["kind"], "")]
    return ["三都水族自治县", *short, "贵州", "黔南"]


def _known_as(code: str) -> list[str]:
    county = next(row for row in table("counties") if row["code"] == code)
    return ["三都水族自治县", f"{county['short']}{county['kind']}", county["short"]]


def _renamed(upload: Upload, old_names: list[str], name: str) -> Upload:
    def said(text: str) -> str:
        for old in old_names:
            text = text.replace(old, name)
        return text

    sheets = [
        replace(
            sheet,
            name=said(sheet.name),
            cells={at: said(v) if isinstance(v, str) else v for at, v in sheet.cells.items()},
        )
        for sheet in upload.sheets
    ]
    return Upload(said(upload.name), upload.kind, tuple(sheets))


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _write_csv(path: Path, header, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
