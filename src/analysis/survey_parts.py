"""What a survey's settings are made of: regions, offices, limits, the bulletin's masthead."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["zh", "en"]
Texts = dict[Language, str]


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Office(Settings):
    """Somebody who must report; need not be a county."""

    code: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()

    def label(self, lang: Language) -> str:
        return self.name_en or self.name if lang == "en" else self.name


class Region(Office):
    """The whole area or a part of it, which may have to report."""

    # Where it stands in a grid of tiles that is laid out roughly as the map; None where nobody said.
    tile: tuple[int, int] | None = None


class Thresholds(Settings):
    """Limits that a bureau may move; percentages 0-100."""

    min_base_for_ranking: int = Field(10, ge=1)
    near_complete_pct: float = Field(98, ge=0, le=100)
    low_staff_pct: float = Field(30, ge=0, le=100)
    low_capacity_pct: float = Field(30, ge=0, le=100)
    low_power_pct: float = Field(30, ge=0, le=100)
    stock_days: float = Field(3, ge=0)
    wide_bounds_points: float = Field(2, ge=0)
    task_days: int = Field(7, ge=0)


class Bulletin(Settings):
    """The masthead of the bulletin (简报) and whom it goes to: 报, 送, 发."""

    name: Texts = {}
    report_to: Texts = {}
    send_to: Texts = {}
    issue_to: Texts = {}
