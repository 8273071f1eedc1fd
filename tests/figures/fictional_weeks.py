"""Four weeks of a fictional prefecture for the tests of figures and pages: made by arithmetic, no randomness.

Names carry everything that an upload could hide in them; whatever is shown must show them as text.
"""

import json
import re
from datetime import timedelta

import pandas as pd

from analysis.figures.exhibit import Exhibit
from analysis.store.schemas import TABLES
from analysis.surveys import load_survey

SURVEY = load_survey("qiannan")
WEEKS = tuple(SURVEY.period(f"2020-W{number:02d}") for number in (6, 7, 8, 9))
PAYLOADS = (
    "<script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "[x](javascript:document.title='run')",
    "</script><script>document.title='run'</script>",
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }}",
    "测试😀" + "长" * 190,
)
INDUSTRIES = ("06", "13", "26", "30", "15")
CATEGORIES = ("public_utility", "epidemic_supplies", "daily_necessities", "other_key", None)


def enterprises(number: int = 240) -> pd.DataFrame:
    """A register of fictional enterprises; the first ones are named after what must never run."""
    counties = [county.code for county in SURVEY.counties]
    names = [PAYLOADS[i] if i < len(PAYLOADS) else f"虚构企业{i}号" for i in range(number)]
    return typed(
        "enterprises",
        {
            "enterprise_id": [f"E{i:05d}" for i in range(number)],
            "name": names,
            "county_code": [counties[i % 12] for i in range(number)],
            "industry_code": [INDUSTRIES[(i // 12) % 5] for i in range(number)],
            "size": [("large", "medium", "small", "micro")[(i // 5) % 4] for i in range(number)],
            "four_category": [CATEGORIES[i % 5] for i in range(number)],
            "above_scale": [True] * number,
            "normal_before_festival": [i % 20 != 19 for i in range(number)],
            "staff_normal": [50 + i % 100 for i in range(number)],
            "annual_output_10k_cny": [1000.0 + i for i in range(number)],
        },
    )


def status(register: pd.DataFrame, weeks=WEEKS) -> pd.DataFrame:
    """One return per enterprise and week but for every eleventh; more run every week, staff lags behind."""
    rows = []
    for place, week in enumerate(weeks):
        for i, row in enumerate(register.to_dict("records")):
            if i % 11 == 10 - place:
                continue
            running = (i * 7) % 100 < 45 + 16 * place + (i % 12)
            excluded = i % 60 == 59
            rows.append(
                {
                    "enterprise_id": row["enterprise_id"],
                    "in_register": True,
                    "name": row["name"],
                    "county_code": row["county_code"],
                    "office": row["county_code"],
                    "period_id": week.id,
                    "as_of": week.first + timedelta(days=1),
                    "state": "excluded" if excluded else "running" if running else "stopped",
                    "state_reason": "deregistered" if excluded else None,
                    "staff_normal": float(row["staff_normal"]),
                    "staff_back": round(row["staff_normal"] * (0.4 + 0.13 * place)) * 1.0,
                    "capacity_pct": 30.0 + 14 * place + i % 9,
                }
            )
    return typed("status", {name: [row.get(name) for row in rows] for name in TABLES["status"].names})


def tables(weeks=WEEKS, number: int = 240) -> dict[str, dict[str, pd.DataFrame]]:
    """Everything that ``store.commit`` takes: by period, by table."""
    register = enterprises(number)
    returns = status(register, weeks)
    found = {"all": {"enterprises": register}}
    for week in weeks:
        found[week.id] = {
            "status": returns[returns["period_id"].eq(week.id)],
            "uploads": uploads(week),
            "parts": parts(week),
            "findings": findings(week),
        }
    return found


def uploads(week) -> pd.DataFrame:
    """A file of every county but the last; one could not be used."""
    counties = SURVEY.counties[:-1]
    return typed(
        "uploads",
        {
            "upload_id": [f"{i:064x}" for i in range(len(counties))],
            "file": [f"{week.id}/{county.name}复工统计.xlsx" for county in counties],
            "period_id": [week.id] * len(counties),
            "office": [county.code for county in counties],
            "outcome": ["accepted"] * (len(counties) - 1) + ["quarantined"],
            "reason": [""] * len(counties),
        },
    )


def parts(week) -> pd.DataFrame:
    counties = SURVEY.counties[:-2]
    return typed(
        "parts",
        {
            "upload_id": [f"{i:064x}" for i in range(len(counties))],
            "part": ["1"] * len(counties),
            "office": [county.code for county in counties],
            "period_id": [week.id] * len(counties),
        },
    )


def findings(week) -> pd.DataFrame:
    return typed(
        "findings",
        {
            "upload_id": ["0" * 64, "1" * 64],
            "file": [f"{week.id}/{PAYLOADS[1]}.xlsx", f"{week.id}/b.xlsx"],
            "period_id": [week.id] * 2,
            "sheet": ["Sheet1", PAYLOADS[0]],
            "cells": ["C5:C17", ",".join(f"D{i}" for i in range(1, 40))],
            "count": [13, 39],
            "field": ["resumed_on", "staff_back"],
            "rule": ["no_such_rule", "no_such_rule"],
            "severity": ["info", "error"],
            "value": ["", PAYLOADS[0]],
            "arguments": ["{}", "{}"],
        },
    )


def typed(table: str, columns: dict) -> pd.DataFrame:
    """Columns as the store gives them back: every column of the table, strings, nullable numbers, days as dates."""
    size = len(next(iter(columns.values())))
    frame = pd.DataFrame(index=range(size))
    for field in TABLES[table]:
        values = pd.Series(columns.get(field.name, [None] * size), index=range(size), dtype=object)
        kind = str(field.type)
        if kind.startswith("date"):
            frame[field.name] = pd.to_datetime(values).astype("datetime64[s]")
        else:
            frame[field.name] = values.astype(
                {"string": "str", "int64": "Int64", "double": "Float64", "bool": "boolean"}[kind]
            )
    return frame


def stands(part):
    """A part is plain JSON without a hole in its words; an exhibit has title, subtitle and source, and its chart is
    drawn by plotly, told in words and free of markup."""
    payload = json.loads(json.dumps(part.payload(), allow_nan=False))
    told = {"title", "subtitle", "sentences", "alt", "text", "numbers", "note"}
    words = json.dumps({key: value for key, value in payload.items() if key in told}, ensure_ascii=False)
    assert not re.search(r"\bnan\b|None|<NA>|\{[a-z_]+\}|100\.0%", words), words
    if isinstance(part, Exhibit):
        assert all(text.strip() for text in (part.title, part.subtitle, part.source)), part
        if part.figure is not None:
            part.plotly()  # raises for anything plotly does not know
            assert part.alt.strip(), part
            assert not re.search(r"<(?!/?(br|b|span)\b)", json.dumps(part.figure)), part
