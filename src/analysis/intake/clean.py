"""The flow of the intake on one screen: uploads in, tidy tables and findings out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import pyarrow as pa

from analysis.intake.contents import read_contents
from analysis.intake.context import Context
from analysis.intake.corrections import Corrections
from analysis.intake.errors import UnreadableUpload
from analysis.intake.findings import Findings, Note, Place
from analysis.intake.memory import uncollected
from analysis.intake.parts.part import Part
from analysis.intake.setting import Setting
from analysis.intake.together.account import check_senders, parts_table, uploads_table
from analysis.intake.together.area_counts import area_count_rows
from analysis.intake.together.checks import KEPT, check_changes, check_status
from analysis.intake.together.difficulties import begin_coding, difficulty_rows, set_apart
from analysis.intake.together.gathered import Columns
from analysis.intake.together.identify import identify, registered_names
from analysis.intake.together.matching import one_per_date, supersede
from analysis.intake.together.returns import Lists, gather, project_rows, returns_of
from analysis.intake.together.summaries import summary_rows
from analysis.intake.together.suppliers import supplier_rows
from analysis.intake.together.tasks import task_rows
from analysis.intake.uploads import Upload, repeats
from analysis.intake.workers.workbook import open_workbook, prompt_threads, read_parts, usual_workers
from analysis.survey import Survey

_Found = tuple[list[Part], list[Note]] | UnreadableUpload  # in an upload
_FEW = 100  # uploads: a month of a prefecture
_NOTHING = pd.DataFrame(columns=["upload_id", "period_id", "as_of"])
# Columns of `status` by which the steps find their way.
_WAYS = ("part_index", "place", "said")


@dataclass(frozen=True)
class Cleaned:
    """Tidy tables of some uploads (see ``store.schemas``).

    ``folders``: upload id -> the folder of uploads it lay in (its period's id; * where one folder holds all).
    """

    tables: dict[str, pd.DataFrame]
    folders: dict[str, str]

    @cached_property
    def dated(self) -> dict[str, set[str]]:
        """Folder of uploads -> periods its rows are dated in."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in ("status", "projects", "suppliers", "tasks", "summaries"):
            frame = self.tables[name]
            if not frame.empty:
                for upload, period in frame[["upload_id", "period_id"]].drop_duplicates().dropna().values.tolist():
                    found[self.folders[upload]].add(period)
        return found

    def by_period(self, periods: Collection[str] | None = None) -> dict[str, dict[str, pd.DataFrame]]:
        """Period id -> table name -> rows (all periods if None); enterprises under ``all``."""
        split: dict[str, dict[str, pd.DataFrame]] = defaultdict(dict)
        for name, frame in self.tables.items():
            if name != "enterprises" and not frame.empty:
                for period, rows in frame.groupby("period_id"):
                    if periods is None or period in periods:
                        split[str(period)][name] = frame if len(rows) == len(frame) else rows
        return dict(split) | {"all": {"enterprises": self.tables["enterprises"]}}


@uncollected()  # until the parts are gone too
def clean(
    survey: Survey,
    uploads: Sequence[Upload],
    *,
    repeated: Mapping[str, str] | None = None,
    before: pd.DataFrame | None = None,
    workers: int = 0,
    say: Callable[[str], None] = lambda line: None,
) -> Cleaned:
    """Turn uploads of a survey into tidy tables. The same uploads always give the same tables.

    ``repeated``: files and the earlier ones of the same bytes (see ``uploads.repeats``; default: among ``uploads``).
    ``before``: status rows stored for the periods before those of the uploads, for comparison (see ``changes``).
    ``workers``: children that read at a time (0: as many as is usual for so many uploads); the tables do not depend
    on it.

    Nothing is dropped in silence: what is not a row of a table has a fate in ``parts`` or a finding. A file that
    cannot be used is refused with its reason; the others go on.
    """
    with prompt_threads(), _texts_of(len(uploads)):
        repeated = repeats(uploads) if repeated is None else repeated
        inbox = _Inbox(uploads, repeated, Corrections.load(survey, uploads))
        untouched = inbox.untouched()
        setting = Setting.of(survey)
        found = read_parts(untouched, setting, workers or usual_workers(len(untouched)))
        with closing(found) as located:  # who is interrupted wants no more
            context = Context.of(survey, setting)  # while the children have begun to read
            if not survey.summaries:
                context.matcher.index_names()  # needed later
            parts, lists = gather(inbox.parts(located, context, say))
        answers = lists.answers.columns()
        coded = begin_coding(answers, context)
        holding, beside = _holding(lists, answers, parts, context)
        status = check_status(holding, parts, context)
        check_changes(status, pd.DataFrame(columns=KEPT) if before is None else before, parts, context)
        inbox.corrections.report(uploads, parts, context.findings)
        status["name"] = registered_names(status, context.enterprises)
        pa.default_memory_pool().release_unused()  # the names as they were written
        telling = pd.concat([status[[*beside]], beside], ignore_index=True) if len(beside) else status
        tables = {
            "enterprises": context.enterprises,
            "status": status,
            "projects": project_rows(lists, parts, context),
            "suppliers": supplier_rows(telling, parts, context),
            "tasks": task_rows(parts, context),
            "summaries": _summaries(status, parts, context),
            "parts": parts_table(parts),
            "uploads": uploads_table(uploads, repeated, parts, inbox.refused),
            "difficulties": difficulty_rows(telling, answers, coded),  # last, while a child codes
        }
        tables["status"] = status.rename(columns={"name_column": "source_column"}).drop(columns=[*_WAYS])
        check_senders(uploads, parts, status, context)
        tables["findings"] = pd.DataFrame(context.findings.rows())
        folders = {upload.upload_id: upload.period.id if upload.period else "*" for upload in reversed(uploads)}
        return Cleaned(_homed(tables), folders)


def _texts_of(uploads: int) -> AbstractContextManager:
    """Texts of small tables as Python keeps them: Arrow, which has many in little memory, takes a third longer."""
    storage = "python" if uploads <= _FEW else pd.get_option("mode.string_storage")
    return pd.option_context("mode.string_storage", storage)


@dataclass
class _Inbox:
    """Uploads, those of the same bytes as an earlier one, what a person corrected, and those that were ``refused``."""

    uploads: Sequence[Upload]
    repeated: Mapping[str, str]
    corrections: Corrections
    refused: dict[str, UnreadableUpload] = field(default_factory=dict)

    def untouched(self) -> list[Upload]:
        """Those that are read as they came."""
        fresh = [upload for upload in self.uploads if upload.file not in self.repeated]
        return [upload for upload in fresh if not self.corrections.concern(upload)]

    def parts(self, located: Iterator[_Found], context: Context, say: Callable[[str], None]) -> Iterator[Part]:
        """The parts of those that can be read, dated. The same bytes count once. ``located``: what the children found
        in those that are untouched."""
        for upload in self.uploads:
            place = Place(upload.upload_id, upload.file, upload.period_id)
            if upload.file in self.repeated:
                context.findings.add("upload_repeated", place, value=self.repeated[upload.file], action="ignored")
                continue
            say(upload.file)
            found = self._corrected(upload, context) if self.corrections.concern(upload) else next(located)
            if not isinstance(found, UnreadableUpload) and all(part.kind == "none" for part in found[0]):
                found = UnreadableUpload("upload_without_returns")
            if isinstance(found, UnreadableUpload):
                self.refused[upload.file] = found
                context.findings.add(found.rule, place, action="refused", **found.arguments)
                continue
            parts, notes = found
            context.findings.take(notes)
            yield from parts

    def _corrected(self, upload: Upload, context: Context) -> _Found:
        """The parts of an upload some of whose cells a person corrected."""
        found = Findings()
        try:
            sheets = self.corrections.apply(upload, open_workbook(upload.path), found)
        except UnreadableUpload as refusal:
            return refusal
        if isinstance(sheets, UnreadableUpload):
            return sheets
        return read_contents(upload, sheets, context.setting, found)


def _holding(lists: Lists, answers: Columns, parts: list[Part], context: Context) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The returns that hold: one row per enterprise and date; and the rows that only tell of difficulties."""
    rows = supersede(parts, identify(returns_of(lists), parts, context), context.findings)
    rows, beside = set_apart(parts, rows)
    held = one_per_date(parts, rows, answers, context.findings)
    pa.default_memory_pool().release_unused()  # sorting a country's takes far more than is kept
    return held, beside


def _homed(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What is told of an upload that lay in no period's folder belongs to the latest period it speaks of."""
    told = [tables[name] for name in ("parts", "uploads", "findings") if len(tables[name])]
    homeless = [frame for frame in told if frame["period_id"].replace("", None).isna().any()]
    if homeless:
        speak = [tables[name] for name in ("status", "summaries", "projects") if len(tables[name])]
        dated = pd.concat([frame[[*_NOTHING]].astype(object) for frame in speak] or [_NOTHING])
        latest = dated.sort_values("as_of").groupby("upload_id")["period_id"].last()
        for frame in homeless:
            known = frame["period_id"].replace("", None)
            frame["period_id"] = known.fillna(frame["upload_id"].astype(object).map(latest)).fillna(
                latest.iloc[-1:].max()
            )
    return tables


def _summaries(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    if not context.survey.summaries:
        return area_count_rows(status, parts, context)
    wanted = [part for part in parts if part.kind == "summary" and part.place.sheet in context.survey.summaries]
    return pd.DataFrame(
        [row for part in wanted for row in summary_rows(part, context.survey, context.words, context.findings)]
    )
