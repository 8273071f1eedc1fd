"""Coding a Series of texts: once per unique text, reviewed texts first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.intake.coding.combine import Coder, Coding
from analysis.intake.coding.english import code_english, is_english
from analysis.intake.coding.lexicon import load_lexicon, overlay_folders
from analysis.intake.coding.normalise import normalise
from analysis.intake.coding.rows import CATEGORIES, Found
from analysis.intake.coding.word_files import rows_of
from analysis.intake.memory import uncollected

if TYPE_CHECKING:
    import pandas as pd

# Type of each column after `index`.
KINDS = dict(
    zip(Found._fields, ("string", "string", "string", "float64", "string", "bool", "Float64", "string"), strict=True)
)
# Raised whenever the same text may be coded otherwise than before; stored with the codes.
CODING_VERSION = 9


@uncollected()
def code_difficulties(
    texts: pd.Series | Sequence[str], overlays: Sequence[Path] = (), confirmed: Path | None = None
) -> pd.DataFrame:
    """Code difficulty texts into categories, by vocabulary and grammar alone (docs/difficulties.md).

    texts: a Series, a list, or one text. One row per text and category, in their order: `index` (the text's index
    value; its place in a list), `category`, `sub` (energy only: thermal_coal, power, gas, fuel; joined by | where
    several), `evidence` (matched words), `confidence` 0..1, `direction` of goods (in, out, both or <NA>; logistics
    only), `resolved` (the text says that something is solved), `amount` and `unit` of the text's first open need
    (money in 万元, persons in 人, days in 天). A text with nothing open is one row `none`. Missing values are `none`
    too.

    overlays: folders whose CSV files add to the vocabulary, or survey folders that hold `vocabulary/difficulties`.
    confirmed: reviewed texts (CSV with text, labels, input_or_output, resolved, amount, unit), or a survey folder
    that holds `confirmed/difficulties.csv`; a text that stands there takes its labels.
    Raises OSError where a given file cannot be read, ValueError where it names an unknown category.
    """
    import pandas as pd

    texts = texts if isinstance(texts, pd.Series) else pd.Series([texts] if isinstance(texts, str) else texts)
    written = [value if isinstance(value, str) else str(value) for value in texts.where(texts.notna(), "").tolist()]
    coded = code_each(written, overlays, confirmed)
    rows = list(chain.from_iterable([found for found, _ in coded]))
    frame = pd.DataFrame({"index": texts.index.repeat([len(found) for found, _ in coded])})
    for place, (name, kind) in enumerate(KINDS.items()):
        cells = [row[place] for row in rows]
        if name == "amount":
            cells = [amount for found, amount in coded for _ in found]
        elif kind == "string" and name != "evidence":
            cells = [cell or None for cell in cells]
        frame[name] = pd.array(cells, dtype=kind)
    return frame


def code_each(texts: Sequence[str], overlays: Sequence[Path] = (), confirmed: Path | None = None) -> list[Coding]:
    """As ``code_difficulties``, of each text its rows and the amount that belongs to all of them."""
    known = read_confirmed(confirmed)
    coded = {text: known[text.strip()] for text in texts if text.strip() in known} if known else {}
    unknown = [text for text in dict.fromkeys(texts) if text not in coded]
    if english := [text for text in unknown if is_english(text)]:
        coded.update((text, code_english(text)) for text in english)
        unknown = [text for text in unknown if text not in coded]
    if unknown:
        cleaned = normalise(unknown)
        coder = Coder(load_lexicon(overlay_folders(overlays)))
        coded.update(zip(unknown, coder.code_all(cleaned), strict=True))
    return [coded[text] for text in texts]


class Texts(NamedTuple):
    """Texts to be coded as ``code_each`` does, here or in another process."""

    texts: Sequence[str]
    overlays: Sequence[Path]
    confirmed: Path | None

    @uncollected()
    def coded(self) -> list[Coding]:
        return code_each(*self)


def review_list(coded: pd.DataFrame, threshold: float = 0.7) -> pd.DataFrame:
    """The rows of every text whose least certain row is below the threshold: what a person should look at."""
    doubtful = coded.loc[coded["confidence"] < threshold, "index"]
    return coded[coded["index"].isin(doubtful)]


def read_confirmed(confirmed: Path | None) -> dict[str, Coding]:
    """Reviewed texts and what they say. Raises ValueError for a label that is no category."""
    if confirmed is None:
        return {}
    path = Path(confirmed)
    inner = path / "confirmed" / "difficulties.csv" if path.is_dir() else path
    return {row["text"]: _confirmed(row, inner) for row in rows_of(inner)}


def _confirmed(row: dict[str, str], path: Path) -> Coding:
    labels = [label for label in row["labels"].split("|") if label] or ["none"]
    wrong = [label for label in labels if label not in CATEGORIES]
    if wrong:
        raise ValueError(
            f"{path.name}：“{row['text']}”的类别 {wrong[0]} 不存在，可用：{'、'.join(CATEGORIES)}。 "
            f"{path.name}: {wrong[0]} is no category; use one of {', '.join(CATEGORIES)}."
        )
    amount = float(row["amount"]) if row.get("amount") else None
    solved = row.get("resolved", "") in ("1", "true", "True")
    direction = row.get("input_or_output", "")
    rows = [
        Found(label, row.get("sub", "") if label == "energy" else "", row["text"], 1.0,
              direction if label == "logistics" else "", solved, amount, row.get("unit", ""))
        for label in sorted(labels, key=CATEGORIES.index)
    ]  # fmt: skip
    return rows, amount
