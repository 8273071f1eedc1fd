"""An upload becomes tidy rows: containers, locate (layout), headers, parts, values, rows, enterprises, together.

The names are loaded on first use: the reader's child process imports this package, and must not import pandas.
"""

from analysis.lazy import on_first_use

__all__, __getattr__, __dir__ = on_first_use(
    __name__, {"sheet": "Sheet", "workers.workbook": "open_workbook", "locate": "find_tables Table"}
)
