"""The slide deck: a title, the first screen, one slide per exhibit with a chart that can be edited, how to read it."""

import io
import re
from collections.abc import Mapping, Sequence

from pptx import Presentation
from pptx.util import Inches

from analysis.figures import theme
from analysis.figures.words import capital, say
from analysis.publish.share import slide_parts as parts
from analysis.publish.share.charts import native_chart, slide_exhibits
from analysis.publish.share.content import Content, pattern_of, says
from analysis.publish.share.slide_chart import add_chart
from analysis.publish.share.slide_parts import set_fonts, use_theme

# What a subtitle says of marks that only the page draws.
_DRAWN_ON_PAGES = (
    *("subtitle.bounds.status", "subtitle.bounds.summaries", "subtitle.whiskers", "subtitle.before"),
    *("subtitle.others", "subtitle.unblock"),
)
_BESIDE_MOST = 3  # sentences beside a chart; more are in the notes
_DEFINITIONS_MOST = 8


def write_slides(content: Content) -> bytes:
    """The deck as bytes: titles state findings, notes give sources; 12 slides at most."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(parts.WIDTH), Inches(parts.HEIGHT)
    use_theme(deck, content.lang)
    _title_slide(deck, content)
    _first_screen(deck, content)
    for exhibit, rule in slide_exhibits(list(content.exhibits())):
        said = content.sentences(rule["words"]) if "words" in rule else []
        _exhibit_slide(deck, content, exhibit, said)
    _reading_slide(deck, content)
    for slide in deck.slides:
        set_fonts(slide._element, content.lang)
        set_fonts(slide.notes_slide._element, content.lang)
    deck.core_properties.title = f"{content.headline['title']} {content.period}"
    deck.core_properties.author = content.headline["issuer"]
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _title_slide(deck: Presentation, content: Content) -> None:
    screen = content.headline
    slide = parts.new_slide(deck, screen["title"], cover=True)
    issued = " · ".join(filter(None, [screen["issuer"], content.day]))
    size = parts.fitting([screen["standing"]], 11.4, 0.55, most=22, least=14)
    parts.text(slide, [screen["standing"]], (0.9, 4.0, 11.4, 0.6), size=size, colour="#FFFFFF")
    parts.text(slide, [issued], (0.9, 4.65, 11.4, 0.5), size=16, colour="#FFFFFF")
    standing = [line for line in (content.stamp, screen["notice"]) if line]
    parts.text(slide, standing, (0.9, 6.4, 11.4, 0.7), size=13, colour=theme.SOFT)
    parts.notes(slide, _about(content))


def _first_screen(deck: Presentation, content: Content) -> None:
    screen = content.headline
    slide = parts.new_slide(deck, content.finding or screen["title"])
    parts.subtitle(slide, screen["standing"])
    numbers = screen["numbers"][:4]
    width = (parts.WIDTH - 1.2 - 0.25 * (len(numbers) - 1)) / max(len(numbers), 1)
    for place, number in enumerate(numbers):
        left = 0.6 + place * (width + 0.25)
        parts.card(slide, number, (left, 1.6, width, 1.55))
    top = 3.45 if numbers else 1.7
    size = parts.fitting(screen["sentences"], 12.1, parts.BOTTOM - top - 0.15, most=18, least=12)
    parts.text(slide, screen["sentences"], (0.6, top, 12.1, parts.BOTTOM - top), size=size, bullets=True)
    parts.footer(slide, content.stamp, len(deck.slides))
    parts.notes(slide, [*screen["sentences"], *_about(content)])


def _exhibit_slide(deck: Presentation, content: Content, exhibit: Mapping, said: Sequence[str]) -> None:
    chart = native_chart(exhibit, content.lang, content.place, cut=True)
    if chart is None or (chart.kind == "points" and len(chart.categories) < 2):  # one group's dots compare nothing
        return
    slide = parts.new_slide(deck, exhibit["title"])
    measure = "" if chart.percent or len(chart.series) > 1 else chart.series[0].name
    parts.subtitle(slide, _subtitle(exhibit["subtitle"], content.lang, measure))
    # Dots stand side by side and need the whole width.
    beside = [] if chart.kind == "points" else [s for s in said if s != exhibit["title"]][:_BESIDE_MOST]
    width = 8.1 if beside else parts.WIDTH - 1.2
    height = parts.BOTTOM - 1.6
    if chart.kind not in ("line", "points"):  # few bars need not be thick ones
        height = min(height, 0.8 * len(chart.categories) + 0.9)
    add_chart(slide, chart, (0.6, 1.55, width, height), content.lang, exhibit["alt"])
    if beside:
        size = parts.fitting(beside, 3.75, 4.6, most=17, least=12)
        parts.rule(slide, (8.95, 1.75, 0, parts.BOTTOM - 2))
        parts.text(slide, beside, (9.1, 1.65, 3.75, 4.9), size=size)
    cut = say("share.cut", content.lang, shown=len(chart.rows), total=len(chart.rows) + chart.left_out)
    # A slide's axis starts at 0 whatever that of the page does.
    note = re.sub(pattern_of("note.axis", content.lang), "", exhibit["note"]).strip()
    below = [cut if chart.left_out else "", note, exhibit["source"]]
    gap = "　" if content.lang == "zh" else "  "
    parts.footer(slide, gap.join(filter(None, below)), len(deck.slides), content.stamp)
    parts.notes(slide, [exhibit["subtitle"], exhibit["alt"], *said, note, exhibit["source"], *_about(content)])


def _reading_slide(deck: Presentation, content: Content) -> None:
    terms = dict(pair for report in content.reports for pair in report.definitions)
    if not terms:
        return
    slide = parts.new_slide(deck, say("page.definitions", content.lang))
    lines = [f"{capital(term)}{say('share.colon', content.lang)}{text}" for term, text in terms.items()][
        :_DEFINITIONS_MOST
    ]
    size = parts.fitting(lines, 12.1, 5.0, most=16, least=11)
    parts.text(slide, lines, (0.6, 1.55, 12.1, 5.1), size=size, bold_until=say("share.colon", content.lang))
    parts.footer(slide, content.stamp, len(deck.slides))
    parts.notes(slide, [*lines, *_about(content)])


def _about(content: Content) -> list[str]:
    """What every slide's notes end with: whose figures, of when, of what standing."""
    screen = content.headline
    return list(filter(None, [screen["issuer"], content.period, content.stamp, screen["notice"]]))


def _subtitle(text: str, lang: str, measure: str) -> str:
    """A subtitle without what it says of marks that a slide lacks; ``measure``: its first part, with the unit."""
    kept = [part for part in text.split(" · ") if not any(says(part, key, lang) for key in _DRAWN_ON_PAGES)]
    kept[:1] = [measure or kept[0]]
    return capital(" · ".join(kept))
