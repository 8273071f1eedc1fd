"""What was issued stays as it was, to the byte, and changes are measured against it."""

import hashlib

import numpy as np
import pandas as pd
import pytest

from analysis import metrics
from analysis.errors import StoreError
from analysis.store.issued import find_issue, find_number, freeze, issues, stamp

PAGE = b"<html>\xe5\xae\x9a\xe7\xa8\xbf</html>\r\n"


def figures(rate=50.0):
    return pd.DataFrame({"crossing": ["", "county_code"], "county_code": [None, "522701"], "rate_pct": [rate, None]})


def test_documents_and_figures_come_back_to_the_byte(tmp_path):
    freeze(tmp_path, "sample", "2020-W09", 9, figures(), {"weekly.522700.zh.html": PAGE}, run_id="r1")
    issue = find_issue("sample", "2020-W09", tmp_path)
    assert (issue.no, issue.run_id, issue.documents) == (9, "r1", ("weekly.522700.zh.html",))
    assert issue.document("weekly.522700.zh.html") == PAGE
    assert issue.files["documents/weekly.522700.zh.html"] == hashlib.sha256(PAGE).hexdigest()
    assert issue.figures()["county_code"].tolist()[1] == "522701"
    assert issue.figures()["rate_pct"].isna().tolist() == [False, True]


def test_a_number_is_given_once(tmp_path):
    freeze(tmp_path, "sample", "2020-W09", 9, figures(), {"a.html": PAGE})
    for period in ("2020-W09", "2020-W10"):
        with pytest.raises(StoreError, match=r"第9号已于.*no\. 9 was issued"):
            freeze(tmp_path, "sample", period, 9, figures(), {"a.html": b"other"})
    assert find_issue("sample", "2020-W09", tmp_path).document("a.html") == PAGE
    freeze(tmp_path, "other", "2020-W09", 9, figures(), {"a.html": PAGE})


def test_a_revision_is_a_new_number_and_both_stay(tmp_path):
    freeze(tmp_path, "sample", "2020-W09", 9, figures(50), {"a.html": b"first"})
    freeze(tmp_path, "sample", "2020-W09", 10, figures(60), {"a.html": b"second"})
    assert find_issue("sample", "2020-W09", tmp_path).document("a.html") == b"second"
    first = find_number("sample", 9, tmp_path)
    assert (first.document("a.html"), first.figures()["rate_pct"].iloc[0]) == (b"first", 50)
    assert [issue.no for issue in issues("sample", tmp_path)] == [9, 10]
    assert find_issue("sample", "2020-W08", tmp_path) is None


def test_a_file_somebody_changed_is_not_shown_as_issued(tmp_path):
    issue = freeze(tmp_path, "sample", "2020-W09", 9, figures(), {"a.html": PAGE})
    path = issue.folder / "documents" / "a.html"
    assert path.stat().st_mode & 0o222 == 0
    path.chmod(0o644)
    path.write_bytes(b"better")
    with pytest.raises(StoreError, match="was changed"):
        issue.document("a.html")
    with pytest.raises(StoreError, match="missing"):
        issue.document("b.html")


@pytest.mark.parametrize(
    ("no", "documents"),
    [(0, {"a.html": PAGE}), (9, {}), (9, {"../a.html": PAGE})],
    ids=["no number", "nothing", "name"],
)
def test_nothing_is_kept_of_a_wrong_issue(tmp_path, no, documents):
    with pytest.raises(StoreError):
        freeze(tmp_path, "sample", "2020-W09", no, figures(), documents)
    assert not list(tmp_path.rglob("*.html"))


