"""The parent and its child: what the child dies of is a refusal, and the next file is read."""

from __future__ import annotations

import csv
import io
import os
import pickle
import random
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from contextlib import suppress
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import crafted as c
import pytest

from analysis.intake.errors import UnreadableUpload
from analysis.intake.findings import Note
from analysis.intake.parts.part import Part
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellError, Sheet
from analysis.intake.uploads import Upload
from analysis.intake.workers import child, reader, workbook

HOSTILE = Path(__file__).resolve().parents[3].parent / "shared" / "hostile"
RULES = {
    row["rule"]: row
    for row in csv.DictReader(io.StringIO((files("analysis.vocabulary") / "findings.csv").read_text("utf-8")))
}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(c.ledger_xlsx())
    return path


@pytest.fixture
def badly_behaved(monkeypatch: pytest.MonkeyPatch):
    """A child of the test's own that runs some Python instead of reading; the true one afterwards."""
    start = subprocess.Popen

    def behave(code: str, seconds: int = 1) -> None:
        workbook.close_reader()
        command = [sys.executable, "-c", code]
        monkeypatch.setattr(child, "can_fork", lambda: False)
        monkeypatch.setattr(subprocess, "Popen", lambda _, **options: start(command, **options))
        monkeypatch.setattr(child, "SECONDS_PER_UPLOAD", seconds)

    yield behave
    monkeypatch.undo()
    workbook.close_reader()


def child_id() -> int:
    return workbook._READER._process.pid


def test_one_child_serves_many(ledger: Path) -> None:
    workbook.open_workbook(ledger)
    first = child_id()
    assert [sheet.rows for _, (sheet,) in workbook.read_uploads([ledger, ledger])] == [c.LEDGER, c.LEDGER]
    assert child_id() == first


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import os, sys; sys.stdin.buffer.read(1); os.abort()", "reader_died"),
        ("import sys; sys.stdin.buffer.read(1); sys.stderr.write('memory allocation of 9 bytes')", "reader_memory"),
        ("import sys, time; sys.stdin.buffer.read(1); time.sleep(60)", "reader_timeout"),
        ("import sys, time; sys.stdout.write('abc'); sys.stdout.flush(); time.sleep(60)", "reader_timeout"),
        ("import sys; sys.stdin.buffer.read(1); sys.stdout.buffer.write(b'\\0' * 7 + b'\\5hello')", "reader_died"),
        ("import sys; sys.stdin.buffer.read(1); sys.stdout.buffer.write(b'\\x7f' * 8)", "reader_memory"),
        ("raise SystemExit", "reader_died"),
    ],
    ids=[
        "aborts",
        "out of memory",
        "hangs",
        "hangs half way",
        "answers nonsense",
        "answers without end",
        "never starts",
    ],
)
def test_death_is_a_refusal(badly_behaved, ledger: Path, code: str, rule: str) -> None:
    badly_behaved(code)
    with pytest.raises(UnreadableUpload) as refusal:
        workbook.open_workbook(ledger)
    assert refusal.value.rule == rule


def test_the_file_after_a_death_is_read(ledger: Path) -> None:
    workbook.open_workbook(ledger)
    os.kill(child_id(), signal.SIGKILL)
    outcomes = [outcome for _, outcome in workbook.read_uploads([ledger, ledger])]
    assert isinstance(outcomes[-1], list)


def test_nothing_but_sheets_is_rebuilt() -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (os.system, ("true",))

    with pytest.raises(pickle.UnpicklingError):
        child.AnswerUnpickler(io.BytesIO(pickle.dumps(Evil()))).load()
    sheet = Sheet("a", [[1.0, datetime(2020, 2, 10), CellError("#N/A")]], ((1, 1, 2, 2),), True, frozenset({1}))
    assert child.AnswerUnpickler(io.BytesIO(pickle.dumps(sheet))).load() == sheet


def test_reader_imports_no_data_frames() -> None:
    code = "import sys, analysis.intake.workers.reader as r; from analysis.intake.setting import Setting; "
    code += "r.warm_up(Setting()); print({'pandas', 'pyarrow'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"


