"""Fictional registers and returns for the tests of metrics; any warning of numpy or pandas fails a test."""

import warnings
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

STATES = ["running", "partial", "planned", "stopped", "excluded", "unknown"]


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def week(number: int) -> SimpleNamespace:
    first = pd.Timestamp("2020-02-03") + pd.Timedelta(weeks=number - 6)
    return SimpleNamespace(id=f"2020-W{number:02d}", first=first.date(), last=(first + pd.Timedelta(days=6)).date())


def register(random: np.random.Generator, size: int) -> pd.DataFrame:
    """A register of fictional enterprises; a few have no county, no staff or no known scale."""
    frame = pd.DataFrame(
        {
            "enterprise_id": [f"E{i:05d}" for i in range(size)],
            "name": [f"虚构企业{i}" for i in range(size)],
            "county_code": random.choice(["522701", "522702", "522722", None], size, p=[0.4, 0.3, 0.28, 0.02]),
            "industry_code": random.choice(["13", "26", "30"], size),
            "size": random.choice(["large", "medium", "small"], size),
            "four_category": random.choice(["public_utility", "daily_necessities", None], size),
            "key_enterprise": random.random(size) < 0.2,
            "supervision_group": random.choice(["1", "2"], size),
            "batch": random.choice(["1", "2", "3"], size),
            "above_scale": pd.array(random.choice([True, False], size, p=[0.8, 0.2]), dtype="boolean"),
            "normal_before_festival": pd.array(random.choice([True, False], size, p=[0.9, 0.1]), dtype="boolean"),
            "staff_normal": pd.array(random.integers(1, 400, size), dtype="Int64"),
            "annual_output_10k_cny": pd.array(random.integers(0, 90000, size) * 1.0, dtype="Float64"),
            "since": pd.Series(pd.NaT, index=range(size), dtype="datetime64[s]"),
            "until": pd.Series(pd.NaT, index=range(size), dtype="datetime64[s]"),
        }
    )
    return frame.astype({"county_code": "str", "four_category": "str"})


def returns(random: np.random.Generator, enterprises: pd.DataFrame, period, share: float = 0.8) -> pd.DataFrame:
    """Up to two returns of an enterprise in the period, on different days."""
    ids = enterprises["enterprise_id"].to_numpy()
    frames = []
    for first_day, part in ((0, share), (4, share / 3)):
        chosen = ids[random.random(len(ids)) < part]
        count = len(chosen)
        normal = random.integers(0, 300, count)
        days = pd.to_timedelta(random.integers(first_day, first_day + 3, count), unit="D")
        reason = np.array(["deregistered", "cancelled", "policy_shutdown"])[random.integers(0, 3, count)]
        state = random.choice(STATES, count, p=[0.5, 0.1, 0.1, 0.2, 0.05, 0.05])
        frames.append(
            pd.DataFrame(
                {
                    "enterprise_id": chosen,
                    "in_register": True,
                    "period_id": period.id,
                    "as_of": pd.Timestamp(period.first) + days,
                    "state": state,
                    "state_reason": np.where(state == "excluded", reason, None),
                    "staff_normal": pd.array(normal, dtype="Int64"),
                    "staff_back": pd.Series(np.round(normal * random.random(count) * 1.02), dtype="Int64").mask(
                        random.random(count) < 0.15
                    ),
                    "capacity_pct": pd.Series(random.integers(0, 105, count) * 1.0, dtype="Float64").mask(
                        random.random(count) < 0.2
                    ),
                    "power_kwh": pd.Series(random.integers(0, 5000, count) * 1.0, dtype="Float64"),
                    "power_base_kwh": pd.Series(random.integers(0, 5000, count) * 1.0, dtype="Float64"),
                    "planned_on": (pd.Timestamp(period.last) + pd.to_timedelta(random.integers(-9, 9, count), unit="D"))
                    .to_series()
                    .where(np.isin(state, ["planned"]))
                    .to_numpy(),
                }
            )
        )
    frame = pd.concat(frames, ignore_index=True)
    return frame.astype({"state": "str", "state_reason": "str"})


@pytest.fixture(scope="session")
def make():
    """Builders: make.week(9), make.register(random, size), make.returns(random, enterprises, period), make.panel."""

    def panel_of(answers: dict[str, int], **columns) -> pd.DataFrame:
        """A panel with so many enterprises per answer; ``extra_`` marks those not expected."""
        names = [name for name, count in answers.items() for _ in range(count)]
        frame = pd.DataFrame(
            {
                "enterprise_id": [f"E{i}" for i in range(len(names))],
                "period_id": "2020-W09",
                "above_scale": True,
                "normal_before_festival": [not name.startswith("extra_") for name in names],
                "state": [name.removeprefix("extra_") for name in names],
                **columns,
            }
        )
        frame["state"] = frame["state"].replace("missing", None).astype("str")
        frame["state_reason"] = pd.Series("cancelled", index=frame.index).where(frame["state"].eq("excluded"))
        return frame

    return SimpleNamespace(week=week, register=register, returns=returns, panel=panel_of)
