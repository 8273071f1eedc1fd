"""Who sent nothing usable for a period, and who sent it late."""

import pytest

from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.surveys import load_survey

SETTINGS = "title: {zh: 虚构州}\narea: '00'\nregions: own\nperiods: iso_week\ncut_off: '18:00'\n"
REGIONS = "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n02,乙县,Yi,\n"
REGISTER = "name,county_code\n甲县一厂（虚构）,01\n甲县二厂（虚构）,01\n乙县三厂（虚构）,02\n"
HEADER = "企业名称,是否复工,职工总数,返岗人数"
JIA, YI = f"{HEADER}\n甲县一厂（虚构）,是,90,40\n", f"{HEADER}\n乙县三厂（虚构）,否,30,0\n"
NOT_FILLED = f"{HEADER}\n甲县一厂（虚构）,,90,\n甲县二厂（虚构）,,30,\n"
JIA_FILE, YI_FILE = "2020-W09/甲县2020年2月25日.csv", "2020-W09/乙县2020年2月25日.csv"
TWO_WEEKS = "甲县（2020年2月18日、2月25日）\n企业名称,2月18日是否复工,2月25日是否复工\n甲县一厂（虚构）,否,是\n"
NOTICE = "请各单位按时报送，谢谢。\n"


@pytest.fixture
def noted(tmp_path):
    """Uploads (path -> text) and times of arrival (name -> time) to (rule, value) of findings about senders."""
    folder = tmp_path / "survey"
    folder.mkdir()
    for name, text in (("survey.yml", SETTINGS), ("regions.csv", REGIONS), ("register.csv", REGISTER)):
        (folder / name).write_text(text, encoding="utf-8")

    def run(files, arrivals, about=("office_missing", "office_late", "upload_without_returns")):
        for name, text in files.items():
            path = tmp_path / "raw" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        lines = ["file,received_at", *(f"{name},{when}" for name, when in arrivals.items())]
        (tmp_path / "raw/2020-W09/received.csv").write_text("\n".join(lines), encoding="utf-8")
        survey = load_survey(folder)
        findings = clean(survey, list_uploads(survey, tmp_path / "raw", [])).tables["findings"]
        return [[row["rule"], row["value"]] for row in findings.to_dict("records") if row["rule"] in about]

    return run


@pytest.mark.parametrize(
    ("files", "arrivals", "expected"),
    [
        ({JIA_FILE: JIA, YI_FILE: YI}, {}, []),
        ({JIA_FILE: JIA}, {}, [["office_missing", "乙县"]]),
        ({JIA_FILE: JIA, YI_FILE: YI}, {"乙县2020年2月25日.csv": "2020-03-01T18:00:00"}, []),
        ({JIA_FILE: JIA, YI_FILE: YI}, {"乙县2020年2月25日.csv": "2020-03-01T18:01:00"}, [["office_late", "乙县"]]),
        (
            {JIA_FILE: JIA, "2020-W09/甲县2020年2月25日更正.csv": JIA.replace("40", "41"), YI_FILE: YI},
            {"甲县2020年2月25日.csv": "2020-02-25T09:00:00", "甲县2020年2月25日更正.csv": "2020-03-02T09:00:00"},
            [],
        ),
        ({JIA_FILE: NOT_FILLED, YI_FILE: YI}, {}, [["office_missing", "甲县"]]),
        (
            {JIA_FILE: JIA, "2020-W09/乙县通知.csv": NOTICE},
            {},
            [["upload_without_returns", ""], ["office_missing", "乙县"]],
        ),
        (
            {JIA_FILE: JIA, YI_FILE: YI},
            {"甲县2020年2月25日.csv": "2020-03-02T09:00:00", "乙县2020年2月25日.csv": "2020-03-02T09:00:00"},
            [["office_late", "甲县"], ["office_late", "乙县"]],
        ),
        (
            {"2020-W08/乙县2020年2月18日.csv": YI.replace("30", "31"), "2020-W09/甲县.csv": TWO_WEEKS, YI_FILE: YI},
            {},
            [],
        ),
    ],
    ids=[
        "all there",
        "one silent",
        "the last minute",
        "a minute late",
        "corrected later",
        "not filled in",
        "a notice",
        "two late at one minute",
        "two weeks in one file",
    ],
)
def test_who_is_silent_and_who_is_late(noted, files, arrivals, expected):
    assert noted(files, arrivals) == expected


def test_what_is_not_known_in_the_register_is_told_in_each_period(noted, tmp_path):
    (tmp_path / "survey/register.csv").write_text(
        "name,county_code,灾前可好,size\n甲县一厂（虚构）,01,好,特大\n乙县三厂（虚构）,02,,\n", encoding="utf-8"
    )
    found = noted({JIA_FILE: JIA, YI_FILE: YI}, {}, ("register_column_unknown", "register_value_unknown"))
    assert found == [["register_value_unknown", "特大"], ["register_column_unknown", "灾前可好"]]
