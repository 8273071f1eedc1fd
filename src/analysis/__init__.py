"""Resumption Analytics: survey spreadsheets to resumption-rate and supply-bottleneck reports.

The names are loaded on first use: the command line answers --help, and the reader's child starts, without pandas.
"""

from analysis.lazy import listed, on_first_use

_HOMES = {
    "clean_upload": "single",
    "code_difficulties": "intake.coding",
    "load_survey": "surveys",
    "open_tables": "store.tables",
    "trace": "store.trace",
    "figures": "",
    "metrics": "",
}
__all__ = list(_HOMES)
__getattr__ = on_first_use(__name__, _HOMES)
__dir__ = listed(_HOMES)
