"""The one list of a Monday morning: each office reported, missing or returned, with a sentence to paste to it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from analysis.exchange.inbox import INBOX, Arrival
from analysis.exchange.pages import render
from analysis.exchange.receipts import Receipt, read_receipts
from analysis.exchange.recognise import recognise, tables_of
from analysis.exchange.wording import moment, office_sentence, word
from analysis.intake.context import Context
from analysis.intake.errors import UnreadableUpload
from analysis.intake.uploads import Upload, list_uploads
from analysis.intake.values import mask_title
from analysis.survey import Language, Period, Survey

STATES = ("returned", "missing", "reported")  # in the order of the list: first who must be written to
# What is said of other files and asks for nothing.
_TOLD = ("page.elsewhere", "page.also", "page.tasks", "page.repeated")
_MOST_TOLD = 4  # files of an office, one by one in its sentence


@dataclass(frozen=True)
class Line:
    """One office of the list. ``state``: reported, missing or returned; ``sentence``: to paste to it."""

    office: str
    name: str
    state: str
    arrived: str
    sentence: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Monday:
    """The list of one period, and what there is to say of files that are no office's return of it: first the ``todo``
    files that somebody must see to, then those that are just told."""

    period: Period
    lines: tuple[Line, ...]
    others: tuple[str, ...]
    todo: int
    counts: str

    def as_dict(self) -> dict[str, object]:
        return {
            "period": self.period.id,
            "counts": self.counts,
            "offices": [asdict(line) for line in self.lines],
            "others": list(self.others),
            "todo": self.todo,
        }


def monday(
    survey: Survey, raw: Path, period: Period, new: list[Receipt], *, now: datetime, lang: Language
) -> Monday:  # fmt: skip
    """The list of a period as the raw folder stands; ``new``: what this run received, for the other files."""
    receipts = [*_standing(survey, raw, period), *_returned(raw, period)]
    lines = [_line(survey, period, office, receipts, now, lang) for office in survey.offices]
    lines.sort(key=lambda line: STATES.index(line.state))
    states = Counter(line.state for line in lines)
    numbers = {name: states[name] for name in STATES}
    counts = word("page.counts", lang, due=len(lines), **numbers) if lines else word("page.no_offices", lang)
    strangers = [receipt for receipt in receipts if not receipt.office and receipt not in new]
    told = {line.office for line in lines if line.state == "returned"}
    others = [_other(survey, period, receipt, told, lang) for receipt in [*new, *strangers]]
    todo, told_only = (
        dict.fromkeys(said for name, said in others if said and (name in _TOLD) is known) for known in (False, True)
    )
    return Monday(period, tuple(lines), (*todo, *told_only), len(todo), counts)


def latest_period(survey: Survey, raw: Path, new: list[Receipt], now: datetime) -> Period | None:
    """The period a list is about: of most files that just came in, else the latest with files that has begun (a file
    of a later one has a slip of the pen in its date), else today's."""
    counted = Counter(receipt.period_id for receipt in new if receipt.period_id)
    if counted:
        return survey.period(max(counted, key=lambda name: (counted[name], name)))
    periods = [upload.period for upload in list_uploads(survey, raw) if upload.period]
    periods = [period for period in periods if period.first <= now.date()] or periods
    return max(periods, key=lambda period: period.last) if periods else survey.period_of(now.date())


def page(survey: Survey, listed: Monday, lang: Language) -> str:
    """The list as one HTML file that needs no network."""
    return render(
        "received.html",
        survey,
        listed.period,
        lang,
        title=word("page.title", lang),
        counts=listed.counts,
        lines=listed.lines,
        todo=listed.others[: listed.todo],
        others=listed.others[listed.todo :],
    )


def _standing(survey: Survey, raw: Path, period: Period) -> list[Receipt]:
    """What lies filed with returns for a period, wherever: a receipt for each office that a file holds; files that
    somebody put into its folder by hand are read for it."""
    uploads = list_uploads(survey, raw)
    held = {_below(raw, upload): upload.upload_id for upload in uploads}
    filed = [receipt for receipt in read_receipts(raw / INBOX) if receipt.outcome == "filed"]
    known = [receipt for receipt in filed if held.get(receipt.path) == receipt.upload_id]
    told = {receipt.path for receipt in known}
    unknown = [upload for upload in uploads if upload.period in (None, period) and _below(raw, upload) not in told]
    return [r for r in known if r.period_id == period.id] + (_read(survey, raw, unknown, period) if unknown else [])


