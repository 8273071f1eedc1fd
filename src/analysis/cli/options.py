"""What verbs of the command line can be told; the same option means the same wherever it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Survey = Annotated[str, typer.Option("--survey", help="A survey's folder or name (default: the sample).")]
Raw = Annotated[Path | None, typer.Option("--raw", help="Folder of uploads (default: data/raw).")]
Processed = Annotated[Path | None, typer.Option("--processed", help="Folder of tidy tables, used as given.")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the finished pages, used as given.")]
Week = Annotated[str, typer.Option("--week", "--period", help="For example 2020-W09 (default: the latest).")]
Area = Annotated[str, typer.Option("--area", help="Code or name of a county (default: the whole area).")]
Editions = Annotated[
    str, typer.Option("--area", help="Code or name of a county; all: every county and the whole (default: the whole).")
]
Office = Annotated[str, typer.Option("--office", help="Code or name of an office (default: all).")]
Lang = Annotated[str, typer.Option("--lang", help="zh or en (default: the survey's first).")]
Audience = Annotated[
    str, typer.Option("--audience", help="internal, leadership or public: what they may see (default: internal).")
]
Shared = Annotated[
    bool, typer.Option("--shared-script", help="One plotly.js beside the pages, which must stay together.")
]
Report = Annotated[list[str] | None, typer.Option("--report", help="Which report; repeatable (default: all).")]
Pictures = Annotated[
    bool, typer.Option("--pictures/--no-pictures", help="Charts also for readers without script, if a browser is here.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing on stderr but errors.")]
All = Annotated[bool, typer.Option("--all", help="Every period, from the raw files again.")]
