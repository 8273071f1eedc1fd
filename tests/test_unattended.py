"""What nobody is there to mend: streams that nobody holds, slips in the settings."""

import shlex
import subprocess
import sys

import pytest
from small_survey import ONE, SETTINGS

from analysis.errors import SurveyError
from analysis.store import load
from analysis.surveys import load_survey


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("streams", ["<&- >&- 2>&-", "2>/dev/full", "2>&1 | true"])
def test_a_run_that_nobody_hears_stores_its_tables(tmp_path, streams):
    """As some schedulers start it, and where what reads its log has ended."""
    folders = {name: tmp_path / name for name in ("survey", "raw", "processed")}
    (folders["raw"] / "2020-W09").mkdir(parents=True)
    (folders["raw"] / "2020-W09/甲县.csv").write_text(f"企业名称,是否复工,返岗人数\n{ONE},是,5\n", encoding="utf-8")
    folders["survey"].mkdir()
    for name, text in SETTINGS.items():
        (folders["survey"] / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "analysis", "clean", *(f"--{name}={path}" for name, path in folders.items())]
    subprocess.run(["bash", "-c", f"{shlex.join(command)} {streams}"], check=True)
    assert load(folders["processed"], "uploads")["outcome"].tolist() == ["accepted"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("survey.yml", "title: {zh: 虚\narea: '00'\n", "line 2"),
        ("survey.yml", "title: 虚\nperiods: [{id: a, first: 2020-02-30, last: 2020-03-01}]\n", "day is out of range"),
        ("survey.yml", "a: " + "[" * 3000, "no valid YAML"),
        ("regions.csv", "name\n甲县\n", "needs the columns code and name"),
    ],
)
def test_a_slip_in_a_file_of_settings_is_told_in_one_sentence(tmp_path, name, text, said):
    for file, content in SETTINGS.items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SurveyError, match=said):
        load_survey(tmp_path)