def _read(survey: Survey, raw: Path, uploads: list[Upload], period: Period) -> list[Receipt]:
    context, found = Context.of(survey), []
    arrivals = [
        Arrival(upload.path, upload.name, upload.upload_id, upload.received_at or datetime.now()) for upload in uploads
    ]
    for upload, parts in zip(uploads, tables_of(arrivals, [period] * len(uploads), context), strict=True):
        when = upload.received_at.isoformat(timespec="seconds") if upload.received_at else ""
        said = [] if isinstance(parts, UnreadableUpload) else recognise(parts, period, context)
        told = [
            {"outcome": "filed", "office": share.office, "kind": share.kind, "rows": str(share.rows or "")}
            for share in said
            if share.period in (None, period)
        ]
        if not said:
            refusal = parts if isinstance(parts, UnreadableUpload) else UnreadableUpload("upload_without_returns")
            office = context.offices.find(upload.stem) or ""
            told = [{"outcome": "refused", "office": office, "rule": refusal.rule}]
        common = {"path": _below(raw, upload), "upload_id": upload.upload_id, "period_id": period.id}
        found += [Receipt(when, upload.name, **details, **common) for details in told]
    return found


def _below(raw: Path, upload: Upload) -> str:
    """Where an upload lies, as receipts say it."""
    return upload.path.relative_to(raw).as_posix()


def _returned(raw: Path, period: Period) -> list[Receipt]:
    listed = [r for r in read_receipts(raw / INBOX) if r.outcome == "refused" and r.period_id == period.id]
    return [receipt for receipt in listed if (raw / receipt.path).is_symlink() or (raw / receipt.path).exists()]


def _line(survey: Survey, period: Period, office, receipts: list[Receipt], now: datetime, lang: Language) -> Line:
    own = [receipt for receipt in receipts if receipt.office == office.code]
    filed = sorted((r for r in own if r.outcome == "filed"), key=lambda r: r.received_at)
    refused = sorted((r for r in own if r.outcome == "refused"), key=lambda r: r.received_at)
    limit, name, when = survey.deadline(period), office.label(lang), partial(moment, year=period.last.year, lang=lang)
    said = {"office": name, "period": period.label(lang), "deadline": when(limit)}
    files = tuple(mask_title(receipt.file) for receipt in filed or refused)
    if filed:
        first = filed[0].arrived
        late = first is not None and first > limit
        arrived = _arrivals(filed, when, lang)
        sentence = word("say.late" if late else "say.reported", lang, arrived=arrived, **said)
        return Line(office.code, name, "reported", when(filed[-1].arrived), sentence, files)
    if refused:
        reasons = dict.fromkeys(_reason(receipt, lang) for receipt in refused[-_MOST_TOLD:])
        sentence = word("say.returned", lang, office=name, sentence=("" if lang == "zh" else " ").join(reasons))
        return Line(office.code, name, "returned", when(refused[-1].arrived), sentence, files)
    sentence = word("say.overdue" if now > limit else "say.missing", lang, **said)
    return Line(office.code, name, "missing", "", sentence)


def _arrivals(filed: list[Receipt], when: Callable[[datetime | None], str], lang: Language) -> str:
    """When each file came and how many enterprises it lists; of many the first, the last and all together."""
    if len(filed) <= _MOST_TOLD:
        each = [word("say.file", lang, arrived=when(r.arrived), rows=r.rows or 0) for r in filed]
        return word("say.between", lang).join(each)
    ends = {"first": when(filed[0].arrived), "last": when(filed[-1].arrived)}
    return word("say.files", lang, files=len(filed), rows=sum(int(r.rows or 0) for r in filed), **ends)


def _other(survey: Survey, period: Period, receipt: Receipt, told: set[str], lang: Language) -> tuple[str, str]:
    """What there is to say of a file beside the list of offices, and the name of the words that say it; '' for nothing.
    ``told``: offices that read why."""
    file = mask_title(receipt.file)
    label = survey.period(receipt.period_id).label(lang) if receipt.period_id else ""
    name, said = "", {"file": file, "period": label}
    if receipt.outcome == "repeated":
        name, said = "page.repeated", said | {"other": mask_title(receipt.other)}
    elif receipt.outcome == "refused":
        is_told = receipt.office in told and receipt.period_id == period.id
        return "refused", "" if is_told else _reason(receipt, lang)
    elif receipt.is_ahead:
        said |= {"day": receipt.as_of, "arrived": receipt.received_at[:10]}
        name = "page.ahead"
    elif not receipt.office and receipt.kind == "tasks":
        name = "page.tasks"  # from a department, which is none of the offices
    elif not receipt.office and survey.offices:
        name = "say.unknown"
    elif receipt.period_id and receipt.period_id != period.id:
        is_whole = receipt.path.startswith(f"{receipt.period_id}/")
        name = "page.elsewhere" if is_whole else "page.also"
    elif receipt.period_id and not receipt.as_of:
        name = "page.assumed"
    return name, word(name, lang, **said) if name else ""


def _reason(receipt: Receipt, lang: Language) -> str:
    row = {"rule": receipt.rule, "file": mask_title(receipt.file), "arguments": receipt.arguments}
    return office_sentence(row, lang)
