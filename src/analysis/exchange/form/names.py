"""What the words of a form mean: a header a measure, the name of a row a group of ours. Words are data."""

import re
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from analysis.exchange.form.figures import WHOLE, Group
from analysis.intake.layout.words import words as layout_words
from analysis.intake.places import Places
from analysis.survey import Survey
from analysis.vocabulary import Vocabulary, key
from analysis.vocabulary.loading import rows_of
from analysis.vocabulary.words import FOLDER

_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_NUMBERING = re.compile(r"^\s*(?:其中[：:，,]?|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])\s*")
# Only these sum everything; a 小计 sums some rows that only its form knows.
_PARTIAL = frozenset(map(key, ("小计", "subtotal", "sub-total")))


class Names:
    """The meanings of a form's words for one survey and area."""

    def __init__(self, survey: Survey, area: str, vocabulary: Vocabulary):
        self._area, self._vocabulary = area, vocabulary
        self._places = Places(survey.regions)
        known, self._above = _measures((FOLDER, *survey.overlays))
        # A rate that the survey calls by a name of its own is asked for by it.
        self._measures = {key(name): "resumption_pct" for name in survey.rate_name.values()} | known
        self._totals = {key(word) for word in layout_words("total")} - _PARTIAL
        # 全州 in a prefecture, 全县 in a county; 全省 is not ours.
        self._totals.add(key(f"全{survey.region(area).name[-1]}"))

    def measure(self, path: tuple[str, ...]) -> str | None:
        """The measure a header asks for, from its words top down; None where it is not known for certain.

        A word counts on its own only if those above it say nothing else: 困难情况/户数 is no number of enterprises due.
        """
        plain = [key(_BRACKETS.sub("", word)) for word in path]
        plain = [word for word in plain if word]
        for start in range(len(plain)):
            known = self._measures.get("".join(plain[start:]))
            if known and all(self._says_nothing(word, known) for word in plain[:start]):
                return known
        return None

    def _says_nothing(self, word: str, measure: str) -> bool:
        """Whether a word above a measure's own leaves its meaning as it is."""
        return any(word == other and fnmatchcase(measure, measures) for measures, other in self._above)

    def group(self, text: str) -> Group | None:
        """The group a row is named after; None where it is none of ours, as a 小计."""
        bare = _NUMBERING.sub("", text)
        word = key(bare)
        if not word:
            return None
        if word in self._totals:
            return WHOLE
        code = self._places.exact(bare) or self._places.exact(_BRACKETS.sub("", bare))
        if code:
            return WHOLE if code == self._area else ("county_code", code)
        if code := self._vocabulary.industry_words.get(word):
            return ("industry_code", code)
        for choice in ("four_category", "size"):
            if code := self._vocabulary.choices[choice].get(word):
                return (choice, code)
        return None


def is_sequence(path: tuple[str, ...]) -> bool:
    """Whether a column only numbers the rows (序号)."""
    return bool(path) and key(path[-1]) in {key(word) for word in layout_words("sequence_label")}


@lru_cache(8)
def _measures(folders: tuple[Path, ...]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Key of a header -> measure, and (measures, word) of what above them says nothing more; a survey's rows win."""
    known: dict[str, str] = {}
    above: list[tuple[str, str]] = []
    for row in rows_of("form_measures.csv", list(folders), ("measure", "place", "words")):
        if row["place"] not in ("header", "above"):
            raise row.error("“place”应为 header 或 above", "place must be header or above")
        for word in map(key, row["words"].split("|")):
            if row["place"] == "above":
                above.append((row["measure"], word))
            elif known.get(word, row["measure"]) != row["measure"] and row.path.parent == FOLDER:
                raise row.error(f"“{word}”有两种意思", f"{word!r} means two things")
            else:
                known[word] = row["measure"]
    return known, above
