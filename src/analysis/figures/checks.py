"""What was repaired or not used: files and findings, each with its place and one sentence."""

import pandas as pd

from analysis.figures.context import Report, current, exhibit_of, no_data
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import is_missing, label_of, say
from analysis.intake.wording import finding_text
from analysis.vocabulary.sentences import SEVERITIES

_MOST_ROWS = 200
_USED = ("accepted", "superseded")
# What is said of a table because another replaced it.
_OF_REPLACED = ("upload_superseded", "correction_superseded")
_OF_OFFICES = ("office_missing", "office_late")


def files(data: Report, uploads: pd.DataFrame) -> Part:
    """The files of the period with what became of each; those not used first. A Notice where none came.

    A file's name can be an enterprise's: who sees no names gets the beginning of its fingerprint.
    """
    now = current(uploads, data)
    if now.empty:
        return Notice(no_data(data, "files"))
    used = now["outcome"].isin(_USED)
    names = list(now["file"] if data.audience.names else now["upload_id"].str[:12])
    rows = now.assign(
        used=used,
        file=names,
        outcome=[label_of("outcome", code, data.lang) for code in now["outcome"]],
        reason=[_reason(rule, name, data.lang) for rule, name in zip(now["reason"], names, strict=True)],
    ).sort_values(["used", "file"], kind="stable")
    kinds = {"file": "text", "outcome": "text"} | ({"reason": "text"} if rows["reason"].any() else {})
    words = {"total": len(rows), "used": used.sum()}
    return exhibit_of(
        data,
        "files",
        title=say("title.files", data.lang, **words),
        about=[say("column.file", data.lang)],
        rows=rows,
        kinds=kinds,
        table="uploads",
    )


def findings(data: Report, found: pd.DataFrame) -> Part:
    """What the checks found, worst first, each with file, sheet, cells and a sentence; 200 at most.

    An audience that sees no cells gets the number of places by what became of them.
    """
    now = _standing(current(found, data))
    if now.empty:
        return Notice(no_data(data, "findings"))
    now = now.assign(_place=now["severity"].map(SEVERITIES.index))
    now = now.sort_values(["_place", "file", "sheet", "cells"], kind="stable")
    places = now["count"].fillna(1)
    shown = now.head(_MOST_ROWS) if data.audience.cells else now.iloc[:0]
    rows, kinds = _each(data, shown) if data.audience.cells else _in_sum(data, now["severity"], places)
    blocked = int(now.loc[now["severity"].eq("blocking"), "file"].nunique())
    words = {"total": places[now["severity"].ne("blocking")].sum(), "blocked": blocked}
    cut = say("note.part_of", data.lang, shown=len(shown), total=len(now)) if 0 < len(shown) < len(now) else ""
    return exhibit_of(
        data,
        "findings",
        title=say("title.findings" if blocked else "title.findings.all_read", data.lang, **words),
        about=[say("section.findings", data.lang)],
        rows=rows,
        kinds=kinds,
        table="findings",
        note=cut,
        open_table=True,
    )


def _standing(found: pd.DataFrame) -> pd.DataFrame:
    """Without what was found in tables that a later file replaced: there is nothing left to check in them. That a file
    is replaced is said once."""
    if found.empty:
        return found
    place, replaced = found["upload_id"] + " " + found["part"].fillna(""), found["rule"].eq("upload_superseded")
    kept = found[~place.isin(place[replaced]) | found["rule"].isin(_OF_REPLACED)]
    again = kept["rule"].eq("upload_superseded") & kept.duplicated(["upload_id", "rule"])
    return kept[~again]


def _each(data: Report, shown: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    rows = shown.assign(
        sentence=[finding_text(_in_language(data, row), data.lang) for row in shown.to_dict("records")],
        severity=[label_of("severity", code, data.lang) for code in shown["severity"]],
        cells=[_few_cells(cells) for cells in shown["cells"]],
    )
    return rows, dict.fromkeys(("severity", "file", "sheet", "cells", "sentence"), "text")


def _in_language(data: Report, row: dict) -> dict:
    """A finding with the office it is about named as the report's language has it."""
    about = row["rule"] in _OF_OFFICES and not is_missing(row["value"])
    return row | {"value": data.survey.office_label(row["value"], data.lang)} if about else row


def _in_sum(data: Report, severities: pd.Series, places: pd.Series) -> tuple[pd.DataFrame, dict[str, str]]:
    sums = places.groupby(severities).sum()
    rows = [(label_of("severity", code, data.lang), sums[code]) for code in SEVERITIES if code in sums.index]
    return pd.DataFrame(rows, columns=["severity", "places"]), {"severity": "text", "places": "count"}


def _plain(value: object) -> str:
    return "" if is_missing(value) else str(value)


def _few_cells(cells: object) -> str:
    """A long list of ranges, cut: a reader looks at the first ones."""
    pieces = _plain(cells).split(",")
    return ", ".join(pieces[:8]) + (" …" if len(pieces) > 8 else "")


def _reason(rule: object, file: str, lang: str) -> str:
    """Why a file was not used; nothing where it was."""
    return finding_text({"rule": rule, "file": file}, lang) if _plain(rule) else ""
