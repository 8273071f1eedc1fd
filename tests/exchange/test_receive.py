"""Monday morning: whatever lies in the inbox is filed or put aside, nothing is lost, and each office is on the list."""

import csv
import io
import os
import stat
import zipfile
from datetime import datetime
from email.message import EmailMessage

import openpyxl
import pytest
from exchange_world import HEADER, NAMES, PERSON, PHONE, make_survey, rows_of, save

from analysis.errors import SurveyError
from analysis.exchange.commands import receive, templates
from analysis.exchange.receipts import add_receipt
from analysis.exchange.unpacking import MAX_FILES_INSIDE
from analysis.intake.uploads import list_uploads

ARRIVED = "2020-02-25T18:30:00"
JPEG, PDF = b"\xff\xd8\xff\xe0" + bytes(64), b"%PDF-1.4\n" + bytes(64)


@pytest.fixture
def place(tmp_path):
    make_survey(tmp_path / "survey")
    (tmp_path / "raw/inbox").mkdir(parents=True)
    return tmp_path


def run(place, arrived=ARRIVED, lang="zh", now=datetime(2020, 2, 26), **options):
    folders = {"survey": str(place / "survey"), "raw": place / "raw", "out": place / "out"}
    return receive(**folders, arrived=arrived, lang=lang, now=now, **options)


def states(received):
    return {line.name: line.state for line in received.listed.lines}


def files(place, *below):
    folder = place.joinpath("raw", *below)
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.exists() else []


def everything(place):
    """All bytes below the raw folder that did not come from our own lists."""
    own = {"received.csv", "receipts.csv", ".receive.lock"}
    return sorted(p.read_bytes() for p in (place / "raw").rglob("*") if p.is_file() and p.name not in own)


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def workbook(county, tmp_path, **options):
    return save(tmp_path / f"made/{county}.xlsx", rows_of(county, **options)).read_bytes()


def test_each_office_is_reported_missing_or_returned(place):
    save(place / "raw/inbox/微信群/表.xlsx", rows_of("甲县"))
    (place / "raw/inbox/乙县复工情况.jpg").write_bytes(JPEG)
    received = run(place)
    assert states(received) == {"甲县": "reported", "乙县": "returned", "丙县": "missing"}
    sentences = {line.name: line.sentence for line in received.listed.lines}
    assert "2月25日18:30" in sentences["甲县"]
    assert "2户" in sentences["甲县"]
    assert "请报送Excel原表" in sentences["乙县"]
    assert "3月1日24时前" in sentences["丙县"]
    assert files(place, "2020-W09") == ["received.csv", "表.xlsx"]
    assert files(place, "inbox/refused") == ["乙县复工情况.jpg"]
    assert received.refused == ("乙县复工情况.jpg",)


def test_an_office_in_two_parts_reads_when_each_came_and_how_much(place):
    first, *rest = rows_of("甲县")[3:]
    for name, part, hour in (("甲县下.xlsx", rest, 9), ("甲县上.xlsx", [first], 8)):
        path = save(place / "raw/inbox" / name, [*rows_of("甲县")[:3], *part])
        os.utime(path, (datetime(2020, 2, 25, hour).timestamp(),) * 2)
    received = run(place, arrived="")
    sentence = next(line.sentence for line in received.listed.lines if line.name == "甲县")
    assert "（2月25日08:00，1户；2月25日09:00，1户）" in sentence


def test_of_the_same_bytes_the_first_to_come_is_filed(place):
    content = workbook("甲县", place)
    for name, hour in (("a 副本.xlsx", 9), ("b.xlsx", 8)):
        path = place / "raw/inbox" / name
        path.write_bytes(content)
        os.utime(path, (datetime(2020, 2, 25, hour).timestamp(),) * 2)
    run(place, arrived="")
    assert files(place, "2020-W09") == ["b.xlsx", "received.csv"]
    assert files(place, "inbox/repeated") == ["a 副本.xlsx"]


