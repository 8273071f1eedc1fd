"""An upload becomes tidy rows: workbook -> locate -> headers -> values -> entities -> checks -> clean.

The names are loaded on first use: the reader's child process imports this package, and must not import pandas.
"""

from importlib import import_module

_HOMES = {
    "Sheet": "sheet",
    "open_workbook": "workbook",
    "find_tables": "locate",
    "Table": "locate",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
