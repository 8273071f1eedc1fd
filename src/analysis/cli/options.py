"""What verbs of the command line can be told; the same option means the same wherever it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SurveyOption = Annotated[str, typer.Option("--survey", help="A survey's folder or name (default: the sample).")]
RawOption = Annotated[Path | None, typer.Option("--raw", help="Folder of uploads (default: data/raw).")]
ProcessedOption = Annotated[Path | None, typer.Option("--processed", help="Folder of tidy tables, used as given.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Folder for the finished pages, used as given.")]
WeekOption = Annotated[str, typer.Option("--week", "--period", help="For example 2020-W09 (default: the latest).")]
AreaOption = Annotated[str, typer.Option("--area", help="Code or name of a county (default: the whole area).")]
EditionsOption = Annotated[
    str, typer.Option("--area", help="Code or name of a county; all: every county and the whole (default: the whole).")
]
OfficeOption = Annotated[str, typer.Option("--office", help="Code or name of an office (default: all).")]
LangOption = Annotated[str, typer.Option("--lang", help="zh or en (default: the survey's first).")]
AudienceOption = Annotated[
    str, typer.Option("--audience", help="internal, leadership or public: what they may see (default: internal).")
]
SharedOption = Annotated[
    bool, typer.Option("--shared-script", help="One plotly.js beside the pages, which must stay together.")
]
ReportOption = Annotated[list[str] | None, typer.Option("--report", help="Which report; repeatable (default: all).")]
PicturesOption = Annotated[
    bool, typer.Option("--pictures/--no-pictures", help="Charts also for readers without script, if a browser is here.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Say nothing on stderr but errors.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every period, from the raw files again.")]
