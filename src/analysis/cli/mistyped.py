"""What a mistyped command line is told: one sentence in each language instead of the library's own lines."""

import sys
from collections.abc import Collection, Sequence

import typer
from typer.core import TyperGroup

from analysis.errors import SurveyError, UserError, no_such


def tell(error: UserError, lang: str) -> None:
    """Print an error's sentence on stderr: in the chosen language where there is one, else in both."""
    typer.echo(error.sentences.get(lang, str(error)), err=True)


class Verbs(TyperGroup):
    """The verbs of the command line; a verb or option that does not exist is one sentence and exit code 2."""

    def main(self, args: Sequence[str] | None = None, standalone_mode: bool = True, **extra: object) -> object:
        given = list(sys.argv[1:] if args is None else args)
        if not given or not standalone_mode:
            return super().main(args, standalone_mode=standalone_mode, **extra)
        try:
            code = super().main(args, standalone_mode=False, **extra)
        except typer.TyperException as error:
            told = explained(error, given, self.commands)
            tell(told, chosen_language(given))
            code = told.exit_code
        sys.exit(code if isinstance(code, int) else 0)


def explained(error: typer.TyperException, given: Sequence[str], verbs: Collection[str]) -> UserError:
    """What is wrong with the words ``given`` after python -m analysis, as a sentence in zh and en."""
    verb = next((word for word in given if not word.startswith("-")), "")
    if verb and verb not in verbs:
        return no_such(verb, verbs, "这个命令", "command")
    manual = f"python -m analysis {verb} --help".replace("  ", " ")
    option, alike = getattr(error, "option_name", ""), getattr(error, "possibilities", None)
    if option and alike is not None:
        zh, en = (f"；相近的有 {'、'.join(alike)}", f"; close to it: {', '.join(alike)}") if alike else ("", "")
        return SurveyError(
            f"没有“{option}”这个选项{zh}；全部选项见 {manual}", f"no option {option!r}{en}; {manual} lists all"
        )
    why = error.format_message().rstrip(".")
    return SurveyError(f"命令写法不对（{why}）；写法见 {manual}", f"{why}; {manual} says how")


def chosen_language(given: Sequence[str]) -> str:
    """The language asked for on a command line that could not be read; empty where none was."""
    for word, following in zip(given, [*given[1:], ""], strict=True):
        if word == "--lang" or word.startswith("--lang="):
            return word.partition("=")[2] or following
    return ""
