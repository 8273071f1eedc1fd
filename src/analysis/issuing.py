"""``issue``: a period's pages and figures go out under a number and stay as they are."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.files import put_in_place
from analysis.publish import registry, render_report
from analysis.publish.freshness import fingerprint, remember
from analysis.publish.index import write_index
from analysis.result import Result
from analysis.store.commit import read_manifest
from analysis.store.issued import find_number, freeze, issued_default, issues, refuse_given
from analysis.store.tables import open_tables, refuse_unlisted
from analysis.surveys import load_survey, reports_default

Say = Callable[[str], None]


def issue(
    no: int,
    *,
    survey: str = "",
    processed: Path | None = None,
    out: Path | None = None,
    period: str = "",
    lang: str = "",
    reports: Sequence[str] = (),
    say: Say,
) -> Result:
    """Make a period's pages of the whole area as final ones, freeze them with the figures, and put them in place.

    ``lang`` empty: every language of the survey. The index of the reports says so then. Gives the issue's folder.
    Raises StoreError where the number was given before, SurveyError for an unknown survey, period or report; nothing is
    frozen where a page fails.
    """
    from analysis import metrics
    from analysis.publish.unscripted import Drawer

    settings = load_survey(survey)
    languages = (lang,) if lang else settings.languages
    tables = {code: open_tables(settings.folder, period, lang=code, processed=processed or "") for code in languages}
    first = tables[languages[0]]
    refuse_unlisted(first)
    refuse_given(settings.name, no)  # before the work, and again when it is done
    pages: dict[str, bytes] = {}
    made_from: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="resumption-issue-") as private, Drawer() as drawer:
        for code in languages:
            for name in reports or registry():
                say(f"{name}: {first.period.label(code)}")
                page = render_report(tables[code], name, Path(private), drawer=drawer, issue_no=no)
                pages[page.name] = page.read_bytes()
                made_from[page.name] = fingerprint(tables[code], name)
    panel = metrics.panel(first.enterprises, first.status, first.period)
    stated = metrics.stated_counts(first.summaries)
    figures = metrics.frozen_figures(panel, stated=stated[stated["period_id"].eq(first.period.id)])
    run_id = (read_manifest(first.processed) or {}).get("run_id", "")
    done = freeze(issued_default(), settings.name, first.period.id, no, figures, pages, run_id)
    place = out or reports_default(settings) / first.period.id
    for name in done.documents:
        remember(put_in_place(place / name, done.document(name)), made_from[name])
    if out is None:
        write_index(settings, first.processed)
    return Result((done.folder,), first.period.id)


def list_issues(survey: str = "") -> list[str]:
    """One line per issue of a survey, in order of their numbers: number, period, day, documents."""
    return [
        f"{issue.no}\t{issue.period_id}\t{issue.issued_at[:10]}\t{' '.join(issue.documents)}"
        for issue in issues(load_survey(survey).name)
    ]


def shown_again(survey: str, no: int) -> list[Path]:
    """Where the documents of an issue are, each checked to be what went out, to the byte.

    Raises StoreError for a number that was not given and for a document that is missing or was changed since.
    """
    issue = find_number(load_survey(survey).name, no)
    for name in issue.documents:
        issue.document(name)
    return [issue.path(name) for name in issue.documents]
