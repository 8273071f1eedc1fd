"""Headers as the tests write them: one text a column, its words joined by ' > '."""

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.columns import match_headers
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()


def matched(*headers: str) -> list[ColumnMatch]:
    """What the columns of one table mean, the first being column 1."""
    return match_headers({n: tuple(header.split(" > ")) for n, header in enumerate(headers, start=1)}, WORDS)
