"""Corrections that a person made to an upload's cells: surveys/<name>/corrections.yml, applied after reading.

The upload itself is never edited. Each correction names the value it replaces, so that one made for an earlier
version of a file cannot change a later one in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.errors import SurveyError
from analysis.intake.errors import UnreadableUpload
from analysis.intake.findings import Cell, Findings, Place
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellError, CellValue, Sheet
from analysis.intake.uploads import Upload, public_path
from analysis.intake.values import mask_title
from analysis.survey import Survey
from analysis.surveys import problems_of
from analysis.vocabulary.files import read_yaml

CORRECTIONS = "corrections.yml"
_NO_KEYS = ("每一项应写成“名称: 值”", "keys must be words")
Scalar = bool | int | float | datetime | date | str | None


class Correction(BaseModel):
    """One cell's new value. ``file``: path below the raw folder as findings show it, or ``upload``: its SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Annotated[str, AfterValidator(public_path)] = ""
    upload: str = Field("", pattern=r"^([0-9a-f]{12,64})?$")
    period: str = ""
    sheet: Annotated[str, AfterValidator(mask_title)] = ""  # may be left out where the file has one sheet
    cell: str = Field(pattern=r"^[A-Z]{1,3}[1-9]\d{0,6}$")
    expected: Scalar
    value: Scalar
    reason: str = Field(min_length=1)
    who: str = Field(min_length=1)

    @model_validator(mode="after")
    def _one_file(self) -> Correction:
        if bool(self.file) == bool(self.upload):
            raise ValueError("name the file or the upload, one of the two")
        return self

    @property
    def place(self) -> Cell:
        """Row and column, 1-based."""
        letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", self.cell).groups()
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        return int(digits), column

    def is_for(self, upload: Upload) -> bool:
        """Whether it names this upload, by its bytes, its path below the raw folder, or its name in a named period."""
        if self.upload:
            return upload.upload_id.startswith(self.upload)
        in_period = upload.period is None or self.period == upload.period.id
        return self.file == upload.file or (in_period and self.file == public_path(upload.name))

    @property
    def folder(self) -> str:
        """The period whose folder the file should lie in; '' where that is not said."""
        return self.period or (self.file.partition("/")[0] if "/" in self.file else "")


@dataclass
class Corrections:
    """A survey's corrections in the order of the file, and what became of them."""

    listed: tuple[Correction, ...] = ()
    targets: tuple[frozenset[str], ...] = ()  # of each correction: the uploads it is for, by their bytes
    applied: dict[str, list[tuple[Place, Cell]]] = field(default_factory=dict)  # upload id -> what was changed in it

    @classmethod
    def load(cls, survey: Survey, uploads: Sequence[Upload]) -> Corrections:
        """Read and check corrections.yml; none where there is no such file. Raises SurveyError naming the entry.

        The same bytes may have come under several names: a correction is for the bytes, whichever name it gives.
        """
        path = survey.folder / CORRECTIONS
        if not path.exists():
            return cls()
        listed = tuple(_entries(path, "{period}" in survey.uploads))
        targets = (frozenset(u.upload_id for u in uploads if correction.is_for(u)) for correction in listed)
        return cls(listed, tuple(targets))

    def concern(self, upload: Upload) -> bool:
        """Whether any is for this upload."""
        return any(upload.upload_id in ids for ids in self.targets)

    def apply(
        self, upload: Upload, sheets: list[Sheet] | UnreadableUpload, findings: Findings
    ) -> list[Sheet] | UnreadableUpload:
        """The sheets with this upload's corrections; a refusal where one of them no longer fits."""
        pairs = zip(self.listed, self.targets, strict=True)
        wanted = [correction for correction, ids in pairs if upload.upload_id in ids]
        if not wanted or isinstance(sheets, UnreadableUpload):
            return sheets
        for correction in wanted:
            index = _sheet_of(correction, sheets)
            if index is None:
                return UnreadableUpload("correction_stale", cells=f"{correction.sheet} {correction.cell}".strip())
            sheets = [*sheets]
            sheets[index] = _with(sheets[index], correction)
            self._note(upload, index, sheets[index], correction, findings)
        return sheets

    def _note(self, upload: Upload, index: int, sheet: Sheet, correction: Correction, findings: Findings) -> None:
        place = Place(upload.upload_id, upload.file, upload.period_id, str(index + 1), sheet.name)
        self.applied.setdefault(upload.upload_id, []).append((place, correction.place))
        old, new = _shown(correction.expected), _shown(correction.value)
        findings.add(
            "correction_applied",
            place,
            correction.place,
            value=old,
            new=new,
            reason=correction.reason,
            action="applied",
        )

    def report(self, uploads: Sequence[Upload], parts: Iterable[Part], findings: Findings) -> None:
        """Find corrections of the periods cleaned whose file is not there, and those of files that were replaced."""
        periods = {upload.period.id if upload.period else "" for upload in uploads}
        for correction, ids in zip(self.listed, self.targets, strict=True):
            if correction.folder in periods and not ids:
                name = correction.file or correction.upload[:12]
                place = Place(file=name, period_id=correction.folder, sheet=correction.sheet)
                findings.add("correction_without_file", place, correction.place, action="not applied")
        replaced = {part.upload.upload_id for part in parts if part.superseded_by}
        for place, cell in chain.from_iterable(self.applied.values()):
            if place.upload_id in replaced:
                findings.add("correction_superseded", place, cell)


def _entries(path: Path, by_period: bool) -> Iterable[Correction]:
    content = read_yaml(path)
    if content is not None and not isinstance(content, list):
        raise SurveyError(f"{path} 应当是一个列表", f"{path} must be a list of corrections")
    for number, entry in enumerate(content or [], start=1):
        try:
            correction = Correction(**entry) if isinstance(entry, Mapping) else Correction.model_validate(entry)
        except (ValidationError, TypeError) as error:
            told = problems_of(error) if isinstance(error, ValidationError) else _NO_KEYS
            raise SurveyError(
                f"{path} 第{number}条更正有误：{told[0]}", f"{path}, correction {number}: {told[1]}"
            ) from error
        if by_period and not correction.folder:
            raise SurveyError(
                f"{path} 第{number}条更正没有写明期次：file 写成“期号/文件名”，或加上 period",
                f"{path}, correction {number} names no period: write file as period/name, or add period",
            )
        yield correction


def _sheet_of(correction: Correction, sheets: list[Sheet]) -> int | None:
    """The place of the one sheet of the name whose cell, inside of what is used, holds the expected value."""
    row, column = correction.place
    fitting = [
        index
        for index, sheet in enumerate(sheets)
        if (sheet.name == correction.sheet or (not correction.sheet and len(sheets) == 1))
        and row <= sheet.height
        and column <= sheet.width
        and _same(sheet.value(row, column), correction.expected)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _with(sheet: Sheet, correction: Correction) -> Sheet:
    row, column = correction.place
    rows = [*sheet.rows]
    cells = [*rows[row - 1], *[None] * (column - len(rows[row - 1]))]
    cells[column - 1] = correction.value
    rows[row - 1] = cells
    return replace(sheet, rows=rows)


def _same(found: CellValue, expected: Scalar) -> bool:
    """Whether a cell holds what was written down; the same are 120 and "120", a day and 2020-02-25, blank and null."""
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected or _shown(found).casefold() == _shown(expected).casefold()
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return abs(found - expected) <= 1e-9 * max(1.0, abs(found))
    return _shown(found) == _shown(expected)


def _shown(value: CellValue | Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value == datetime(value.year, value.month, value.day) else str(value)
    if isinstance(value, CellError):
        return value.code
    return str(value).strip()
