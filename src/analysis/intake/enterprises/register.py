"""The register: who exists, under which id, in which county."""

from __future__ import annotations

import csv
import string
from collections.abc import Callable, Mapping
from itertools import starmap
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

from analysis.errors import SurveyError
from analysis.intake.enterprises.names import clean_codes, made_id
from analysis.intake.headers.column import match_path
from analysis.intake.values.personal import mask_name, mask_personal
from analysis.survey import Office, Period, Survey
from analysis.vocabulary import Vocabulary, key
from analysis.vocabulary.files import read_columns

_OTHER_NAMES = {"category": "four_category", "industry": "industry_code", "county": "county_name"}
_COLUMNS = frozenset({
    "enterprise_id", "name", "former_names", "uscc", "county_code", "county", "park", "industry", "size", "above_scale",
    "normal_before_festival", "category", "key_enterprise", "risk_grade", "batch", "supervision_group", "staff_normal",
    "annual_output_10k_cny", "since", "until",
})  # fmt: skip
_KEPT = _COLUMNS | set(_OTHER_NAMES.values())
Tell = Callable[[str, str, str], None]
TEXT = pa.large_string()
# Each enterprise has its own of these; of what many share each text is kept once.
_OWN = {"name", "uscc", "enterprise_id"}
_SHARED = pa.dictionary(pa.int32(), TEXT)
_MAY_TELL = r"(?:[0-9０-９][ -]?){7}|@"
_BLANKS = string.whitespace + "\xa0\u2002\u2003\u2009\u3000"


def load_register(survey: Survey, words: Vocabulary, tell: Tell = lambda rule, column, text: None) -> pd.DataFrame:
    """The survey's register.csv as the `enterprises` table: one row per entry and validity.

    Empty where the survey has no register (offices then send answers, not lists). A register without an
    ``above_scale`` column is taken to list above-scale enterprises only, unless a size says 规下.
    ``tell``: called with a rule of findings.csv, a column and a text: ``register_column_unknown`` for a header,
    ``register_column_twice`` for one that asks for what another does, ``register_value_unknown`` for a text,
    ``register_name_twice`` for two enterprises of one name in a county (with their lines), ``register_name_masked`` for
    a name with somebody's number.
    Raises SurveyError for a missing column, an unknown county, or one id twice at a time, naming the line.
    """
    path = survey.folder / "register.csv"
    if not path.exists():
        return pd.DataFrame()
    columns = _Columns(path, words, tell)
    entries = _entries(columns, survey, words)
    for name in sorted(columns.texts.keys() - words.fields.keys() - _KEPT):
        tell("register_column_unknown", name, name)
    frame = pa.table(entries).to_pandas()
    if len(entries["enterprise_id"].unique()) < len(frame):
        _check_validity(frame, path)
    if pc.count_distinct(entries["name"]).as_py() < len(frame):
        _tell_names(frame, tell)
    del columns, entries
    pa.default_memory_pool().release_unused()  # reading a country's takes far more than is kept
    return frame


def _column(header: str, words: Vocabulary) -> tuple[str, float]:
    """The column of a register that a header asks for, as offices would write it too (企业名称, 灾前是否正常生产), else
    the header; and how many of the column's unit one of its own is: 10,000 for 年产值（亿元）."""
    if header in _COLUMNS or "\t" in header:  # which parts a file that commas do not
        return _OTHER_NAMES.get(header, header), 1
    alias, match = words.columns.exact.get(key(header)), match_path(0, (header,), words)
    field = alias.field if alias else match.field if not match.rules else None
    if field is None:
        return header, 1
    own, stated = (words.unit_codes.get(unit) for unit in (words.fields[field].unit, match.unit))
    same = own and stated and own.dimension == stated.dimension
    return _OTHER_NAMES.get(field, field), stated.factor / own.factor if same else 1


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


def _tell_names(frame: pd.DataFrame, tell: Tell) -> None:
    """Who is listed under two ids: by its name alone nobody knows which of them a return is of."""
    entries = frame.drop_duplicates(["enterprise_id", "name", "county_code"])
    twice = entries[entries.duplicated(["name", "county_code", "since"], keep=False)]
    for (name, _), rows in twice.groupby(["name", "county_code"], sort=False):
        tell("register_name_twice", "、".join(str(index + 2) for index in rows.index), name)


