"""What kind of table one is."""

import pytest
from paths import matched

from analysis.intake.headers.kinds import table_kind, tells_of_tasks


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("序号|企业名称|统一社会信用代码|是否复工|复工时间|返岗人数", "ledger"),
        ("企业名称|是否复工|存在困难|责任单位", "ledger"),
        ("企业名称|统一社会信用代码|所属行业|企业规模|是否规上", "register"),
        ("企业名称|职工人数|2月产值（万元）|备注", "ledger"),
        ("企业名称|缺工人数|资金需求（万元）", "difficulties"),
        ("项目名称|总投资（万元）|续建/新建|是否复工", "projects"),
        ("企业名称|困难类型|存在困难|责任单位|完成时限", "difficulties"),
        ("企业名称|供应商名称|供应原料|依赖程度（%）|库存可用天数", "suppliers"),
        ("交办事项|责任单位|完成时限|办理情况", "tasks"),
        ("县市|应复工企业数|已复工企业数|复工率", "summary"),
        ("县市|企业数|复工数", "summary"),
        ("点位|设备|质保情况", "other"),
        ("项目|宇宙飞船|星球", "other"),
        ("项目名称|项目法人|总投资（万元）|实际到岗人数", "projects"),
        ("企业名称|联系人|联系电话", "other"),
    ],
)
def test_the_kind_of_a_table_follows_from_its_fields(headers, kind):
    assert table_kind(matched(*headers.split("|"))) == kind


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("企业名称|存在问题|责任单位|完成时限|是否办结", True),
        ("企业名称|困难类型|存在困难|责任单位|完成时限", False),
        ("企业名称|是否复工|存在困难|责任单位|完成时限|办理情况", False),
        ("交办事项|责任单位", True),
    ],
)
def test_difficulties_with_an_owner_a_term_and_an_outcome_are_tasks_too(headers, expected):
    assert tells_of_tasks(matched(*headers.split("|"))) is expected
