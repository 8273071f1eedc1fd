"""What columns mean beside that of a supplier."""

import pytest

from analysis.intake.headers.columns import match_headers
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["企业名称", "所需原材料", "供应商"], ["name", "supplier_input", "supplier_name"]),
        (["企业名称", "原料", "供应商"], ["name", "supplier_input", "supplier_name"]),
        (["企业名称", "零部件", "供应商"], ["name", "supplier_input", "supplier_name"]),
        (["企业名称", "缺少原材料", "供应商"], ["name", "material_need", "supplier_name"]),
        (
            ["企业名称", "缺少原材料", "供应商", "依赖度"],
            ["name", "supplier_input", "supplier_name", "dependence_pct"],
        ),
        (
            ["企业名称", "所需原材料", "供应原料", "供应商"],
            ["name", "material_need", "supplier_input", "supplier_name"],
        ),
        (["企业名称", "所需原材料"], ["name", "material_need"]),
        (["企业名称", "供应商", "所在地"], ["name", "supplier_name", "supplier_place"]),
        (["企业名称", "所在县", "供应商"], ["name", "county", "supplier_name"]),
    ],
)
def test_what_a_column_is_beside_suppliers(headers, fields):
    found = match_headers({at: (header,) for at, header in enumerate(headers, start=1)}, WORDS)
    assert [match.field for match in found] == fields
