"""A survey's settings: periods, regions, offices; what is wrong is named."""

from datetime import date

import pytest

from analysis.errors import SurveyError
from analysis.periods import Period, period_named
from analysis.survey import iso_week
from analysis.surveys import find_survey, load_survey, raw_default

SETTINGS = 'title: {zh: 州, en: P}\narea: "00"\nregions: own\n'
REGIONS = "code,name,name_en,aliases\n00,虚构州,Fictional,\n01,甲县,Jia,甲|甲城\n02,乙县,,\n"


@pytest.fixture
def survey(tmp_path):
    def make(settings="", regions=REGIONS):
        (tmp_path / "survey.yml").write_text(SETTINGS + settings, encoding="utf-8")
        (tmp_path / "regions.csv").write_text(regions, encoding="utf-8")
        return load_survey(tmp_path)

    return make


WEEKS = [
    ("2020-W09", date(2020, 2, 24), date(2020, 3, 1), "第9期（2020年2月24日-3月1日）", "Week 9 (24 Feb to 1 Mar 2020)"),
    ("2020w1", date(2019, 12, 30), date(2020, 1, 5),
     "第1期（2019年12月30日-2020年1月5日）", "Week 1 (30 Dec 2019 to 5 Jan 2020)"),
    ("2020-W53", date(2020, 12, 28), date(2021, 1, 3),
     "第53期（2020年12月28日-2021年1月3日）", "Week 53 (28 Dec 2020 to 3 Jan 2021)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last", "zh", "en"), WEEKS, ids=[week[0] for week in WEEKS])
def test_iso_weeks(survey, text, first, last, zh, en):
    period = survey().period(text)
    assert (period.first, period.last, period.label("zh"), period.label("en")) == (first, last, zh, en)


@pytest.mark.parametrize("text", ["2019-W53", "W09", "2020-02", "", "第9期"])
def test_a_week_that_does_not_exist(survey, text):
    with pytest.raises(SurveyError):
        survey().period(text)


def test_days_and_periods(survey):
    weekly = survey()
    assert weekly.period_of(date(2020, 3, 1)).id == "2020-W09"
    assert weekly.before(iso_week(2020, 1)).id == "2019-W52"


def test_listed_periods_go_by_id_or_printed_name(survey):
    listed = survey(
        "periods:\n"
        "- {id: wave-07, first: 2020-06-15, last: 2020-06-28, zh: 第7轮, en: Wave 7}\n"
        "- {id: wave-08, first: 2020-06-29, last: 2020-07-12, zh: 第8轮, en: Wave 8}\n"
    )
    assert {listed.period(text).id for text in ("wave-07", "Wave 7", "wave 07", "第7轮", "Wave-007")} == {"wave-07"}
    assert listed.before(listed.period("wave-08")).id == "wave-07"
    assert listed.before(listed.period("wave-07")) is None
    assert listed.period_of(date(2020, 7, 1)).id == "wave-08"
    assert listed.period_of(date(2021, 1, 1)) is None
    with pytest.raises(SurveyError, match="wave-07"):
        listed.period("wave-09")


@pytest.mark.parametrize(
    ("text", "code"), [("甲县", "01"), ("甲城", "01"), ("Jia", "01"), ("02", "02"), ("Fictional", "00")]
)
def test_regions_go_by_code_name_or_alias(survey, text, code):
    assert survey().region(text).code == code


def test_every_county_must_report_unless_offices_are_listed(survey):
    assert [office.code for office in survey().offices] == ["01", "02"]
    assert [office.code for office in survey("offices: [{code: p1, name: 园区管委会}]\n").offices] == ["p1"]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("langages: [zh]\n", "langages"),
        ("languages: []\n", "languages：至少应有1个 / .*must have at least 1"),
        ("languages: [fr]\n", "languages"),
        ("thresholds: {near_complete_pct: 980}\n", "near_complete_pct"),
        ("periods: monthly\n", "periods"),
        ("periods: [{id: a, first: gestern, last: 2020-01-01}]\n", "first：应是日期.* / .*first: must be a date"),
        ("title: [\n", "YAML"),
        ("cut_off: 18：00\n", "cut_off：写法不对 / .*cut_off: is not written"),
        ("cut_off: 18\n", "cut_off：应是文字，请加引号"),
        ("langages: [zh]\n", "langages：没有这一项 / .*langages: is not known"),
        ("thresholds: {stock_days: drei}\n", "thresholds.stock_days：应是数字"),
        ("thresholds: {stock_days: }\n", "thresholds.stock_days：应是数字 / .*must be a number"),
        ("thresholds: {task_days: 2.5}\n", "thresholds.task_days：应是整数 / .*must be a whole number"),
        ("thresholds: {stock_days: -3}\n", "thresholds.stock_days：不能小于0 / .*must not be below 0"),
        ("thresholds: {low_staff_pct: 101}\n", "thresholds.low_staff_pct：不能大于100 / .*must not be above 100"),
    ],
)
def test_a_wrong_setting_is_named(survey, settings, named):
    with pytest.raises(SurveyError, match=named):
        survey(settings)


