"""Panels nobody would wish for: every metric gives a table without a wrong number, and never a warning."""

import ast
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import metrics

SINGLE = {
    "counts": metrics.count_states,
    "rate": lambda panel, by: metrics.resumption_rate(metrics.count_states(panel, by)),
    "adjusted": lambda panel, by: metrics.resumption_rate(metrics.count_states(panel, by), base="adjusted"),
    "replied": lambda panel, by: metrics.resumption_rate(metrics.count_states(panel, by), base="replied"),
    "total": lambda panel, by: metrics.combine(metrics.count_states(panel, by)),
    "exclusions": lambda panel, by: metrics.exclusions(metrics.count_states(panel, by), by),
    "staff": metrics.staff_rate,
    "capacity": metrics.capacity,
    "electricity": metrics.electricity,
    "response": metrics.response_rate,
    "gaps": metrics.load_gaps,
    "funnel": metrics.funnel,
    "nonresponse": lambda panel, by: metrics.nonresponse(panel),
    "low load": lambda panel, by: metrics.low_load(panel),
    "outliers": lambda panel, by: metrics.load_outliers(panel),
    "unapproved": lambda panel, by: metrics.running_without_approval(panel),
    "key": lambda panel, by: metrics.key_not_running(panel),
    "plans": lambda panel, by: metrics.plans_passed(panel, pd.Timestamp("2020-03-01").date()),
    "timetable": lambda panel, by: metrics.kept_plans(
        metrics.timetable(panel, pd.Timestamp("2020-03-01").date()), pd.Timestamp("2020-03-01").date(), by
    ),
    "flows": lambda panel, by: metrics.state_flows(panel, panel, by),
    "relapses": lambda panel, by: metrics.relapses(panel, panel),
    "change": lambda panel, by: metrics.change_parts(panel, panel, by),
    "matched": lambda panel, by: metrics.matched_panel(panel, panel)[0],
    "bottlenecks": lambda panel, by: metrics.bottleneck_shares(
        pd.DataFrame({"enterprise_id": ["E00001"], "category": ["labour"], "resolved": [False]}), panel, by
    ),
}


@pytest.fixture(scope="module")
def panels(make):
    random = np.random.default_rng(1)
    enterprises = make.register(random, 12)
    returned = make.returns(random, enterprises, make.week(9), share=1.0)
    full = metrics.panel(enterprises, returned, make.week(9))
    silent = metrics.panel(enterprises, returned, make.week(20))
    return {
        "no enterprise at all": full.iloc[:0],
        "nobody reported": silent,
        "one enterprise": full.iloc[[3]],
        "one office only": full.assign(county_code="522701"),
        "no county known": full.assign(county_code=pd.Series(pd.NA, index=full.index, dtype="str")),
        "all excluded": full.assign(state="excluded", state_reason="cancelled"),
        "all below scale": full.assign(above_scale=False),
        "nobody expected": full.assign(normal_before_festival=False),
        "negative numbers": full.assign(staff_back=-1, staff_normal=-5, capacity_pct=-1.0, power_kwh=-1.0),
        "zeros": full.assign(staff_back=0, staff_normal=0, power_base_kwh=0.0, annual_output_10k_cny=0.0),
    }


NAMES = [
    *("no enterprise at all", "nobody reported", "one enterprise", "one office only", "no county known"),
    *("all excluded", "all below scale", "nobody expected", "negative numbers", "zeros"),
]


@pytest.mark.parametrize("by", [(), "county_code"], ids=["whole", "by county"])
@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("metric", SINGLE)
def test_no_wrong_number_and_no_warning(metric, kind, by, panels):
    table = SINGLE[metric](panels[kind], by)
    for column in [name for name in table.columns if name in ("rate_pct", "low_pct", "high_pct", "share_pct")]:
        values = table[column].to_numpy(dtype=float, na_value=np.nan)
        # Power may exceed its normal; nothing else may leave 0 to 100, and nothing may be infinite.
        assert not np.isinf(values).any()
        assert metric == "electricity" or not ((values < 0) | (values > 100)).any()
    if {"rate_pct", "value_status"} <= set(table.columns):
        assert (table["rate_pct"].notna() == table["value_status"].eq("ok")).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda panel: metrics.resumption_rate([1, 2]), r"the counts must be a table \(a pandas DataFrame\), not list"),
        (lambda panel: metrics.staff_rate(None), r"the panel must be a table \(a pandas DataFrame\), not NoneType"),
        (lambda panel: metrics.count_states(panel, by=3), "by must name a column, or several in a list, .* not 3"),
    ],
    ids=["a list", "nothing", "a number for a column"],
)
def test_what_is_no_table_or_column_is_refused_with_what_is_wanted(call, message, panels):
    with pytest.raises(TypeError, match=message):
        call(panels["one enterprise"])


def refusals():
    """The module and line of each refusal of a metric, and the source of its words."""
    for path in sorted(Path(metrics.__file__).parent.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Raise)
                and node.exc
                and ast.unparse(node.exc).startswith(("ValueError", "TypeError"))
            ):
                yield f"{path.stem}:{node.lineno}", ast.unparse(node.exc)


def test_every_refusal_is_in_chinese_and_english():
    two = re.compile(r"(?=.*[\u4e00-\u9fff]).*[a-z]{2} [a-z]{2}", re.DOTALL)
    assert [place for place, words in refusals() if not two.match(words)] == []
