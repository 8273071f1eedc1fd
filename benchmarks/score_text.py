"""How well difficulties are coded, against a labelled file: python benchmarks/score_text.py FILE.csv ... [--wrong]"""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.intake.coding.combine import Coder
from analysis.intake.coding.lexicon import load_lexicon
from analysis.intake.coding.rows import CATEGORIES, Found
from analysis.vocabulary.files import read_rows


def score_file(path: Path) -> dict:
    """Scores of one labelled file (text, labels, input_or_output, resolved, amount, unit).

    `categories`: precision, recall, F1 and support per category; `micro_f1` over all labels, none and other included;
    `exact` the share of texts with exactly the right labels; `direction` the share right of the texts labelled or
    coded logistics; `resolved` of all texts; `amount` (amount and unit) of all texts that state or were given one.
    `wrong`: (text, labels, coded labels) of every text whose labels differ.
    """
    coder = Coder(load_lexicon())
    rows = read_rows(path)
    hits, extra, missed = (dict.fromkeys(CATEGORIES, 0) for _ in range(3))
    exact, solved, wrong = 0, 0, []
    directions, amounts = [], []
    for row in rows:
        found = coder.code(row["text"])
        given, coded = set(row["labels"].split("|")), {one.category for one in found}
        for category in given | coded:
            (hits if category in given & coded else extra if category in coded else missed)[category] += 1
        exact += given == coded
        if given != coded:
            wrong.append((row["text"], row["labels"], "|".join(one.category for one in found)))
        solved += found[0].resolved == (row["resolved"] == "1")
        if "logistics" in given | coded:
            directions.append(_direction(found) == row["input_or_output"])
        stated = (float(row["amount"]), row["unit"]) if row["amount"] else None
        given_amount = (found[0].amount, found[0].unit) if found[0].amount is not None else None
        if stated or given_amount:
            amounts.append(stated == given_amount)
    return {
        "texts": len(rows),
        "categories": {c: _rates(hits[c], extra[c], missed[c]) for c in CATEGORIES},
        "micro_f1": _rates(sum(hits.values()), sum(extra.values()), sum(missed.values()))[2],
        "exact": exact / max(len(rows), 1),
        "direction": _share(directions),
        "resolved": solved / max(len(rows), 1),
        "amount": _share(amounts),
        "wrong": wrong,
    }


def _direction(found: list[Found]) -> str:
    return next((one.direction for one in found if one.category == "logistics"), "")


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else 1.0


def _rates(hits: int, extra: int, missed: int) -> tuple[float, float, float, int]:
    precision = hits / (hits + extra) if hits + extra else 1.0
    recall = hits / (hits + missed) if hits + missed else 1.0
    return precision, recall, 2 * hits / (2 * hits + extra + missed) if hits + extra + missed else 1.0, hits + missed


def main(arguments: list[str]) -> int:
    """Print the scores of each file; with --wrong the texts coded otherwise than labelled too."""
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    if not paths:
        print("usage: python benchmarks/score_text.py FILE.csv ... [--wrong]", file=sys.stderr)
        return 2
    for path in paths:
        scores = score_file(path)
        print(f"{path.name}: {scores['texts']} texts")
        print(f"{'category':<22}{'precision':>10}{'recall':>10}{'F1':>10}{'labels':>8}")
        for category, (precision, recall, f1, labels) in scores["categories"].items():
            print(f"{category:<22}{precision:>10.3f}{recall:>10.3f}{f1:>10.3f}{labels:>8}")
        for name in ("micro_f1", "exact", "direction", "resolved", "amount"):
            print(f"{name:<22}{scores[name]:>10.3f}")
        if "--wrong" in arguments:
            for text, given, coded in scores["wrong"]:
                print(f"  {text}\n    labelled {given}; coded {coded}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
