"""How a column is set, said once per table; and which values a cell leaves unsaid."""

import pytest

from analysis.publish.page_table import arranged, column_rules

LOOKS = {
    "short": ["都匀市", "福泉市"],
    "text": ["Sandu Shui Autonomous County", "Libo"],
    "broken": ["2020-W09/qiannan_enterprises_0225.xlsx"],
    "wordy": ["福泉市人民政府办公室转发的关于做好企业复工复产工作的若干意见"],
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_text_column_is_set_by_its_texts(look):
    rows = [[text] for text in LOOKS[look]]
    table = arranged({"columns": [{"label": "x", "kind": "text"}], "rows": rows, "values": [None]})
    assert table["columns"][0]["look"] == look


def test_values_are_kept_where_the_cell_does_not_say_them():
    table = {
        "columns": [{"label": name, "kind": name} for name in ("text", "count", "percent", "date", "points")],
        "rows": [["a", "84", "82.2%", "2020年2月2日", "0"], ["b", "1,234", "—", "—", "−0.5"]],
        "values": [None, [84.0, 1234.0], [82.1911, None], ["2020-02-02", None], [0.0, -0.5]],
    }
    done = arranged(table)
    assert done["values"] == [["", ""], ["", "1234"], ["82.1911", ""], ["2020-02-02", ""], ["", "-0.5"]]
    assert done["classes"] == "s1 r2 r3 s4 p5"
    rules = column_rules([done, done])
    assert (
        ".r2 tbody tr > :nth-child(2), .r3 tbody tr > :nth-child(3) { text-align: right; white-space: nowrap; }"
        in rules
    )
    assert rules.count(".s1") == 1
