"""Sentences for people, in Chinese and English: labels of reports, and what a finding says."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from analysis.vocabulary.loading import rows_of
from analysis.vocabulary.words import FOLDER

SEVERITIES = ("blocking", "error", "warning", "info")  # the worst first


@lru_cache(4)
def labels(lang: str) -> dict[str, str]:
    """Key -> words of the reports in ``lang`` (zh or en), from labels.yml; English falls back to Chinese."""
    import yaml  # only reports need it

    text = (FOLDER / "labels.yml").read_text(encoding="utf-8")
    # Every report reads it: libyaml's reader, where it was built in, is ten times as fast.
    known = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    return {name: words.get(lang) or words.get("zh", name) for name, words in known.items()}


@lru_cache(1)
def finding_rules() -> dict[str, dict[str, str]]:
    """Rule -> severity and its sentence in zh and en, from findings.csv.

    Raises VocabularyError where a rule has two rows or an unknown severity.
    """
    found: dict[str, dict[str, str]] = {}
    for row in rows_of("findings.csv", [FOLDER], ("rule", "severity", "zh", "en")):
        if row["rule"] in found:
            raise row.error(f"规则“{row['rule']}”重复", f"rule {row['rule']!r} stands twice")
        if row["severity"] not in SEVERITIES:
            raise row.error(f"未知的级别“{row['severity']}”", f"unknown severity {row['severity']!r}")
        found[row["rule"]] = dict(row)
    return found


class _Arguments(dict[str, Any]):
    """What a placeholder without an argument shows."""

    def __missing__(self, name: str) -> str:
        return "…"


_NOTHING = {"zh": "无", "en": "none"}
_CODES = ("field", "guess")  # placeholders that are given the code of a field
_IF_ANY = re.compile(r"\[([^\]]*\{(\w+)\}[^\]]*)\]")


def filled(sentence: str, arguments: Mapping[str, Any], lang: str) -> str:
    """A sentence with its placeholders filled in: … for what is not known, 无 (none) for what is nothing; codes of
    fields are shown by their printed names. What stands in square brackets is said only if its placeholder is
    something."""
    sentence = _IF_ANY.sub(lambda part: part[1] if arguments.get(part[2]) else "", sentence)
    known = {name: _NOTHING[lang] if value == "" else value for name, value in arguments.items() if value is not None}
    for name in _CODES:
        if isinstance(code := known.get(name), str):
            known[name] = _field_labels(lang).get(code, code)
    return sentence.format_map(_Arguments(known))


def finding_sentence(rule: str, arguments: Mapping[str, Any], lang: str) -> str:
    """The sentence of a finding in ``lang`` (zh or en). Raises KeyError for a rule that findings.csv does not have."""
    return filled(finding_rules()[rule][lang], arguments, lang)


@lru_cache(4)
def _field_labels(lang: str) -> dict[str, str]:
    return {row["field"]: row[lang] for row in rows_of("fields.csv", [FOLDER], ("field", "zh", "en"))}
