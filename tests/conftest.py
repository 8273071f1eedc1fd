"""What many tests share: the sample's tidy tables, made once for all workers."""

import os
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from analysis.jobs import clean

# What Python compiled is kept, whatever the environment says: tests start hundreds of processes.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

HERE = Path(__file__).parent
RAW = HERE.parent / "data" / "raw"


def pytest_collection_modifyitems(items):
    """Whole runs and browsers first: they take longest, and begun last would keep one worker busy when the others have
    ended."""
    items.sort(key=lambda item: item.path.parent != HERE and item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The folder of the sample survey's tidy tables, cleaned from the committed uploads."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # one folder for all workers
    with FileLock(folder / "sample.lock"):
        clean(survey="qiannan", raw=RAW, processed=folder / "sample", say=lambda line: None)
    return folder / "sample"


@pytest.fixture(scope="session")
def processed(sample):
    """The tables that a test is about: the sample's, unless a folder of tests has its own."""
    return sample
