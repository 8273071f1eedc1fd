"""What a notebook needs beside the exhibits: headings, sentences, and showing several parts from one cell."""

from collections.abc import Iterable

from analysis.figures.context import Report, is_whole, say_for
from analysis.figures.exhibit import Exhibit, Notice, Part, Section, Words
from analysis.figures.words import say

# Of figures that somebody publishes, which only a survey that names them (summaries of survey.yml) can have. Such a
# survey without a register has nothing else.
_PUBLISHED = ("published", "answers", "asked")


def section(data: Report, key: str) -> Section:
    """A heading in the report's language: ``section.<key>`` of the labels. ``show`` knows whom it is not for.

    Readers who see no names are not told the names of our internal lists either, only that some parts are not for them.
    """
    title = say_for(data, f"section.{key}")
    without = data.audience.without if is_whole(data) else data.audience.without | data.audience.without_in_parts
    if key not in without:
        published = bool(data.survey.summaries)
        return Section(title, is_ours=published if key in _PUBLISHED else not published or len(data.enterprises) > 0)
    readers = say(f"audience.{data.audience.id}", data.lang)
    key = "none.audience" if data.audience.names else "none.audience.unnamed"
    return Section(title, left_out=say(key, data.lang, section=title, audience=readers))


def text(*sentences: Iterable[str]) -> Words:
    """Lists of sentences as one block of text."""
    return Words([sentence for group in sentences for sentence in group])


def show(*parts: Part | Iterable[Part]) -> None:
    """Show parts, or lists of them, one below the other; of a section that is left out, only that it is; of one that
    the survey never asks, nothing where there is nothing."""
    from IPython.display import display  # only where there is a notebook

    pieces = [piece for part in parts for piece in ([part] if isinstance(part, Part) else part)]
    if any(isinstance(piece, Section) and not piece.is_ours for piece in pieces):
        pieces = pieces if any(isinstance(piece, Exhibit) for piece in pieces) else []
    for piece in pieces:
        display(piece)
        if isinstance(piece, Section) and piece.left_out:
            display(Notice(piece.left_out))
            return
