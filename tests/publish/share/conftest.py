"""A week of the sample as pages and as everything that is shared, made once."""

import pytest

WEEK = "2020-W08"


@pytest.fixture(scope="session")
def shared(sample, tmp_path_factory):
    """A folder with the pages of a week and, from the very same runs, everything shared in Chinese."""
    from analysis.editions import Wanted
    from analysis.jobs import report
    from analysis.sharing import share

    folder = tmp_path_factory.mktemp("shared")
    said = []
    report(processed=sample, out=folder, wanted=Wanted(WEEK, pictures=False), say=said.append)
    runs = len(said)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESUMPTION_BROWSER", str(folder / "none"))
        result = share(processed=sample, out=folder, period=WEEK, say=said.append)
    return folder, result, said[runs:]


@pytest.fixture(scope="session")
def content(shared, sample):
    """What the pages showed, as every writer of a document gets it."""
    from analysis.sharing import gather
    from analysis.store.tables import open_tables

    tables = open_tables(period=WEEK, processed=sample)
    return gather(tables, shared[0], lambda line: pytest.fail(f"ran again: {line}"))
