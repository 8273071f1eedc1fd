"""Resumption Analytics: survey spreadsheets to resumption-rate and supply-bottleneck reports.

The names are loaded on first use: the command line answers --help, and the reader's child starts, without pandas.
"""

from importlib import import_module

_HOMES = {
    "clean_upload": "intake.single",
    "code_difficulties": "intake.coding",
    "load_survey": "survey",
    "open_tables": "store.tables",
    "trace": "store.trace",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
