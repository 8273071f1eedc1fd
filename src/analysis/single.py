"""One upload cleaned by itself, for a person at a notebook: its tidy rows, what was noticed, how a value came about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis.errors import SurveyError
from analysis.intake.clean import clean
from analysis.intake.corrections import Corrections
from analysis.intake.enterprises.names import normalise_name
from analysis.intake.errors import UnreadableUpload
from analysis.intake.explanation import LEFT, Explanation, explain_cell, explain_row
from analysis.intake.findings import Findings, parse_cell
from analysis.intake.parts.of_upload import find_parts
from analysis.intake.parts.part import Part
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.sources import completing
from analysis.intake.uploads import Upload, arrivals_in, public_path, readable
from analysis.intake.values import mask_title
from analysis.intake.wording import finding_text
from analysis.intake.workers.workbook import read_uploads
from analysis.store.schemas import TABLES
from analysis.survey import Period, Survey
from analysis.surveys import load_survey
from analysis.vocabulary import Vocabulary

SHOWN = ("status", "difficulties", "projects", "suppliers", "tasks", "summaries")
_WORST_FIRST = ("blocking", "error", "warning", "info")


def _shown(name: str) -> property:
    def rows(upload: CleanedUpload) -> pd.DataFrame:
        return upload.tables[name] if name in upload.tables else pd.DataFrame(columns=TABLES[name].names)

    return property(rows, doc=f"The tidy rows of `{name}`; none, but its columns, where the upload tells of none.")


@dataclass(frozen=True, repr=False)
class CleanedUpload:
    """What became of one upload.

    ``tables``: name -> tidy rows (columns as in ``store.schemas``; only tables with rows); each is there by its name
    too, with or without rows (``status``, ``tasks``); ``findings``: one row per finding, the worst first, its
    sentences in ``zh`` and ``en``; ``fates``: one row per part and fate of its rows.
    """

    file: str
    outcome: str
    tables: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    fates: pd.DataFrame
    words: Vocabulary
    sheets: list[Sheet]
    parts: list[Part]

    status, difficulties, projects, suppliers, tasks, summaries = map(_shown, SHOWN)

    def explain(self, what: str | Mapping | pd.Series) -> Explanation:
        """The whole way of a value: from its cell and header to the tidy row, with all that was noticed or corrected.

        ``what``: a cell ("C5", or "Sheet1!C5" where there are several sheets) or a row of one of ``tables``, which
        explains all its cells. Raises ValueError for a cell or sheet that is not there, and for anything else.
        """
        if isinstance(what, str):
            name, _, address = what.rpartition("!")
            sheet = self._sheet(name.strip("'"))
            return explain_cell(self, sheet, parse_cell(address))
        if not isinstance(what, Mapping | pd.Series) or "source_sheet" not in what:
            raise ValueError(
                f"{what!r} 不是单元格（如 'C5'），也不是表中的一行（如 status.iloc[0]） / "
                f"{what!r} is no cell, such as 'C5', and no row of a table, such as status.iloc[0]"
            )
        parts = {part.place.part: part for part in self.parts}
        if what["part"] not in parts:
            raise ValueError(f"{self.file} 中没有表 {what['part']!r} / no part {what['part']!r} in {self.file}")
        told = [{**what, "fields": ()}, *({**what, **other} for other in completing(what))]
        steps = [
            explain_row(self, parts[row["part"]], _place_in(parts[row["part"]], row), row["fields"]).steps
            for row in told
        ]
        return Explanation(pd.concat(steps, ignore_index=True) if len(steps) > 1 else steps[0])

    def _sheet(self, name: str) -> int:
        """The place of a sheet; of the first with a table, if not named."""
        names = [sheet.name for sheet in self.sheets]
        if (name := mask_title(name)) in names:
            return names.index(name)
        if name or not names:
            raise ValueError(
                f"没有工作表 {name!r}；有 {'、'.join(names) or '无'} / "
                f"no sheet {name!r}; there are {', '.join(names) or 'none'}"
            )
        return next((part.place.sheet_index for part in self.parts if part.columns), 0)

    def __repr__(self) -> str:
        return f"<{self.file}: {self.outcome}; {self._sizes()}; findings {len(self.findings)}>"

    def _sizes(self) -> str:
        """How many rows each table has: status 9, difficulties 6."""
        return ", ".join(f"{name} {len(frame)}" for name, frame in self.tables.items()) or "-"

    def _repr_html_(self) -> str:
        fates = self.fates.groupby("fate", sort=False)["rows"].sum()
        told = ", ".join(f"{fate} {rows}" for fate, rows in fates.items()) or "-"
        items = "".join(
            f"<tr>{LEFT}{escape(row.severity)}</td>{LEFT}{escape(str(row.cells)[:60])}</td>{LEFT}{escape(row.zh)}</td></tr>"
            for row in self.findings.head(30).itertuples()
        )
        more = f"<p>… {len(self.findings) - 30}</p>" if len(self.findings) > 30 else ""
        return (
            f"<p><strong>{escape(self.file)}</strong> · {escape(self.outcome)} · {escape(self._sizes())}"
            f" · rows: {escape(told)}</p>"
            f'<table style="overflow-wrap:anywhere"><tbody>{items}</tbody></table>{more}'
        )


def clean_upload(path: str | Path, survey: str | Path = "", period: str = "") -> CleanedUpload:
    """Clean one upload by itself: nothing is stored, and no other upload is looked at.

    ``survey``: a folder or a name; empty: the default survey. ``period``: which one its dates are near to; empty: the
    one its folder is named after, if it is. Raises SurveyError for an unknown survey, period or a file that is not
    there; an upload that cannot be read comes back with outcome ``quarantined`` and the reason among its findings.
    """
    path, settings = Path(path), load_survey(survey)
    if not path.is_file():
        if path.is_dir():
            raise SurveyError(
                f"{path} 是文件夹；请给出其中一个文件", f"{path} is a folder; give one of the files in it"
            )
        raise SurveyError(f"没有文件 {path}", f"there is no file {path}")
    upload = _upload(path, settings, period)
    cleaned = clean(settings, [upload])
    setting = Setting.of(settings)
    sheets = _sheets(upload, settings)
    parts = find_parts(upload, sheets, setting, Findings())
    return CleanedUpload(
        PurePosixPath(upload.file).name,
        str(cleaned.tables["uploads"]["outcome"].iloc[0]),
        {name: _tidy(cleaned.tables[name]) for name in SHOWN if len(cleaned.tables[name])},
        _findings(cleaned.tables["findings"], upload.upload_id),
        _fates(cleaned.tables["parts"]),
        setting.words,
        sheets,
        parts,
    )


def _upload(path: Path, survey: Survey, period: str) -> Upload:
    content = path.read_bytes()
    name = readable(path.name)
    known = survey.period(period) if period else _period_of_folder(path.parent.name, survey)
    file = f"{path.parent.name}/{name}" if known and not period else name
    digest = hashlib.sha256(content).hexdigest()
    return Upload(path, public_path(file), digest, known, arrivals_in(path.parent).get(name))


def _period_of_folder(name: str, survey: Survey) -> Period | None:
    try:
        return survey.period(name)
    except SurveyError:
        return None


def _sheets(upload: Upload, survey: Survey) -> list[Sheet]:
    (_, sheets), *_ = read_uploads([upload.path])
    sheets = Corrections.load(survey, [upload]).apply(upload, sheets, Findings())
    return [] if isinstance(sheets, UnreadableUpload) else sheets


def _tidy(frame: pd.DataFrame) -> pd.DataFrame:
    tidy = frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str"))
    return tidy.sort_values(["part", "source_row"], kind="stable").reset_index(drop=True)


def _findings(found: pd.DataFrame, upload_id: str) -> pd.DataFrame:
    if found.empty:
        return pd.DataFrame(columns=["rule", "severity", "sheet", "cells", "zh", "en"])
    own = found[found["upload_id"].eq(upload_id)]
    records = own.to_dict("records")
    own = own.assign(zh=[finding_text(row, "zh") for row in records], en=[finding_text(row, "en") for row in records])
    rank = own["severity"].map(_WORST_FIRST.index)
    return own.assign(_rank=rank).sort_values("_rank", kind="stable").drop(columns="_rank").reset_index(drop=True)


def _fates(parts: pd.DataFrame) -> pd.DataFrame:
    """One row per part and fate: part, sheet, kind, fate, rows."""
    rows = [
        {"part": part["part"], "sheet": part["sheet"], "kind": part["kind"], "fate": fate, "rows": count}
        for part in parts.to_dict("records")
        for fate, count in json.loads(part["fates"]).items()
    ]
    return pd.DataFrame(rows, columns=["part", "sheet", "kind", "fate", "rows"])


def _place_in(part: Part, row: Mapping | pd.Series) -> int:
    """The place of a tidy row among those of its part: where several stand in one row of the sheet, by name and day."""
    places = [place for place, number in enumerate(part.rows) if number == int(row["source_row"])]
    name = part.first("name")
    if len(places) > 1 and name is not None and "name" in row:
        wanted = normalise_name(str(row["name"]))
        places = [at for at in places if normalise_name(str(part.cells[name][at])) == wanted] or places
    return places[0]
