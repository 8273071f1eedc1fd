"""Where a county that is written beside an enterprise is found wrong. All of it is fictional."""

import small_survey
from small_survey import ONE, TWO, cleaned


def test_the_cell_of_the_county_is_told_beside_the_name(tmp_path, monkeypatch):
    regions = "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n02,乙县,Yi,\n"
    monkeypatch.setitem(small_survey.SETTINGS, "regions.csv", regions)
    rows = [["企业名称", "县区", "是否复工"], [ONE, "乙县", "是"], [TWO, "丁县", "是"]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    told = findings.set_index("rule")["cells"]
    assert told[["entity_other_county", "county_unknown"]].tolist() == ["A2,B2", "B3"]
