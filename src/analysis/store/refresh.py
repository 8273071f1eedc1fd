"""Bringing the stored tables up to date with the raw uploads: only what changed is cleaned again."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import analysis
from analysis.errors import NothingUsable
from analysis.intake.clean import Cleaned, clean
from analysis.intake.together.checks import KEPT
from analysis.intake.uploads import RECEIVED, Upload, list_uploads, repeats
from analysis.intake.wording import finding_text
from analysis.store.commit import commit, processed_folder, read_manifest
from analysis.store.load import REPORTED, load, periods_with_data, stored_periods
from analysis.store.schemas import SCHEMA_VERSION
from analysis.survey import Survey

WHOLE = "*"  # the folder's name where one folder of uploads holds all periods
_NAMED = 3


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: the periods whose tables were written anew, and how many uploads there are in all."""

    periods: tuple[str, ...]
    uploads: int


def refresh(
    survey: Survey,
    raw: Path,
    processed: Path,
    periods: Collection[str] = (),
    *,
    again: bool = False,
    say: Callable[[str], None] = lambda line: None,
) -> Refreshed:
    """Clean the folders of uploads that changed since they were last stored (of some periods, if named; all ``again``).

    What is stored is then what the uploads that are there give: a period whose uploads were all taken away goes too.
    Raises NothingUsable where there is no upload, or nothing in them and no other period has data; SurveyError and
    StoreError as `list_uploads` and `commit`. Nothing stored changes then.
    """
    processed_folder(processed, survey.name)
    uploads = list_uploads(survey, raw)
    if not uploads:
        raise NothingUsable(
            f"{raw} 里没有上报文件，请把各单位的表格放进以期号命名的子目录",
            f"no uploads in {raw}; put the offices' workbooks into a folder named after the period",
        )
    folders = _by_folder(uploads)
    repeated = repeats(uploads)
    prints = _fingerprints(survey, raw, folders, repeated)
    known = (read_manifest(processed) or {}).get("inputs", {})
    if (read_manifest(processed) or {}).get("schema_version") != SCHEMA_VERSION:
        known, again = {}, True
    changed = {name for name in folders if again or known.get(name, {}).get("fingerprint") != prints[name]} | (
        known.keys() - folders.keys()
    )
    if periods:
        changed &= set(periods)
    if not changed:
        return Refreshed((), len(uploads))
    cleaned, targets = _clean_closure(survey, folders, repeated, changed, known, processed, say)
    stored = set(stored_periods(processed))
    elsewhere = set() if WHOLE in targets else set(periods_with_data(processed)) - targets
    if not elsewhere and all(cleaned.tables[table].empty for table in REPORTED):
        raise NothingUsable(*_nothing_read(cleaned))
    inputs = {
        name: {"fingerprint": prints[name], "dated": sorted(cleaned.dated.get(name, ()))}
        for name in targets & set(folders)
    }
    written = cleaned.by_period(targets if WHOLE not in targets else None)
    gone = (stored | known.keys() if WHOLE in targets else targets) - folders.keys() - written.keys()
    for period in sorted(gone & stored):
        say(f"{period} 已没有上报文件，其数据表已撤去 / no uploads any more, its tables are taken away")
    commit(processed, survey.name, written, inputs, gone)
    return Refreshed(tuple(sorted((written.keys() | gone & stored) - {"all"})), len(uploads))


def _clean_closure(
    survey: Survey,
    folders: Mapping[str, list[Upload]],
    repeated: Mapping[str, str],
    changed: set[str],
    known: Mapping[str, Mapping],
    processed: Path,
    say: Callable[[str], None],
) -> tuple[Cleaned, set[str]]:
    """Clean the changed folders and every other that has rows dated in the same periods.

    An upload may speak of another period than its folder's; a period's tables are made from all that speak of it.
    Returns are compared with those of the period before: stored ones, or where none are stored yet, those read along.
    """
    targets = set(changed)
    for name in changed:
        targets |= set(known.get(name, {}).get("dated", ()))
    cleaned, done = None, None
    while True:
        dated = [name for name in folders if name in targets or targets & set(known.get(name, {}).get("dated", ()))]
        earlier = {name for target in dated if (name := _before(survey, target)) in folders} - set(dated)
        chosen = [name for name in folders if name in dated or (name in earlier and name not in known)]
        if chosen != done:
            uploads = [upload for name in chosen for upload in folders[name]]
            stored = sorted(earlier & known.keys())
            before = load(processed, "status", stored, KEPT) if stored else None
            cleaned, done = clean(survey, uploads, repeated=repeated, before=before, say=say), chosen
        found = {period for name in chosen if name in targets for period in cleaned.dated.get(name, ())}
        if found <= targets:
            return cleaned, targets
        targets |= found


def _before(survey: Survey, name: str) -> str:
    """The name of the folder of the period before a folder's; '' where there is none."""
    found = survey.before(survey.period(name)) if name != WHOLE else None
    return found.id if found else ""


def _by_folder(uploads: Iterable[Upload]) -> dict[str, list[Upload]]:
    folders: dict[str, list[Upload]] = {}
    for upload in uploads:
        folders.setdefault(upload.period.id if upload.period else WHOLE, []).append(upload)
    return folders


def _fingerprints(
    survey: Survey, raw: Path, folders: Mapping[str, list[Upload]], repeated: Mapping[str, str]
) -> dict[str, str]:
    """What each folder's tables depend on: its files and those of the period before, with which they are compared, the
    survey's settings and words, and our own code."""
    package = Path(analysis.__file__).parent
    code = [
        *(package / name for name in ("survey.py", "survey_parts.py", "periods.py")),
        *(p for part in ("intake", "vocabulary", "store") for p in (package / part).rglob("*")),
    ]
    settings = [path for path in survey.folder.rglob("*") if path.is_file()]
    common = hashlib.sha256()
    for path in sorted(settings) + sorted(path for path in code if path.suffix in (".py", ".csv", ".yml")):
        common.update(path.name.encode() + path.read_bytes())
    prints = {}
    for name, uploads in folders.items():
        digest = common.copy()
        for upload in (*folders.get(_before(survey, name), ()), *uploads):
            digest.update(f"{upload.file}\n{upload.upload_id}\n{repeated.get(upload.file, '')}\n".encode())
        received = raw / (name if name != WHOLE else "") / RECEIVED
        digest.update(received.read_bytes() if received.is_file() else b"")
        prints[name] = digest.hexdigest()
    return prints


def _nothing_read(cleaned: Cleaned) -> tuple[str, str]:
    """That nothing could be used, and what was found in the first files, gravest first."""
    found = [row for row in cleaned.tables["findings"].to_dict("records") if row["file"] and row["severity"] != "info"]
    gravest = sorted(found, key=lambda row: row["severity"] != "blocking")[:_NAMED]
    zh, en = (" ".join(finding_text(row, lang) for row in gravest) for lang in ("zh", "en"))
    count = len(cleaned.tables["uploads"])
    return (
        f"收到的{count}个文件里没有可用的填报。{zh or '请核对是否报错了文件'}",
        f"nothing usable in the {count} file(s) received. {en or 'Check whether the wrong files were sent'}",
    )
