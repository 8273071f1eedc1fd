"""What was issued (定稿): figures and documents kept as they went out, and always shown again to the byte.

``issued/<survey>/<period>/<no>/`` holds ``manifest.json`` (number, time, digest of every file), ``figures.csv`` and
``documents/``. A number is given once; what is revised later is issued under the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from analysis.errors import StoreError
from analysis.survey import Language
from analysis.surveys import project_root
from analysis.vocabulary import labels

if TYPE_CHECKING:
    import pandas as pd

MANIFEST, FIGURES, DOCUMENTS = "manifest.json", "figures.csv", "documents"
# Columns of figures that are numbers; all others are words and codes, read back as they were written.
_NUMBERS = ("numerator", "denominator", "missing", "rate_pct", "low_pct", "high_pct")


@dataclass(frozen=True)
class Issue:
    """One issue: its number, when (UTC) and from which tables it was made, its files with their digests."""

    survey: str
    period_id: str
    no: int
    issued_at: str
    run_id: str
    folder: Path
    files: Mapping[str, str]

    @property
    def documents(self) -> tuple[str, ...]:
        """Names of the documents that were issued."""
        return tuple(sorted(name.removeprefix(f"{DOCUMENTS}/") for name in self.files if name.startswith(DOCUMENTS)))

    def document(self, name: str) -> bytes:
        """A document exactly as it was issued. Raises StoreError where it is not there or was changed since."""
        return self._read(f"{DOCUMENTS}/{name}")

    def path(self, name: str) -> Path:
        """Where a document is kept."""
        return self.folder / DOCUMENTS / name

    def figures(self) -> pd.DataFrame:
        """The figures as issued: one row per crossing, group, measure and base (see ``metrics.frozen_figures``)."""
        import pandas as pd  # the stamp of a page needs none

        frame = pd.read_csv(BytesIO(self._read(FIGURES)), dtype="str", keep_default_na=False).replace("", pd.NA)
        numbers = [name for name in _NUMBERS if name in frame]
        return frame.assign(**{name: pd.to_numeric(frame[name]).astype("Float64") for name in numbers})

    def _read(self, name: str) -> bytes:
        path = self.folder / name
        content = path.read_bytes() if name in self.files and path.is_file() else None
        if content is None or hashlib.sha256(content).hexdigest() != self.files[name]:
            raise StoreError(
                f"定稿文件 {path} 缺失或被改动过；请从备份中恢复",
                f"the issued file {path} is missing or was changed; restore it from a backup",
            )
        return content


def issued_default() -> Path:
    """Where issues of all surveys are kept: beside the surveys, not among what can be made again."""
    return project_root() / "issued"


def freeze(
    root: Path,
    survey: str,
    period_id: str,
    no: int,
    figures: pd.DataFrame,
    documents: Mapping[str, bytes],
    run_id: str = "",
) -> Issue:
    """Keep figures and documents as issued under a number; all of it or, after a crash, nothing.

    Raises StoreError for a number below 1 or already given in this survey, for a document's name that is no plain file
    name, and where nothing is to be issued.
    """
    wrong = [name for name in documents if not re.fullmatch(r"[\w.\-]+", name)]
    if no < 1 or wrong or not documents:
        what = f"文件名“{wrong[0]}”不可用" if wrong else "没有文件可印发" if no > 0 else f"期号应为正整数，不是 {no}"
        raise StoreError(what, f"cannot issue no. {no} with documents {sorted(documents)}")
    refuse_given(survey, no, root)
    contents = {FIGURES: figures.to_csv(index=False, lineterminator="\n").encode("utf-8")}
    contents |= {f"{DOCUMENTS}/{name}": content for name, content in documents.items()}
    about = {
        "survey": survey,
        "period_id": period_id,
        "no": no,
        "issued_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "run_id": run_id,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())},
    }
    contents[MANIFEST] = json.dumps(about, ensure_ascii=False, indent=1).encode("utf-8")
    target = root / survey / period_id / str(no)
    private = target.parent / f".new-{uuid4().hex}"
    try:
        for name, content in contents.items():
            _write(private / name, content)
        os.rename(private, target)
    except OSError as error:
        shutil.rmtree(private, ignore_errors=True)
        raise StoreError(f"不能写入 {target}：{error.strerror}", f"cannot write {target}: {error.strerror}") from error
    return _issue(target)


def issues(survey: str, root: Path | None = None) -> list[Issue]:
    """All issues of a survey in order of their numbers."""
    folder = (root or issued_default()) / survey
    found = [_issue(path.parent) for path in folder.glob(f"*/*/{MANIFEST}") if not path.parent.name.startswith(".")]
    return sorted(found, key=lambda issue: issue.no)


def refuse_given(survey: str, no: int, root: Path | None = None) -> None:
    """Raises StoreError where the number was given before: what was issued stays."""
    given = next((issue for issue in issues(survey, root) if issue.no == no), None)
    if given:
        raise StoreError(
            f"第{no}号已于 {given.issued_at[:10]} 定稿（{given.period_id}），不能改动；修订稿请用新的号",
            f"no. {no} was issued on {given.issued_at[:10]} ({given.period_id}) and stays; use a new number",
        )


def find_issue(survey: str, period_id: str, root: Path | None = None) -> Issue | None:
    """The latest issue of a period; None where there is none."""
    found = [issue for issue in issues(survey, root) if issue.period_id == period_id]
    return found[-1] if found else None


def find_number(survey: str, no: int, root: Path | None = None) -> Issue:
    """The issue of a number. Raises StoreError, naming those there are, where it was not given."""
    found = issues(survey, root)
    for issue in found:
        if issue.no == no:
            return issue
    known = "、".join(str(issue.no) for issue in found)
    raise StoreError(
        f"没有第{no}号；已印发的有：{known or '无'}", f"no. {no} was not issued; issued are: {known or 'none'}"
    )


def stamp(issue: Issue | None, lang: Language, no: int = 0) -> str:
    """What a page says of its standing: 定稿 with its number, where it is being issued as ``no``; else 送审稿.

    A draft made after an issue of the period names that issue, so that the two are not mistaken for one another.
    """
    words = labels(lang)
    if no:
        return words["issue.final"].format(no=no)
    if issue:
        return words["issue.draft_after"].format(no=issue.no, day=issue.issued_at[:10])
    return words["issue.draft"]


def _issue(folder: Path) -> Issue:
    about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Issue(folder=folder, **about)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o444)
