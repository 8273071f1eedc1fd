"""Whether a page would come out the same: it is made again only when something it is made from has changed."""

import hashlib
import json
from pathlib import Path
from threading import Lock

import analysis
from analysis.files import put_in_place
from analysis.publish.assets import bundle_path
from analysis.publish.render import registry
from analysis.store.commit import read_manifest
from analysis.store.issued import find_issue
from analysis.store.tables import Tables

_FILE = ".made_from.json"  # in the folder of the pages: page -> fingerprint
_ALONE = Lock()


def fingerprint(tables: Tables, report: str) -> str:
    """What a page is made from: the tables up to its period, the survey's settings, the notebook and our code."""
    package = Path(analysis.__file__).parent
    code = [p for part in ("figures", "metrics", "publish", "store", "vocabulary") for p in (package / part).rglob("*")]
    code += package.glob("*.py")  # settings and periods
    files = [*tables.survey.folder.rglob("*"), *code, registry()[report].notebook]
    asked = (report, tables.period.id, tables.area.code, tables.base, tables.lang, tables.audience.id)
    asked = (*asked, bundle_path() is not None)
    digest = hashlib.sha256(repr(asked).encode())
    for path in sorted(path for path in files if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.name.encode() + path.read_bytes())
    for period in tables.periods[:-1]:  # changes are measured against what was issued
        if issue := find_issue(tables.survey.name, period.id):
            digest.update(repr((issue.no, sorted(issue.files.items()))).encode())
    known = {"all", *(period.id for period in tables.periods)}
    stored = (read_manifest(tables.processed) or {"files": {}})["files"]
    for name, about in sorted(stored.items()):
        if Path(name).stem in known:
            digest.update(f"{name} {about['sha256']}".encode())
    return digest.hexdigest()


def is_fresh(page: Path, made_from: str) -> bool:
    """Whether the page is there and was made from just this."""
    return page.exists() and _read(page.parent).get(page.name) == made_from


def remember(page: Path, made_from: str) -> None:
    """Note what a page was made from; until that is known, as its making begins, nothing (""): a page whose making
    broke off must not pass for what it was made from before."""
    with _ALONE:
        known = _read(page.parent)
        if known.get(page.name, "") != made_from:
            content = known | {page.name: made_from}
            put_in_place(page.parent / _FILE, json.dumps(content, indent=1, sort_keys=True).encode())


def _read(folder: Path) -> dict[str, str]:
    try:
        return json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
