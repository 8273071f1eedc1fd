"""The register: who exists, under which id, in which county."""

from __future__ import annotations

import csv
import hashlib
import string
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

from analysis.errors import SurveyError
from analysis.intake.enterprises.names import clean_codes
from analysis.survey import Office, Period, Survey
from analysis.vocabulary import Vocabulary, key
from analysis.vocabulary.files import read_columns

_YES, _NO = {"true", "1", "yes", "是"}, {"false", "0", "no", "否"}
_OTHER_NAMES = {"category": "four_category", "industry": "industry_code", "county": "county_name"}
TEXT = pa.large_string()
# Each enterprise has its own of these; of what many share each text is kept once.
_OWN = {"name", "uscc", "enterprise_id"}
_SHARED = pa.dictionary(pa.int32(), TEXT)
_BLANKS = string.whitespace + "\xa0\u2002\u2003\u2009\u3000"


def load_register(survey: Survey, words: Vocabulary) -> pd.DataFrame:
    """The survey's register.csv as the `enterprises` table: one row per entry and validity.

    Empty where the survey has no register (offices then send answers, not lists). A register without an
    ``above_scale`` column is taken to list above-scale enterprises only, unless a size says 规下.
    Raises SurveyError for a missing column, an unknown county, or one id twice at a time, naming the line.
    """
    path = survey.folder / "register.csv"
    if not path.exists():
        return pd.DataFrame()
    content = {_OTHER_NAMES.get(name, name): cells for name, cells in read_texts(path).items()}
    if not len(content.get("name", ())):
        raise SurveyError(f"{path} 没有 name 列", f"{path} has no column 'name'")
    entries = _entries(content, survey, words, path)
    frame = pa.table(entries).to_pandas()
    if len(entries["enterprise_id"].unique()) < len(frame):
        _check_validity(frame, path)
    del content, entries
    pa.default_memory_pool().release_unused()  # reading a country's takes far more than is kept
    return frame


def entries_in(register: pd.DataFrame, period: Period, office: Office) -> pd.DataFrame:
    """The entries of an office's county or park that hold in a period, in the order of the register."""
    holds = ~register["since"].gt(pd.Timestamp(period.last)) & ~register["until"].lt(pd.Timestamp(period.first))
    own = register["county_code"].eq(office.code) | register["park"].isin((office.name, *office.aliases))
    return register[holds & own]


def _check_validity(frame: pd.DataFrame, path: Path) -> None:
    """An enterprise may be listed again from another day on."""
    twice = frame[frame.duplicated(["enterprise_id", "since"], keep=False)]
    if not twice.empty:
        lines = [int(index) + 2 for index in twice.index[:2]]
        raise SurveyError(
            f"{path} 第{lines[0]}、{lines[1]}行是同一企业（{twice.iloc[0]['name']}）",
            f"{path}: lines {lines[0]} and {lines[1]} are one enterprise ({twice.iloc[0]['name']})",
        )


def _entries(content: Mapping[str, pa.Array], survey: Survey, words: Vocabulary, path: Path) -> dict[str, pa.Array]:
    """The columns of the table, each different text of a column read once."""
    names = content["name"]
    blank = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), len(names)), pa.array([""], TEXT))
    content = defaultdict(lambda: blank, content)

    def column(cells: pa.Array, read: Callable[[str], object], kind: pa.DataType = TEXT) -> pa.Array:
        encoded = cells.dictionary_encode()
        return pa.array(map(read, encoded.dictionary.to_pylist()), kind).take(encoded.indices)

    def text(name: str) -> pa.Array:
        return column(content[name], lambda text: text or None)

    def number(name: str, kind: type) -> pa.Array:
        wanted = pa.int64() if kind is int else pa.float64()
        return column(content[name], lambda text: _number(text, kind, name, content[name], path), wanted)

    def coded(name: str) -> pa.Array:
        return column(content[name], lambda text: words.choices[name].get(key(text)))

    def flag(name: str) -> pa.Array:
        return column(content[name], _flag, pa.bool_())

    def day(name: str) -> pa.Array:
        unit = "us" if pc.any(pc.not_equal(content[name], "")).as_py() else "s"  # as pandas has them
        return column(content[name], lambda text: _day(text, name, content[name], path), pa.timestamp(unit))

    places = content["county_code"]
    if pc.any(pc.equal(places, "")).as_py():
        codes, named = (content[name].cast(TEXT) for name in ("county_code", "county_name"))
        places = pc.if_else(pc.equal(codes, ""), named, codes)
    counties = column(places, lambda text: _county(text, places, survey, path))
    codes = clean_codes(content["uscc"].cast(TEXT))
    large = column(content["size"], lambda text: text not in ("规下", "below", "规模以下"), pa.bool_())
    return {
        "enterprise_id": _ids(pc.coalesce(text("enterprise_id"), codes), names, counties),
        "name": names,
        "former_names": text("former_names"),
        "uscc": codes,
        "county_code": counties,
        "park": text("park"),
        "industry_code": column(
            content["industry_code"],
            lambda text: text if text in words.industries else words.industry_words.get(key(text)),
        ),
        "size": coded("size"),
        "above_scale": pc.coalesce(flag("above_scale"), large),
        "normal_before_festival": pc.coalesce(flag("normal_before_festival"), True),
        "four_category": coded("four_category"),
        "key_enterprise": flag("key_enterprise"),
        "risk_grade": text("risk_grade"),
        "batch": text("batch"),
        "supervision_group": text("supervision_group"),
        "staff_normal": number("staff_normal", int),
        "annual_output_10k_cny": number("annual_output_10k_cny", float),
        "since": day("since"),
        "until": day("until"),
    }