class _Columns:
    """The columns of a register's file, each different text of a column read once.

    ``factors``: how many of a column's unit one of its header's is. Raises SurveyError for a file without names.
    """

    def __init__(self, path: Path, words: Vocabulary, tell: Tell):
        self.path, self.tell = path, tell
        self.factors: dict[str, float] = {}
        heads: dict[str, str] = {}

        def named(header: str) -> str:
            name, factor = _column(header, words)
            self.factors.setdefault(name, factor)
            if heads.setdefault(name, header) != header and name in _KEPT:
                tell("register_column_twice", header, heads[name])
            return name

        self.texts = read_texts(path, named)
        if not len(self.texts.get("name", ())):
            there = "、".join(self.texts)
            raise SurveyError(
                f"{path} 没有 name（企业名称）列；有的列：{there}", f"{path} has no column 'name'; its columns: {there}"
            )
        self.names = self._without_persons(self.texts["name"])
        zeros = pa.repeat(pa.scalar(0, pa.int32()), len(self.names))
        self._blank = pa.DictionaryArray.from_arrays(zeros, pa.array([""], TEXT))

    def _without_persons(self, names: pa.Array) -> pa.Array:
        """The names without numbers of persons; one that has some is told."""
        suspect = pc.match_substring_regex(names, _MAY_TELL)
        told = names.filter(suspect).to_pylist()
        masked = [mask_name(name) for name in told]
        for name, written in zip(masked, told, strict=True):
            if name != written:
                self.tell("register_name_masked", "name", name)
        return pc.replace_with_mask(names, suspect, pa.array(masked, TEXT))

    def of(self, name: str) -> pa.Array:
        """The texts of a column; one that the file lacks is blank."""
        return self.texts.get(name, self._blank)

    def read(self, cells: pa.Array, read: Callable[[str], object], kind: pa.DataType = TEXT) -> pa.Array:
        """What each text of some cells means. A SurveyError of ``read`` is told with its line."""
        encoded = cells.dictionary_encode()
        found = []
        for text in encoded.dictionary.to_pylist():
            try:
                found.append(read(text))
            except SurveyError as error:
                raise self._at_line(cells, text, error.sentences["zh"], error.sentences["en"]) from error
        return pa.array(found, kind).take(encoded.indices)

    def text(self, name: str) -> pa.Array:
        return self.read(self.of(name), lambda text: mask_personal(text) or None)

    def coded(self, name: str, known: Callable[[str], object], kind: pa.DataType = TEXT) -> pa.Array:
        """The codes of words. A word that is not ``known`` (None) is told."""

        def read(text: str) -> object:
            code = known(text) if text else None
            if text and code is None:
                self.tell("register_value_unknown", name, text)
            return code

        return self.read(self.of(name), read, kind)

    def flag(self, name: str, answers: Mapping[str, str]) -> pa.Array:
        return self.coded(name, lambda text: {"true": True, "false": False}.get(answers.get(key(text))), pa.bool_())

    def whole(self, name: str) -> pa.Array:
        return self.read(self.of(name), self._numbers(name, round), pa.int64())

    def number(self, name: str) -> pa.Array:
        return self.read(self.of(name), self._numbers(name, float), pa.float64())

    def _numbers(self, name: str, kind: Callable[[float], float]) -> Callable[[str], object]:
        factor = self.factors.get(name, 1)
        return _typed(name, lambda text: kind(_finite(text) * factor), "数", "number")

    def day(self, name: str) -> pa.Array:
        unit = "us" if pc.any(pc.not_equal(self.of(name), "")).as_py() else "s"  # as pandas has them
        return self.read(self.of(name), _typed(name, pd.Timestamp, "日期", "date"), pa.timestamp(unit))

    def counties(self, survey: Survey) -> pa.Array:
        """Codes of counties; who has none is where the name of the county says."""
        codes = self.of("county_code")
        if pc.any(pc.equal(codes, "")).as_py():
            codes, named = (self.of(name).cast(TEXT) for name in ("county_code", "county_name"))
            codes = pc.if_else(pc.equal(codes, ""), named, codes)
        return self.read(codes, lambda text: _county(text, survey))

    def _at_line(self, cells: pa.Array, text: str, zh: str, en: str) -> SurveyError:
        line = cells.cast(TEXT).index(text).as_py() + 2
        return SurveyError(f"{self.path} 第{line}行{zh}", f"{self.path} line {line}: {en}")


