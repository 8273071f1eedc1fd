"""Pages made of templates: what is put into one stays text and becomes no markup, unless it is marked as such."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.vocabulary import labels

_HTML_LANG = {"zh": "zh-Hans", "en": "en"}


def rendered(template: Path, lang: str = "", words: str = "", **content: object) -> str:
    """A page of a template. It knows ``lang``, as ``html_lang`` what HTML calls that, and as ``word`` the labels that
    begin with ``words`` and a full stop."""
    below = f"{words}."
    word = (
        {key.removeprefix(below): text for key, text in labels(lang).items() if key.startswith(below)} if words else {}
    )
    page = templates(template.parent).get_template(template.name)
    return page.render(lang=lang, html_lang=_HTML_LANG.get(lang, ""), word=word, **content)


@cache
def templates(folder: Path) -> Environment:
    """The templates of a folder; one that names what it is not given fails."""
    rules = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=FileSystemLoader(folder), **rules)
