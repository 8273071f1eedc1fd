"""A few whole sentences for a chat."""

from analysis.figures.words import paragraph
from analysis.publish.share.content import Content, says

# As much as a phone shows of a chat; a Chinese character says what two and a half letters do.
MOST_CHARACTERS = {"zh": 300, "en": 750}
# What a leader needs first; what else there is follows in the order of the first screen.
_FIRST = ("sentence.restarted", "sentence.not_producing", "sentence.shares", "sentence.to_settle", "sentence.attention")


def write_brief(content: Content) -> str:
    """Whose figures and of when, then as many whole sentences as fit into 300 characters, in English 750.

    Never a part of a sentence; the standing (draft or issued) and the survey's notice are always said. Where not even
    the first sentence fits, the key figures stand in its place.
    """
    screen = content.headline
    head = f"【{content.stamp}】{screen['title']} {content.period}\n"
    tail = f"\n{screen['notice']}" if screen["notice"] else ""
    room = MOST_CHARACTERS[content.lang] - len(head) - len(tail)
    sentences = list(screen["sentences"])
    if sentences and len(sentences[0]) > room and content.finding:
        sentences[0] = content.finding + ("。" if content.lang == "zh" else ".")
    kept: list[int] = []
    for place in sorted(range(len(sentences)), key=lambda place: _rank(sentences[place], place, content.lang)):
        longer = sorted([*kept, place])
        if len(paragraph([sentences[number] for number in longer], content.lang)) <= room:
            kept = longer
    return head + paragraph([sentences[number] for number in kept], content.lang) + tail


def _rank(sentence: str, place: int, lang: str) -> tuple[int, int]:
    """The first sentence, then those of ``_FIRST`` in its order, then the rest."""
    if place == 0:
        return (-1, 0)
    known = (number for number, key in enumerate(_FIRST) if says(sentence, key, lang))
    return (next(known, len(_FIRST)), place)
