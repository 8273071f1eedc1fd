"""The notebooks for people run as they are: beside their folder as JupyterLab does, from elsewhere, before any run."""

from pathlib import Path
import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

RAW = Path(__file__).parents[2] / "data" / "raw"


ROOT = RAW.parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks/explore").glob("*.ipynb"))


def home(folder, periods):
    """A project folder of one's own, so that nothing is written into the checkout's tables."""
    shutil.copytree(ROOT / "surveys/qiannan", folder / "surveys/qiannan")
    for period in periods:
        shutil.copytree(RAW / period, folder / "data/raw" / period)
    return folder


@pytest.fixture(scope="module")
def cleaned(processed, tmp_path_factory):
    """A home whose tables are there already."""
    folder = home(tmp_path_factory.mktemp("home"), [path.name for path in RAW.iterdir() if path.is_dir()])
    shutil.copytree(processed, folder / "data/processed/qiannan")
    return folder


def run(book, folder, working):
    """Run a notebook as a person's Run All does, in the environment of ``folder``, in a working directory."""
    content = nbformat.read(book, as_version=4)
    client = NotebookClient(content, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(working)}})
    client.execute(env={**os.environ, "RESUMPTION_HOME": str(folder)})
    return "\n".join(json.dumps(cell.get("outputs", ""), ensure_ascii=False) for cell in content.cells)


def test_there_are_four():
    assert [path.stem for path in NOTEBOOKS] == ["data_quality", "hard_questions", "start_here", "unblock"]


def test_all_run_without_edits_and_ten_questions_have_their_answer_in_a_chart(cleaned):
    """Each question is one code cell; what it shows has at least one chart, in the sample's last week."""
    shutil.copytree(NOTEBOOKS[0].parent, cleaned / "notebooks/explore")
    command = [sys.executable, "-m", "pytest", "--nbmake", "--overwrite", "-q", "-c", os.devnull]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", str(cleaned / "notebooks/explore")],
        env={**os.environ, "RESUMPTION_HOME": str(cleaned)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "4 passed" in done.stdout
    asked = {}
    for words, cell in pairwise(nbformat.read(cleaned / "notebooks/explore/hard_questions.ipynb", as_version=4).cells):
        number = words.source.removeprefix("## ").split(" ")[0]
        if words.cell_type == "markdown" and number.isdecimal():
            asked[int(number)] = [output.data for output in cell.outputs if output.output_type != "stream"]
    assert sorted(asked) == list(range(1, 11))
    for number, outputs in asked.items():
        assert any("application/vnd.plotly.v1+json" in data for data in outputs), number


def test_before_anything_is_cleaned_it_cleans_and_runs_with_a_single_week(tmp_path):
    """From a folder of no meaning, a home without tables, one week of uploads, a register of what is needed alone."""
    folder = home(tmp_path / "home", ["2020-W09"])
    register = folder / "surveys/qiannan/register.csv"
    pd.read_csv(register, dtype=str)[["name", "county_code"]].to_csv(register, index=False)
    shown = run(ROOT / "notebooks/explore/start_here.ipynb", folder, tmp_path)
    assert "python -m analysis clean" in shown
    assert "第9期" in shown
    assert (tmp_path / "home/data/processed/qiannan/manifest.json").is_file()


@pytest.mark.parametrize("book", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_code_cell_has_words_before_it(book):
    cells = json.loads(book.read_text(encoding="utf-8"))["cells"]
    assert cells[0]["cell_type"] == "markdown"
    for before, cell in pairwise(cells):
        if cell["cell_type"] == "code":
            words = "".join(before["source"])
            assert before["cell_type"] == "markdown"
            assert any("\u4e00" <= letter <= "\u9fff" for letter in words)
            assert sum(letter.isascii() and letter.isalpha() for letter in words) > 20
