"""An upload becomes tidy rows: containers, locate (layout), headers, parts, values, rows, enterprises, together.

The names are loaded on first use: the reader's child process imports this package, and must not import pandas.
"""

from analysis.lazy import listed, on_first_use

_HOMES = {
    "Sheet": "sheet",
    "open_workbook": "workers.workbook",
    "find_tables": "locate",
    "Table": "locate",
}
__all__ = list(_HOMES)
__getattr__ = on_first_use(__name__, _HOMES)
__dir__ = listed(_HOMES)
