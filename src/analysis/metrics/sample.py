"""Confidence intervals, for surveys that are a random sample and for no other."""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.errors import SurveyError
from analysis.metrics.counts import expected_rows
from analysis.metrics.grouping import (
    By,
    beside,
    carried,
    columns_of,
    first_of,
    grouped,
    missing_where_nan,
    refuse_duplicates,
    require,
    sums_by,
)
from analysis.vocabulary.entries import RESUMED


def sample_rate(
    counts: pd.DataFrame,
    population: pd.DataFrame,
    strata: str | Sequence[str] = (),
    by: By = (),
    *,
    sample: bool,
    confidence_pct: float = 95,
) -> pd.DataFrame:
    """The resumption rate of the population behind a random sample, with its confidence interval.

    ``counts`` as ``count_states`` gives them, by all columns of ``strata`` and ``by``; a readable return of an expected
    enterprise is an answer. ``population`` has one row per combination of them with ``population_n`` (enterprises).
    With N_h and n_h those of stratum h, p_h the share resumed of its answers and W_h = N_h / sum of N:
    rate = 100 * sum of W_h p_h; the interval is Wilson's (1927) at effective_n = 1 / sum of W_h^2 / m_h, where
    m_h = n_h (N_h - 1) / (N_h - n_h) is the stratum's size after the finite-population correction (infinite where all
    answered). For one stratum this is Wilson's interval with the correction; for unequal weights it is Kish's
    effective size. One row per group: basis ("sample"), numerator and denominator (answers), population_n,
    effective_n, rate_pct, low_pct, high_pct (percent), confidence_pct, value_status (ok, or stratum_silent: a stratum
    without an answer, so nothing can be said of the whole; or empty).

    ``sample`` is the survey's setting. Raises SurveyError where it is false: a register is no random sample, its range
    is the worst case of ``resumption_rate``. Raises ValueError for strata without a population, for more
    answers than enterprises in one, and for a confidence that is not between 0 and 100.
    """
    if not sample:
        raise SurveyError(
            "本调查是全面名册，不是随机抽样，不能给出置信区间；请用复工率的最低、最高值。"
            "确属抽样的，在 survey.yml 中写明 sample: true",
            "this survey is a register and no random sample, so it has no confidence interval; use the lowest and "
            "highest value of the resumption rate, or say sample: true in survey.yml where it is a sample",
        )
    if not 0 < confidence_pct < 100:
        raise ValueError(
            f"置信水平应在0与100之间（%），如95，不是{confidence_pct} / "
            f"the confidence must lie between 0 and 100 percent, such as 95, not {confidence_pct}"
        )
    keys = columns_of(by)
    cells = list(dict.fromkeys([*keys, *([strata] if isinstance(strata, str) else strata)]))
    rows = beside(_answers(counts, cells), _sizes(population, cells), cells, how="outer")
    if lost := _strata(rows[rows["population_n"].isna()], cells):
        raise ValueError(
            f"总体中没有“{lost}”这一层，请补上其 population_n / "
            f"the population lacks the stratum {lost}; add its population_n"
        )
    rows = rows.fillna({"yes": 0.0, "answers": 0.0})
    if more := _strata(rows[rows["answers"] > rows["population_n"]], cells):
        raise ValueError(
            f"“{more}”这一层的回答多于企业数，请核对其 population_n / "
            f"the stratum {more} has more answers than enterprises; check its population_n"
        )
    return _estimates(rows[rows["population_n"] > 0], keys, confidence_pct)


def _strata(rows: pd.DataFrame, cells: list[str]) -> str:
    """The strata of rows by name, without any stratum 总体 / whole; nothing where there is no row."""
    if rows.empty or cells:
        return ", ".join(" ".join(map(str, row)) for row in rows[cells].to_numpy())
    return "总体 (whole)"


def wilson(share: np.ndarray, size: np.ndarray, confidence_pct: float = 95) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's score interval (1927) of shares (0 to 1) seen in ``size`` answers, which may be no whole number.

    An infinite size gives the share itself.
    """
    z = NormalDist().inv_cdf(0.5 + confidence_pct / 200)
    each = z * z / size
    centre = (share + each / 2) / (1 + each)
    half = np.sqrt(share * (1 - share) * each + each * each / 4) / (1 + each)
    return np.clip(centre - half, 0, share), np.clip(centre + half, share, 1)


def _answers(counts: pd.DataFrame, cells: list[str]) -> pd.DataFrame:
    """Readable answers of expected enterprises, and those that resumed, per stratum."""
    require(counts, [*cells, "answer", "numerator"], "the counts")
    known = expected_rows(counts) & ~counts["answer"].isin(["missing", "unknown"]) & ~carried(counts)
    number = counts["numerator"].astype(float)
    marked = counts[cells].assign(
        yes=number.where(known & counts["answer"].isin(RESUMED), 0.0), answers=number.where(known, 0.0)
    )
    return sums_by(marked, cells, ["yes", "answers"])


def _sizes(population: pd.DataFrame, cells: list[str]) -> pd.DataFrame:
    require(population, [*cells, "population_n"], "the population")
    sizes = population[cells].assign(population_n=population["population_n"].astype(float))
    refuse_duplicates(sizes, cells, "the population")
    return sizes


def _estimates(rows: pd.DataFrame, keys: list[str], confidence_pct: float) -> pd.DataFrame:
    """Rates of groups from their strata."""
    whole = grouped(rows, keys)["population_n"].transform("sum")
    size, answers = rows["population_n"].to_numpy(), rows["answers"].to_numpy()
    weight = (rows["population_n"] / whole).to_numpy()
    heard = answers > 0
    share = np.divide(rows["yes"].to_numpy(), answers, out=np.zeros(len(rows)), where=heard)
    # 1 / m_h; nothing where the whole stratum answered.
    spread = np.divide(size - answers, answers * (size - 1), out=np.zeros(len(rows)), where=heard & (answers < size))
    marked = rows.assign(share=weight * share, spread=weight**2 * spread, silent=(~heard).astype(int))
    sums = sums_by(marked, keys, ["yes", "answers", "population_n", "share", "spread", "silent"])
    fine = (sums["silent"].eq(0) & sums["population_n"].gt(0)).to_numpy()
    inverse = sums["spread"].to_numpy()
    effective = np.divide(1.0, inverse, out=np.full(len(sums), np.inf), where=inverse > 0)
    low, high = wilson(sums["share"].to_numpy(), effective, confidence_pct)
    table = sums[keys].assign(measure="resumption", base="replied", basis="sample")
    for name, column in {"numerator": "yes", "denominator": "answers", "population_n": "population_n"}.items():
        table[name] = sums[column].round().astype("Int64")
    table["effective_n"] = np.where(fine, effective, np.nan)
    for name, value in {"rate_pct": sums["share"].to_numpy(), "low_pct": low, "high_pct": high}.items():
        table[name] = missing_where_nan(np.where(fine, 100.0 * value, np.nan), table.index)
    status = first_of({"empty": sums["population_n"].eq(0), "stratum_silent": ~fine})
    return table.assign(confidence_pct=float(confidence_pct), value_status=status)