def test_a_crash_leaves_no_issue(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.store.issued.os.rename", lambda *_: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(StoreError, match="disk full"):
        freeze(tmp_path, "sample", "2020-W09", 9, figures(), {"a.html": PAGE})
    assert issues("sample", tmp_path) == []


def test_stamps(tmp_path):
    assert stamp(None, "zh") == "送审稿"
    assert stamp(None, "zh", no=9) == "定稿（第9号）"
    issue = freeze(tmp_path, "sample", "2020-W09", 9, figures(), {"a.html": PAGE})
    assert stamp(issue, "zh") == f"送审稿（第9号已于{issue.issued_at[:10]}定稿，此稿在其后）"
    assert stamp(issue, "en", no=10) == "Issued as no. 10"


@pytest.fixture(scope="module")
def panel(processed):
    import analysis

    tables = analysis.open_tables("qiannan", processed=processed)
    return metrics.panel(tables.enterprises, tables.status, tables.period)


@pytest.fixture(scope="module")
def frozen(panel):
    return metrics.frozen_figures(panel)


def test_changes_are_measured_against_what_was_issued(tmp_path, panel, frozen):
    """Issued; then 30 of the resumed turn out to have stood still: the correction is what they move the rate by."""
    issue = freeze(tmp_path, "sample", "2020-W09", 9, frozen, {"a.html": PAGE})
    running = panel.index[panel["state"].eq("running") & panel["above_scale"] & panel["normal_before_festival"]]
    corrected = panel.assign(state=panel["state"].mask(panel.index.isin(running[:30]), "stopped"))
    for by in ((), "county_code", "key_enterprise"):
        issued = metrics.issued_rates(issue.figures(), by)
        parts = metrics.change_parts(corrected, corrected, by, issued=issued)
        known = metrics.resumption_rate(metrics.count_states(corrected, by))
        moved = parts[parts["part"].eq("corrections")]["points"].astype(float).to_numpy()
        expected = known["rate_pct"].to_numpy(float, na_value=np.nan) - issued["rate_pct"].to_numpy(
            float, na_value=np.nan
        )
        np.testing.assert_allclose(moved, expected)


def test_rates_of_issued_periods_are_what_was_issued(tmp_path, panel, frozen):
    """Issued as 9, then 30 stand still: the rates over two weeks show the issued ones and what they are now."""
    issue = freeze(tmp_path, "sample", "2020-W09", 9, frozen, {"a.html": PAGE})
    figures = issue.figures().assign(period_id="2020-W09", no=9)
    running = panel.index[panel["state"].eq("running") & panel["above_scale"] & panel["normal_before_festival"]]
    corrected = panel.assign(state=panel["state"].mask(panel.index.isin(running[:30]), "stopped"))
    both = pd.concat([corrected, corrected.assign(period_id="2020-W10")])
    for keys in ([], ["county_code"], ["key_enterprise"]):
        then = metrics.resumption_rate(metrics.count_states(panel, keys))
        rates = metrics.resumption_rate(metrics.count_states(both, ["period_id", *keys]))
        shown = metrics.as_issued(rates, figures).set_index("period_id")
        old, new = shown.loc[["2020-W09"]], shown.loc[["2020-W10"]]
        assert old["rate_pct"].tolist() == pytest.approx(then["rate_pct"].tolist())
        assert old["numerator"].tolist() == old["resumed"].tolist() == then["numerator"].tolist()
        assert (old["issued_no"] == 9).all()
        assert new["issued_no"].isna().all()
        assert new["revised_pct"].isna().all()
        wrong = old["revised_pct"].notna()
        assert wrong.any()
        assert old.loc[wrong, "revised_pct"].tolist() == new.loc[wrong.to_numpy(), "rate_pct"].tolist()
    assert metrics.as_issued(rates, figures.iloc[:0])["issued_no"].isna().all()


def test_tables_know_what_was_issued_of_earlier_periods(processed, tmp_path, frozen, monkeypatch):
    monkeypatch.setattr("analysis.store.issued.issued_default", lambda: tmp_path)
    freeze(tmp_path, "qiannan", "2020-W08", 8, frozen, {"a.html": PAGE})
    freeze(tmp_path, "qiannan", "2020-W09", 9, frozen, {"a.html": PAGE})
    import analysis

    whole = analysis.open_tables("qiannan", processed=processed).issued
    assert whole["no"].unique().tolist() == [8], "its own period is not earlier"
    county = analysis.open_tables("qiannan", area="522701", processed=processed).issued
    own = metrics.issued_rates(county).iloc[0]
    assert (
        own["numerator"]
        == metrics.issued_rates(whole, "county_code").set_index("county_code").loc["522701", "numerator"]
    )
    assert metrics.issued_rates(county, "county_code")["county_code"].tolist() == ["522701"]
    assert len(metrics.issued_rates(county, "industry_code")) > 1


def test_what_was_not_issued_is_named(frozen):
    with pytest.raises(ValueError, match=r"resumption \(expected\) by size and batch was not issued"):
        metrics.issued_rates(frozen, ["size", "batch"])
    with pytest.raises(ValueError, match="unknown base"):
        metrics.issued_rates(frozen, base="all")
    assert len(metrics.issued_rates(frozen, ["industry_code", "county_code"])) > 12
