"""Each document by itself: what it is made of, how it is set, and what it does with text that means harm."""

import io
import re
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from reading_back import document_text

from analysis import metrics
from analysis.errors import SurveyError
from analysis.publish.share.brief import MOST_CHARACTERS, write_brief
from analysis.publish.share.bulletin import write_bulletin
from analysis.publish.share.charts import NativeChart, Series, native_chart, rules
from analysis.publish.share.content import Content, Section, Shown, says
from analysis.publish.share.numbers import number_format, stored
from analysis.publish.share.slide_chart import end_positions
from analysis.publish.share.slides import write_slides
from analysis.publish.share.workbook import write_workbook
from analysis.survey import Bulletin

HARM = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+cmd", "<script>x</script>", "{{ 7*7 }}", "测试😀" + "长" * 190]


def exhibit(rows, columns, values, **more):
    """The payload of an exhibit with a chart."""
    kinds = [{"label": label, "kind": kind} for label, kind in columns]
    table = {"columns": kinds, "rows": rows, "values": values}
    words = {"title": "标题", "subtitle": "开工率 · 第9期", "alt": "条形图", "source": "数据来源：测试", "note": ""}
    return {"kind": "exhibit", "id": "ranking-county-code-rate", "figure": {"data": [], "layout": {}}, "table": table,
            **words, **more}  # fmt: skip


def made(names, sentences=("截至2020年2月25日24时，已开工1户。",)):
    """The content of a small report: one ranking of groups with these names."""
    headline = {"title": "调度", "standing": "某州", "sentences": list(sentences), "issuer": "某局", "notice": "示例",
                "numbers": [{"label": "开工率", "value": "50.0%", "detail": "1/2户"}]}  # fmt: skip
    ranking = exhibit(
        [[name, "50.0%", "1", "2"] for name in names],
        [("分组", "text"), ("比率", "percent"), ("已开工", "count"), ("应计户数", "count")],
        [None, [50.0] * len(names), [1.0] * len(names), [2.0] * len(names)],
    )
    counties = Section("分县情况", ("分县看，相同。",), (ranking,))
    report = Shown("weekly_resumption", "周报", headline, (counties,), ())
    place = {"place": "县（市）", "places": "县", "verb": "开工"}
    return Content("zh", "送审稿", "第9期（2020年2月24日-3月1日）", "第9期", "2020年2月25日", place, (report,))


def test_the_deck_has_real_titles_notes_and_chinese_fonts(shared):
    deck = Presentation(str(shared[0] / "slides.pptx"))
    slides = list(deck.slides)
    assert 8 <= len(slides) <= 12
    for slide in slides:
        assert slide.shapes.title.text.strip()
        assert "示例数据" in slide.notes_slide.notes_text_frame.text
        runs = [
            run for shape in slide.shapes if shape.has_text_frame for p in shape.text_frame.paragraphs for run in p.runs
        ]
        assert all(run._r.rPr.find("{*}ea").get("typeface") == "Microsoft YaHei" for run in runs)
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
    charts = [shape for slide in slides for shape in slide.shapes if shape.has_chart]
    for shape in charts:
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        assert "Microsoft YaHei" in {ea.get("typeface") for ea in shape.chart._chartSpace.iter("{*}ea")}
    sources = [slide.notes_slide.notes_text_frame.text for slide in slides if any(s.has_chart for s in slide.shapes)]
    assert all("数据来源：" in text and "送审稿" in text for text in sources)
    # Marks that only the page draws are not spoken of.
    said = " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert not re.search("斜纹|细线|菱形", said)


def test_numbers_of_unlike_things_say_what_they_count():
    warnings = exhibit(
        [["连续低于总体", "7", "个县（市）"], ["库存不足", "19", "户"]],
        [("分组", "text"), ("数目", "count"), ("单位", "text")],
        [None, [7.0, 19.0], None],
        id="warnings",
    )
    assert native_chart(warnings, "zh", {}).series[0].printed == ("7个县（市）", "19户")


def test_a_part_has_the_colour_that_it_has_on_the_page():
    tasks = exhibit(
        [["甲局", "3", "1"]],
        [("责任单位", "text"), ("办结", "count"), ("超期", "count")],
        [None, [3.0], [1.0]],
        id="tasks",
    )
    tasks["figure"] = {"data": [{"name": "超期", "marker": {"color": "#F46A25"}}, {"x": [1]}], "layout": {}}
    assert [series.colour for series in native_chart(tasks, "zh", {}).series] == ["", "#F46A25"]


def test_names_that_mean_harm_stay_text_everywhere():
    content = made(HARM)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(content)))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=cmd|' /C calc'!A0" in {cell.value for cell in cells}
    deck = Presentation(io.BytesIO(write_slides(content)))
    chart = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    inner = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert not [cell for row in inner for cell in row if cell.data_type == "f"]
    text = document_text(Document(io.BytesIO(write_bulletin(content, Bulletin()))))
    assert all(name in text for name in HARM)


