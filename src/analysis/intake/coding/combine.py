"""From texts to their rows: each wording once, each clause once, each order of words once."""

from __future__ import annotations

import re

from analysis.intake.coding.amounts import Quantities
from analysis.intake.coding.clauses import read_clause
from analysis.intake.coding.compounds import join_words
from analysis.intake.coding.lexicon import Lexicon
from analysis.intake.coding.needs import Need, first_need
from analysis.intake.coding.normalise import normalise, wordings
from analysis.intake.coding.reading import SETTLED, Reading
from analysis.intake.coding.rows import Found, Numbered, guessed_alone, guessed_items, nothing_open, rows_of
from analysis.intake.coding.segment import CLAUSE_MARKS, Part, find_words, split_clauses, split_contrasts

REMEMBERED = 50_000
_GAP = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")  # where a clerk broke a line, perhaps inside a word

# The rows of a text, and the amount that belongs to all of them.
Coding = tuple[list[Found], float | None]
# What a wording says, whatever its numbers: its rows, its need, and whether numbers are part of the evidence, so that
# it holds for one text only.
Coded = tuple[list[Found], Need | None, bool]


class Coder:
    """Codes texts with one vocabulary; remembers clauses and what they say, since the same ones fill a ledger."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self._parts: dict[tuple[str, str], list[Part]] = {}
        self._parts_of_words: dict[tuple, list[Part]] = {}
        self._quantities: Quantities = {}

    def code(self, text: str) -> list[Found]:
        """The difficulties of one text, in the order of CATEGORIES; `none` alone where nothing is open."""
        ((rows, amount),) = self.code_all(normalise([text]))
        return [row._replace(amount=amount) for row in rows]

    def code_all(self, texts: list[str]) -> list[Coding]:
        """The difficulties of each normalised text."""
        known: dict[str, Coded] = {}
        found = []
        for clean, wording in zip(texts, wordings(texts, self.lexicon), strict=True):
            coded = known.get(wording)
            if coded is None:
                coded = known[wording] = self._code(wording)
            rows, need, quoted = coded
            if quoted and wording != clean:
                rows, need, _ = self._code(clean)
            found.append((rows, need[0].value(clean, need[1]) if need else None))
        return found

    def _code(self, text: str) -> Coded:
        reading = Reading()
        parts: list[tuple[Part, int]] = []
        guesses: list[Numbered] = []
        asides: list[Numbered] = []
        start, counts, begun = 0, False, True
        for piece in split_clauses(text):
            for part in self._parts.get(piece) or self._split(piece):
                said = read_clause(part, reading)
                reading.take(said, part.ends)
                if begun and part.ends == "stop":
                    guesses += guessed_alone(said, reading.clause)
                elif part.short:
                    asides += guessed_alone(said, reading.clause)
                begun = part.ends == "stop"
                parts.append((part, start))
                if part.numbers:
                    counts = True
            start += len(piece[0]) + 1
        if reading.items or (reading.states & SETTLED and not reading.closed):  # others are told of
            reading.items += guesses
        if reading.items and not reading.closed:
            reading.items += asides
        items = reading.items or guessed_items(text, reading, self.lexicon.hints)
        if not items:
            joined = _GAP.sub("", text)
            return self._code(joined) if joined != text else ([nothing_open(reading)], None, False)
        need = first_need(parts, items, reading.bare) if counts else None
        rows = rows_of(items, reading, need[2] if need else "")
        quoted = counts and any([self.lexicon.digit in row.evidence for row in rows])
        return rows, need, quoted

    def _split(self, piece: tuple[str, str]) -> list[Part]:
        """The parts of a clause; those of another one that has the same words at the same places are the same."""
        if len(self._parts) >= REMEMBERED:
            self._parts.clear()
            self._parts_of_words.clear()
            self._quantities.clear()
        text, mark = piece
        ends = CLAUSE_MARKS[mark]
        found, starts = find_words(text, self.lexicon, self._quantities)
        words = (ends, len(text), *found, *starts)
        parts = self._parts_of_words.get(words)
        if parts is None:
            tokens = join_words(found, starts, self.lexicon.kinds)
            parts = split_contrasts(tokens, len(text), ends) if text or ends == "stop" else []
            self._parts_of_words[words] = parts
        self._parts[piece] = parts
        return parts
