"""The truth of the sample's uploads as frames, to compare with what the intake recovers from them."""

import pandas as pd

from analysis.samples.offices import make_week
from analysis.samples.story import AS_OF
from analysis.store.schemas import TABLES

_TYPES = {"string": "string", "int64": "Int64", "double": "Float64", "bool": "boolean", "date32[day]": "datetime64[s]"}
# What the offices state in whole numbers, whatever a column of its name may hold elsewhere.
_WHOLE = ("staff_normal", "staff_back", "mask_stock", "workers_needed", "workers_present")


def recorded(table: str, period: str) -> pd.DataFrame:
    """What a careful reader finds in a period's uploads, with the columns and types of the stored table of that name.

    ``status``: one row per return. Superseded files, doubles and hidden rows are left out; an enterprise that is not on
    the register is kept with ``in_register`` false and no ``enterprise_id``. Values that the rulings make missing are
    missing, as is a column that an office's form does not have.

    ``difficulties``: one row per return and category that its cells name (``none`` too). Labelled as
    docs/difficulties.md says: only what is still open has a category, nothing open is one row ``none``; ``resolved``,
    ``amount`` and ``unit`` are the text's (does it say that something is solved; its first open need). A blank cell
    names nothing.

    ``projects``, ``suppliers`` (per enterprise, input and supplier), ``tasks`` (that came back or were handed out by
    the leadership); ``planted``: one row per problem put into the uploads on purpose: office, period_id, file, sheet,
    cell, rule, field. Raises KeyError for a period that the sample does not have.
    """
    kinds = {field.name: _TYPES[str(field.type)] for field in TABLES.get(table, ())} | dict.fromkeys(_WHOLE, "Int64")
    known = dict.fromkeys(name for week in AS_OF for row in getattr(make_week(week).records, table) for name in row)
    columns = sorted(known, key=[*kinds].index) if known.keys() <= kinds.keys() else [*known]
    frame = pd.DataFrame(getattr(make_week(period).records, table), columns=columns)
    return frame.astype({name: kinds.get(name, "string") for name in columns})
