"""What tab completion offers, and that nothing is loaded before it is asked for."""

import subprocess
import sys

import pytest

import analysis
from analysis import figures, intake, publish


@pytest.mark.parametrize("package", [analysis, figures, intake, publish], ids=lambda package: package.__name__)
def test_tab_completion_offers_the_public_names_and_no_others(package):
    offered = [name for name in dir(package) if not name.startswith("_")]
    assert offered == sorted(package.__all__)
    assert all(getattr(package, name) is not None for name in offered)


def test_the_parts_of_the_package_need_no_import_of_their_own():
    code = "import sys, analysis; assert 'pandas' not in sys.modules; analysis.metrics.panel; analysis.figures.ranking"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'panles'"):
        analysis.panles  # noqa: B018
