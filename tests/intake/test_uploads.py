"""Which files came in, and in which order they replace each other."""

import csv
import re
from datetime import datetime

import pytest

from analysis.errors import SurveyError
from analysis.intake.uploads import list_uploads, natural_key, public_path, repeats, says_correction, time_of
from analysis.surveys import load_survey

SURVEY = load_survey("qiannan")


def put(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_uploads_are_found_by_period_and_litter_is_not(tmp_path):
    put(tmp_path, "2020-W09/表10.csv", "2020-W09/表2.csv", "2020-W09/园区/表1.csv", "2020-W08/a.csv")
    put(tmp_path, "2020-W09/~$表2.xlsx", "2020-W09/.DS_Store", "2020-W09/README.md", "inbox/b.csv", "notes.txt")
    found = [(upload.period.id, upload.file) for upload in list_uploads(SURVEY, tmp_path)]
    assert found == [
        ("2020-W08", "2020-W08/a.csv"),
        ("2020-W09", "2020-W09/园区/表1.csv"),
        ("2020-W09", "2020-W09/表2.csv"),
        ("2020-W09", "2020-W09/表10.csv"),
    ]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2020-02-25T18:30:05", datetime(2020, 2, 25, 18, 30, 5)),
        ("2020-02-25 18:30", datetime(2020, 2, 25, 18, 30)),
        ("2020/2/25 18:30", datetime(2020, 2, 25, 18, 30)),  # as Excel and WPS save a list of arrivals
        ("2020/2/25 9:05:07", datetime(2020, 2, 25, 9, 5, 7)),
        ("2020年2月25日9：05", datetime(2020, 2, 25, 9, 5)),
        ("2020.2.5", datetime(2020, 2, 5)),
        ("2020-02-25T18:30:00+08:00", datetime(2020, 2, 25, 18, 30)),
    ],
)
def test_times_are_read_as_people_and_spreadsheets_write_them(text, time):
    assert time_of(text) == time


@pytest.mark.parametrize("text", ["昨天", "", "2020/13/1", "2020/2/25 25:00", "18:30"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - as datetime words it
        time_of(text)


def test_recorded_arrivals_are_read(tmp_path):
    put(tmp_path, "2020-W09/a.csv")
    (tmp_path / "2020-W09/received.csv").write_text("file,received_at\na.csv,2020-02-25T17:00:00\n")
    (upload,) = list_uploads(SURVEY, tmp_path)
    assert upload.received_at == datetime(2020, 2, 25, 17)


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x12", b"file\na.csv\n", b'file,received_at\n"' + b"x" * 200_000])
def test_a_garbled_list_of_arrivals_is_named(tmp_path, content):
    csv.field_size_limit(131_072)  # a reader in this process may have allowed more
    put(tmp_path, "2020-W09/a.csv")
    (tmp_path / "2020-W09/received.csv").write_bytes(content)
    with pytest.raises(SurveyError, match=r"received\.csv"):
        list_uploads(SURVEY, tmp_path)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(SurveyError, match="nowhere"):
        list_uploads(SURVEY, tmp_path / "nowhere")


@pytest.mark.parametrize("names", [["表1", "表2", "表10"], ["第9期", "第10期"], ["2月9日", "2月10日"]])
def test_names_sort_as_people_count(names):
    assert sorted(reversed(names), key=natural_key) == names


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("都匀市（更正）", True),
        ("复工台账修订稿", True),
        ("ledger_v2", True),
        ("都匀市", False),
        ("终表", False),
        ("最终版", True),
        ("（以此为准）", True),
        ("重新报送", True),
        ("2.25更新", True),
        ("更新时间：2月25日", False),
        ("以企业上报为准", False),
    ],
)
def test_words_of_correction(text, says):
    assert says_correction(text) is says


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("表b.csv", "表a（更正）.csv"),
        ("表b（作废）.csv", "表a.csv"),
        ("表2初稿.csv", "表1.csv"),
        ("表2.csv", "表10.csv"),
        ("表.csv", "表(1).csv"),
        ("表.csv", "表 (2).csv"),
        ("表.csv", "表2.csv"),
    ],
)
def test_which_of_two_files_of_an_office_holds(tmp_path, earlier, later):
    put(tmp_path, f"2020-W09/{earlier}", f"2020-W09/{later}")
    found = sorted(list_uploads(SURVEY, tmp_path), key=lambda upload: upload.order())
    assert [upload.path.name for upload in found] == [earlier, later]


