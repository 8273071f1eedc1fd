"""Who a row is about: the register's enterprise, its county, and the office that reports it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.intake.context import Context
from analysis.intake.enterprises.matcher import Match, Matcher
from analysis.intake.enterprises.names import clean_code, normalise_name
from analysis.intake.enterprises.register import TEXT
from analysis.intake.findings import Cell
from analysis.intake.parts.part import Part
from analysis.intake.together.gathered import Columns, pieces, values_of

_NEARLY_ALL = 0.9
_NO_LETTERS_OF_CODES = frozenset("OoIiＯＩ")


def identify(rows: Columns, parts: list[Part], context: Context) -> Columns:
    """The rows of lists with ``enterprise_id``, ``in_register``, ``county_code``, ``office`` and ``who`` for the
    code, county and group that are written there.

    ``who`` is what makes two rows speak of one enterprise: its id, else its name and county. A row that matches
    nobody stays, with ``in_register`` false and a finding that names the nearest entry of the register.
    """
    ids, homes, uncoded, doubted = _matched(rows, _counties(rows, parts, context), context.matcher)
    counties, offices, misnamed = _settled(rows["part_index"], homes, parts, context)
    _match_in_office(rows, ids, doubted, offices, context.matcher)
    in_register = np.array([own is not None for own in ids], bool)
    nobody = np.flatnonzero(~in_register)
    who = ids.copy()
    told = zip(nobody, rows["name"].take(nobody).tolist(), counties.take(nobody).tolist(), strict=True)
    for at, name, county in told:
        who[at] = f"{normalise_name(name)}|{county}"
    _note_codes(rows, uncoded, parts, context)
    _note_doubts(rows, doubted, misnamed, parts, context)
    kept = {name: column for name, column in rows.items() if name not in ("uscc", "county_text", "group")}
    return kept | {
        "enterprise_id": pd.array(ids, dtype="str"),
        "county_code": counties,
        "in_register": in_register,
        "office": offices,
        "who": pd.array(who, dtype="str"),
    }


def _matched(
    rows: Columns, said: np.ndarray, matcher: Matcher
) -> tuple[list[str | None], np.ndarray, np.ndarray, dict[int, Match]]:
    """Whom each row is about and in which county, None where nobody is found; and the places of rows whose code
    nobody has, and of those whose match is to be told. ``said``: the county of each row or None."""
    ids: list[str | None] = []
    misnamed: dict[int, tuple[str, str]] = {}
    for some in pieces(len(said)):
        coded = matcher.by_codes(rows["uscc"][some].tolist())
        wrong = matcher.misnamed(rows["name"][some].tolist(), coded)
        misnamed |= {some.start + at: told for at, told in wrong.items()}
        ids += coded
    homes = np.array(matcher.counties(ids), object)
    is_uncoded = np.array([own is None for own in ids], bool)
    # All but those found by their code in the county that lists them.
    unsure = np.flatnonzero(is_uncoded | (said.astype(bool) & (said != homes))).tolist()
    asked = zip(unsure, values_of(rows, "name", "uscc", at=unsure), strict=True)
    matches = {at: matcher.match(name, code, said[at]) for at, (name, code) in asked}
    for at, match in matches.items():
        ids[at], homes[at] = match.enterprise_id, match.county_code
    for at, (rule, name) in misnamed.items():
        if rule == "entity_code_of_another" or at not in matches or not matches[at].rule:
            matches[at] = Match(ids[at], homes[at], rule, name)
    return ids, homes, np.flatnonzero(is_uncoded), {at: match for at, match in matches.items() if match.rule}


def _match_in_office(
    rows: Columns, ids: list[str | None], doubted: dict[int, Match], offices: pd.Categorical, matcher: Matcher
) -> None:
    """Find by their name those that several counties have, in the county of the office that nearly all rows beside
    them have settled."""
    several = [at for at, match in doubted.items() if match.rule == "entity_ambiguous" and not match.county_code]
    if not several:
        return
    asked = zip(several, values_of(rows, "name", "uscc", at=several), offices.take(several).tolist(), strict=True)
    for at, (name, code), office in asked:
        match = matcher.match(name, code, office)
        if match.enterprise_id is not None:
            ids[at], doubted[at] = match.enterprise_id, match
            if not match.rule:
                del doubted[at]


def _settled(
    index: np.ndarray, homes: np.ndarray, parts: list[Part], context: Context
) -> tuple[pd.Categorical, pd.Categorical, set[int]]:
    """The county and the office of each row, and the parts that name another office than that of their enterprises.
    ``index``: its part, ``homes``: its enterprise's county, else None: that of the office."""
    places = context.place_codes
    number_of = {code: number for number, code in enumerate(places.categories)}
    counties = np.array([number_of.get(home, -1) for home in homes.tolist()], np.int32)
    misnamed = _settle_offices(index, counties, places.categories.tolist(), parts, context)
    offices = np.array([number_of.get(part.office, -1) for part in parts], np.int32)[index]
    is_county = np.array([code in context.county_codes for code in (*number_of, "")], bool)  # the last for none, -1
    counties = np.where((counties < 0) & is_county[offices], offices, counties)
    return *(pd.Categorical.from_codes(numbers, dtype=places) for numbers in (counties, offices)), misnamed


