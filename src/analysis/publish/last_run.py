"""What the last run came to, in plain words: a page for people and a JSON file for programs, beside the reports."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from analysis.figures import theme
from analysis.files import put_in_place
from analysis.templates import rendered

State = Literal["done", "waiting", "failed"]
_TEMPLATE = Path(__file__).parent / "templates" / "last_run.html"
_COLOURS = {"done": theme.TEAL, "waiting": theme.ORANGE, "failed": theme.PLUM}
_WORDS = {
    "done": ("完成", "Done"),
    "waiting": ("完成，尚缺报表", "Done, returns missing"),
    "failed": ("未完成", "Failed"),
}


@dataclass(frozen=True)
class LastRun:
    """One run: what became of it, the period, pages made and what each is called, offices still missing, files that
    could not be used; how many lie in the inbox, ``unfiled``.

    ``missing_en``: the English names of ``missing``, where they are known.
    Times are UTC in ISO form; ``reason`` says why it failed, in zh and en, and holds no data.
    """

    state: State
    started_at: str
    finished_at: str
    survey: str = ""
    period: dict[str, str] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    missing_en: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    unfiled: int = 0
    reason: dict[str, str] = field(default_factory=dict)

    def sentence(self, lang: str) -> str:
        """The run in one sentence: done, waiting for n offices, or failed because ..."""
        zh, made = lang == "zh", len(self.pages)
        if self.state == "failed":
            why = self.reason[lang].rstrip("。.")
            return (
                f"运行没有完成：{why}。没有做成的报告还是原来的。"
                if zh
                else f"The run failed: {why}. Reports it did not make are as they were."
            )
        label = self.period[lang]
        parts = [f"{label}的报告已完成，共{made}份" if zh else f"{label}: {_n(made, 'page')} made"]
        for names, said_zh, said_en in (
            (
                self.missing if zh else self.missing_en or self.missing,
                "还有{}个单位未报",
                lambda n: f"waiting for {_n(n, 'office')}",
            ),
            (self.blocked, "{}个文件不能用", lambda n: f"{_n(n, 'file')} could not be used"),
        ):
            if names:
                said = said_zh.format(len(names)) if zh else said_en(len(names))
                parts.append(f"{said}：{'、'.join(names)}" if zh else f"{said}: {', '.join(names)}")
        if self.unfiled:
            parts.append(unfiled(self.unfiled)[lang])
        return "；".join(parts) + "。" if zh else "; ".join(parts) + "."


def unfiled(number: int) -> dict[str, str]:
    """That files lie in the inbox which nobody has filed, and how to."""
    return {
        "zh": f"收件夹里有{number}个文件没有归档，没有计入，请运行 python -m analysis receive",
        "en": f"{_n(number, 'file')} in the inbox not filed and not counted; run python -m analysis receive",
    }


def write_last_run(folder: Path, run: LastRun) -> None:
    """Put ``last_run.json`` and ``last_run.html`` into the folder of the reports."""
    content = asdict(run) | {"sentence": {"zh": run.sentence("zh"), "en": run.sentence("en")}}
    put_in_place(folder / "last_run.json", json.dumps(content, ensure_ascii=False, indent=1).encode())
    put_in_place(folder / "last_run.html", _page(folder, run).encode())


def _page(folder: Path, run: LastRun) -> str:
    pages = [Path(page).relative_to(folder).as_posix() for page in run.pages]
    links = list(zip(pages, run.titles or run.pages, strict=True))
    return rendered(
        _TEMPLATE,
        state=_WORDS[run.state],
        colour=_COLOURS[run.state],
        run=run,
        links=links,
        clock=_clock,
    )


def _clock(moment: str) -> str:
    """2026-11-30T13:41:05+00:00 as people read it."""
    return moment.partition("+")[0].replace("T", " ")


def _n(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
