"""The truth of the sample's uploads as frames, to compare with what the intake recovers from them."""

import pandas as pd

from analysis.samples.offices import make_week
from analysis.samples.story import AS_OF
from analysis.store.schemas import TABLES

_TYPES = {"string": "string", "int64": "Int64", "double": "Float64", "bool": "boolean", "date32[day]": "datetime64[s]"}
# What the offices state in whole numbers, whatever a column of its name may hold elsewhere.
_WHOLE = ("staff_normal", "staff_back", "mask_stock", "workers_needed", "workers_present")


def truth(period: str) -> pd.DataFrame:
    """One row per return that a careful reader finds in a period's uploads, in the columns of the ``status`` table.

    Superseded files, doubles and hidden rows are left out; an enterprise that is not on the register is kept with
    ``in_register`` false and no ``enterprise_id``. Values that the rulings make missing are missing. A column that an
    office's form does not have is missing too. Raises KeyError for a period that the sample does not have.
    """
    return _frame("status", period)


def difficulties(period: str) -> pd.DataFrame:
    """One row per return and category that its cells name (``none`` too), in the columns of ``difficulties``.

    Labelled as docs/difficulties.md says: only what is still open has a category, nothing open is one row ``none``;
    ``resolved``, ``amount`` and ``unit`` are the text's (does it say that something is solved; its first open need).
    A blank cell names nothing.
    """
    return _frame("difficulties", period)


def projects(period: str) -> pd.DataFrame:
    """One row per project in an office's project table, in the columns of ``projects``."""
    return _frame("projects", period)


def suppliers(period: str) -> pd.DataFrame:
    """One row per enterprise, input and supplier in an office's supply table, in the columns of ``suppliers``."""
    return _frame("suppliers", period)


def tasks(period: str) -> pd.DataFrame:
    """One row per task that came back or was handed out by the leadership, in the columns of ``tasks``."""
    return _frame("tasks", period)


def planted(period: str) -> pd.DataFrame:
    """One row per problem put into the uploads on purpose: office, period_id, file, sheet, cell, rule, field."""
    return _frame("planted", period)


def _frame(table: str, period: str) -> pd.DataFrame:
    """The records of a period as a frame, with the columns that those of any period have, in the order and with the
    types of the stored table: nullable, dates at midnight."""
    kinds = {field.name: _TYPES[str(field.type)] for field in TABLES.get(table, ())} | dict.fromkeys(_WHOLE, "Int64")
    known = dict.fromkeys(name for week in AS_OF for row in getattr(make_week(week).records, table) for name in row)
    columns = sorted(known, key=[*kinds].index) if known.keys() <= kinds.keys() else [*known]
    frame = pd.DataFrame(getattr(make_week(period).records, table), columns=columns)
    return frame.astype({name: kinds.get(name, "string") for name in columns})
