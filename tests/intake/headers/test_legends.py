"""Legends inside headers."""

import pytest

from analysis.intake.headers.legends import read_legend
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("2.是否复工：A：已复工；B：未复工。", {"a": "running", "b": "stopped"}),
        ("3、复工情况：1=已复工，2=部分复工", {"1": "running", "2": "partial"}),
        ("1.已复工 2.部分复工 3.未复工", {"1": "running", "2": "partial", "3": "stopped"}),
        ("是填1，否填0", {"1": "running", "0": "stopped"}),
        ("是=1 否=0 部分复工=2", {"1": "running", "0": "stopped", "2": "partial"}),
        ("填写1（是）或0（否）", {"1": "running", "0": "stopped"}),
        ("“1”表示已复工，“0”表示未复工", {"1": "running", "0": "stopped"}),
        ("是/否（1/0）", {"1": "running", "0": "stopped"}),
        ("注：1.本表由各县报送。2.每日17时前报送。", {}),
        ("1=是，0=否", {"1": "running", "0": "stopped"}),
        ("A.已复工 B.部分复工 C.未复工", {"a": "running", "b": "partial", "c": "stopped"}),
        ("1=yes, 0=no", {"1": "running", "0": "stopped"}),
        ("1是0否", {"1": "running", "0": "stopped"}),
        ("0：已复工；1：未复工", {"0": "running", "1": "stopped"}),
        ("注：1表示已复工，2表示部分复工，3表示未复工", {"1": "running", "2": "partial", "3": "stopped"}),
        ("（1）已复工（2）未复工", {"1": "running", "2": "stopped"}),
        ("注：A-已复工，B-部分复工，C-未复工", {"a": "running", "b": "partial", "c": "stopped"}),
        ("√已复工、△部分复工、○未复工", {"√": "running", "△": "partial", "○": "stopped"}),
        ("注：√已复工，△部分复工，×未复工", {"√": "running", "△": "partial", "×": "stopped"}),
        ("1—已复工；2—停产检修；3—已注销。", {"1": "running", "2": "stopped overhaul", "3": "excluded cancelled"}),
        ("A resumed; B partly; C not resumed", {"a": "running", "b": "partial", "c": "stopped"}),
        (
            "Y = trading as usual, P = trading in part, N = not trading",
            {"y": "running", "p": "partial", "n": "stopped"},
        ),
        ("active, broken, closed", {}),
        ("A类企业已复工", {}),
        ("2月25日", {}),
        ("单位：万元", {}),
    ],
)
def test_a_legend_says_what_digits_stand_for(text, legend):
    assert read_legend(text, WORDS) == legend