def test_the_bulletin_is_set_after_gb_t_9704(shared):
    document = Document(str(shared[0] / "bulletin.docx"))
    section = document.sections[0]
    # GB/T 9704-2012, 5.1 and 5.2: A4; 37 and 28 mm; 156 x 225 mm of text; size 3 (16 pt) 仿宋.
    sizes = section.page_width, section.page_height, section.top_margin, section.left_margin
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]
    assert round((section.page_width - section.left_margin - section.right_margin) / Mm(1)) == 156
    assert round((section.page_height - section.top_margin - section.bottom_margin) / Mm(1)) == 225
    body = next(p for p in document.paragraphs if p.text.startswith("截至"))
    assert body.runs[0].font.size == Pt(16)
    assert body.runs[0]._r.rPr.rFonts.get(body.runs[0]._r.rPr.rFonts.keys()[0]) == "Times New Roman"
    assert [v for k, v in body.runs[0]._r.rPr.rFonts.items() if k.endswith("eastAsia")] == ["仿宋"]
    assert document.styles["Normal"].paragraph_format.line_spacing == Pt(28)
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text[:3] == ["送审稿 · 内部版", "复工复产简报", "第8期"]
    assert text[3] == "黔南州工业和信息化局（示例）\t2020年2月18日"
    assert [line[:2] for line in text if re.match("[报送发]：", line)] == ["报：", "送：", "发："]
    assert all(word in text[-1] for word in ("签发：", "审核："))
    headings = [line for line in text if re.match("[一二三四五六七八九十]+、", line)]
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    assert [line.partition("、")[0] for line in headings] == numerals[: len(headings)]
    assert headings[0] == "一、总体情况"
    assert headings[-1].endswith("下一步工作")
    categories = text[text.index("三、四类重点企业") + 1]
    assert categories.startswith("四类指疫情防控必需、公共事业运行必需、群众生活必需和其他涉及重要国计民生的企业。")


def test_a_bureaus_own_bulletin_is_filled_in(tmp_path):
    own = Document()
    paragraph = own.add_paragraph("")
    for piece in ("{{na", "me", "}} ", "{{ issue }}"):  # as editors split a text
        paragraph.add_run(piece)
    own.add_paragraph("正文").add_run("")
    own.add_paragraph("{{body}}")
    own.add_table(1, 1).cell(0, 0).text = "报：{{report_to}}"
    own.sections[0].footer.paragraphs[0].text = "{{date}}"
    own.save(tmp_path / "bulletin.docx")
    about = Bulletin(name={"zh": "某某简报"}, report_to={"zh": "某办"})
    document = Document(io.BytesIO(write_bulletin(made(["甲县"]), about, tmp_path / "bulletin.docx")))
    text = document_text(document)
    assert "某某简报 第9期" in text
    assert "报：某办" in text
    assert "{{" not in text
    assert text.index("正文") < text.index("一、总体情况")
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["甲县", "50.0%", "1", "2"]
    assert document.sections[0].footer.paragraphs[0].text == "2020年2月25日"


@pytest.mark.parametrize(("text", "said"), [("{{titel}}", "titel"), (None, "no Word document")])
def test_a_template_that_cannot_be_used_is_one_sentence(tmp_path, text, said):
    path = tmp_path / "bulletin.docx"
    if text is None:
        path.write_text("not a document")
    else:
        document = Document()
        document.add_paragraph(text)
        document.save(path)
    with pytest.raises(SurveyError, match=said):
        write_bulletin(made(["甲县"]), Bulletin(), path)


@pytest.mark.parametrize(("lang", "finding"), [("zh", "甲县开工率50.0%"), ("en", "甲县: 开工率 50.0%")])
def test_what_stands_above_a_bulletin_of_a_county_names_it(lang, finding):
    assert replace(made(["乙镇"]), lang=lang, area="甲县").finding == finding


NOTICES = {
    "zh": "示例数据，企业、项目和人员均为虚构。",
    "en": "Sample data: all enterprises, projects and people are fictional.",
}
SETTLE = {
    "zh": [
        "截至2020年2月25日24时，纳入调度的规上工业企业771户，已开工771户，开工率100%（上周82.2%，上升17.8个百分点）。",
        "但返岗率76.4%、产能恢复70.6%：开工不等于达产。",
        "需领导协调：1.物流（涉及225户，建议州交通运输局，2020年3月3日前）；2.原材料（涉及190户，建议州工业和信息化局，"
        "2020年3月3日前）；3.订单（涉及172户，建议州商务局，2020年3月3日前）。",
    ],
    "en": [
        "At the end of 25 February 2020, 771 of 771 enterprises (above-scale industrial enterprises monitored) had "
        "restarted: 100% (the week before: 82.2%; up 17.8 percentage points).",
        "But only 76.4% of staff and 70.6% of capacity are back: restarting is not yet full production.",
        "For the leadership to settle: 1. transport (225 enterprises; suggested: Transport Bureau, by 3 March 2020); "
        "2. raw materials (190 enterprises; suggested: Industry and Information Technology Bureau, by 3 March 2020); "
        "3. orders (172 enterprises; suggested: Commerce Bureau, by 3 March 2020).",
    ],
}


