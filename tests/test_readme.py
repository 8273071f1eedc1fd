"""The two READMEs and the guides say nothing that is not there: verbs, options, functions, links, picture."""

import importlib
import re
import struct
from pathlib import Path

import pytest
import typer

from analysis.cli import app

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAGES = [*READMES, *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = typer.main.get_command(app).commands
by_name = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def commands(page):
    return re.findall(r"python -m analysis (\w+)([^`\n]*)", page.read_text(encoding="utf-8"))


@by_name
def test_every_verb_and_option_exists(page):
    for verb, rest in commands(page):
        assert verb in COMMANDS, verb
        known = {option for parameter in COMMANDS[verb].params for option in parameter.opts}
        assert set(re.findall(r"--[\w-]+", rest)) <= known, (verb, rest)


@by_name
def test_every_relative_link_resolves(page):
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)
def test_every_function_exists(page):
    named = re.findall(r"`(analysis|metrics|figures)\.(\w+)`", page.read_text(encoding="utf-8"))
    assert len(named) > 40
    for module, name in named:
        home = importlib.import_module(module if module == "analysis" else f"analysis.{module}")
        assert name in dir(home), f"{module}.{name}"


def test_both_languages_name_the_same_functions_and_commands():
    english, chinese = (page.read_text(encoding="utf-8") for page in READMES)
    for pattern in (
        r"`(?:analysis|metrics|figures)\.\w+`",
        r"`python -m analysis [^`]*`",
        r"```\n(?:make|conda).*?```",
    ):
        wanted = set(re.findall(pattern, english, re.DOTALL))
        assert wanted
        assert wanted <= set(re.findall(pattern, chinese, re.DOTALL))


@pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)
def test_a_picture_of_the_report_stands_on_the_first_screen(page):
    first = page.read_text(encoding="utf-8").splitlines()[:15]
    found = re.search(r"!\[[^\]]+\]\(([^)]+\.png)\)", "\n".join(first))
    picture = (page.parent / found[1]).read_bytes()
    assert struct.unpack(">I", picture[16:20])[0] == 1280
    assert len(picture) <= 250_000


def test_every_guide_is_in_the_index():
    for page in READMES:
        text = page.read_text(encoding="utf-8")
        assert [guide.name for guide in PAGES[2:] if f"(docs/{guide.name})" not in text] == []


@by_name
def test_no_path_of_somebodys_machine(page):
    assert not re.search(r"(?<![\w.])/(?:work|home|Users|tmp|root)/|[A-Z]:\\", page.read_text(encoding="utf-8"))
