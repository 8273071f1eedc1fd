"""Sheets of tasks for departments and counties, made so that what is filled in reads back as their answer."""

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.exchange.safe import file_name, neutral
from analysis.exchange.wording import word
from analysis.exchange.workbooks import DATE, EDGE, Styles, lock, new_workbook, set_up_print, write_header, write_value
from analysis.files import put_in_place
from analysis.survey import Language, Survey
from analysis.vocabulary import labels

_HEADER_ROW = 3
_DATES = ("assigned_on", "due_on", "done_on")
_FILLED_IN = ("state", "done_on", "answer")
_COLUMNS = (
    "task_id", "name", "county", "category", "text", "source", "owner", "support", "assigned_on", "due_on", "state",
    "done_on", "answer", "evidence",
)  # fmt: skip
_WIDTHS = {
    "task_id": 18,
    "name": 30,
    "text": 46,
    "owner": 22,
    "support": 22,
    "answer": 40,
    "evidence": 40,
    "source": 10,
}
_SPARE_WIDTH = 13


def write_task_sheets(
    tasks: pd.DataFrame, enterprises: pd.DataFrame, survey: Survey, folder: Path, lang: Language = "zh"
) -> list[Path]:
    """One workbook for each owner and each county that has tasks not done or dropped; returns where they lie. Who has
    none left keeps no earlier sheet.

    ``tasks``: from `analysis.metrics.task_states`. A sheet lists the tasks oldest first, with file, sheet and cell of
    the evidence; date, state, day done and answer are left to be filled in, the task's id finds it again. A task is on
    the sheets of its owner and of its county. Texts never become formulas. Raises NotWritten where a file cannot be
    written.
    """
    rows, made = _shown(tasks, enterprises, survey, lang), []
    for who, part in _recipients(rows, survey, lang):
        path = folder / file_name(f"{word('tasks.file', lang, who=who)}.xlsx")
        left = part[~tasks.loc[part.index, "state"].isin(["done", "dropped"])]
        if len(left):
            made.append(put_in_place(path, _workbook(who, left, lang)))
        else:
            path.unlink(missing_ok=True)
    return made


def _recipients(rows: pd.DataFrame, survey: Survey, lang: Language) -> Iterator[tuple[str, pd.DataFrame]]:
    """Who gets which tasks: owners first, then counties; a task is on the sheet of both."""
    for owner, part in rows.groupby("owner", sort=True):
        yield str(owner), part
    for county in survey.counties:
        part = rows[rows["county_code"].eq(county.code).fillna(False)]
        if len(part):
            yield county.label(lang), part


def _shown(tasks: pd.DataFrame, enterprises: pd.DataFrame, survey: Survey, lang: Language) -> pd.DataFrame:
    """The tasks in words, oldest first."""
    rows = tasks.sort_values(["due_on", "county_code", "task_id"], kind="stable", na_position="last")
    words = labels(lang)
    names = enterprises.drop_duplicates("enterprise_id", keep="last").set_index("enterprise_id")["name"]
    categories = rows["category"].map(lambda code: words.get(f"difficulty.{code}", code), na_action="ignore")
    places = rows.reindex(columns=["source_file", "source_sheet", "source_cell"]).astype(object)
    counties = {county.code: county.label(lang) for county in survey.counties}
    return rows.assign(
        name=rows["enterprise_id"].map(names),
        county=rows["county_code"].map(counties),
        category=categories,
        text=rows["text"].astype(object).where(rows["text"].notna(), categories),
        support=[("、" if lang == "zh" else ", ").join(filter(None, pair)) for pair in _liaison(rows)],
        source=rows["source"].map(lambda code: words.get(f"exchange.tasks.source.{code}", code), na_action="ignore"),
        owner=rows["owner"].astype(object).where(rows["owner"].notna(), word("tasks.nobody", lang)),
        evidence=[" ".join(str(v) for v in place if not pd.isna(v)) for place in places.itertuples(index=False)],
        state=None,
        done_on=pd.NaT,
        answer=None,
    )


def _liaison(rows: pd.DataFrame) -> list[list[str | None]]:
    """Supervision group and cadre of each task, less the owner itself."""
    named = rows.reindex(columns=["supervision_group", "cadre", "owner"]).astype(object)
    named = named.where(named.notna(), None).itertuples(index=False)
    return [[who if who != owner else None for who in pair] for *pair, owner in named]


def _workbook(who: str, rows: pd.DataFrame, lang: Language) -> bytes:
    content = io.BytesIO()
    title = word("tasks.title", lang, who=who)
    with new_workbook(content, title) as (book, styles):
        sheet = book.add_worksheet(word("tasks.sheet", lang))
        choices = word("tasks.choices", lang).split("|")
        last = len(_COLUMNS) - 1
        sheet.merge_range(0, 0, 0, last, neutral(title), styles.title())
        hint = word("tasks.hint", lang, choices="、".join(choices) if lang == "zh" else ", ".join(choices))
        sheet.merge_range(1, 0, 1, last, hint, styles.of(text_wrap=True))
        sheet.write_string(2, last - 1, word("template.as_of", lang), styles.of(align="right"))
        sheet.write_blank(2, last, None, _style("done_on", styles))
        widths = [_WIDTHS.get(name, _SPARE_WIDTH) for name in _COLUMNS]
        write_header(sheet, _HEADER_ROW, word("tasks.header", lang).split("|"), widths, styles.header(text_wrap=True))
        cells = rows[[*_COLUMNS]].astype(object).where(rows[[*_COLUMNS]].notna(), None)
        for number, row in enumerate(cells.itertuples(index=False), start=_HEADER_ROW + 1):
            for place, (name, value) in enumerate(zip(_COLUMNS, row, strict=True)):
                write_value(sheet, number, place, value, _style(name, styles))
        _guard(sheet, _HEADER_ROW + len(rows), choices)
    return content.getvalue()


def _style(name: str, styles: Styles) -> Format:
    look: dict[str, object] = {**EDGE, "text_wrap": True, "valign": "top"}
    if name in _DATES:
        look |= DATE
    if name in _FILLED_IN:
        look |= {"bg_color": "#FFF8D6", "locked": False}
    return styles.of(**look)


def _guard(sheet: Worksheet, last_row: int, choices: list[str]) -> None:
    """Only what is to be filled in can be changed, and the state is chosen from a list."""
    state = _COLUMNS.index("state")
    sheet.data_validation(_HEADER_ROW + 1, state, last_row, state, {"validate": "list", "source": choices})
    sheet.freeze_panes(_HEADER_ROW + 1, 2)
    sheet.autofilter(_HEADER_ROW, 0, last_row, len(_COLUMNS) - 1)
    lock(sheet)
    set_up_print(sheet, _HEADER_ROW)
