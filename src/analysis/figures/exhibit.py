"""The parts of a report page: what a notebook cell shows, and what the exporter collects.

Each part displays itself twice: in our own MIME type, the only one that ``publish.page`` takes, and in one that
JupyterLab draws. Nothing here is HTML that holds uploaded text unescaped.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.figures import theme
from analysis.figures.mime import MIME, PLOTLY_MIME
from analysis.figures.tables import table_payload
from analysis.figures.words import capital


class Part:
    """Something a report shows. A part knows its payload; a notebook shows what ``_in_notebook`` gives."""

    def payload(self) -> dict:
        """The part as plain JSON, with its ``kind``."""
        raise NotImplementedError

    def _in_notebook(self) -> dict:
        return {}

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        """The part in all its types; who asks for our own (``include``) has no use for the others."""
        payload = self.payload()
        if include and MIME in include:
            return {MIME: payload}
        return {MIME: payload, **self._in_notebook(), "text/plain": repr(self)}


@dataclass(frozen=True)
class History:
    """Percentages over the periods, the latest last (None where there is none), and the same in words."""

    values: Sequence[float | None] = ()
    words: str = ""


@dataclass(frozen=True, repr=False)
class Exhibit(Part):
    """A chart, its table and its words. The title states the finding; the subtitle says measure, base and date.

    ``figure`` is plotly JSON (``data``, ``layout``) or None; ``plotly()`` gives plotly's own object. ``table`` has
    printed column names and raw values; ``kinds`` says how a column is written (text, count, percent, points, date).
    ``open_table``: whether the page shows the table at once; by default it does where there is no chart and few rows.
    ``keys``: what each row of the table is of (a county's code), where charts and tables point at each other;
    ``histories``: per row its percentages over the periods, drawn as a small line beside it under ``history_label``.
    """

    id: str
    title: str
    subtitle: str
    table: pd.DataFrame
    figure: Mapping | None = None
    alt: str = ""
    source: str = ""
    note: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    lang: str = "zh"
    open_table: bool | None = None
    keys: Sequence[str] = ()
    histories: Sequence[History] = ()
    history_label: str = ""

    def __repr__(self) -> str:
        rows, columns = self.table.shape
        return f"<exhibit {self.id}: {self.title}; table of {rows} rows, {columns} columns>"

    def plotly(self):
        """The chart as a ``plotly.graph_objects.Figure``, to change by hand. Raises ValueError where there is none."""
        if self.figure is None:
            raise ValueError(f"{self.id!r} 只有表，没有图 / exhibit {self.id!r} has a table and no chart")
        import plotly.graph_objects as go

        return go.Figure(data=self.figure["data"], layout={**self.figure["layout"], "template": theme.TEMPLATE})

    def payload(self) -> dict:
        return {
            "kind": "exhibit",
            "id": self.id,
            "title": capital(self.title),
            "subtitle": capital(self.subtitle),
            "figure": self.figure,
            "table": {
                **table_payload(self.table, self.kinds, self.lang),
                "keys": list(self.keys),
                "histories": [vars(history) for history in self.histories],
                "history_label": capital(self.history_label),
            },
            "alt": self.alt,
            "source": self.source,
            "note": self.note,
            "open_table": self.open_table,
        }

    def _printed(self) -> pd.DataFrame:
        """The table as a page shows it: 22.9%, and a dash where there is no number."""
        printed = table_payload(self.table, self.kinds, self.lang)
        return pd.DataFrame(printed["rows"], columns=[column["label"] for column in printed["columns"]])

    def _in_notebook(self) -> dict:
        words = [f"<h3>{html.escape(self.title)}</h3><p>{html.escape(self.subtitle)}</p>"]
        if self.figure is None:
            return {"text/html": "".join([*words, self._printed().to_html(escape=True, index=False)])}
        layout = {
            **self.figure["layout"],
            "template": theme.TEMPLATE,
            "title": {"text": theme.plain(self.title), "font": {"size": 16}},
            "margin": {**theme.TEMPLATE["layout"]["margin"], **self.figure["layout"].get("margin", {}), "t": 64},
        }
        return {PLOTLY_MIME: {"data": self.figure["data"], "layout": layout, "config": theme.CONFIG}}


@dataclass(frozen=True)
class KeyNumber:
    """One figure of the first screen: what it is, its value as printed, what it is of, and its way there."""

    label: str
    value: str
    detail: str = ""
    history: History | None = None


class Listed(str):
    """A sentence that is a list: whole in a running text, one item below the other where there is room."""

    lead: str
    items: tuple[str, ...]

    def __new__(cls, sentence: str, lead: str, items: Sequence[str]) -> Listed:
        listed = super().__new__(cls, sentence)
        listed.lead, listed.items = lead, tuple(items)
        return listed

    def __getnewargs__(self) -> tuple[str, str, tuple[str, ...]]:
        return str(self), self.lead, self.items


@dataclass(frozen=True)
class Headline(Part):
    """The first screen: sentences and key numbers, with the report's title and where and when it stands."""

    title: str
    standing: str
    sentences: Sequence[str]
    numbers: Sequence[KeyNumber] = ()
    notice: str = ""
    issuer: str = ""

    def payload(self) -> dict:
        return {
            "kind": "headline",
            "title": self.title,
            "standing": self.standing,
            "sentences": [str(sentence) for sentence in self.sentences],
            "numbers": [_number(number) for number in self.numbers],
            "lists": {
                str(place): {"lead": sentence.lead, "items": list(sentence.items)}
                for place, sentence in enumerate(self.sentences)
                if isinstance(sentence, Listed)
            },
            "notice": self.notice,
            "issuer": self.issuer,
        }

    def _in_notebook(self) -> dict:
        return {"text/html": f"<h1>{html.escape(self.title)}</h1>" + _paragraphs([self.standing, *self.sentences])}


@dataclass(frozen=True)
class Section(Part):
    """A heading; the contents list has one entry per section. ``left_out``: why this audience does not see it;
    ``is_ours``: False for what the survey never asks, of which nobody need hear that there is none."""

    title: str
    left_out: str = ""
    is_ours: bool = True

    def payload(self) -> dict:
        return {"kind": "section", "title": self.title}

    def _in_notebook(self) -> dict:
        return {"text/html": f"<h2>{html.escape(self.title)}</h2>"}


@dataclass(frozen=True)
class Words(Part):
    """Sentences between the exhibits; none of them empty."""

    sentences: Sequence[str]

    def payload(self) -> dict:
        return {"kind": "words", "sentences": [sentence for sentence in self.sentences if sentence]}

    def _in_notebook(self) -> dict:
        return {"text/html": _paragraphs(self.sentences)}


@dataclass(frozen=True)
class Notice(Part):
    """One line instead of a section: what is not there, and why."""

    text: str

    def payload(self) -> dict:
        return {"kind": "notice", "text": self.text}

    def _in_notebook(self) -> dict:
        return {"text/html": _paragraphs([self.text])}


@dataclass(frozen=True)
class EndOfReport(Part):
    """The sentinel: a report without it did not run to its end. Carries what the footer says."""

    inputs: Sequence[Mapping[str, str]] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    definitions: Sequence[tuple[str, str]] = ()

    def payload(self) -> dict:
        return {
            "kind": "end",
            "inputs": [dict(item) for item in self.inputs],
            "parameters": dict(self.parameters),
            "definitions": [[capital(term), text] for term, text in self.definitions],
        }


def _number(number: KeyNumber) -> dict:
    history = vars(number.history) if number.history else None
    return {**vars(number), "label": capital(number.label), "history": history}


def _paragraphs(sentences: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences if sentence)