@pytest.mark.parametrize("lang", SETTLE)
def test_a_brief_says_in_both_languages_what_leadership_has_to_settle(lang):
    content = replace(made(["甲县"], SETTLE[lang]), lang=lang)
    content.headline["notice"] = NOTICES[lang]
    assert all(sentence in write_brief(content) for sentence in SETTLE[lang])


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=200), max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_brief_has_at_most_300_characters_and_only_whole_sentences(texts):
    sentences = [f"{text}。" for text in texts]
    brief = write_brief(made(["甲县"], sentences))
    assert len(brief) <= MOST_CHARACTERS["zh"] == 300
    head, body, notice = brief.split("\n") if brief.count("\n") == 2 else (brief, "", "示例")
    assert head.startswith("【送审稿】")
    assert notice == "示例"
    left = body.removeprefix("开工率50.0%。")
    for sentence in sentences:
        left = left.removeprefix(sentence)
    assert left == "" or left in body


@pytest.mark.parametrize(
    ("value", "kind", "printed", "cell", "shown"),
    [
        (82.230869, "percent", "82.2%", 0.82230869, "[=1]0%;[=0]0%;0.0%"),
        (100.0, "percent", "100%", 1.0, "[=1]0%;[=0]0%;0.0%"),
        (99.97, "percent", "99.9%", 0.9997, '"99.9%"'),  # Office would round it to 100.0%
        (0.01, "percent", "0.1%", 0.0001, '"0.1%"'),
        (82.25, "percent", "82.2%", 0.8225, '"82.2%"'),  # a half, which Office rounds up
        (14560.0, "count", "14,560", 14560.0, "0 in English"),
        (-3.0, "number", "−3", -3.0, '0;"−"0'),
        (2.1, "points", "+2.1", 2.1, '+0.0;"−"0.0;0'),
        (0.0, "points", "0", 0.0, '+0.0;"−"0.0;0'),
    ],
)
def test_a_cell_holds_the_value_and_shows_what_is_printed(value, kind, printed, cell, shown):
    lang = "en" if "English" in shown else "zh"
    assert stored(value, kind) == cell
    assert number_format(value, kind, printed, lang) == ("#,##0" if lang == "en" else shown)


@pytest.mark.parametrize(
    ("sentence", "key", "fits"),
    [
        ("需领导协调：1.物流（涉及2户）。", "sentence.to_settle", True),
        ("重点关注：甲县50.0%（1/2户）。", "sentence.attention", True),
        ("重点关注（返岗率）：甲县50.0%。", "sentence.attention", False),
        ("重点关注（返岗率）：甲县50.0%。", "sentence.attention_by", True),
    ],
)
def test_a_sentence_is_known_by_its_label(sentence, key, fits):
    assert says(sentence, key, "zh") is fits


def test_no_part_of_a_change_is_missing_on_the_slide():
    rule = next(rule for rule in rules() if rule["exhibit"] == "why-changed")
    assert sorted(rule["series"]) == sorted(metrics.PARTS)


@pytest.mark.parametrize(
    ("ends", "places"),
    [
        ((90, 60), "RIGHT RIGHT"),
        ((89.1, 89.8, 81.9, 77.7), "RIGHT ABOVE RIGHT BELOW"),
        ((50, 48, 46), "ABOVE RIGHT BELOW"),
        ((None, 40), "RIGHT RIGHT"),
    ],
)
def test_labels_of_lines_that_end_close_by_stand_apart(ends, places):
    series = tuple(Series(str(end), 1, (70.0, end), ("", "")) for end in ends)
    chart = NativeChart("line", "percent", ("a", "b"), (0, 1), series)
    assert [place.name for place in end_positions(chart)] == places.split()


def test_a_chart_without_its_columns_or_rows_is_left_out():
    ranking = next(made(["甲县"]).exhibits())
    assert native_chart(ranking, "zh", {}).series[0].values == (50.0,)
    assert native_chart({**ranking, "figure": None}, "zh", {}) is None
    assert native_chart({**ranking, "id": "heat-map"}, "zh", {}) is None
    assert native_chart(exhibit([], [("分组", "text"), ("比率", "percent")], [None, []]), "zh", {}) is None
    assert native_chart(exhibit([["甲"]], [("分组", "text")], [None]), "zh", {}) is None


def test_content_without_a_section_or_screen_says_nothing_of_it():
    content = made(["甲县"])
    assert content.sentences("trend") == []
    assert content.first_screen("supply_bottlenecks") == []
    assert content.finding == "开工率50.0%"
    silent = replace(content, reports=(replace(content.reports[0], sections=()),))
    assert "二、" not in document_text(Document(io.BytesIO(write_bulletin(silent, Bulletin()))))