def test_the_arrival_is_noted_where_the_intake_looks_for_it(place):
    path = save(place / "raw/inbox/表.xlsx", rows_of("甲县"))
    os.utime(path, (1582626600, 1582626600))
    run(place, arrived="")
    (upload,) = list_uploads(make_survey(place / "survey"), place / "raw")
    assert upload.received_at == datetime.fromtimestamp(1582626600)
    with (place / "raw/2020-W09/received.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == ["file", "received_at"]


@pytest.mark.parametrize(
    ("day", "period"),
    [("2020年2月25日", "2020-W09"), ("2月18日", "2020-W08"), ("", "2020-W09")],
    ids=["its title's date", "a date without a year", "no date: its arrival"],
)
def test_a_file_goes_to_the_period_it_speaks_of(place, day, period):
    save(place / "raw/inbox/表.xlsx", rows_of("甲县", day=day))
    received = run(place)
    assert files(place, period) == ["received.csv", "表.xlsx"]
    assert any("没有写明数据日期" in other for other in received.listed.others) is (day == "")


def test_the_office_is_known_by_its_enterprises_where_nobody_names_it(place):
    rows = rows_of("乙县")
    rows[0], rows[1] = ["复工情况表（2020年2月25日）"], [None]
    save(place / "raw/inbox/表.xlsx", rows)
    assert states(run(place))["乙县"] == "reported"


def test_a_list_of_enterprises_that_nobody_here_knows_goes_back(place):
    rows = [["某地复工情况表（2020年2月11日）"], HEADER, ["别处一厂（虚构）", "是"], ["别处二厂（虚构）", "否"]]
    save(place / "raw/inbox/表.xlsx", rows)
    received = run(place)
    assert files(place, "inbox/refused") == ["表.xlsx"]
    assert any("都不在名录中" in other for other in received.listed.others[: received.listed.todo])


def test_a_day_long_after_the_file_came_is_asked_about(place):
    save(place / "raw/inbox/甲县.xlsx", rows_of("甲县", day="2021年2月25日"))
    save(place / "raw/inbox/乙县.xlsx", rows_of("乙县", day="2020年3月1日"))  # the week's last day: no slip
    received = run(place, period="2020-W09")
    said = "甲县.xlsx：写的数据日期2021-02-25晚于收到日期2020-02-25，已归入第8期"
    assert [other[: len(said)] for other in received.listed.others] == [said]


def test_what_must_be_seen_to_comes_before_what_is_only_told(place):
    content = workbook("甲县", place)
    for name in ("1.xlsx", "2.xlsx"):
        (place / "raw/inbox" / name).write_bytes(content)
    save(place / "raw/inbox/上周.xlsx", rows_of("乙县", day="2020年2月18日"))
    (place / "raw/inbox/照片.jpg").write_bytes(JPEG)
    listed = run(place, period="2020-W09").listed
    assert listed.todo == 1
    assert [other.partition(".")[0] for other in listed.others] == ["照片", "2", "上周"]
    html = run(place, period="2020-W09").page.read_text(encoding="utf-8")
    assert "要处理的文件" in html


def test_an_inbox_without_anything_new_and_one_that_is_not_there_say_so(place):
    received = run(place)
    assert received.came() == f"收件夹 {place / 'raw/inbox'}：新到0个文件"
    with pytest.raises(SurveyError, match="没有目录"):
        receive(survey=str(place / "survey"), raw=place / "rew", out=place / "out")
    assert not (place / "rew").exists()


def test_a_list_of_arrivals_that_was_saved_in_excel_is_added_to(place):
    save(place / "raw/inbox/甲县.xlsx", rows_of("甲县"))
    run(place)
    path = place / "raw/2020-W09/received.csv"
    path.write_bytes("file,received_at,备注\r\n甲县.xlsx,2020/2/25 18:30,按时\r\n".encode("gbk"))
    save(place / "raw/inbox/乙县.xlsx", rows_of("乙县"))
    assert states(run(place)) == {"甲县": "reported", "乙县": "reported", "丙县": "missing"}
    with path.open(encoding="utf-8", newline="") as lines:
        assert [*csv.reader(lines)] == [
            ["file", "received_at", "备注"],
            ["甲县.xlsx", "2020/2/25 18:30", "按时"],
            ["乙县.xlsx", "2020-02-25T18:30:00", ""],
        ]


def test_running_again_changes_nothing_and_says_the_same(place):
    save(place / "raw/inbox/表.xlsx", rows_of("甲县"))
    (place / "raw/inbox/乙县.pdf").write_bytes(PDF)
    first = run(place)
    before = everything(place), (place / "raw/inbox/receipts.csv").read_bytes()
    assert states(run(place)) == states(first)
    assert (everything(place), (place / "raw/inbox/receipts.csv").read_bytes()) == before


def test_the_same_bytes_again_are_recognised_under_any_name(place):
    content = workbook("甲县", place)
    (place / "raw/inbox/一.xlsx").write_bytes(content)
    (place / "raw/inbox/二.xlsx").write_bytes(content)
    run(place)
    (place / "raw/inbox/三.xlsx").write_bytes(content)
    received = run(place)
    assert len(files(place, "2020-W09")) == 2  # received.csv and one of them
    assert len(files(place, "inbox/repeated")) == 2
    assert any("内容完全相同" in other for other in received.listed.others)


def test_two_files_of_one_name_are_both_kept_and_the_later_one_is_later(place):
    save(place / "raw/inbox/表.xlsx", rows_of("甲县"))
    run(place)
    save(place / "raw/inbox/表.xlsx", rows_of("甲县", back=70))
    run(place, arrived="2020-02-26T09:00:00")
    assert files(place, "2020-W09") == ["received.csv", "表 (2).xlsx", "表.xlsx"]
    uploads = {upload.path.name: upload for upload in list_uploads(make_survey(place / "survey"), place / "raw")}
    assert uploads["表 (2).xlsx"].order() > uploads["表.xlsx"].order()


def test_nothing_is_lost(place):
    save(place / "raw/inbox/a.xlsx", rows_of("甲县"))
    zipped(place / "raw/inbox/b.zip", [("乙县.xlsx", workbook("乙县", place))])
    (place / "raw/inbox/c.jpg").write_bytes(JPEG)
    (place / "raw/inbox/d.xlsx").write_bytes(b"PK\x03\x04 cut off")
    contents = {path.read_bytes() for path in (place / "raw/inbox").iterdir()}
    run(place)
    assert contents <= set(everything(place))


def test_zip_attachments_are_opened_with_their_chinese_names(place):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("丙县.xlsx", workbook("丙县", place))
    members = [
        ("子目录/甲县.xlsx", workbook("甲县", place)),
        ("子目录/乙县.xlsx", workbook("乙县", place)),
        ("里面.zip", inner.getvalue()),
        ("__MACOSX/._x", b"x"),
    ]
    zipped(place / "raw/inbox/附件.zip", members)
    assert set(states(run(place)).values()) == {"reported"}
    assert files(place, "inbox/unpacked") == ["附件.zip"]
    assert [path.name for path in (place / "raw/inbox").iterdir() if path.name.startswith(".unpacking")] == []


def mailed(subject, attached):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "office@example.invalid", "bureau@example.invalid", subject
    mail.set_content("请查收")
    for name, content in attached:
        if isinstance(content, EmailMessage):
            mail.add_attachment(content)
        else:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_what_is_attached_to_a_mail_is_filed_and_its_subject_says_whose_it_is(place):
    zipped(place / "乙县.zip", [("表.xlsx", workbook("乙县", place))])
    rows = [[None], *rows_of("丙县")[2:]]
    rows[2][0] = "别处的厂（虚构）"
    nobodys = save(place / "别处.xlsx", rows).read_bytes()
    forwarded = mailed("转发", [("../甲县.xlsx", workbook("甲县", place))])
    for name, mail in (
        ("1.eml", mailed("回复：", [("", forwarded), ("乙县.zip", (place / "乙县.zip").read_bytes())])),
        ("2.eml", mailed("丙县复工情况", [("表.xlsx", nobodys)])),
    ):
        (place / "raw/inbox" / name).write_bytes(mail.as_bytes())
    assert states(run(place)) == dict.fromkeys(NAMES, "reported")
    assert files(place, "inbox/unpacked") == ["1.eml", "2.eml"]
    assert files(place, "2020-W09") == ["_甲县.xlsx", "received.csv", "丙县-表.xlsx", "表.xlsx"]


def test_a_picture_that_a_mail_shows_is_none_of_its_files(place):
    mail = mailed("甲县复工情况", [("甲县.xlsx", workbook("甲县", place))])
    mail.add_attachment(JPEG, maintype="image", subtype="jpeg", filename="logo.jpg", cid="<logo>")
    (place / "raw/inbox/甲县.eml").write_bytes(mail.as_bytes())
    received = run(place)
    assert (states(received)["甲县"], received.refused) == ("reported", ())


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (mailed("甲县", []).as_bytes(), "甲县.eml"),
        (mailed("甲县", [("甲县.xlsx", b"x" * 9000)]).as_bytes()[:900], "甲县.xlsx"),
        (mailed("甲县", [(f"{n}.xlsx", b"x") for n in range(MAX_FILES_INSIDE + 1)]).as_bytes(), "甲县.eml"),
        (mailed("甲县", [("甲县.xlsx", b"x")]).as_bytes() + b"\n--" * 9999, "甲县.eml"),
    ],
    ids=["nothing is attached", "cut", "too many", "far too many"],
)
def test_a_mail_without_a_file_goes_back(place, content, refused):
    (place / "raw/inbox/甲县.eml").write_bytes(content)
    received = run(place)
    assert states(received)["甲县"] == "returned"
    assert files(place, "inbox/refused") == [refused]


