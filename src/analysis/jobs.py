"""What the command line does, as functions: clean, report, and both together under one lock."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis.editions import USUAL, Page, Wanted, areas_of, make_pages, pages_of
from analysis.errors import Busy, NothingUsable
from analysis.exchange.inbox import INBOX, dropped
from analysis.files import alone
from analysis.intake.wording import finding_text
from analysis.publish import read_page_name, report_kind, withdraw
from analysis.publish.assets import shares_plotly
from analysis.publish.index import silent_offices, write_index
from analysis.publish.last_run import unfiled
from analysis.record import recorded
from analysis.result import Result
from analysis.store.commit import processed_folder
from analysis.store.load import load, periods_with_data, stored_periods
from analysis.store.refresh import Refreshed, refresh
from analysis.store.tables import check_language, processed_default, refuse_unlisted
from analysis.survey import Period, Region, Survey
from analysis.surveys import load_survey, project_root, raw_default, reports_default
from analysis.vocabulary.audiences import find_audience

Say = Callable[[str], None]


def run(
    *,
    survey: str = "",
    raw: Path | None = None,
    processed: Path | None = None,
    out: Path | None = None,
    again: bool = False,
    wanted: Wanted = USUAL,
    say: Say,
) -> Result:
    """Clean what changed and make the pages that are wanted.

    Other pages that are there already are made again where what they are made from changed. Leaves
    ``last_run.html``, ``last_run.json`` and ``run.log`` in the reports' folder, whatever happens.
    """
    with recorded(out or project_root() / "reports", say) as record:
        settings = _checked(survey, wanted)
        with _alone(settings, processed) as folder:
            done = _refresh(settings, raw, folder, (), again, record.say)
            result = _report(settings, folder, out, wanted, record.say)
            if done.periods and out is None:
                _renew(settings, folder, done.periods, result.paths, record.say)
            if out is None:
                write_index(settings, folder)
            left = len(dropped((raw or raw_default(settings)) / INBOX))
            if left:
                record.say(" / ".join(unfiled(left).values()))
            record.finish(result, settings, silent_offices(folder)[result.period], left)
            return result


def clean(
    *,
    survey: str = "",
    raw: Path | None = None,
    processed: Path | None = None,
    period: str = "",
    again: bool = False,
    lang: str = "",
    say: Say,
) -> Result:
    """Bring the tidy tables up to date; of one period, if named."""
    settings = _checked(survey, Wanted(period, lang=lang))
    with _alone(settings, processed) as folder:
        wanted = (settings.period(period).id,) if period else ()
        _refresh(settings, raw, folder, wanted, again or bool(period), say)
        return Result((folder,), period, _blocked(folder, wanted or None), _reasons(folder, wanted or None))


def report(
    *, survey: str = "", processed: Path | None = None, out: Path | None = None, wanted: Wanted = USUAL, say: Say
) -> Result:
    """Make the pages that are wanted from tables that are there already."""
    settings = _checked(survey, wanted)
    folder = processed or processed_default(settings)
    result = _report(settings, folder, out, wanted, say)
    if out is None:
        write_index(settings, folder)
    return result


def _checked(survey: str, wanted: Wanted) -> Survey:
    """The survey, after everything that was asked for is known to exist: before any work is done."""
    settings = load_survey(survey)
    if wanted.period:
        settings.period(wanted.period)
    areas_of(settings, wanted.area)
    if wanted.lang:
        check_language(settings, wanted.lang)
    find_audience(wanted.audience)
    for name in wanted.reports:
        report_kind(name)
    return settings


def _refresh(
    survey: Survey, raw: Path | None, folder: Path, periods: Sequence[str], again: bool, say: Say
) -> Refreshed:
    done = refresh(survey, raw or raw_default(survey), folder, periods, again=again, say=say)
    renewed = len(done.periods)
    say(f"上报文件{done.uploads}个，更新{renewed}期 / {done.uploads} uploads, {renewed} period(s) renewed: {folder}")
    return done


def _report(survey: Survey, folder: Path, out: Path | None, wanted: Wanted, say: Say) -> Result:
    if wanted.period:
        _refuse_unusable(folder, survey.period(wanted.period))
    pages = pages_of(survey, folder, lambda of: out or reports_default(survey) / of, wanted)
    refuse_unlisted(pages[0].tables)
    left_out = set(areas_of(survey, wanted.area)) - {page.tables.area.code for page in pages}
    for area in map(survey.region, sorted(left_out)):
        _leave_out(area, pages[0], say)
    make_pages(pages, say)
    period = pages[0].tables.period.id
    # Later periods are stored without data where none of their files can be used: the latest with data is shown.
    first = survey.period(period).first
    later = [name for name in stored_periods(folder) if not wanted.period and survey.period(name).first > first]
    for ahead in map(survey.period, set(later) & set(periods_with_data(folder))):
        zh, en = ahead.label("zh"), ahead.label("en")
        say(f"{zh}还没有开始，已有数据，请核对文件里的日期")
        say(f"{en} has data and has not begun: check the dates in its files")
    shown = (period, *later)
    return Result(tuple(page.path for page in pages), period, _blocked(folder, shown), _reasons(folder, shown))


def _renew(survey: Survey, folder: Path, changed: Sequence[str], made: Sequence[Path], say: Say) -> None:
    """Make again the other pages that are there, of periods from the first changed one on: they show it too."""
    first = min(survey.period(name).first for name in changed)
    again: list[Page] = []
    for period in map(survey.period, periods_with_data(folder)):
        if period.first >= first:
            place = reports_default(survey) / period.id
            for path in sorted(set(place.glob("*.html")) - set(made)):
                if name := read_page_name(path):
                    report, area, lang, audience = name
                    wanted = Wanted(period.id, area, lang, audience, (report,), shares_plotly(place))
                    for page in pages_of(survey, folder, lambda of: reports_default(survey) / of, wanted):
                        if page.is_hidden:
                            _leave_out(page.tables.area, page, say)
                        else:
                            again.append(page)
    make_pages(again, say)


def _leave_out(area: Region, beside: Page, say: Say) -> None:
    """Say that an area has no edition for the audience of a page; those it had before are taken away."""
    say(f"{area.label('zh')}不单独公开 / no public edition of {area.label('en')}: see docs/editions.md")
    if withdraw(beside.path.parent, area, beside.tables.audience.id):
        say(f"{area.label('zh')}以前的公开版已撤去 / earlier public editions of {area.label('en')} were taken away")


def _refuse_unusable(folder: Path, period: Period) -> None:
    """Raises NothingUsable for a period for which files came, and none can be used."""
    blocked = () if period.id in periods_with_data(folder) else _blocked(folder, (period.id,))
    if blocked:
        files = "、".join(blocked)
        raise NothingUsable(
            f"{period.label('zh')}的{len(blocked)}个文件都不能用：{files}。请让报送单位重报",
            f"{period.label('en')}: none of the {len(blocked)} files can be used: {files}. Ask for them again",
        )


def _blocked(folder: Path, periods: Sequence[str] | None) -> tuple[str, ...]:
    uploads = load(folder, "uploads", periods)
    return tuple(uploads.loc[uploads["outcome"].eq("quarantined"), "file"])


def _reasons(folder: Path, periods: Sequence[str] | None) -> tuple[dict[str, str], ...]:
    """Why each file that cannot be used cannot."""
    findings = load(folder, "findings", periods)
    refused = findings[findings["severity"].eq("blocking")].to_dict("records")
    return tuple({lang: finding_text(row, lang) for lang in ("zh", "en")} for row in refused)


@contextmanager
def _alone(survey: Survey, processed: Path | None) -> Iterator[Path]:
    """One run at a time on a survey's folder of tables. Raises Busy where another is at work."""
    folder = processed_folder(processed or processed_default(survey), survey.name)
    busy = Busy(f"另一次运行正在处理 {folder}，请等它结束", f"another run is at work on {folder}; wait until it ends")
    with alone(folder / ".run.lock", busy):
        yield folder
