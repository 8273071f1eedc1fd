"""What goes wrong for reasons a user can mend: one sentence in each language, and the exit code of the command line."""

from collections.abc import Iterable

DONE, INTERNAL, UNKNOWN, NOTHING_USABLE, SOME_BLOCKED, INTERRUPTED = 0, 1, 2, 3, 4, 130


class UserError(Exception):
    """Something a user can mend. ``sentences`` say what and how, in zh and en."""

    exit_code = INTERNAL

    def __init__(self, zh: str, en: str):
        super().__init__(f"{zh} / {en}")
        self.sentences = {"zh": zh, "en": en}


class SurveyError(UserError):
    """Settings, or a week, area, base, language or survey that does not exist."""

    exit_code = UNKNOWN


def no_such(value: str, known: Iterable[str], zh: str, en: str) -> SurveyError:
    """That a value is none of those known, which are listed: 没有“fr”这种语言；可用：zh、en."""
    these = list(known)
    return SurveyError(f"没有“{value}”{zh}；可用：{'、'.join(these)}", f"no {en} {value!r}; known: {', '.join(these)}")


class StoreError(UserError):
    """A folder of tidy tables that cannot be used."""

    exit_code = UNKNOWN


class NothingUsable(UserError):
    """No upload, or none that could be read."""

    exit_code = NOTHING_USABLE


class ReportFailed(UserError):
    """A report was not finished; the last good page is untouched."""


class NotWritten(UserError):
    """A file that could not be put in its place; what was there is unchanged."""


class Busy(UserError):
    """Another run is at work on the same folder."""
