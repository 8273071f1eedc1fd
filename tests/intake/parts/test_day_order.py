"""Days in which year and order are not said alike. All enterprises are fictional."""

from datetime import date
from pathlib import Path

import pytest

from analysis.intake.contents import read_contents
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.uploads import Upload
from analysis.survey import iso_week

RULES = ("date_order_assumed", "date_day_first")
NAMES = "清江化工有限公司", "麦溪水泥有限公司", "樟江食品有限公司"


def read(*days):
    upload = Upload(Path("县.xlsx"), "2020-W09/县.xlsx", "id", iso_week(2020, 9), None)
    rows = [["企业名称", "是否复工", "复工时间"], *([name, "是", day] for name, day in zip(NAMES, days, strict=False))]
    (part,), notes = read_contents(upload, [Sheet.from_rows(rows, "台账")], Setting(near=date(2020, 3, 1)))
    return part.returns["resumed_on"], [
        key[2] for key, *_ in notes if key[2] in ("date_order_assumed", "date_day_first")
    ]


@pytest.mark.parametrize("mark", "/-")
def test_the_day_is_first_where_another_day_of_the_column_can_only_be_so(mark):
    days = [day.replace("/", mark) for day in ("01/02/2020", "18/02/2020", "03/02/2020 08:30")]
    assert read(*days) == ([date(2020, 2, 1), date(2020, 2, 18), date(2020, 2, 3)], ["date_day_first"])


def test_or_where_the_days_are_near_the_tables_own_only_so():
    """As of 1 March: 10 and 11 February, not 2 October and 2 November."""
    assert read("10/02/2020", "11/02/2020") == ([date(2020, 2, 10), date(2020, 2, 11)], ["date_day_first"])
    assert read("31/04/2020", "02/02/2020") == ([None, date(2020, 2, 2)], ["date_day_first"])


def test_without_such_a_day_the_month_is_first_and_told():
    assert read("01/02/2020", "02/18/2020") == ([date(2020, 1, 2), date(2020, 2, 18)], ["date_order_assumed"])


def test_days_that_contradict_each_other_stay_as_they_are():
    assert read("18/02/2020", "02/19/2020") == ([date(2020, 2, 18), date(2020, 2, 19)], [])
