"""The vocabulary of difficulties is edited by hand: no word may contradict itself."""

from collections import defaultdict

import pytest

from analysis.intake.coding.lexicon import FOLDER, load_lexicon
from analysis.intake.coding.rows import CATEGORIES
from analysis.vocabulary.files import read_rows

FILES = ("topics.csv", "entities.csv", "events.csv", "predicates.csv", "grammar.csv")


@pytest.mark.parametrize("name", FILES)
def test_a_word_has_one_sense_of_a_kind_in_a_file(name):
    senses = defaultdict(set)
    for row in read_rows(FOLDER / name):
        for word in row["words"].split():
            senses[word, row["kind"]].add((row["category"], row["sub"], row["direction"], row["role"]))
    assert {word for word, found in senses.items() if len(found) > 1} == set()


@pytest.mark.parametrize("name", [*FILES, "hints.csv", "verbs.csv"])
def test_categories_are_known(name):
    assert {row["category"] for row in read_rows(FOLDER / name)} <= {*CATEGORIES, ""}


def test_all_41_divisions_have_words_for_what_they_buy_and_sell():
    rows = read_rows(FOLDER / "trades.csv")
    assert [row["division"] for row in rows] == [f"{number:02d}" for number in range(6, 47)]
    assert all(row["buys"] and row["sells"] for row in rows)


def test_the_words_are_many():
    assert len(load_lexicon().words) > 15_000