def gbk_zip(name, content, encoding="gb18030"):
    """A zip as Chinese systems write it: the name in GBK, no flag that says so."""
    target, written = io.BytesIO(), name.encode(encoding)
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("x" * len(written), content)
    return target.getvalue().replace(b"x" * len(written), written)


def test_names_longer_than_a_file_system_takes_are_shortened(place):
    members = [("甲县" + "长" * 200 + ".xlsx", workbook("甲县", place)), ("乙县/CON.xlsx", workbook("乙县", place))]
    zipped(place / "raw/inbox/附件.zip", members)
    rows = [[None], *rows_of("丙县")[2:]]
    rows[2][0] = "别处的厂（虚构）"  # nothing but its folder says whose it is, and then its name does
    save(place / "raw/inbox/丙县" / ("表" * 83 + ".xlsx"), rows)
    assert states(run(place)) == dict.fromkeys(NAMES, "reported")
    assert files(place, "2020-W09") == [
        "_CON.xlsx",
        "received.csv",
        "丙县-" + "表" * 81 + ".xlsx",  # 255 bytes
        "甲县" + "长" * 63 + ".xlsx",  # 200 bytes
    ]


def test_a_name_that_is_not_utf8_is_read_as_chinese_windows_writes_it(place):
    path = os.fsencode(place / "raw/inbox") + b"/" + "甲县报表.xlsx".encode("gbk")
    try:
        with open(path, "wb") as file:
            file.write(workbook("甲县", place))
    except OSError:
        pytest.skip("this file system takes no such names")
    assert states(run(place))["甲县"] == "reported"
    assert files(place, "2020-W09") == ["received.csv", "甲县报表.xlsx"]


