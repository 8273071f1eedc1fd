"""The store: whole or not at all, one survey a folder, types as said, the same bytes for the same tables."""

import errno
import json
import multiprocessing
import os
import signal
import stat

import pandas as pd
import pyarrow.parquet as pq
import pytest

import analysis
from analysis.errors import NotWritten, StoreError, SurveyError
from analysis.store import commit, load, stored_periods
from analysis.store.commit import MANIFEST, PENDING, processed_folder
from analysis.store.schemas import KEYS, TABLES


def status(*rows):
    """(enterprise_id, as_of, state) as a status frame."""
    frame = pd.DataFrame(rows, columns=["enterprise_id", "as_of", "state"])
    return frame.assign(as_of=pd.to_datetime(frame["as_of"]), in_register=True, source_row=range(5, 5 + len(frame)))


OLD = status(("a", "2020-02-16", "stopped"), ("b", "2020-02-16", "running"))
NEW = status(("a", "2020-02-16", "running"), ("b", "2020-02-16", "running"), ("c", "2020-02-16", "partial"))


def store(folder, frame, period="2020-W07", survey="sample"):
    return commit(folder, survey, {period: {"status": frame}}, {period: {"fingerprint": "x", "dated": []}})


def states(folder):
    return load(folder, "status")["state"].tolist()


def test_what_was_written_comes_back_with_its_types(tmp_path):
    store(tmp_path, OLD)
    frame = load(tmp_path, "status")
    assert frame["enterprise_id"].tolist() == ["a", "b"]
    assert frame["as_of"].tolist() == [pd.Timestamp("2020-02-16")] * 2
    assert str(frame["in_register"].dtype) == "boolean"
    assert str(frame["source_row"].dtype) == "Int64"
    assert frame["staff_back"].isna().all()
    assert str(frame["staff_back"].dtype) == "Float64"


def test_what_is_brought_to_the_disk_is_open_to_be_written(tmp_path, monkeypatch):
    """Windows refuses anything else: a run there would end at its first table."""
    fcntl = pytest.importorskip("fcntl")
    synced = []

    def sync(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode):  # a folder is opened so on other systems only
            synced.append(fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE)

    monkeypatch.setattr(os, "fsync", sync)
    store(tmp_path, OLD)
    assert len(synced) > len(TABLES)
    assert os.O_RDONLY not in synced


@pytest.mark.parametrize("periods", [["2020-W07"], []], ids=["rows", "no rows"])
def test_only_the_columns_asked_for_are_read(tmp_path, periods):
    store(tmp_path, OLD, "2020-W07")
    frame = load(tmp_path, "status", periods, ("state", "as_of"))
    whole = load(tmp_path, "status", periods)
    assert list(frame.columns) == ["state", "as_of"]
    pd.testing.assert_frame_equal(frame, whole[["state", "as_of"]])


@pytest.mark.parametrize("table", sorted(TABLES))
def test_an_empty_table_keeps_its_schema(tmp_path, table):
    commit(tmp_path, "sample", {"all": {"enterprises": None}, "2020-W07": {}}, {})
    frame = load(tmp_path, table)
    assert frame.empty
    assert list(frame.columns) == TABLES[table].names


def test_an_empty_table_can_be_merged_by_two_keys(tmp_path):
    commit(tmp_path, "s", {"2020-W09": {}, "all": {"enterprises": pd.DataFrame()}}, {})
    empty = load(tmp_path, "enterprises").assign(whole=0)
    assert empty.merge(empty, on=["whole", "enterprise_id"], how="outer").empty


@pytest.mark.parametrize("table", sorted(TABLES))
def test_keys_are_columns(table):
    assert set(KEYS[table]) <= set(TABLES[table].names)


def test_an_all_empty_column_in_one_period_and_dates_in_the_next_are_read_together(tmp_path):
    store(tmp_path, OLD, "2020-W07")
    store(tmp_path, NEW.assign(resumed_on=pd.Timestamp("2020-02-18")), "2020-W08")
    assert load(tmp_path, "status")["resumed_on"].notna().tolist() == [False, False, True, True, True]
    assert stored_periods(tmp_path) == ["2020-W07", "2020-W08"]


def test_the_same_rows_in_another_order_give_the_same_bytes(tmp_path):
    store(tmp_path / "one", NEW)
    store(tmp_path / "two", NEW.iloc[::-1])
    name = "status/2020-W07.parquet"
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_folder_of_another_survey_is_refused(tmp_path):
    store(tmp_path, OLD)
    with pytest.raises(StoreError, match="sample"):
        store(tmp_path, NEW, survey="elsewhere")
    assert states(tmp_path) == ["stopped", "running"]


def test_a_folder_with_other_peoples_files_is_refused(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(StoreError, match=r"thesis\.docx"):
        processed_folder(tmp_path, "sample")


def test_a_file_somebody_changed_is_refused(tmp_path):
    store(tmp_path, OLD)
    path = tmp_path / "status/2020-W07.parquet"
    pq.write_table(pq.read_table(path).slice(0, 1), path)
    with pytest.raises(StoreError, match=r"2020-W07\.parquet"):
        load(tmp_path, "status")


def test_tables_of_another_version_are_refused(tmp_path):
    store(tmp_path, OLD)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps(manifest | {"schema_version": "0"}))
    with pytest.raises(StoreError, match="clean --all"):
        load(tmp_path, "status")


@pytest.mark.parametrize("text", ["", '{"files":', "[]", "{}", "\0\0"])
def test_a_garbled_manifest_has_everything_made_again(tmp_path, text):
    store(tmp_path, OLD)
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(StoreError, match="clean --all"):
        states(tmp_path)
    store(tmp_path, NEW)
    assert states(tmp_path) == NEW["state"].tolist()


