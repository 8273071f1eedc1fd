"""What a bulletin says, before anybody sets it in type: headings, paragraphs and tables, by ``bulletin.yml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from analysis.figures.words import capital, paragraph, say
from analysis.publish.share.content import Content, says

_PLAN = Path(__file__).parent / "bulletin.yml"
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass(frozen=True)
class Topic:
    """One numbered heading with its text and, where it has one, a table of printed cells, its header first.

    ``caption``: what the table shows and finds; a ranking is not always by the rate of the headline.
    """

    heading: str
    text: str
    caption: str = ""
    table: tuple[tuple[str, ...], ...] = ()


def outline(content: Content) -> list[Topic]:
    """The topics about which something is known, numbered in their order."""
    topics: list[Topic] = []
    for row in _plan():
        said, (caption, table) = _sentences(content, row), _table(content, row)
        if not said and not table:
            continue
        about = [say(f"share.about.{row['heading']}", content.lang)] if row.get("about") else []
        number = len(topics)
        words = say(f"share.heading.{row['heading']}", content.lang, **content.place)
        printed = _NUMERALS[number] if content.lang == "zh" else number + 1
        heading = say("share.heading", content.lang, number=printed, heading=words)
        topics.append(Topic(heading, paragraph(about + said, content.lang), caption, table))
    return topics


@cache
def _plan() -> list[dict]:
    return yaml.safe_load(_PLAN.read_text(encoding="utf-8"))


def _sentences(content: Content, row: Mapping) -> list[str]:
    first = content.first_screen(row.get("first_screen", ""))
    # What a first screen repeats of its own sections is said there.
    sections = {sentence for report in content.reports for section in report.sections for sentence in section.sentences}
    first = [sentence for sentence in first if sentence not in sections]
    if "only" in row:
        first = [s for s in first if any(says(s, key, content.lang) for key in row["only"])]
    first = [s for s in first if not any(says(s, key, content.lang) for key in row.get("without", ()))]
    titles = [exhibit["title"] for pattern in row.get("titles", ()) if (exhibit := content.exhibit(pattern))]
    stop = "。" if content.lang == "zh" else "."
    below = [sentence for name in row.get("sections", ()) for sentence in content.sentences(name)]
    return [*first, *(f"{title}{stop}" for title in titles), *below]


def _table(content: Content, row: Mapping) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """An exhibit's title and the wanted columns of its table."""
    exhibit = content.exhibit(row["table"]) if "table" in row else None
    if exhibit is None:
        return "", ()
    table = exhibit["table"]
    wanted = {capital(say(f"column.{key}", content.lang, **content.place)) for key in row["columns"]}
    places = [0, *(n for n, column in enumerate(table["columns"]) if n and column["label"] in wanted)]
    header = tuple(table["columns"][place]["label"] for place in places)
    return exhibit["title"], (header, *(tuple(cells[place] for place in places) for cells in table["rows"]))
