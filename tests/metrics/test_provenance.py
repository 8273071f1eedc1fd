"""Every figure lists its rows, and they their cells: the cells, read by another reader, give the figure again."""

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import analysis
from analysis import metrics

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tables(processed):
    return analysis.open_tables("qiannan", processed=processed)


@pytest.fixture(scope="module")
def panel(tables):
    return metrics.panel(tables.enterprises, tables.status, tables.period)


@pytest.mark.parametrize("base", metrics.BASES)
@pytest.mark.parametrize("by", [[], ["county_code"], ["four_category"], ["county_code", "size"]], ids=str)
def test_rows_are_as_many_as_the_figure_says(panel, by, base):
    for figure in metrics.resumption_rate(metrics.count_states(panel, by=by), base=base).to_dict("records"):
        rows = metrics.rows_behind(panel, figure, base=base)
        assert (len(rows), rows["counted"].sum()) == (figure["denominator"], figure["resumed"])


FIGURES = {
    "staff": lambda panel, by: metrics.staff_rate(panel, by),
    "staff of those that replied": lambda panel, by: metrics.staff_rate(panel, by, base="replied"),
    "capacity": lambda panel, by: metrics.capacity(panel, by),
    "capacity by staff": lambda panel, by: metrics.capacity(panel, by, weight="staff"),
    "electricity": lambda panel, by: metrics.electricity(panel, by).query("measure != 'electricity_index'"),
}


@pytest.mark.parametrize("by", [[], ["county_code"]], ids=str)
@pytest.mark.parametrize("name", FIGURES)
def test_what_the_rows_add_is_the_figure(panel, name, by):
    """Above and below the line of staff, capacity and power, by the figure's own measure, weight and base."""
    figures = FIGURES[name](panel, by).dropna(subset=["rate_pct"]).to_dict("records")
    assert figures
    for figure in figures:
        rows = metrics.rows_behind(panel, figure)
        assert len(rows) == figure["enterprises"]
        assert rows[["above", "below"]].sum().tolist() == pytest.approx([figure["numerator"], figure["denominator"]])


def test_projects_too_have_rows_and_cells(tables):
    figure = metrics.project_rates(tables.projects, tables.period).iloc[0].to_dict()
    projects = metrics.project_panel(tables.projects, tables.period)
    rows = metrics.rows_behind(projects, figure)
    assert (len(rows), rows["counted"].sum()) == (figure["denominator"], figure["numerator"])
    found = metrics.sources(projects, tables.parts, figure, fields=["workers_present"])
    assert found["project_id"].nunique() == figure["denominator"]
    assert found["cell"].notna().any()


def test_an_index_of_two_figures_has_no_rows_of_its_own(panel):
    with pytest.raises(ValueError, match="unknown measure 'electricity_index'"):
        metrics.rows_behind(panel, {"measure": "electricity_index"})


def test_cells_hold_what_was_counted(tables, panel):
    """Duyun's sheets: openpyxl reads the state, the words of which are yes or no, from the cells named."""
    figure = metrics.resumption_rate(metrics.count_states(panel, by="county_code")).iloc[0].to_dict()
    found = metrics.sources(panel, tables.parts, figure, fields=["state", "staff_back"])
    assert found["enterprise_id"].nunique() == figure["denominator"]
    staff = found[found["field"].eq("staff_back") & found["cell"].notna() & found["file"].str.endswith(".xlsx")]
    assert len(staff) > 50
    for (file, sheet), rows in staff.groupby(["file", "sheet"]):
        page = openpyxl.load_workbook(ROOT / "data/raw" / file, data_only=True)[sheet]
        read = [page[cell].value for cell in rows["cell"]]
        numbers = [(a, b) for a, b in zip(read, rows["value"], strict=True) if isinstance(a, int | float)]
        assert len(numbers) > len(read) / 2
        assert all(a == b for a, b in numbers)
    state = found[found["field"].eq("state")]
    assert state.loc[state["value"].isna(), "cell"].isna().all()
    assert state.loc[state["value"].notna(), "cell"].notna().all()


def test_a_missing_group_stands_for_those_without_one(panel):
    rows = metrics.rows_behind(panel, {"four_category": None})
    assert rows["four_category"].isna().all()
    assert len(rows) == (panel["four_category"].isna() & metrics_inside(panel)).sum()


def metrics_inside(panel):
    return (panel["above_scale"] & panel["normal_before_festival"]).fillna(False).astype(bool)


def test_several_periods_and_unknown_fields_are_refused(tables, panel):
    both = metrics.panels(tables.enterprises, tables.status, tables.periods)
    with pytest.raises(ValueError, match=r"表中有几期.* / the table holds several periods"):
        metrics.rows_behind(both, {})
    one = metrics.rows_behind(both, {"period_id": "2020-W06"})
    assert one["period_id"].unique().tolist() == ["2020-W06"]
    with pytest.raises(ValueError, match="no column"):
        metrics.sources(panel, tables.parts, {}, fields=["mood"])
    with pytest.raises(ValueError, match="unknown base"):
        metrics.rows_behind(panel, {}, base="all")
    with pytest.raises(ValueError, match=r"no column\(s\) county in the panel; there are"):
        metrics.rows_behind(panel, {"county": "甲县"})  # a slip is not the whole area


def test_without_a_return_there_is_no_cell(tables, panel):
    silent = panel.assign(
        state=pd.Series(np.nan, index=panel.index, dtype="str"),
        **{column: pd.NA for column in ("upload_id", "part", "source_file", "source_sheet", "source_row")},
    )
    found = metrics.sources(silent.head(5), tables.parts, {}, scope="all", base="register")
    assert found["cell"].isna().all()
    assert len(found) == 5


@pytest.mark.parametrize("by", [[], ["county_code"], ["size"]], ids=str)
def test_answers_behind_a_share_are_its_enterprises(tables, panel, by):
    now = tables.difficulties[tables.difficulties["period_id"].eq(tables.period.id)]
    for figure in metrics.bottleneck_shares(now, panel, by).to_dict("records"):
        rows = metrics.answers_behind(now, panel, figure)
        below, above = rows["enterprise_id"], rows.loc[rows["counted"], "enterprise_id"]
        assert (below.nunique(), above.nunique()) == (figure["denominator"], figure["numerator"])


def test_an_answer_stands_in_its_cell(tables, panel):
    """The texts behind a share, read again by another reader."""
    now = tables.difficulties[tables.difficulties["period_id"].eq(tables.period.id)]
    rows = metrics.answers_behind(now, panel, {"category": "logistics", "county_code": "522701"})
    texts = rows[rows["counted"] & rows["origin"].eq("text") & rows["source_file"].str.endswith(".xlsx")]
    assert len(texts) > 5
    for row in texts.head(5).to_dict("records"):
        book = openpyxl.load_workbook(ROOT / "data" / "raw" / row["source_file"])
        assert row["text"] == str(book[row["source_sheet"]][row["source_cell"]].value).strip()
