"""Intranets have browsers of 2020: nothing newer than Chromium 80 in what we write ourselves."""

import re
from pathlib import Path

import pytest

from analysis.publish import page

TEMPLATES = Path(page.__file__).parent / "templates"
# What came later, with the version of Chromium that has it; and the syntax that an older one cannot even read.
SCRIPT = {
    r"\?\.[\w(\[]": "optional chaining, 80: kept out, other engines of that year lack it",
    r"\?\?": "nullish coalescing, 80",
    r"\|\|=|&&=": "logical assignment, 85",
    r"\.replaceAll\(": "85",
    r"\.at\(": "92",
    r"structuredClone": "98",
    r"Object\.hasOwn\b": "93",
    r"\basync\b|\bawait\b": "2017, not needed",
    r"\.(findLast|toSorted|groupBy)\(": "97 and later",
    r"(?<!:)//#|\bimport\(": "no modules",
}
STYLE = {
    r":has\(": "105",
    r":is\(|:where\(": "88",
    r"@layer|@container|@property": "99 and later",
    r"\binset\s*:": "87",
    r"aspect-ratio": "88",
    r"color-mix\(|oklch\(": "111",
    r"\d(dvh|svh|lvh|cqw)": "108",
    r"subgrid": "117",
    r"accent-color": "93",
}
# Flex boxes have gaps from 84 on; grids had them before.
FLEX_WITH_GAP = re.compile(r"\{[^}]*display:\s*flex[^}]*\bgap:[^}]*\}|\{[^}]*display:\s*flex[^}]*column-gap:[^}]*\}")


@pytest.mark.parametrize("feature", SCRIPT)
def test_the_script_has_nothing_newer(feature):
    scripts = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("before.js", "page.js"))
    text = re.sub(r"//[^\n]*", "", scripts)
    assert not re.findall(feature, text), SCRIPT[feature]


@pytest.mark.parametrize("feature", STYLE)
def test_the_style_has_nothing_newer(feature):
    assert not re.findall(feature, (TEMPLATES / "page.css").read_text(encoding="utf-8")), STYLE[feature]


def test_no_flex_box_relies_on_gaps():
    assert not FLEX_WITH_GAP.findall((TEMPLATES / "page.css").read_text(encoding="utf-8"))
