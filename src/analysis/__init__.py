"""Resumption Analytics: survey spreadsheets to resumption-rate and supply-bottleneck reports.

The names are loaded on first use: the command line answers --help, and the reader's child starts, without pandas.
"""

from analysis.lazy import on_first_use

__all__, __getattr__, __dir__ = on_first_use(
    __name__,
    {
        "single": "clean_upload",
        "intake.coding": "code_difficulties",
        "surveys": "load_survey",
        "store.tables": "open_tables",
        "store.trace": "trace",
        "": "figures metrics",
    },
)
