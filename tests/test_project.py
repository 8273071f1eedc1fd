"""The project's own files agree with each other."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def named(requirement: str) -> tuple[str, str]:
    name, specifier = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(.*)", requirement).groups()
    return name.lower(), specifier.replace(" ", "")


def test_environment_yml_asks_for_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = dict(named(text) for text in [*project["dependencies"], *extras["lab"], *extras["share"]])
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    by_pip = next(entry["pip"] for entry in conda if isinstance(entry, dict))
    listed = dict(named(text) for text in [*conda, *by_pip] if isinstance(text, str) and text[0] != "-")
    assert listed.pop("python") == project["requires-python"]
    del listed["pip"]
    assert listed == wanted


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pinned_package_has_hashes_and_no_address(lock):
    text = lock.read_text()
    pinned = re.findall(r"^([a-z0-9][\w.-]*)==", text, re.MULTILINE)
    hashed = re.findall(r"^([a-z0-9][\w.-]*)==[^\n]*\\\n\s+--hash=sha256:", text, re.MULTILINE)
    assert len(pinned) > 50
    assert pinned == hashed
    assert "://" not in text


def test_the_core_lock_has_no_jupyterlab():
    assert "\njupyterlab==" not in (ROOT / "requirements.lock").read_text()


def test_the_core_lock_brings_slides_and_bulletin_since_its_environment_has_no_pip_to_add_them():
    lock = (ROOT / "requirements.lock").read_text()
    share = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["share"]
    assert [name for name, _ in map(named, share) if f"\n{name}==" not in lock] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("notebooks/*/*.ipynb")), ids=lambda path: path.name)
def test_notebooks_are_committed_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]


def test_help_answers_without_pandas():
    code = "import sys; from analysis.cli import app; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# A folder imports only from those before it, and from the modules that stand beside the folders.
HOUSE = ("vocabulary", "intake", "store", "metrics", "figures", "publish", "cli")
INTAKE = ("values", "coding", "headers", "layout", "containers", "parts", "enterprises", "rows", "workers", "together")


@pytest.mark.parametrize(
    ("folder", "order"), [("analysis", HOUSE), ("analysis/intake", INTAKE)], ids=["house", "intake"]
)
def test_data_flows_one_way(folder, order):
    package = folder.replace("/", ".")
    upwards = [
        f"{path.relative_to(SOURCE)} imports {found}"
        for at, name in enumerate(order)
        for path in sorted((SOURCE / folder / name).rglob("*.py"))
        for found in re.findall(rf"^ *from {package}\.(\w+)[\w.]* import", path.read_text(encoding="utf-8"), re.M)
        if found in order[at + 1 :]
    ]
    assert upwards == []
