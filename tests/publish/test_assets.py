"""The plotly bundle: fetched, checked, or a clear sentence."""

import hashlib
import io
import os
import subprocess
import tarfile

import pytest

from analysis.errors import UserError
from analysis.publish import assets


def test_the_installed_plotly_has_a_known_bundle():
    assert assets.wheel_version() in assets.KNOWN


def test_without_the_small_bundle_the_wheels_serves_with_one_warning(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(assets, "project_root", lambda: tmp_path)
    assets.plotly_js.cache_clear()
    assert assets.bundle_path() is None
    assert "plotly.js v" in assets.plotly_js()[:400]
    assert assets.plotly_js() == assets.plotly_js()
    assert len(capsys.readouterr().err.splitlines()) == 1
    assets.plotly_js.cache_clear()


def test_a_changed_bundle_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "project_root", lambda: tmp_path)
    path = tmp_path / "assets" / f"plotly-cartesian-{assets.wheel_version()}.min.js"
    path.parent.mkdir()
    path.write_text("changed")
    assert assets.bundle_path() is None


def packed(script: bytes, licence: bytes):
    """Stands in for ``npm pack``: writes the archive that npm would have fetched."""

    def run(command, folder):
        with tarfile.open(folder / "package.tgz", "w:gz") as tar:
            for name, content in ((assets.FILE, script), ("LICENSE", licence)):
                about = tarfile.TarInfo(f"package/{name}")
                about.size = len(content)
                tar.addfile(about, io.BytesIO(content))

    return run


def test_a_fetched_bundle_is_checked_and_kept_with_its_licence(tmp_path, monkeypatch):
    hashes = tuple(hashlib.sha256(content).hexdigest() for content in (b"script", b"licence"))
    monkeypatch.setattr(assets, "KNOWN", {assets.wheel_version(): hashes})
    monkeypatch.setattr(assets, "_run", packed(b"script", b"licence"))
    monkeypatch.setattr(assets.shutil, "which", lambda name: "npm")
    assert assets.fetch(tmp_path).read_bytes() == b"script"
    assert len(os.listdir(tmp_path)) == 2
    monkeypatch.setattr(assets, "_run", packed(b"other", b"licence"))
    with pytest.raises(UserError, match="does not match its known checksum"):
        assets.fetch(tmp_path)
    assert b"script" in {path.read_bytes() for path in tmp_path.iterdir()}


def test_no_network_is_one_sentence(tmp_path, monkeypatch):
    def fails(*_, **__):
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(assets.shutil, "which", lambda name: "npm")
    monkeypatch.setattr(assets.subprocess, "run", fails)
    with pytest.raises(UserError, match="check the network"):
        assets.fetch(tmp_path)
