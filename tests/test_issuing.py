"""python -m analysis issue: the page is stamped, frozen with its figures, and stays."""

from pathlib import Path

from typer.testing import CliRunner

from analysis.cli import app
from analysis.publish import render_report
from analysis.publish.browser import find_browser
from analysis.store.issued import find_issue
from analysis.store.tables import open_tables


def test_issue_freezes_pages_and_figures(processed, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.issuing.issued_default", lambda: tmp_path / "issued")
    options = ["--no", "9", "--week", "2020-W09", "--lang", "zh", "--report", "weekly_resumption", "--quiet"]
    options += ["--processed", str(processed), "--out", str(tmp_path / "pages")]
    first = CliRunner().invoke(app, ["issue", *options])
    assert first.exit_code == 0, first.output
    assert first.stdout.strip() == str(tmp_path / "issued/qiannan/2020-W09/9")
    issue = find_issue("qiannan", "2020-W09", tmp_path / "issued")
    page = issue.document("weekly_resumption.522700.zh.html")
    assert "定稿（第9号）".encode() in page
    assert "送审稿".encode() not in page
    assert (page.count(b"<noscript><img") > 8) == (find_browser() is not None)
    assert (tmp_path / "pages/weekly_resumption.522700.zh.html").read_bytes() == page
    assert issue.figures()["rate_pct"].notna().any()
    monkeypatch.setattr("analysis.store.issued.issued_default", lambda: tmp_path / "issued")
    listed = CliRunner().invoke(app, ["issued"])
    assert listed.stdout.split("\t")[:2] == ["9", "2020-W09"]
    shown = CliRunner().invoke(app, ["issued", "--no", "9"])
    assert [Path(line).read_bytes() for line in shown.stdout.split()] == [page]
    unknown = CliRunner().invoke(app, ["issued", "--no", "8"])
    assert (unknown.exit_code, "没有第8号；已印发的有：9" in unknown.output) == (2, True)
    again = CliRunner().invoke(app, ["issue", *options])
    assert again.exit_code == 2
    assert "第9号已于" in again.output
    assert issue.document("weekly_resumption.522700.zh.html") == page
    Path(shown.stdout.strip()).chmod(0o644)
    Path(shown.stdout.strip()).write_bytes(b"better")
    changed = CliRunner().invoke(app, ["issued", "--no", "9"])
    assert (changed.exit_code, "was changed" in changed.output) == (2, True)


def test_a_page_that_is_not_issued_says_so(processed, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.store.issued.issued_default", lambda: tmp_path / "issued")
    tables = open_tables("qiannan", "2020-W06", processed=processed)
    page = render_report(tables, "weekly_resumption", tmp_path)
    assert '<b class="stamp">送审稿 · 内部版</b>' in page.read_text(encoding="utf-8")


def test_an_issue_needs_a_number():
    assert CliRunner().invoke(app, ["issue"]).exit_code == 2
    assert CliRunner().invoke(app, ["issue", "--no", "0"]).exit_code == 2
