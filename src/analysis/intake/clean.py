"""The flow of the intake on one screen: uploads in, tidy tables and findings out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.intake.checks import check_status, reconcile
from analysis.intake.context import Context
from analysis.intake.difficulties import difficulty_rows
from analysis.intake.entities import identify
from analysis.intake.errors import UnreadableUpload
from analysis.intake.findings import Place
from analysis.intake.ledger import ledger_rows
from analysis.intake.matching import one_per_date, supersede
from analysis.intake.parts import Part, find_parts
from analysis.intake.projects import project_rows
from analysis.intake.summaries import summary_rows
from analysis.intake.uploads import Upload
from analysis.intake.workbook import read_uploads
from analysis.survey import Survey
from analysis.vocabulary import finding_sentence


@dataclass(frozen=True)
class Cleaned:
    """Tidy tables of some uploads (see ``store.schemas``). ``refused``: file and reason in zh and en."""

    tables: dict[str, pd.DataFrame]
    accepted: int
    refused: list[tuple[str, str, str]] = field(default_factory=list)

    @cached_property
    def dated(self) -> dict[str, set[str]]:
        """Folder of uploads (its period's id, * where there is but one) -> periods its rows are dated in."""
        folder = self.tables["uploads"].set_index("upload_id")["folder"].to_dict()
        found: dict[str, set[str]] = defaultdict(set)
        for name in ("status", "projects", "summaries"):
            frame = self.tables[name]
            if not frame.empty:
                for (upload, period), _ in frame.groupby(["upload_id", "period_id"]):
                    found[folder[upload]].add(period)
        return found

    def by_period(self, periods: Collection[str] | None = None) -> dict[str, dict[str, pd.DataFrame]]:
        """Period id -> table name -> rows (all periods if None); enterprises under ``all``."""
        split: dict[str, dict[str, pd.DataFrame]] = defaultdict(dict)
        for name, frame in self.tables.items():
            if name != "enterprises" and not frame.empty:
                for period, rows in frame.groupby("period_id"):
                    if periods is None or period in periods:
                        split[str(period)][name] = rows
        return dict(split) | {"all": {"enterprises": self.tables["enterprises"]}}


def clean(survey: Survey, uploads: Sequence[Upload], *, say: Callable[[str], None] = lambda line: None) -> Cleaned:
    """Turn uploads of a survey into tidy tables. The same uploads always give the same tables.

    Nothing is dropped in silence: what is not a row of a table has a fate in ``parts`` or a finding. A file that
    cannot be used is refused with its reason; the others go on.
    """
    context = Context.of(survey)
    parts = _read(uploads, context, say)
    for part in parts:
        context.date_and_office(part)
    rows = pd.concat([ledger_rows(part, index, context) for index, part in enumerate(parts)], ignore_index=True)
    rows = identify(rows, parts, context)
    rows = supersede(parts, rows, context.findings)
    status = one_per_date(parts, rows, context.findings)
    status = check_status(status, parts, context)
    reconcile(rows, parts, context)
    tables = {
        "enterprises": context.enterprises,
        "status": status,
        "difficulties": difficulty_rows(status, parts, context),
        "projects": project_rows(parts, context),
        "suppliers": pd.DataFrame(),
        "summaries": _summaries(parts, context),
        "parts": _parts_table(parts),
        "uploads": _uploads_table(uploads, parts, context),
        "findings": pd.DataFrame(context.findings.rows()),
    }
    refused = [(file, *_sentences(rule, arguments)) for file, rule, arguments in context.refused]
    return Cleaned(tables, len({part.upload.upload_id for part in parts}), refused)
