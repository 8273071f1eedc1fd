"""How each office reports over the periods: on time, how much, how well, and what it keeps getting wrong."""

import json

import pandas as pd

from analysis.exchange.wording import office_sentence, told_to_offices
from analysis.intake.parts.public_columns import columns_of
from analysis.intake.together.account import RETURNS
from analysis.store.tables import Tables
from analysis.survey import Language

COLUMNS = (
    "office", "name", "periods_due", "periods_reported", "periods_on_time", "rows", "findings",
    "findings_per_100_rows", "repeat_offences", "repeated_rules",
)  # fmt: skip
_COUNTED = ("blocking", "error", "warning")
_ROWS = ("kept", "merged")


def repeated(tables: Tables, scores: pd.DataFrame, lang: Language) -> list[tuple[str, str, int]]:
    """(office, sentence of the latest case, periods) of each repeat offence, by office."""
    findings = tables.findings.assign(sender=senders_of(tables.findings, tables.uploads, tables.parts))
    names = {office.code: office.label(lang) for office in tables.survey.offices}
    found = []
    for office, rules in scores[["office", "repeated_rules"]].itertuples(index=False):
        for rule in filter(None, rules.split("|")):
            cases = findings[findings["sender"].eq(office) & findings["rule"].eq(rule)].sort_values("period_id")
            periods = cases["period_id"].nunique()
            found.append((names[office], office_sentence(cases.iloc[-1].to_dict(), lang), periods))
    return found


def senders_of(rows: pd.DataFrame, uploads: pd.DataFrame, parts: pd.DataFrame) -> pd.Series:
    """The office that sent what each of ``rows`` (with upload_id and part) speaks of: the table's, else its file's."""
    files = uploads.dropna(subset=["office"]).drop_duplicates("upload_id").set_index("upload_id")["office"]
    tables = parts.dropna(subset=["office"]).drop_duplicates(["upload_id", "part"])
    named = rows[["upload_id", "part"]].merge(tables[["upload_id", "part", "office"]], how="left")["office"]
    return named.set_axis(rows.index).astype("str").fillna(rows["upload_id"].map(files).astype("str"))


def scorecard(tables: Tables) -> pd.DataFrame:
    """One row per office that must report, over the periods of opened tables (`analysis.open_tables`).

    A file of several offices counts for each, one of several periods for each that its rows are dated in.
    periods_on_time: its first usable upload came before the cut-off of the period's last day; missing where no
    arrival was recorded for any period. rows: rows of lists, and forms, that were read. findings: what the office must
    mend or check (not assumptions), each cell counted. repeat_offences: rules broken in two periods or more, named in
    repeated_rules.
    """
    survey, ids = tables.survey, [period.id for period in tables.periods]
    stored = (tables.uploads, tables.parts, tables.findings)
    uploads, parts, findings = (frame[frame["period_id"].isin(ids)] for frame in stored)
    wrong = findings[findings["severity"].isin(_COUNTED) & findings["rule"].map(told_to_offices)]
    wrong = wrong.assign(office=senders_of(wrong, uploads, parts))
    held = parts[parts["kind"].isin(RETURNS)]
    held = held.assign(office=senders_of(held, uploads, parts))
    lists = held[held["kind"].ne("summary")]
    rows = [_rows(*told) for told in zip(lists["fates"], lists["columns"], strict=True)]
    row_counts = pd.Series(rows, index=lists.index, dtype=int)
    heard = _heard(uploads, held.drop(row_counts.index[row_counts.eq(0)]), tables.status)
    heard = heard[heard["period_id"].isin(ids)]
    row_counts = row_counts.groupby(lists["office"]).sum()
    limits = {period.id: survey.deadline(period) for period in tables.periods}
    return pd.DataFrame(
        [
            _of_office(
                office,
                len(ids),
                heard[heard["office"].eq(office.code)],
                int(row_counts.get(office.code, 0)),
                wrong[wrong["office"].eq(office.code)],
                limits,
            )
            for office in survey.offices
        ],
        columns=list(COLUMNS),
    ).astype({"periods_on_time": "Int64", "findings_per_100_rows": "Float64"})


def _heard(uploads: pd.DataFrame, held: pd.DataFrame, status: pd.DataFrame) -> pd.DataFrame:
    """office, period_id and received_at of each return in a usable file: for its file's period and for its rows'."""
    usable = uploads[uploads["outcome"].isin(["accepted", "superseded"])].drop_duplicates("upload_id")
    filed = held[["upload_id", "part", "office"]].merge(usable[["upload_id", "period_id", "received_at"]])
    dated = status[["upload_id", "part", "period_id"]].drop_duplicates().astype(object)
    return pd.concat([filed, filed.drop(columns="period_id").merge(dated)], ignore_index=True)


def _of_office(office, due: int, heard: pd.DataFrame, rows: int, wrong: pd.DataFrame, limits: dict) -> dict:
    arrivals = pd.to_datetime(heard.dropna(subset=["received_at"]).groupby("period_id")["received_at"].min())
    found = int(wrong["count"].fillna(1).sum())
    spread = wrong.groupby("rule")["period_id"].nunique()
    repeated = sorted(spread[spread >= 2].index)
    return {
        "office": office.code,
        "name": office.name,
        "periods_due": due,
        "periods_reported": heard["period_id"].nunique(),
        "periods_on_time": sum(when <= limits[period] for period, when in arrivals.items()) if len(arrivals) else None,
        "rows": rows,
        "findings": found,
        "findings_per_100_rows": round(100 * found / rows, 1) if rows else None,
        "repeat_offences": len(repeated),
        "repeated_rules": "|".join(repeated),
    }


def _rows(fates: object, columns: object) -> int:
    """The rows of a list that were read; of forms, whose enterprise has many rows of the sheet, how many there are."""
    _, where = columns_of(columns) if isinstance(columns, str) else (None, None)
    if where is not None:
        return max(map(len, where))
    counts = json.loads(fates) if isinstance(fates, str) else {}
    return sum(counts.get(fate, 0) for fate in _ROWS)