def test_settings_saved_by_an_editor_in_gbk_are_read(survey, tmp_path):
    survey("notice: {zh: 演示}\n")
    path = next(tmp_path.rglob("survey.yml"))
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    assert load_survey(path.parent).notice == {"zh": "演示"}


def test_an_unknown_survey_names_the_known_ones():
    with pytest.raises(SurveyError, match="qiannan"):
        find_survey("atlantis")


def test_the_only_survey_there_is_needs_no_name(monkeypatch, tmp_path):
    monkeypatch.setenv("RESUMPTION_HOME", str(tmp_path))
    for name in ("qingchuan", "other"):
        (tmp_path / "surveys" / name).mkdir(parents=True)
        (tmp_path / "surveys" / name / "survey.yml").touch()
        if name == "qingchuan":
            assert find_survey().name == "qingchuan"
    with pytest.raises(SurveyError, match="other、qingchuan"):
        find_survey()


DUTIES = "kind,name,name_en,county_code,category\n"


def test_no_survey_finds_its_uploads_among_those_of_another(monkeypatch, tmp_path):
    monkeypatch.setenv("RESUMPTION_HOME", str(tmp_path))
    for name in ("qiannan", "qingchuan"):
        folder = tmp_path / "surveys" / name
        folder.mkdir(parents=True)
        settings = "title: {zh: 州, en: P}\narea: '522700'\nregions: qiannan\n"
        (folder / "survey.yml").write_text(settings, encoding="utf-8")
    raw = tmp_path / "data" / "raw"
    assert [raw_default(load_survey(name)) for name in ("qiannan", "qingchuan")] == [raw, raw / "qingchuan"]


def test_who_owes_something_has_an_english_name_where_one_is_given(survey, tmp_path):
    rows = "department,甲局,,,funds\ndepartment,甲局,Jia Bureau,,orders\ndepartment,乙局,,,labour\n"
    (tmp_path / "duties.csv").write_text(DUTIES + rows, encoding="utf-8")
    found = survey()
    assert [found.duty_label(name, "en") for name in ("甲局", "乙局", "丙局")] == ["Jia Bureau", "乙局", "丙局"]
    assert found.duty_label("甲局", "zh") == "甲局"


def test_two_english_names_of_one_are_refused(survey, tmp_path):
    rows = "department,甲局,Jia Bureau,,funds\ndepartment,甲局,Office Jia,,orders\n"
    (tmp_path / "duties.csv").write_text(DUTIES + rows, encoding="utf-8")
    with pytest.raises(SurveyError, match=r"甲局.*two English names: 'Jia Bureau' and 'Office Jia'"):
        _ = survey().duties


def test_duties_need_no_english_names(survey, tmp_path):
    (tmp_path / "duties.csv").write_text("kind,name,county_code,category\ndepartment,甲局,,funds\n", encoding="utf-8")
    assert survey().duty_label("甲局", "en") == "甲局"


ROUNDS = (
    Period("r1", date(2020, 2, 1), date(2020, 2, 10), "第1轮", "Round 1"),
    Period("r12", date(2020, 5, 1), date(2020, 5, 10), "第12轮", "Round 12"),
)


@pytest.mark.parametrize(
    ("text", "periods", "named"),
    [
        ("复工复产周报（第9周）", "iso_week", ("2020-W09", "第9周")),
        ("2021年第52周", "iso_week", ("2021-W52", "2021年第52周")),
        ("第53周返岗人数", "iso_week", ("2020-W53", "第53周")),
        ("Week 8 returns", "iso_week", ("2020-W08", "Week 8")),
        ("2020-W08", "iso_week", ("2020-W08", "2020-W08")),
        ("复工复产简报第9期", "iso_week", None),
        ("第54周", "iso_week", None),
        ("2月第1周", "iso_week", None),  # of the month
        ("第40周", "iso_week", ("2019-W40", "第40周")),  # past, not seven months to come
        ("第12轮返岗人数", ROUNDS, ("r12", "第12轮")),
        ("round 1", ROUNDS, None),
        ("第2轮", ROUNDS, None),
    ],
)
def test_the_period_that_a_text_names(text, periods, named):
    found = period_named(text, periods, date(2020, 3, 1))
    assert (found and (found[0].id, found[1])) == named