@pytest.mark.parametrize("threads", [1, 2], ids=["a copy", "a new process"])
def test_child_ends_with_its_parent(ledger: Path, threads: int) -> None:
    code = "import threading, time; "
    code += "threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); " if threads == 2 else ""
    code += f"from analysis.intake.workers import workbook as w; w.open_workbook({str(ledger)!r})"
    code += "; print(w._READER._process.pid, flush=True); import os; os._exit(0)"
    child = int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists() and ") Z " in Path(f"/proc/{child}/stat").read_text():
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child outlived its parent")


def test_threads_share_the_child(ledger: Path) -> None:
    rows: list[object] = []
    threads = [threading.Thread(target=lambda: rows.append(workbook.open_workbook(ledger)[0].rows)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows == [c.LEDGER] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:This process")
def test_a_forked_process_has_a_child_of_its_own(ledger: Path) -> None:
    workbook.open_workbook(ledger)
    here = child_id()
    forked = os.fork()
    if not forked:
        fine = workbook.open_workbook(ledger)[0].rows == c.LEDGER and child_id() != here
        workbook.close_reader()
        os._exit(0 if fine else 1)
    assert os.waitpid(forked, 0)[1] == 0
    assert workbook.open_workbook(ledger)[0].rows == c.LEDGER
    assert child_id() == here


def test_memory_is_limited(badly_behaved, ledger: Path) -> None:
    if not workbook.limits_supported():
        pytest.skip("this system cannot limit a process's memory")
    badly_behaved(
        "import sys; from analysis.intake.workers import reader; reader.limit_memory(); reader.read_sheets = "
        "lambda *_: bytearray(3 << 30); reader.serve(sys.stdin.buffer, sys.stdout.buffer, reader.Setting())",
        seconds=20,
    )
    with pytest.raises(UnreadableUpload) as refusal:
        workbook.open_workbook(ledger)
    assert refusal.value.rule == "reader_memory"


def test_a_defect_of_a_reader_is_a_refusal_and_quotes_nothing(monkeypatch, capsys, ledger: Path) -> None:
    def defect(*_: object) -> None:
        raise KeyError("13800000000")

    monkeypatch.setattr(reader, "read_sheets", defect)
    assert reader.answer(ledger, Setting()) == ("refused", "workbook_damaged", {})
    assert "13800000000" not in capsys.readouterr().err


@pytest.mark.parametrize("what", ["missing", "folder", "pipe"])
def test_what_is_no_file(tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    with pytest.raises(UnreadableUpload) as refusal:
        workbook.open_workbook(path)
    assert refusal.value.rule == "file_unreadable"


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(101 << 20)
    with pytest.raises(UnreadableUpload) as refusal:
        workbook.open_workbook(path)
    assert refusal.value.rule == "file_too_large"
    assert refusal.value.arguments == {"megabytes": 100}


def test_odd_names_reach_the_child(tmp_path: Path) -> None:
    path = tmp_path / '第 1 期\n"复工"\'.csv'
    path.write_text("企业,状态\n甲,停工\n")
    assert workbook.open_workbook(path)[0].rows == [["企业", "状态"], ["甲", "停工"]]


def test_refusal_is_short_and_survives_pickling() -> None:
    refusal = UnreadableUpload("sheet_too_large", sheet="台账", cell="XFD1")
    assert str(pickle.loads(pickle.dumps(refusal))) == "sheet_too_large (sheet=台账, cell=XFD1)"


def test_every_refusal_has_its_sentences() -> None:
    source = Path(workbook.__file__).parent
    modules = [*source.parent.glob("containers/*.py"), source / "child.py", source / "reader.py"]
    source_text = "".join(module.read_text("utf-8") for module in modules)
    used = set(re.findall(r'(?:UnreadableUpload\(|"refused", |", )"([a-z0-9]+_[a-z0-9_]+)"', source_text))
    assert {"photo_upload", "encrypted_upload", "reader_timeout", "sheet_too_large"} <= used
    for rule in used:
        assert RULES[rule]["severity"] == "blocking"
        assert RULES[rule]["zh"]
        assert RULES[rule]["en"]


def judged(paths: list[Path]) -> dict[Path, object]:
    """What the tables of each file are, or its refusal: reading and judging both happen in the child."""
    uploads = [Upload(path, path.name, path.name, None, None) for path in paths]
    return dict(zip(paths, workbook.read_parts(uploads, Setting(), 1), strict=True))


def is_understood(outcome: tuple[list[Part], list[Note]] | UnreadableUpload) -> bool:
    """Accepted with a part for each sheet, or refused by a rule whose sentences can be filled."""
    if isinstance(outcome, UnreadableUpload):
        filled = {"file": "x", **outcome.arguments}
        return bool(RULES[outcome.rule]["zh"].format(**filled) and RULES[outcome.rule]["en"].format(**filled))
    return bool(outcome[0])


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the collection of hostile files is not here")
def test_hostile_files_are_read_or_refused() -> None:
    paths = sorted(HOSTILE.iterdir())
    outcomes = judged(paths)
    assert len(outcomes) == len(paths) >= 380
    assert [path.name for path, outcome in outcomes.items() if not is_understood(outcome)] == []
    assert sum(isinstance(outcome, tuple) for outcome in outcomes.values()) >= 314


def test_rows_of_figures_alone_are_judged_in_time(tmp_path) -> None:
    """Each may be the sum of those above it: they are added up once."""
    path = tmp_path / "long.csv"
    rows = "".join(f",,{number % 97},{number % 89},{number % 83}\n" for number in range(12_000))
    path.write_text(f"地区,项目,一月,二月,三月\n甲县,产量,1,2,3\n乙县,产量,4,5,6\n{rows}", encoding="utf-8")
    (outcome,) = judged([path]).values()
    assert isinstance(outcome, tuple)


def mutant(content: bytes, chance: random.Random) -> bytes:
    """The file with its bytes changed or, of an archive, with one part changed and packed again."""
    if chance.random() < 0.7:
        with suppress(zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
            archive = zipfile.ZipFile(io.BytesIO(content))
            parts = {name: archive.read(name) for name in archive.namelist()}
            part = chance.choice(sorted(parts))
            return c.packed(parts | {part: mutated(parts[part] or b"x", chance)})
    return mutated(content, chance)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, a stretch cut out, doubled or replaced by noise, or the end cut off."""
    content = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content))
        length = chance.randint(1, 400)
        match chance.randrange(6):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = content[at : at + length]
            case 3:
                content[at : at + length] = chance.randbytes(length)
            case 4:
                content[at : at + 4] = chance.choice([b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f"])
            case 5 if chance.random() < 0.3:
                del content[max(1, at) :]
        content = content or bytearray(b"x")
    return bytes(content)


def seeds() -> list[tuple[str, bytes]]:
    """What mutants are made of: every container, packed and unpacked so that changes reach the XML."""
    stored = c.packed(c.xlsx_parts(c.data(f'<row r="1">{c.text("A1", "企业")}{c.number("B1", 5)}</row>')), 0)
    own = [
        (".xlsx", c.ledger_xlsx()),
        (".xlsx", stored),
        (".xls", c.ledger_xls()),
        (".csv", c.csv_text().encode("gbk")),
    ]
    own += [(".ods", c.ods('<table:table table:name="a"><table:table-row/></table:table>'))]
    small = sorted(path for path in HOSTILE.iterdir() if path.stat().st_size < 60_000) if HOSTILE.is_dir() else []
    return own + [(path.suffix, path.read_bytes()) for path in small]


def test_mutants_are_read_or_refused(tmp_path: Path) -> None:
    """A sample; MUTANTS in the environment asks for more of them."""
    originals = seeds()
    for number in range(int(os.environ.get("MUTANTS", "120"))):
        chance = random.Random(number)
        suffix, content = chance.choice(originals)
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(mutant(content, chance))
        (outcome,) = judged([path]).values()
        assert is_understood(outcome), number
        path.unlink()
