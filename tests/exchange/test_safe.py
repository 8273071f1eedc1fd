"""Names of files made from what others wrote: good on any system, as long as file systems take, their ending kept."""

import pytest

from analysis.exchange.safe import file_name, free_name, shortened


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("甲县 2/25: 日报*终稿?.xlsx", "甲县 2_25_ 日报x终稿_.xlsx"),
        ("表\n一\u202egpj.xlsx", "表_一_gpj.xlsx"),
        ("CON.xlsx", "_CON.xlsx"),
        ("aux", "_aux"),
        ("lpt1 .csv", "_lpt1.csv"),
        ("控制CON.xlsx", "控制CON.xlsx"),
        ("Console.xlsx", "Console.xlsx"),
        ("表.xlsx. ", "表.xlsx"),
        ("...", "_"),
        ("长" * 100 + ".xlsx", "长" * 65 + ".xlsx"),  # 65 characters of three bytes and the ending are 200 bytes
        ("长" * 100, "长" * 66),
    ],
)
def test_a_name_is_good_on_any_system(written, name):
    assert file_name(written) == name


def test_what_is_no_ending_is_cut_with_the_rest():
    assert shortened("甲县2.25（反馈）", 12) == "甲县2.25"


def test_a_name_that_is_taken_gets_a_number_and_stays_short_enough(tmp_path):
    name = "长" * 83 + ".xlsx"
    (tmp_path / shortened(name)).touch()
    again = free_name(tmp_path, name)
    assert again == "长" * 82 + " (2).xlsx"  # 246, 4 and 5 bytes
    (tmp_path / again).touch()
