"""Looks at what the program needs on this machine, and says what is missing and what to do about it."""

import importlib.metadata
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec

from analysis.errors import UserError
from analysis.intake.workers.workbook import limits_supported
from analysis.publish.assets import bundle_path
from analysis.publish.browser import find_browser
from analysis.surveys import load_survey, project_root

# Package -> module of what the extra ``share`` installs.
SHARE = {"python-pptx": "pptx", "python-docx": "docx"}


@dataclass(frozen=True)
class Check:
    """One thing looked at. ``needed``: reports cannot be made without it."""

    name: str
    ok: bool
    needed: bool
    sentence: str

    @property
    def mark(self) -> str:
        return "ok  " if self.ok else "MISS" if self.needed else "note"

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def examine(survey: str = "") -> list[Check]:
    """Every check, in the order a person would want to read them."""
    return [*_project(survey), *_packages(), *_reading(), *_pictures()]


def _project(survey: str) -> Iterator[Check]:
    try:
        root = project_root()
        yield Check("root", True, True, f"项目目录 / project: {root}")
        settings = load_survey(survey)
        yield Check("survey", True, True, f"调查 / survey: {settings.name}, {len(settings.offices)} offices")
    except UserError as error:
        yield Check("survey", False, True, str(error))


def _packages() -> Iterator[Check]:
    yield Check("python", sys.version_info >= (3, 11), True, f"Python {sys.version.split()[0]}")
    for name in ("pandas", "plotly", "papermill", "openpyxl", "python-calamine", "nbconvert"):
        yield Check(name, True, True, f"{name} {importlib.metadata.version(name)}")


def _reading() -> Iterator[Check]:
    limited = limits_supported()
    yield Check(
        "limits",
        limited,
        False,
        "读取文件时限制内存 / memory limits for reading uploads"
        if limited
        else "本系统不能限制读取进程的内存，只限制时间 / no memory limit for the reader here, only a time limit",
    )


def _pictures() -> Iterator[Check]:
    bundle = bundle_path()
    yield Check(
        "plotly.js",
        bundle is not None,
        False,
        f"plotly.js: {bundle.name}"
        if bundle
        else "没有精简版 plotly.js，页面会大一些；运行 make assets / no small plotly.js, pages are larger; make assets",
    )
    browser = find_browser()
    none = "没有，share 不能画图 / none, so share draws no pictures"
    yield Check("browser", browser is not None, False, f"浏览器 / browser: {browser or none}")
    for package, module in SHARE.items():
        there = find_spec(module) is not None
        how = "没有，share 需要它 / missing, share needs it: pip install -e '.[share]'"
        yield Check(package, there, False, f"{package}: {importlib.metadata.version(package) if there else how}")
