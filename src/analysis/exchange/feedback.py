"""``feedback``: for each upload of a period the workbook and the text that its office gets back, and a summary page."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import Path

import pandas as pd

from analysis.exchange.answer import Heading, answer_text, answer_workbook, counts, items_of
from analysis.exchange.pages import render, score_table
from analysis.exchange.safe import file_name
from analysis.exchange.wording import office_sentence, told_to_offices, word
from analysis.files import put_in_place
from analysis.intake.corrections import Corrections
from analysis.intake.errors import UnreadableUpload
from analysis.intake.findings import Findings
from analysis.intake.places import Places
from analysis.intake.uploads import list_uploads
from analysis.intake.values import mask_personal, mask_title
from analysis.intake.workers.workbook import read_uploads
from analysis.store.tables import Tables
from analysis.survey import Language
from analysis.vocabulary import Vocabulary
from analysis.vocabulary.sentences import SEVERITIES


@dataclass(frozen=True)
class Answer:
    """The answer to one upload: its text, and its workbook where the upload could be read; ``page``: of all answers."""

    office: str
    file: str
    text: str
    text_path: Path
    page: Path
    workbook: Path | None
    errors: int
    warnings: int

    def as_dict(self) -> dict[str, object]:
        """For JSON: paths as text."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}


def feedback(tables: Tables, raw: Path, out: Path, office: str = "") -> list[Answer]:
    """Answer each upload of the tables' period (of one office, by code, if named); files go into ``out``.

    Writes ``<office>-<file>.xlsx`` and ``.txt`` per upload and ``summary.<lang>.html``, which shows the scorecard of
    offices too. Superseded and repeated uploads get no answer, nor does one that a correction of ours blocks.
    Raises SurveyError for a raw folder that is not there.
    """
    survey, period, lang = tables.survey, tables.period, tables.lang
    words = Vocabulary.load(survey.overlays)
    uploads = tables.uploads[tables.uploads["period_id"].eq(period.id)]
    wanted = uploads[uploads["outcome"].isin(["accepted", "quarantined"])]
    senders = _senders(tables)
    if office:
        wanted = wanted[[office in senders[file] for file in wanted["file"]]]
    received = {upload.file: upload for upload in list_uploads(survey, raw)}
    listed = [received[file] for file in wanted["file"] if file in received]
    corrections = Corrections.load(survey, listed)
    answers, taken, page = [], [], out / f"summary.{lang}.html"
    for upload, (_, sheets) in zip(listed, read_uploads(upload.path for upload in listed), strict=True):
        sheets = corrections.apply(upload, sheets, Findings())
        if isinstance(sheets, UnreadableUpload) and not told_to_offices(sheets.rule):
            continue  # a correction of ours that does not fit: nothing that its office could mend
        own = tables.findings[tables.findings["upload_id"].eq(upload.upload_id)]
        heading = _heading(tables, senders[upload.file], upload.name, upload.upload_id)
        taken.append(stem := _free_stem(heading, taken, lang))
        answers.append(_answer(sheets, own, heading, words, out / stem, page, lang))
    put_in_place(page, _summary(tables, answers).encode("utf-8"))
    return answers


def _senders(tables: Tables) -> dict[str, tuple[str, ...]]:
    """File -> the offices (codes) whose tables in it hold, in the survey's order; of one without such tables its own,
    else the one that its name tells."""
    known, order = Places(tables.survey.offices, tables.survey.whole), [office.code for office in tables.survey.offices]
    parts = tables.parts[tables.parts["superseded_by"].isna()].dropna(subset=["office"])
    held = parts.groupby(parts["upload_id"].astype(str))["office"].agg(set)
    senders = {}
    for upload_id, file, own in tables.uploads[["upload_id", "file", "office"]].itertuples(index=False):
        one = own if isinstance(own, str) and own else known.find(Path(file).stem)
        several = held.get(upload_id, ())
        senders[file] = tuple(code for code in order if code in several) or ((one,) if one else ())
    return senders


def _free_stem(heading: Heading, taken: Collection[str], lang: str) -> str:
    """Office and file, the office once, and that this is the answer, once too: never the name of the original."""
    stem = Path(heading.file).stem.removesuffix(word("answer", lang, about=""))  # an answer that came back
    about = stem if heading.office in stem else f"{heading.office}-{stem}"
    name = word("answer", lang, about=file_name(about))
    candidates = chain([name], (f"{name} ({number})" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


def _answer(
    sheets: object, findings: pd.DataFrame, heading: Heading, words: Vocabulary, stem: Path, page: Path, lang: Language
) -> Answer:
    items = items_of(findings.to_dict("records"), words, lang)
    workbook = None
    if isinstance(sheets, UnreadableUpload):
        text = word("text.refused", lang, office=heading.office, sentence=refusal_sentence(sheets, heading.file, lang))
    else:
        workbook = put_in_place(
            stem.with_name(f"{stem.name}.xlsx"), answer_workbook(sheets, items, heading, words, lang)
        )
        text = answer_text(items, heading, workbook.name, lang)
    text_path = put_in_place(stem.with_name(f"{stem.name}.txt"), (text + "\n").encode("utf-8"))
    return Answer(heading.office, heading.file, text, text_path, page, workbook, *counts(items))


def refusal_sentence(error: UnreadableUpload, file: str, lang: str) -> str:
    """Why an upload could not be used, to its sender."""
    arguments = json.dumps({name: mask_personal(str(value)) for name, value in error.arguments.items()})
    return office_sentence({"rule": error.rule, "file": file, "arguments": arguments}, lang)


def _heading(tables: Tables, senders: Collection[str], file: str, upload_id: str) -> Heading:
    """Who is answered, and how much was read: offices' enterprises, or the tasks that a department answers."""
    lang = tables.lang
    names = {known.code: known.label(lang) for known in tables.survey.offices}
    known = word("between_offices", lang).join(names[code] for code in senders if code in names)
    returns, tasks = (frame[frame["upload_id"].eq(upload_id)] for frame in (tables.status, tables.tasks))
    enterprises = returns[["enterprise_id", "name"]].drop_duplicates()  # a file of several dates has a row for each
    read, rows = ("tasks", tasks) if len(tasks) > len(returns) else ("enterprises", enterprises)
    if not known and read == "tasks":
        owners = tasks["owner"].dropna().unique()
        known = owners[0] if len(owners) == 1 else word("departments", lang)
    return Heading(
        known or word("unknown_office", lang),
        mask_title(file),
        tables.period.label(lang),
        word(f"read.{read}", lang, rows=len(rows)),
    )


def _summary(tables: Tables, answers: list[Answer]) -> str:
    lang = tables.lang
    return render(
        "feedback.html",
        tables.survey,
        tables.period,
        lang,
        title=word("page.summary", lang),
        answers=sorted(answers, key=lambda answer: (-answer.errors, -answer.warnings, answer.office)),
        levels={name: word(f"level.{name}", lang) for name in SEVERITIES},
        scores=score_table(tables, lang),
    )