@pytest.mark.parametrize(
    ("noted", "order"),
    [
        ({"表.csv": 17}, ["表.csv", "表（更正）.csv"]),
        ({"表.csv": 17, "表（更正）.csv": 18}, ["表.csv", "表（更正）.csv"]),
        ({"表.csv": 17, "表（更正）.csv": 16}, ["表（更正）.csv", "表.csv"]),
        ({"表（更正）.csv": 16}, ["表.csv", "表（更正）.csv"]),
    ],
)
def test_a_correction_whose_arrival_nobody_noted_comes_after_what_it_corrects(tmp_path, noted, order):
    put(tmp_path, "2020-W09/表.csv", "2020-W09/表（更正）.csv")
    lines = "".join(f"{name},2020-02-25T{hour}:00:00\n" for name, hour in noted.items())
    (tmp_path / "2020-W09/received.csv").write_text(f"file,received_at\n{lines}", encoding="utf-8")
    found = sorted(list_uploads(SURVEY, tmp_path), key=lambda upload: upload.order())
    assert [upload.path.name for upload in found] == order


@pytest.mark.parametrize("copy", ["表 (1).csv", "表(1).csv", "表 - 副本.csv", "表2.csv"])
def test_of_the_same_bytes_the_one_that_was_sent_counts_not_its_copy(tmp_path, copy):
    for name in (copy, "表.csv"):
        put(tmp_path, f"2020-W09/{name}")
        (tmp_path / "2020-W09" / name).write_bytes(b"the same")
    assert repeats(list_uploads(SURVEY, tmp_path)) == {f"2020-W09/{copy}": "2020-W09/表.csv"}


@pytest.mark.parametrize(
    "path",
    [
        *("2020-W09/甲县20200225.xlsx", "甲县_1582617600000.xls", "a.csv", "91350100M000100Y43.xlsx"),
        *(
            "甲县高耗能企业台账.xlsx",
            "甲县金南镇报送.xlsx",
            "金玉华建材有限公司.xls",
            "罗甸.xlsx",
            "项目（白酒）周报.xlsx",
        ),
    ],
)
def test_a_path_without_personal_data_stays(path):
    assert public_path(path) == path


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("2020-W09/甲县13987654321.xlsx", r"2020-W09/甲县\*{3}~[0-9a-f]{6}\.xlsx"),
        ("甲县（联系人：韦某某）.xls", r"甲县（联系人：\*{3}）~[0-9a-f]{6}\.xls"),
        ("2020-W09/甲县罗文芳报送.xlsx", r"2020-W09/甲县\*{3}报送~[0-9a-f]{6}\.xlsx"),
        ("复工表（欧阳建国）.xls", r"复工表（\*{3}）~[0-9a-f]{6}\.xls"),
        ("韦某某13987654321/表1.csv", r"\*{3}/表1~[0-9a-f]{6}\.csv"),
    ],
)
def test_who_is_named_in_a_path_is_masked(path, shown):
    assert re.fullmatch(shown, public_path(path))
    assert public_path(public_path(path)) == public_path(path)


def test_masked_paths_stay_apart(tmp_path):
    put(tmp_path, "2020-W09/甲县13987654321.csv", "2020-W09/甲县13987654322.csv")
    one, two = list_uploads(SURVEY, tmp_path)
    assert one.file != two.file
    assert one.path.name == "甲县13987654321.csv"
