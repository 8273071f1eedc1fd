"""Confidence intervals of genuine samples: against statsmodels, by hand, and refused for a register."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from analysis import metrics
from analysis.errors import SurveyError


def counts(**strata):
    """stratum=(resumed, not resumed, silent)."""
    rows = [
        (name, answer, number)
        for name, numbers in strata.items()
        for answer, number in zip(("running", "stopped", "missing"), numbers, strict=True)
    ]
    return pd.DataFrame(rows, columns=["size", "answer", "numerator"]).assign(expected=True)


def population(**sizes):
    return pd.DataFrame({"size": list(sizes), "population_n": list(sizes.values())})


def test_a_register_has_no_confidence_interval():
    with pytest.raises(SurveyError, match=r"no random sample.*sample: true"):
        metrics.sample_rate(counts(large=(1, 1, 0)), population(large=9), "size", sample=False)


@pytest.mark.parametrize(("yes", "no"), [(7, 3), (0, 12), (12, 0), (499, 501), (1, 0)])
@pytest.mark.parametrize("confidence", [90, 95, 99])
def test_a_small_part_of_a_large_population_is_wilsons_interval(yes, no, confidence):
    found = metrics.sample_rate(
        counts(large=(yes, no, 4)), population(large=10**12), "size", sample=True, confidence_pct=confidence
    ).iloc[0]
    low, high = proportion_confint(yes, yes + no, alpha=1 - confidence / 100, method="wilson")
    assert found["rate_pct"] == pytest.approx(100 * yes / (yes + no))
    assert (found["low_pct"], found["high_pct"]) == pytest.approx((100 * low, 100 * high), abs=1e-7)
    assert (found["numerator"], found["denominator"], found["basis"]) == (yes, yes + no, "sample")


def test_the_finite_population_correction():
    """40 of 100 answer, 30 yes: 40 * 99 / 60 = 66 answers' worth; Wilson with 49.5 of 66."""
    found = metrics.sample_rate(counts(large=(30, 10, 60)), population(large=100), "size", sample=True).iloc[0]
    assert found["effective_n"] == pytest.approx(66)
    low, high = proportion_confint(0.75 * 66, 66, method="wilson")
    assert (found["low_pct"], found["high_pct"]) == pytest.approx((100 * low, 100 * high))


def test_nothing_is_uncertain_where_everybody_answered():
    found = metrics.sample_rate(counts(large=(30, 10, 0)), population(large=40), "size", sample=True).iloc[0]
    assert (found["rate_pct"], found["low_pct"], found["high_pct"]) == (75, 75, 75)


def test_a_stratum_of_one_that_answered_is_certain():
    """1 of 1 runs, and 10 of 30 answers of 90: (1 + 90 / 3) / 91; only the 90 are uncertain, by 60 / (30 * 89)."""
    found = metrics.sample_rate(
        counts(only=(1, 0, 0), small=(10, 20, 60)), population(only=1, small=90), "size", sample=True
    ).iloc[0]
    assert found["rate_pct"] == pytest.approx(100 * 31 / 91)
    assert found["effective_n"] == pytest.approx(30 * 89 / 60 * (91 / 90) ** 2)


def test_strata_are_weighted_by_their_population():
    """A tenth of the large and few of the small: each answer stands for N / n enterprises (weights of statsmodels)."""
    sizes = {"large": 10**10, "small": 9 * 10**10}
    found = metrics.sample_rate(
        counts(large=(45, 5, 0), small=(10, 20, 3)), population(**sizes), "size", sample=True
    ).iloc[0]
    weights = np.repeat([sizes["large"] / 50, sizes["small"] / 30], [50, 30])
    values = np.repeat([1, 0, 1, 0], [45, 5, 10, 20])
    mean = DescrStatsW(values, weights).mean
    kish = weights.sum() ** 2 / (weights**2).sum()
    assert found["rate_pct"] == pytest.approx(100 * mean) == pytest.approx(39)
    assert found["effective_n"] == pytest.approx(kish)
    low, high = proportion_confint(mean * kish, kish, method="wilson")
    assert (found["low_pct"], found["high_pct"]) == pytest.approx((100 * low, 100 * high))


def test_groups_and_strata_of_panels(make):
    panel = make.panel({"running": 6, "stopped": 3, "missing": 2, "unknown": 1, "extra_running": 4}, county_code="a")
    panel["size"] = ["large", "small"] * 8
    people = pd.DataFrame({"county_code": "a", "size": ["large", "small"], "population_n": [30, 60]})
    tally = metrics.count_states(panel, by=["county_code", "size"])
    found = metrics.sample_rate(tally, people, "size", by="county_code", sample=True)
    # large: E0 E2 E4 yes, E6 E8 no; small: E1 E3 E5 yes, E7 no.
    assert found["rate_pct"].tolist() == pytest.approx([100 * (1 / 3 * 3 / 5 + 2 / 3 * 3 / 4)])
    assert found["denominator"].tolist() == [9]


def test_a_silent_stratum_leaves_the_whole_unknown():
    people = population(large=10, small=20)
    found = metrics.sample_rate(counts(large=(3, 1, 0), small=(0, 0, 5)), people, "size", sample=True).iloc[0]
    assert found["value_status"] == "stratum_silent"
    assert pd.isna(found["rate_pct"])
    unheard = metrics.sample_rate(counts(large=(3, 1, 0)), people, "size", sample=True).iloc[0]
    assert unheard["value_status"] == "stratum_silent"


@pytest.mark.parametrize(
    ("people", "confidence", "message"),
    [
        (population(small=5), 95, "lacks the stratum large"),
        (population(large=3), 95, "more answers than enterprises"),
        (population(large=9), 100, "between 0 and 100"),
        (pd.concat([population(large=9)] * 2), 95, r"the population has 1 row\(s\) with the same"),
    ],
    ids=["no population", "too many answers", "certainty", "a stratum twice"],
)
def test_refused(people, confidence, message):
    with pytest.raises(ValueError, match=message):
        metrics.sample_rate(counts(large=(3, 1, 0)), people, "size", sample=True, confidence_pct=confidence)


@pytest.mark.parametrize("seed", range(3))
def test_the_truth_lies_inside_about_as_often_as_promised(seed):
    """2000 draws without replacement from 80 and 400 enterprises: at least 93 of 100 intervals hold the truth."""
    random = np.random.default_rng(seed)
    sizes, yes, drawn = np.array([80, 400]), np.array([60, 200]), np.array([30, 60])
    seen = random.hypergeometric(yes, sizes - yes, drawn, size=(2000, 2))
    people = pd.DataFrame({"draw": np.repeat(range(2000), 2), "size": ["l", "s"] * 2000})
    people["population_n"] = np.tile(sizes, 2000)
    answers = pd.concat(
        [
            people[["draw", "size"]].assign(answer="running", numerator=seen.ravel()),
            people[["draw", "size"]].assign(answer="stopped", numerator=(drawn - seen).ravel()),
        ]
    )
    found = metrics.sample_rate(answers, people, "size", by="draw", sample=True)
    truth = 100 * yes.sum() / sizes.sum()
    assert found["low_pct"].le(truth).mul(found["high_pct"].ge(truth)).mean() > 0.93
