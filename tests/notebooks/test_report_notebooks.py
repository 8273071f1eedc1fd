"""Report notebooks stay readable: parameters, words and calls, no function of their own; Jupyter shows the page's charts."""

import ast
import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from analysis.figures.mime import MIME, PLOTLY_MIME
from analysis.publish import registry, show_report
from analysis.publish.parameters import read_parameters
from analysis.store.tables import open_tables
from analysis.surveys import load_survey

SURVEY = load_survey("qiannan")
KINDS = registry().values()
of_each = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


def cells(kind):
    return json.loads(kind.notebook.read_text(encoding="utf-8"))["cells"]


@of_each
def test_functions_are_called_there_and_not_defined(kind):
    code = ["".join(cell["source"]) for cell in cells(kind) if cell["cell_type"] == "code"]
    nodes = [node for source in code for node in ast.walk(ast.parse(source))]
    assert not [node for node in nodes if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef)]
    assert not any(isinstance(node, ast.For | ast.While | ast.Try) for node in nodes)
    imported = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert {name.split(".")[0] for name in imported} <= {"analysis", "datetime"}


@of_each
def test_the_parameters_are_the_same_everywhere_and_have_words(kind):
    content = {"cells": cells(kind)}
    assert list(read_parameters(content)) == ["survey", "period", "area", "base", "lang", "processed", "audience"]
    cell = next(cell for cell in content["cells"] if "parameters" in cell["metadata"].get("tags", []))
    assert all("  # " in line for line in "".join(cell["source"]).splitlines())


def test_jupyter_shows_the_charts_of_the_page(processed, tmp_path):
    """As an analyst does it: open the notebook, change the parameters, run all with an ordinary kernel."""
    kind = registry()["weekly_resumption"]
    book = nbformat.read(kind.notebook, as_version=4)
    cell = next(cell for cell in book.cells if "parameters" in cell.metadata.get("tags", []))
    for name, value in {"period": "2020-W08", "area": "都匀市", "lang": "en", "processed": str(processed)}.items():
        line = next(line for line in cell.source.splitlines() if line.startswith(f"{name}: "))
        cell.source = cell.source.replace(line, f"{name}: str = {value!r}")
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [output.data for cell in book.cells if cell.cell_type == "code" for output in cell.outputs if "data" in output]
    charts = [data[PLOTLY_MIME]["data"] for data in shown if PLOTLY_MIME in data]
    payloads = show_report(
        open_tables(SURVEY.folder, "2020-W08", "522701", lang="en", processed=processed), kind.name
    )
    assert charts == [part["figure"]["data"] for part in payloads if part.get("figure")]
    assert len(charts) > 3
    assert [data[MIME] for data in shown if MIME in data] == payloads
