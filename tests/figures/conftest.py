"""A report's tables without a store: the fictional weeks behind the attributes that ``open_tables`` gives."""

from functools import lru_cache
from types import SimpleNamespace

import pandas as pd
import pytest
from fictional_weeks import SURVEY, WEEKS, enterprises, findings, parts, status, typed, uploads

from analysis.vocabulary.audiences import find_audience


@lru_cache
def usual(number, weeks):
    """The register, the returns and what is known of the uploads: made once, and copied for each report."""
    register = enterprises(number)
    kinds = {"uploads": uploads, "parts": parts, "findings": findings}
    return register, status(register, weeks), {name: pd.concat(map(of, weeks)) for name, of in kinds.items()}


def copied(made):
    return {name: frame.copy() for name, frame in made.items()} if isinstance(made, dict) else made.copy()


@pytest.fixture
def report():
    """report(lang, weeks, area=..., base=...): what figures need to know of a report, and its fictional tables."""

    def make(lang="zh", weeks=WEEKS, number=240, area="522700", base="expected", returns=None, audience=""):
        register, sent, dated = map(copied, usual(number, weeks))
        sent = sent if returns is None else returns(register, weeks)
        if area != SURVEY.area:
            register = register[register["county_code"].eq(area)].reset_index(drop=True)
            sent = sent[sent["county_code"].eq(area)].reset_index(drop=True)
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