@pytest.mark.parametrize(
    "slip",
    [
        {"files": {"status/2020-W07.parquet": {"rows": 2}}},
        {"files": {"status/2020-W07.parquet": None}},
        {"files": ["status/2020-W07.parquet"]},
        {"inputs": {"2020-W07": []}},
        {"survey": None},
    ],
)
def test_a_manifest_that_lacks_a_part_has_everything_made_again(tmp_path, slip):
    store(tmp_path, OLD)
    whole = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    test_a_garbled_manifest_has_everything_made_again(tmp_path, json.dumps(whole | slip))


def test_a_folder_in_a_tables_place_is_named_by_who_reads_and_by_who_writes(tmp_path):
    store(tmp_path, OLD)
    table = tmp_path / "status/2020-W07.parquet"
    table.unlink()
    table.mkdir()
    with pytest.raises(StoreError, match=r"2020-W07\.parquet.*clean --all"):
        states(tmp_path)
    with pytest.raises(StoreError, match="move it away"):
        store(tmp_path, NEW)
    table.rmdir()
    assert states(tmp_path) == NEW["state"].tolist()


def test_a_file_named_as_the_folder_of_tables_holds_none_and_can_hold_none(tmp_path):
    (tmp_path / "表").write_text("x")
    with pytest.raises(StoreError, match="holds no tidy tables"):
        states(tmp_path / "表")
    with pytest.raises(StoreError, match="cannot be a folder"):
        store(tmp_path / "表", NEW)


def test_a_garbled_decision_was_none(tmp_path):
    store(tmp_path, OLD)
    (tmp_path / PENDING).write_text('{"stage": ".st')
    assert states(tmp_path) == OLD["state"].tolist()
    store(tmp_path, NEW)
    assert not (tmp_path / PENDING).exists()


@pytest.mark.parametrize("full_after", [0, 3, len(TABLES) - 1])  # at a table, at the decision
def test_a_full_disk_leaves_the_old_tables_and_nothing_half_written(tmp_path, monkeypatch, full_after):
    store(tmp_path, OLD)
    before, sync, written = sorted(tmp_path.rglob("*")), os.fsync, []

    def write(handle):
        written.append(handle)
        if len(written) > full_after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(handle)

    monkeypatch.setattr(os, "fsync", write)
    with pytest.raises((OSError, NotWritten), match=r"(?i)no space"):
        store(tmp_path, NEW)
    assert (states(tmp_path), sorted(tmp_path.rglob("*"))) == (OLD["state"].tolist(), before)


def test_nothing_stored_yet_says_what_to_run(tmp_path):
    with pytest.raises(StoreError, match="clean"):
        load(tmp_path, "status")


def test_an_unknown_table_is_named(tmp_path):
    with pytest.raises(ValueError, match="statuses"):
        load(tmp_path, "statuses")


# Every step of a commit that touches the disk, as (function, how many calls before the process is killed).
STEPS = [("replace", n) for n in range(9)] + [("fsync", n) for n in range(10)] + [("unlink", 0), ("rmdir", 0)]


def _commit_and_die(folder, function, after):
    original, calls = getattr(os, function), iter(range(after + 1))

    def dying(*args, **kwargs):
        if next(calls) == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs)

    setattr(os, function, dying)
    store(folder, NEW)


@pytest.mark.parametrize(("function", "after"), STEPS, ids=[f"{name}-{n}" for name, n in STEPS])
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_killed_at_any_step_leaves_the_old_tables_or_the_new(tmp_path, function, after):
    store(tmp_path, OLD)
    process = multiprocessing.get_context("fork").Process(target=_commit_and_die, args=(tmp_path, function, after))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    is_new = states(tmp_path) == ["running", "running", "partial"]
    assert is_new or states(tmp_path) == ["stopped", "running"]
    assert not (is_new and list(tmp_path.glob(".stage-*")))  # whoever reads what was decided finishes it
    store(tmp_path, NEW)
    assert states(tmp_path) == ["running", "running", "partial"]
    assert not (tmp_path / PENDING).exists()
    assert not list(tmp_path.glob(".stage-*"))


def test_a_county_gets_the_findings_of_its_own_uploads(processed):
    whole, county = (analysis.open_tables("qiannan", area=area, processed=processed) for area in ("", "522729"))
    files = set(county.uploads["file"])
    assert files
    assert all("长顺" in file for file in files)
    assert len(county.findings)
    assert set(county.findings["file"].dropna()) <= files
    own = whole.findings[whole.findings["file"].isin(files)]
    assert len(own) <= len(county.findings) < len(whole.findings)


def test_a_county_gets_the_suppliers_of_its_own_enterprises(processed):
    whole = analysis.open_tables("qiannan", processed=processed)
    county_of = whole.enterprises.set_index("enterprise_id")["county_code"]
    expected = whole.suppliers["enterprise_id"].map(county_of).value_counts()
    assert len(expected) > 1
    for code, number in expected.items():
        assert len(analysis.open_tables("qiannan", area=code, processed=processed).suppliers) == number


def test_a_county_that_sent_nothing_has_the_finding_that_says_so(processed):
    county = analysis.open_tables("qiannan", period="2020-W07", area="522726", processed=processed)
    missing = county.findings[county.findings["rule"].eq("office_missing")]
    assert missing["value"].tolist() == ["独山县"]
    assert missing["period_id"].tolist() == ["2020-W07"]


def test_a_period_that_is_a_number_is_named_as_one_that_is_not_there(processed):
    with pytest.raises(SurveyError, match="no period '8'; write a week as in 2020-W09"):
        analysis.open_tables("qiannan", period=8, processed=processed)
