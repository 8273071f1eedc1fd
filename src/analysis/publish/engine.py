"""A Papermill engine that runs a notebook's cells in this very process, which exists for one report only.

A kernel would be a third process that imports everything once more, and costs more time than the figures. The report's
isolation is that of its process: it starts with nothing read, and nothing of it lives on.
"""

import json
from pathlib import Path

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import RichOutput, capture_output
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets import Type
from traitlets.config import Config

from analysis.figures.mime import MIME, PLOTLY_MIME

NAME = "in_process"


class _ShowResult(DisplayHook):
    """What a cell's last expression gives is shown like everything else, and kept nowhere."""

    def __call__(self, result: object = None) -> None:
        if result is not None:
            self.shell.display_pub.publish(*self.compute_format_data(result))


class _ForPages(DisplayFormatter):
    """Asks for the types that a page takes or refuses; what JupyterLab would draw is not made."""

    def format(self, obj: object, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        return super().format(obj, include={MIME, PLOTLY_MIME}, exclude=exclude)


class _Shell(InteractiveShell):
    displayhook_class = Type(_ShowResult)

    def init_display_formatter(self) -> None:
        self.display_formatter = _ForPages(parent=self)


class InProcessEngine(Engine):
    """Each code cell is run by one IPython shell; what it shows is captured; the first error ends the run.

    ``shown``: the file that has, a line each, what cells showed for pages.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, shown: str, **options: object
    ) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        shell = _Shell.instance(config=config)
        count = 0
        with Path(shown).open("w", encoding="utf-8", buffering=1) as lines:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                if cell.cell_type == "code" and cell.source.strip():
                    count += 1
                    if (error := run_cell(shell, cell, count)) is not None:
                        nb_man.cell_exception(cell, index, exception=error)
                        return
                    lines.writelines(f"{output.data[MIME]}\n" for output in cell.outputs if MIME in output.data)
                nb_man.cell_complete(cell, index)


def run_cell(shell: InteractiveShell, cell: nbformat.NotebookNode, count: int) -> BaseException | None:
    """Run one cell, put what it showed into its outputs; gives its error, also that of ``sys.exit``."""
    with capture_output() as captured:
        result = shell.run_cell(cell.source, store_history=False, silent=False)
    cell.execution_count = count
    cell.outputs = [_output(shown) for shown in captured.outputs]
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        # No traceback: its lines quote code and values.
        cell.outputs.append(nbformat.v4.new_output("error", ename=type(error).__name__, evalue=str(error)))
    return error


def _output(shown: RichOutput) -> nbformat.NotebookNode:
    """What was shown, each type's JSON as text: so Papermill need not copy, check and indent all that is in it."""
    data = {kind: json.dumps(content, ensure_ascii=False, sort_keys=True) for kind, content in shown.data.items()}
    return nbformat.v4.new_output("display_data", data=data, metadata=shown.metadata or {})


papermill_engines.register(NAME, InProcessEngine)