def _note_codes(rows: Columns, at: np.ndarray, parts: list[Part], context: Context) -> None:
    """Codes in some places that are not written as anybody's on the register: what cannot be right, or has the letters
    O and I for 0 and 1."""
    for index, place, code in values_of(rows, "part_index", "place", "uscc", at=at):
        if not isinstance(code, str):
            continue
        rule = "uscc_check_character" if clean_code(code) is None else "uscc_letters"
        if rule == "uscc_check_character" or not _NO_LETTERS_OF_CODES.isdisjoint(code):
            part = parts[index]
            part.note(context.findings, rule, part.first("uscc"), place, code)


def _note_doubts(
    rows: Columns, doubted: dict[int, Match], misnamed: set[int], parts: list[Part], context: Context
) -> None:
    """How those in doubt were found; not that they are of another county where this is told of their whole part."""
    about = values_of(rows, "part_index", "source_row", "name_column", "name", "place", "county_text", at=[*doubted])
    for match, (index, row, column, name, place, text) in zip(doubted.values(), about, strict=True):
        part = parts[index]
        is_elsewhere = match.rule == "entity_other_county"
        says_county = is_elsewhere and isinstance(text, str)
        if is_elsewhere and not says_county and index in misnamed:
            continue
        doubted_too = "county" if says_county else "uscc" if match.rule == "entity_code_of_another" else None
        beside = [part.cell(part.first(doubted_too), place)] if doubted_too else []
        note_match(part, match, name, (row, column), context, beside)


def note_match(part: Part, match: Match, name: str, cell: Cell, context: Context, beside: Sequence[Cell] = ()) -> None:
    """How an enterprise was found, or not found, by its name."""
    told = {"suggestion": match.suggestion, "county": context.county_codes.get(match.county_code or "", "")}
    context.findings.add(match.rule, part.place, cell, field="name", value=name, beside=beside, **told)


def registered_names(status: pd.DataFrame, enterprises: pd.DataFrame) -> pd.api.extensions.ExtensionArray:
    """The name of each row's enterprise: the register's, however the office wrote it, else as it is written."""
    if enterprises.empty or status.empty:
        return status["name"].array
    ids, names = (pa.array(enterprises[column], TEXT) for column in ("enterprise_id", "name"))
    entry = pc.index_in(pa.array(status["enterprise_id"], TEXT), value_set=ids)
    return pd.array(pc.coalesce(names.take(entry), pa.array(status["name"], TEXT)), dtype="str")


def _counties(rows: Columns, parts: list[Part], context: Context) -> np.ndarray:
    """The county of each row or None; a text that names none is a finding."""
    texts, of_groups, places = rows["county_text"], rows["group"], context.counties
    named = [None, *(places.meant(text) for text in texts.categories)]
    groups = [None, *of_groups.categories]
    told = rows["part_index"].astype("int64") * len(named) + texts.codes + 1
    number, different = pd.factorize(told * len(groups) + of_groups.codes + 1)
    known = []  # of each different thing said: whether a text names no county, and the county
    for one in different.tolist():
        rest, group = divmod(one, len(groups))
        index, text = divmod(rest, len(named))
        own = named[text]
        known.append((text > 0 and own is None, own or _county(groups[group], parts[index], context)))
    unknown, found = zip(*known, strict=True) if known else ((), ())
    wrong = np.flatnonzero(np.array(unknown, bool)[number])
    for index, text, place in values_of(rows, "part_index", "county_text", "place", at=wrong):
        part = parts[index]
        part.note(context.findings, "county_unknown", part.first("county"), place, text)
    return np.array(found, object)[number]


def _county(group: str | None, part: Part, context: Context) -> str | None:
    """Where a row's own column does not say: the group it stands under, else the sheet's name, else the office."""
    for text in (group, part.place.sheet):
        if text and (code := context.counties.find(text)):
            return code
    return context.county_of(part.office)


def _settle_offices(
    index: np.ndarray, counties: np.ndarray, codes: list[str], parts: list[Part], context: Context
) -> set[int]:
    """An office nobody named is where at least nine in ten of its matched enterprises are; a conflict is a finding.
    The places in ``parts`` of those in conflict.

    ``index``: the part of each row, ``counties``: the place in ``codes`` of its enterprise's county, -1 for none.
    """
    offices = {office.code for office in context.survey.offices}
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    matched = counties >= 0
    uploads, _ = pd.factorize(np.array([part.upload.upload_id for part in parts], object))
    number, pairs = pd.factorize(uploads[index[matched]] * len(codes) + counties[matched])
    for pair, size in zip(pairs.tolist(), np.bincount(number).tolist(), strict=True):
        upload, county = divmod(pair, len(codes))
        counted[upload][codes[county]] = size
    clear = {
        upload: county
        for upload, found in counted.items()
        for county, most in found.most_common(1)
        if most >= _NEARLY_ALL * found.total() and county in offices
    }
    misnamed = set()
    for place, (part, upload) in enumerate(zip(parts, uploads.tolist(), strict=True)):
        county = clear.get(upload)
        if county and part.office is None:
            part.office = county
        elif county and part.office != county and part.office in context.county_codes:
            misnamed.add(place)
            context.findings.add(
                "office_other_county",
                part.place,
                value=context.county_codes[part.office],
                county=context.county_codes[county],
            )
    return misnamed
