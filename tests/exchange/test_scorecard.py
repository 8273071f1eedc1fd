"""The scorecard against two periods worked out by hand."""

import json

import pandas as pd
import pytest
from exchange_world import make_survey

from analysis.exchange.scorecard import scorecard

# (upload, period, office, received_at, outcome): 01 is on time, then late; 02 sends one period, later; 03 nothing.
UPLOADS = [
    ("a", "2020-W08", "01", "2020-02-23T23:59:00", "superseded"),
    ("b", "2020-W08", "01", "2020-02-24T10:00:00", "accepted"),
    ("c", "2020-W09", "01", "2020-03-02T00:00:01", "accepted"),
    ("d", "2020-W09", "02", None, "accepted"),
    ("e", "2020-W09", "03", "2020-02-25T08:00:00", "quarantined"),
    ("f", "2020-W07", "03", "2020-02-15T08:00:00", "accepted"),
]
FATES = {
    "a": {"kept": 40, "title": 2},
    "b": {"kept": 30, "merged": 10},
    "c": {"kept": 40},
    "d": {"kept": 8, "total": 1},
}
# (upload, period, rule, severity, count); assumptions (info) and the bureau's own business do not count.
FINDINGS = [
    ("b", "2020-W08", "number_vague", "warning", 1),
    ("b", "2020-W08", "date_year_assumed", "info", 30),
    ("c", "2020-W09", "number_vague", "warning", 2),
    ("c", "2020-W09", "cell_error", "warning", 3),
    ("c", "2020-W09", "upload_superseded", "warning", 1),
    ("d", "2020-W09", "number_negative", "error", 1),
]


@pytest.fixture
def scores(tmp_path):
    survey = make_survey(tmp_path / "survey")
    uploads = pd.DataFrame(UPLOADS, columns=["upload_id", "period_id", "office", "received_at", "outcome"])
    offices = uploads.set_index("upload_id")["office"]
    periods_of = uploads.set_index("upload_id")["period_id"]
    parts = [
        {"upload_id": name, "period_id": periods_of[name], "office": offices[name], "kind": "ledger",
         "fates": json.dumps(fates)}
        for name, fates in FATES.items()
    ]  # fmt: skip
    findings = pd.DataFrame(FINDINGS, columns=["upload_id", "period_id", "rule", "severity", "count"])
    periods = [survey.period("2020-W08"), survey.period("2020-W09")]
    return scorecard(survey, uploads, pd.DataFrame(parts), findings, periods).set_index("office")


def test_rows_findings_and_their_ratio(scores):
    assert scores["rows"].to_dict() == {"01": 120, "02": 8, "03": 0}
    assert scores["findings"].to_dict() == {"01": 6, "02": 1, "03": 0}
    assert scores["findings_per_100_rows"].fillna(-1).to_dict() == {"01": 5.0, "02": 12.5, "03": -1}


def test_on_time_is_the_first_usable_file_before_the_last_days_cut_off(scores):
    assert scores["periods_due"].tolist() == [2, 2, 2]
    assert scores["periods_reported"].to_dict() == {"01": 2, "02": 1, "03": 0}
    assert scores["periods_on_time"].fillna(-1).to_dict() == {"01": 1, "02": -1, "03": -1}


def test_repeat_offences_are_rules_broken_in_two_periods(scores):
    assert scores["repeated_rules"].to_dict() == {"01": "number_vague", "02": "", "03": ""}
    assert scores["repeat_offences"].to_dict() == {"01": 1, "02": 0, "03": 0}
