"""What a job made."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """What a job made: folders or pages, the period it was about, and files that could not be used; ``reasons``: why,
    for each of these where it is known, in zh and en."""

    paths: tuple[Path, ...]
    period: str = ""
    blocked: tuple[str, ...] = field(default=())
    reasons: tuple[dict[str, str], ...] = field(default=())

    def as_dict(self) -> dict[str, object]:
        made = {"paths": [str(path) for path in self.paths], "period": self.period}
        return made | {"blocked": list(self.blocked), "reasons": list(self.reasons)}
