"""How many texts a second are coded on one core, in processor time, the frame of results included.

Run: python benchmarks/text.py [texts]. The texts of tests/intake/coding are drawn with a fixed seed and made different
in four ways; those of the last set are put together from the vocabulary, so that hardly two clauses have the same words
and nothing read helps with another. A call remembers nothing of the call before but the vocabulary. Prints the best of
five calls, and what the first text of a new process waits for its words. Other work on the machine slows all of it:
compare in one run only.
"""

from __future__ import annotations

import csv
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis import code_difficulties
from analysis.intake.coding.lexicon import load_lexicon

LABELLED = Path(__file__).resolve().parent.parent / "tests" / "intake" / "coding"
TEXTS, WANTED, CALLS = 10_000, 20_000, 5
CLAUSE = re.compile("[^，。；：、]+")
FIRST_CALL = """
import time, pandas as pd
from analysis import code_difficulties
began = time.process_time()
code_difficulties(pd.Series(["缺口罩3只"]))
print((time.process_time() - began) * 1000)
"""


def known_texts() -> list[str]:
    """Our own labelled texts, 10 characters each in the mean."""
    found = []
    for path in sorted(LABELLED.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file)]
    return found


def sets(texts: list[str]) -> dict[str, Callable[[int], str]]:
    """Name of a set -> its n-th text."""
    draw = random.choice
    lexicon = load_lexicon()
    things, said = ([word for word in lexicon.words if kind in lexicon.kinds[word]] for kind in ("topic", "predicate"))

    def name() -> str:
        return "".join(draw("鼎鑫恒瑞华丰宏盛") for _ in range(4)) + str(random.randrange(10_000))

    return {
        "the same texts again and again": lambda n: draw(texts),
        "every text another: a number behind": lambda n: f"{draw(texts)}{n}",
        "every text another: two in one, a number between": lambda n: f"{draw(texts)}{draw('；，。')}{n}{draw(texts)}",
        "no clause twice: a number behind each": lambda n: CLAUSE.sub(
            lambda clause: f"{clause[0]}{random.randrange(10**6)}", draw(texts)
        ),
        "no clause twice: an unknown name before each": lambda n: CLAUSE.sub(
            lambda clause: f"{name()}{clause[0]}", draw(texts)
        ),
        "no words twice: things and verbs drawn at random": lambda n: (
            f"{draw(things)}{draw(said)}，缺{draw(things)}{random.randrange(1000)}{draw('吨只人台套箱')}"
        ),
    }


def texts_a_second(texts: pd.Series) -> float:
    best = float("inf")
    for _ in range(CALLS):
        began = time.process_time()
        code_difficulties(texts)
        best = min(best, time.process_time() - began)
    return len(texts) / best


def main(count: int) -> None:
    random.seed(20200225)
    code_difficulties(pd.Series(["缺口罩"]))
    print(f"{count} texts of each kind; issue 6 wants {WANTED} a second")
    for name, make in sets(known_texts()).items():
        texts = pd.Series([make(n) for n in range(count)])
        speed = texts_a_second(texts)
        print(
            f"{name:50} {texts.str.len().mean():5.1f} characters {speed:9.0f} a second  "
            f"{'met' if speed >= WANTED else 'MISSED'}"
        )
    first = [
        float(subprocess.run([sys.executable, "-c", FIRST_CALL], check=True, capture_output=True, text=True).stdout)
        for _ in range(CALLS)
    ]
    print(f"the first text of a new process, which reads the vocabulary: {min(first):.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TEXTS)
