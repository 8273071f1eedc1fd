"""A made-up prefecture of three counties, and uploads as their offices would send them, with planted personal data."""

from pathlib import Path

import openpyxl

from analysis.surveys import load_survey

PHONE, PERSON, IDENTITY = "13987654321", "蒙小测", "522701199003074514"
SETTINGS = 'title: {zh: 虚构州复工调度, en: Fictional}\narea: "00"\nregions: own\nlanguages: [zh, en]\n'
REGIONS = "code,name,name_en,aliases\n00,虚构州,Fictional,\n01,甲县,Jia,\n02,乙县,Yi,\n03,丙县,Bing,\n"
NAMES = {"甲县": ("甲县一厂（虚构）", "甲县二厂（虚构）"), "乙县": ("乙县三厂（虚构）",), "丙县": ("丙县四厂（虚构）",)}
HEADER = ["企业名称", "是否复工", "复工时间", "职工总数", "返岗人数", "联系人", "联系电话", "存在困难", "备注"]


def make_survey(folder: Path):
    """The survey of the prefecture, its register in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "survey.yml").write_text(SETTINGS, encoding="utf-8")
    (folder / "regions.csv").write_text(REGIONS, encoding="utf-8")
    codes = dict(zip(NAMES, ("01", "02", "03"), strict=True))
    rows = [f"{name},{codes[county]}" for county, names in NAMES.items() for name in names]
    (folder / "register.csv").write_text("\n".join(["name,county_code", *rows]), encoding="utf-8")
    return load_survey(folder)


def rows_of(county, day="2020年2月25日", staff=100, back=50, text="", state="是"):
    """A county's list: a title, who filled it in, a header, one row per enterprise."""
    title = [f"{county}企业复工复产情况表（截至{day}）"] if day else [f"{county}企业复工复产情况表"]
    body = [
        [
            name,
            state,
            "2月10日",
            staff,
            back,
            PERSON,
            PHONE,
            text,
            f"由{PERSON}协调，联系{PERSON} {PHONE}，身份证{IDENTITY}",
        ]
        for name in NAMES[county]
    ]
    return [title, [f"填报单位：{county}工信局", None, None, "填报人", PERSON, "电话", int(PHONE)], HEADER, *body]


def save(path: Path, rows, title="表1") -> Path:
    """An upload of one sheet."""
    return save_sheets(path, {title: rows})


def save_sheets(path: Path, sheets) -> Path:
    """An upload of several: name -> rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