def _ids(known: pa.Array, names: pa.Array, counties: pa.Array) -> pa.Array:
    """Who has neither an id nor a code has one made of name and county."""
    missing = pc.is_null(known)
    told = zip(*(column.filter(missing).to_pylist() for column in (names, counties)), strict=True)
    made = [hashlib.sha256(f"{name}|{county}".encode()).hexdigest()[:16] for name, county in told]
    return pc.replace_with_mask(known, missing, pa.array(made, TEXT))


def _county(text: str, cells: pa.Array, survey: Survey, path: Path) -> str | None:
    if not text and len(survey.regions) > 1:
        line = _line(text, cells)
        raise SurveyError(f"{path} 第{line}行没有县区", f"{path} line {line}: no county")
    try:
        return survey.region(text).code if text else None
    except SurveyError as error:
        line, zh, en = _line(text, cells), error.sentences["zh"], error.sentences["en"]
        raise SurveyError(f"{path} 第{line}行：{zh}", f"{path} line {line}: {en}") from error


def _line(text: str, cells: pa.Array) -> int:
    """The first line of the register with a text in a column."""
    return cells.cast(TEXT).index(text).as_py() + 2


def _flag(text: str) -> bool | None:
    lowered = text.lower()
    return True if lowered in _YES else False if lowered in _NO else None


def _number(text: str, kind: type, column: str, cells: pa.Array, path: Path) -> float | int | None:
    if not text:
        return None
    try:
        return kind(_finite(float(text)))
    except ValueError as error:
        line = _line(text, cells)
        raise SurveyError(
            f"{path} 第{line}行 {column} 不是数：{text}", f"{path} line {line}: {column} is no number: {text}"
        ) from error


def _day(text: str, column: str, cells: pa.Array, path: Path) -> pd.Timestamp | None:
    if not text:
        return None
    try:
        return pd.Timestamp(text)
    except ValueError as error:
        line = _line(text, cells)
        raise SurveyError(
            f"{path} 第{line}行 {column} 不是日期：{text}", f"{path} line {line}: {column} is no date: {text}"
        ) from error


def _finite(number: float) -> float:
    if not abs(number) < 2**63:
        raise ValueError
    return number


def read_texts(path: Path) -> dict[str, pa.Array]:
    """The texts of each column, stripped, a blank one empty; lines of nothing are passed over."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        names = [name.strip() for name in next(csv.reader(lines), ())]
    numbers = [str(number) for number in range(len(names))]  # two columns may have one name
    kinds = [TEXT if name in _OWN else _SHARED for name in names]
    try:
        table = read_csv(
            pa.BufferReader(path.read_bytes()),  # Arrow takes no path that the console's encoding cannot write
            ReadOptions(use_threads=False, column_names=numbers, skip_rows=1),
            ParseOptions(newlines_in_values=True),
            ConvertOptions(column_types=dict(zip(numbers, kinds, strict=True))),
        )
    except pa.ArrowInvalid:  # lines of fewer or more cells than the header, or no UTF-8
        return {name: pa.array(cells, TEXT) for name, cells in read_columns(path).items()}
    columns = (column.combine_chunks() for column in _without_empty_rows(table).columns)
    return {name: _stripped(column) for name, column in zip(names, columns, strict=True) if name}


def _without_empty_rows(table: pa.Table) -> pa.Table:
    empty = pa.scalar(True)
    for column in table.columns:
        empty = pc.and_(empty, pc.equal(column, ""))
        if not pc.any(empty).as_py():  # mostly told by the first column
            return table
    texts = table.cast(pa.schema(dict.fromkeys(table.column_names, TEXT)))  # what only these rows say goes with them
    return texts.filter(pc.invert(empty))


def _stripped(cells: pa.Array) -> pa.Array:
    if cells.type != _SHARED:
        return pc.utf8_trim(cells, _BLANKS)
    return pa.DictionaryArray.from_arrays(cells.indices, pa.array(map(str.strip, cells.dictionary.to_pylist()), TEXT))
