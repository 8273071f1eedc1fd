"""Forms one below the other, each with a title and a day of its own. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


def form(day, name, staff):
    return [
        ["企业复工登记表"],
        [day],
        ["企业名称", name],
        ["是否复工", "是", "返岗人数", staff],
        ["未复工原因", "无"],
        [],
    ]


@pytest.mark.parametrize(
    "day", ["截至2020年2月{}日24时", "填报日期：2020年2月{}日", "日期：2020-02-{}", "2020年2月{}日"]
)
def test_each_form_speaks_of_the_day_above_its_name(tmp_path, day):
    rows = [*form(day.format(24), ONE, 30), *form(day.format(25), TWO, 40), *form(day.format(25), ONE, 50)]
    tables = cleaned(tmp_path, {"甲县": rows})
    status = tables["status"].sort_values("source_row")
    assert [(str(day), staff) for day, staff in zip(status["as_of"], status["staff_back"], strict=True)] == [
        ("2020-02-24", 30),
        ("2020-02-25", 40),
        ("2020-02-25", 50),
    ]
    assert tables["findings"].empty


def test_a_day_below_the_answers_is_that_of_the_form_above_it(tmp_path):
    one, two = (form(None, name, staff)[2:-1] for name, staff in ((ONE, 30), (TWO, 40)))
    rows = [*one, ["填报日期", "2020年2月24日"], [], *two, ["填报日期", "2020年2月25日"]]
    status = cleaned(tmp_path, {"甲县": rows})["status"].sort_values("source_row")
    assert status["as_of"].astype(str).tolist() == ["2020-02-24", "2020-02-25"]
