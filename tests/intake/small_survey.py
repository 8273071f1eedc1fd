"""A survey of one office and two enterprises, and what becomes of its files. All of it is fictional."""

import csv
from pathlib import Path

import pandas as pd

from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.surveys import load_survey

SETTINGS = {
    "survey.yml": "title: {zh: 虚构州}\narea: '00'\nregions: own\n",
    "regions.csv": "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n",
    "register.csv": "name,county_code\n甲县一厂（虚构）,01\n甲县二厂（虚构）,01\n",
}
ONE, TWO = "甲县一厂（虚构）", "甲县二厂（虚构）"


def cleaned(folder: Path, files: dict[str, list[list[object]]]) -> dict[str, pd.DataFrame]:
    """The tidy tables of CSV uploads of 2020-W09 (name -> rows), made in a folder."""
    survey, raw = folder / "survey", folder / "raw" / "2020-W09"
    for path in (survey, raw):
        path.mkdir(parents=True)
    for name, text in SETTINGS.items():
        (survey / name).write_text(text, encoding="utf-8")
    for name, rows in files.items():
        with (raw / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    settings = load_survey(survey)
    return clean(settings, list_uploads(settings, raw.parent)).tables