def _entries(columns: _Columns, survey: Survey, words: Vocabulary) -> dict[str, pa.Array]:
    """The columns of the table."""
    counties = columns.counties(survey)
    codes = clean_codes(columns.of("uscc").cast(TEXT))
    large = columns.read(columns.of("size"), lambda text: text not in ("规下", "below", "规模以下"), pa.bool_())
    divisions, named, choices = words.industries, words.industry_words, words.choices
    answers = choices["yes_no"]
    return {
        "enterprise_id": _ids(pc.coalesce(columns.text("enterprise_id"), codes), columns.names, counties),
        "name": columns.names,
        "former_names": columns.text("former_names"),
        "uscc": codes,
        "county_code": counties,
        "park": columns.text("park"),
        "industry_code": columns.coded(
            "industry_code", lambda text: text.zfill(2) if text.zfill(2) in divisions else named.get(key(text))
        ),
        "size": columns.coded("size", lambda text: choices["size"].get(key(text))),
        "above_scale": pc.coalesce(columns.flag("above_scale", answers), large),
        "normal_before_festival": pc.coalesce(columns.flag("normal_before_festival", answers), True),
        "four_category": columns.coded("four_category", lambda text: choices["four_category"].get(key(text))),
        "key_enterprise": columns.flag("key_enterprise", answers),
        "risk_grade": columns.text("risk_grade"),
        "batch": columns.text("batch"),
        "supervision_group": columns.text("supervision_group"),
        "staff_normal": columns.whole("staff_normal"),
        "annual_output_10k_cny": columns.number("annual_output_10k_cny"),
        "since": columns.day("since"),
        "until": columns.day("until"),
    }


def _ids(known: pa.Array, names: pa.Array, counties: pa.Array) -> pa.Array:
    """Who has neither an id nor a code has one made of name and county."""
    missing = pc.is_null(known)
    told = zip(*(column.filter(missing).to_pylist() for column in (names, counties)), strict=True)
    return pc.replace_with_mask(known, missing, pa.array(starmap(made_id, told), TEXT))


def _county(text: str, survey: Survey) -> str | None:
    if not text and len(survey.regions) > 1:
        raise SurveyError("没有县区", "no county")
    try:
        return survey.region(text).code if text else None
    except SurveyError as error:
        raise SurveyError(f"：{error.sentences['zh']}", error.sentences["en"]) from error


def _typed(name: str, parse: Callable[[str], object], zh: str, en: str) -> Callable[[str], object]:
    """How the texts of a column become values; a blank one is missing, and one that is none is told."""

    def read(text: str) -> object:
        try:
            return parse(text) if text else None
        except ValueError as error:
            raise SurveyError(f" {name} 不是{zh}：{text}", f"{name} is no {en}: {text}") from error

    return read


def _finite(text: str) -> float:
    number = float(text)
    if not abs(number) < 2**63:
        raise ValueError
    return number


def read_texts(path: Path, named: Callable[[str], str]) -> dict[str, pa.Array]:
    """The texts of each column by what its header is ``named``, stripped, a blank one empty; of two columns of one name
    the first; lines of nothing are passed over."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        names = [named(name.strip()) for name in next(csv.reader(lines), ())]
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
        told = [(named(name), pa.array(cells, TEXT)) for name, cells in read_columns(path).items()]
        return dict(reversed(told))
    columns = (column.combine_chunks() for column in _without_empty_rows(table).columns)
    told = [(name, _stripped(column)) for name, column in zip(names, columns, strict=True) if name]
    return dict(reversed(told))


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