def test_a_run_that_breaks_off_loses_nothing(place, monkeypatch):
    members = [(f"{county}.xlsx", workbook(county, place)) for county in NAMES]
    zipped(place / "raw/inbox/附件.zip", members)
    noted = []

    def breaks_off(*receipt):
        if noted:
            raise KeyboardInterrupt
        noted.append(receipt)
        add_receipt(*receipt)

    with monkeypatch.context() as patched:
        patched.setattr("analysis.exchange.receive.add_receipt", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            run(place)
    assert files(place, "inbox/unpacked") == []
    assert states(run(place)) == dict.fromkeys(NAMES, "reported")
    assert files(place, "inbox/unpacked") == ["附件.zip"]
    assert files(place, "2020-W09") == ["received.csv", *sorted(name for name, _ in members)]


@pytest.mark.parametrize(("name", "part"), [("甲县.ofd", "OFD.xml"), ("甲县.numbers", "Index/Document.iwa")])
def test_what_is_a_zip_itself_and_no_workbook_goes_back_under_its_own_name(place, name, part):
    zipped(place / f"raw/inbox/{name}", [(part, b"x"), ("preview.jpg", JPEG)])
    received = run(place)
    assert received.refused == (name,)
    (sentence,) = [line.sentence for line in received.listed.lines if line.name == "甲县"]
    assert sentence == f"甲县：{name} 不是表格文件。请报送Excel原表。"
    assert files(place, "inbox/refused") == [name]


def test_our_own_page_is_no_return(place):
    """A report that went out and came back lists enterprises, states and counties as a return does."""
    save(place / "raw/inbox/甲县.xlsx", rows_of("甲县"))
    (place / "raw/inbox/乙县.html").write_bytes(run(place).page.read_bytes())
    received = run(place)
    assert received.refused == ("乙县.html",)
    assert states(received)["乙县"] == "returned"
    (sentence,) = [line.sentence for line in received.listed.lines if line.name == "乙县"]
    assert "是系统生成的网页" in sentence


def test_what_a_killed_run_had_unpacked_does_not_come_twice(place):
    left = place / "raw/inbox/.unpacking-abc/0/甲县.xlsx"
    left.parent.mkdir(parents=True)
    left.write_bytes(workbook("甲县", place))
    zipped(place / "raw/inbox/附件.zip", [("甲县.xlsx", left.read_bytes())])
    received = run(place)
    assert states(received)["甲县"] == "reported"
    assert received.listed.others == ()
    assert files(place, "inbox/repeated") == []
    assert not left.exists()


@pytest.mark.parametrize(
    ("folder", "name"),
    [("甲县（更正）", "更正-表.xlsx"), ("更正/甲县", "表 (2).xlsx"), ("甲县", "表 (2).xlsx")],
)
def test_a_folder_that_says_correction_says_so_of_its_files(place, folder, name):
    """Only the nearest: what lies further up holds whatever came."""
    inbox = place / "raw/inbox"
    for number, below in enumerate(("甲县", folder)):
        path = save(inbox / f"{number}/{below}/表.xlsx", rows_of("甲县", back=50 - number))
        os.utime(path, (1_582_600_000 + number,) * 2)
    run(place, arrived="")
    assert files(place, "2020-W09") == sorted(["received.csv", "表.xlsx", name])


def test_nothing_new_shows_the_latest_week_that_has_begun(place):
    save(place / "raw/2020-W09/甲县.xlsx", rows_of("甲县"))
    save(place / "raw/2021-W09/乙县.xlsx", rows_of("乙县", day="2021年3月2日"))
    assert run(place).listed.period.id == "2020-W09"
    assert run(place, now=datetime(2021, 3, 3)).listed.period.id == "2021-W09"


def test_names_in_gbk_are_read(place):
    (place / "raw/inbox/a.zip").write_bytes(gbk_zip("乙县.xlsx", workbook("乙县", place)))
    run(place)
    assert "乙县.xlsx" in files(place, "2020-W09")


def test_names_in_utf8_are_read_where_no_flag_says_so(place):
    """As macOS writes them."""
    content = workbook("乙县", place)
    (place / "raw/inbox/a.zip").write_bytes(gbk_zip("乙县.xlsx", content, "utf-8"))
    run(place)
    assert "乙县.xlsx" in files(place, "2020-W09")


@pytest.mark.parametrize("where", ["乙县/IMG_1.jpg", "乙县.zip", "群文件.zip"])
def test_a_photo_goes_back_to_the_office_whose_folder_or_zip_it_is_in(place, where):
    path = place / "raw/inbox" / where
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".zip":
        zipped(path, [("照片/IMG_1.jpg" if path.stem == "乙县" else "乙县材料/IMG_1.jpg", JPEG)])
    else:
        path.write_bytes(JPEG)
    received = run(place)
    assert states(received)["乙县"] == "returned"
    assert received.listed.others == ()


def test_a_list_that_nobody_signs_is_of_the_office_whose_folder_it_is_in(place):
    rows = [["复工情况（2020年2月25日）"], HEADER, ["丁县九厂（虚构）", "是", "2月10日", 10, 5]]
    save(place / "raw/inbox/丙县/表1.xlsx", rows)
    assert states(run(place))["丙县"] == "reported"
    assert files(place, "2020-W09") == ["received.csv", "丙县-表1.xlsx"]


def test_a_file_counts_for_each_office_and_period_that_it_speaks_of(place):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for county, day in (("甲县", "2020年2月25日"), ("乙县", "2020年2月25日"), ("乙县", "2020年2月18日")):
        sheet = book.create_sheet(f"{county}{day[-6:]}")
        for row in rows_of(county, day=day):
            sheet.append(row)
    book.save(place / "raw/inbox/汇总.xlsx")
    received = run(place)
    assert states(received) == {"甲县": "reported", "乙县": "reported", "丙县": "missing"}
    assert received.listed.others == ("汇总.xlsx：另有第8期（2020年2月17日-2月23日）的数据，计入该期。",)
    assert files(place, "2020-W09") == ["received.csv", "汇总.xlsx"]
    assert states(run(place, period="2020-W08")) == {"甲县": "missing", "乙县": "reported", "丙县": "missing"}


def test_a_template_that_comes_back_unfilled_is_no_return(place):
    register = place / "survey/register.csv"
    head, *lines = register.read_text(encoding="utf-8").splitlines()
    register.write_text("\n".join([f"{head},staff_normal", *(f"{line},90" for line in lines)]), encoding="utf-8")
    (path,) = templates(survey=str(place / "survey"), out=place / "out", period="2020-W09", office="甲县")
    path.rename(place / "raw/inbox/甲县.xlsx")
    assert states(run(place))["甲县"] == "returned"
    assert files(place, "inbox/refused") == ["甲县.xlsx"]


def test_a_form_for_each_enterprise_is_one_short_sentence(place):
    for number in range(30):
        name = NAMES["甲县"][number % 2]
        form = [
            ["复工情况表（2020年2月25日）"],
            ["企业名称", name, "是否复工", "是"],
            ["职工总数", 90, "返岗人数", number],
        ]
        save(place / f"raw/inbox/甲县/{number}.xlsx", form)
    received = run(place)
    (sentence,) = (line.sentence for line in received.listed.lines if line.name == "甲县")
    assert "（2月25日18:30至2月25日18:30，共30个文件、30户次）" in sentence
    html = received.page.read_text(encoding="utf-8")
    assert html.count(".xlsx") == 4
    assert "共30个" in html


def test_an_office_reads_of_each_of_its_files_why_it_goes_back(place):
    (place / "raw/inbox/乙县.jpg").write_bytes(JPEG)
    (place / "raw/inbox/乙县.pdf").write_bytes(PDF)
    (sentence,) = (line.sentence for line in run(place).listed.lines if line.name == "乙县")
    assert sentence == "乙县：乙县.jpg 是图片。请报送Excel原表。乙县.pdf 是PDF。请报送Excel原表。"


def symlink_member(name, target):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info, target


def nested(content, depth):
    for _ in range(depth):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("里.zip", content)
        content = target.getvalue()
    return content


def bad_zip(kind, place):
    good = workbook("甲县", place)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind == "slip":
            archive.writestr("../../逃出.xlsx", good)
        elif kind == "absolute":
            archive.writestr("/tmp/resumption-escaped.xlsx", good)
        elif kind == "drive":
            archive.writestr("C:\\逃出.xlsx", good)
        elif kind == "link":
            archive.writestr(*symlink_member("甲县.xlsx", "/etc/passwd"))
        elif kind == "bomb":
            archive.writestr("甲县.xlsx", bytes(80 * 2**20))
        elif kind == "many":
            for number in range(MAX_FILES_INSIDE + 1):
                archive.writestr(f"{number}.xlsx", b"")
        elif kind == "nested":
            archive.writestr("里.zip", nested(good, 3))
        elif kind == "empty":
            archive.writestr("Thumbs.db", b"x")
    data = target.getvalue()
    return data[: len(data) // 2] if kind == "cut" else data


@pytest.mark.parametrize("kind", ["slip", "absolute", "drive", "link", "bomb", "many", "nested", "empty"])
def test_a_bad_zip_is_refused_whole_and_nothing_leaves_the_inbox(place, kind):
    (place / "raw/inbox/附件.zip").write_bytes(bad_zip(kind, place))
    outside = set(place.rglob("逃出*"))
    received = run(place)
    assert received.refused == ("附件.zip",)
    assert files(place, "inbox/refused") == ["附件.zip"]
    assert set(place.rglob("逃出*")) == outside == set()
    assert not os.path.exists("/tmp/resumption-escaped.xlsx")
    assert {path.name for path in (place / "raw").iterdir()} <= {"inbox", "2020-W09"}
    assert received.listed.others


def test_a_link_in_the_inbox_is_not_followed(place):
    secret = save(place / "elsewhere/甲县.xlsx", rows_of("甲县"))
    (place / "raw/inbox/甲县.xlsx").symlink_to(secret)
    received = run(place)
    assert states(received)["甲县"] == "returned"
    assert secret.exists()
    assert not (place / "raw/2020-W09").exists()


def test_a_workbook_without_returns_goes_back(place):
    save(place / "raw/inbox/丙县通知.xlsx", [["请各单位按时报送"], ["谢谢"]])
    received = run(place)
    assert states(received)["丙县"] == "returned"
    assert "没有认得出的填报表" in next(line.sentence for line in received.listed.lines if line.state == "returned")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "交办事项的办理情况，已归入"), ("en", "what became of tasks, filed")]
)
def test_a_department_that_answers_its_tasks_is_asked_for_no_office(place, lang, said):
    rows = [["交办事项清单（截至2020年2月25日）"], ["交办事项", "责任单位", "办理情况", "办结时间"]]
    save(place / "raw/inbox/办理情况.xlsx", [*rows, ["协调货车通行证", "交通局", "已办结", "2月24日"]])
    (sentence,) = run(place, lang=lang).listed.others
    assert said in sentence
    assert files(place, "2020-W09") == ["received.csv", "办理情况.xlsx"]


