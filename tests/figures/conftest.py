"""A report's tables without a store: the fictional weeks behind the attributes that ``open_tables`` gives."""

from types import SimpleNamespace

import pandas as pd
import pytest
from fictional_weeks import SURVEY, WEEKS, enterprises, findings, parts, status, typed, uploads

from analysis.vocabulary.audiences import find_audience


@pytest.fixture
def report():
    """report(lang, weeks, area=..., base=...): what figures need to know of a report, and its fictional tables."""

    def make(lang="zh", weeks=WEEKS, number=240, area="522700", base="expected", returns=None, audience=""):
        register = enterprises(number)
        sent = status(register, weeks) if returns is None else returns(register, weeks)
        if area != SURVEY.area:
            register = register[register["county_code"].eq(area)].reset_index(drop=True)
            sent = sent[sent["county_code"].eq(area)].reset_index(drop=True)
        dated = {
            name: pd.concat([of(week) for week in weeks])
            for name, of in (("uploads", uploads), ("parts", parts), ("findings", findings))
        }
        return SimpleNamespace(
            survey=SURVEY,
            period=weeks[-1],
            previous=weeks[-2] if len(weeks) > 1 else None,
            periods=weeks,
            area=SURVEY.region(area),
            base=base,
            lang=lang,
            audience=find_audience(audience),
            enterprises=register,
            status=sent,
            summaries=typed("summaries", {"answer": []}),
            **dated,
        )

    return make
