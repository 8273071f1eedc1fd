"""What verbs of the command line can be told; the same option means the same wherever it stands."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from analysis.cli.common import diagnostics, told

TOLD = ("json", "quiet")  # how a verb tells what it did


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a verb was told; an option that it does not take has its default."""

    survey: Annotated[str, typer.Option("--survey", help="A survey's folder or name (default: the sample).")] = ""
    raw: Annotated[Path | None, typer.Option("--raw", help="Folder of uploads (default: data/raw).")] = None
    processed: Annotated[Path | None, typer.Option("--processed", help="Folder of tidy tables, used as given.")] = None
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the finished pages, used as given: it replaces namesakes.")
    ] = None
    period: Annotated[str, typer.Option("--week", "--period", help="For example 2020-W09 (default: the latest).")] = ""
    again: Annotated[bool, typer.Option("--all", help="Every period, from the raw files again.")] = False
    area: Annotated[str, typer.Option("--area", help="Code or name of a county (default: the whole area).")] = ""
    areas: Annotated[
        str,
        typer.Option("--area", help="Code or name of a county; all: every county and the whole (default: the whole)."),
    ] = ""
    office: Annotated[str, typer.Option("--office", help="Code or name of an office (default: all).")] = ""
    lang: Annotated[str, typer.Option("--lang", help="zh or en (default: the survey's first).")] = ""
    audience: Annotated[
        str, typer.Option("--audience", help="internal, leadership or public: what they may see (default: internal).")
    ] = ""
    reports: Annotated[list[str] | None, typer.Option("--report", help="Which report; repeatable (default: all).")] = (
        None
    )
    shared_script: Annotated[
        bool, typer.Option("--shared-script", help="One plotly.js beside the pages, which must stay together.")
    ] = False
    pictures: Annotated[
        bool,
        typer.Option("--pictures/--no-pictures", help="Charts also for readers without script, if a browser is here."),
    ] = True
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing on stderr but errors.")] = False

    def of(self, *options: str) -> dict[str, Any]:
        """Some of its options by name, for a job that takes the same."""
        return {option: getattr(self, option) for option in options}

    @property
    def say(self) -> Callable[[str], None]:
        """Where lines about the work go."""
        return diagnostics(self.quiet)


def takes(*options: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A verb that takes these options of ``Asked``, which it gets as one, and its own parameters after that.

    What goes wrong in it is told as ``told`` tells it.
    """
    hints = get_type_hints(Asked, include_extras=True)
    shared = [
        Parameter(option.name, Parameter.KEYWORD_ONLY, default=option.default, annotation=hints[option.name])
        for option in fields(Asked)
        if option.name in options
    ]

    def taking(verb: Callable[..., None]) -> Callable[..., None]:
        _, *own = signature(verb, eval_str=True).parameters.values()

        @wraps(verb)
        def called(**given: object) -> None:
            asked = Asked(**{name: given.pop(name) for name in options})
            with told(asked.lang):
                verb(asked, **given)

        called.__signature__ = Signature([*own, *shared])
        return called

    return taking