def test_a_late_return_is_told_so_and_a_hand_filed_one_counts(place):
    save(place / "raw/2020-W09/手工.xlsx", rows_of("丙县"))
    save(place / "raw/inbox/表.xlsx", rows_of("甲县"))
    received = run(place, arrived="2020-03-02T08:00:00", now=datetime(2020, 3, 2, 9))
    sentences = {line.name: line.sentence for line in received.listed.lines}
    assert "晚于截止时间3月1日24时" in sentences["甲县"]
    assert "截止时间3月1日24时已过" in sentences["乙县"]
    assert states(received)["丙县"] == "reported"


@pytest.mark.parametrize(("lang", "said"), [("zh", "（2021年1月4日08:00，"), ("en", "4 January 2021 08:00")])
def test_what_came_in_another_year_than_its_period_says_so(place, lang, said):
    save(place / "raw/inbox/表.xlsx", rows_of("甲县"))
    received = run(place, period="2020-W09", arrived="2021-01-04T08:00:00", lang=lang)
    assert said in next(line.sentence for line in received.listed.lines if line.state == "reported")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_offline_escaped_and_without_personal_data(place, lang):
    save(place / f"raw/inbox/甲县{PHONE}.xlsx", rows_of("甲县"))
    (place / "raw/inbox/<img src=x onerror=alert(1)>.jpg").write_bytes(JPEG)
    received = run(place, lang=lang)
    html = received.page.read_text(encoding="utf-8")
    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert not any(scheme in html for scheme in ("http://", "https://", "//cdn"))
    shown = html + "\n".join(received.lines()) + str(received.as_dict())
    assert PHONE not in shown
    assert PERSON not in shown
