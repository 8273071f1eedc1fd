"""The one way in which reading an upload fails."""

from __future__ import annotations


class UnreadableUpload(Exception):
    """An upload that cannot be read as sheets. ``rule`` is a row of vocabulary/findings.csv, which has the sentence.

    ``arguments`` fill the sentence's placeholders; they name a sheet, a cell or a limit, never a cell's content.
    """

    def __init__(self, rule: str, **arguments: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.arguments = arguments

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.arguments.items())
        return f"{self.rule} ({details})" if details else self.rule

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.rule, self.arguments))


def _rebuild(rule: str, arguments: dict[str, object]) -> UnreadableUpload:
    return UnreadableUpload(rule, **arguments)
