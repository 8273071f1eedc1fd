"""The browser of this machine, run without a window: it draws what only a browser can, and nothing is installed for it.

Any Chromium does: Chrome, Edge (part of every Windows) or Chromium itself.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64decode
from pathlib import Path

from analysis.errors import ReportFailed

SETTING = "RESUMPTION_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_PLACES = {
    "win32": (
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ),
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
}
_RESULT = re.compile(r'<pre id="result"[^>]*>([A-Za-z0-9+/=]*)</pre>')
_TIME_LIMIT_SECONDS = 180
# By this clock of its own a page has to be done; waiting costs no real time.
_PAGE_MILLISECONDS = 120_000


def find_browser() -> Path | None:
    """The browser: ``RESUMPTION_BROWSER``, else one on the path, else where it usually is; None where there is none."""
    if wanted := os.environ.get(SETTING):
        return Path(wanted) if Path(wanted).is_file() else None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    places = [Path(place) for place in ([found] if found else _PLACES.get(sys.platform, ()))]
    return next((place for place in places if place.is_file()), None)


def result_of(browser: Path, html: str, *, time_limit_seconds: float = _TIME_LIMIT_SECONDS) -> bytes:
    """Open a page and give what it wrote, as base64, into ``<pre id="result">``.

    Raises ReportFailed where the browser did not end well or the page wrote nothing.
    """
    with tempfile.TemporaryDirectory(prefix="resumption-browser-") as folder:
        shown = _run(browser, Path(folder), html, "--dump-dom", time_limit_seconds=time_limit_seconds)
    found = _RESULT.search(shown.decode("utf-8", "replace"))
    if not found or not found[1]:
        raise _failed(browser)
    return b64decode(found[1])


def screenshot(browser: Path, html: str, *, width: int, height: int, scale: float) -> bytes:
    """A page as PNG, ``width`` times ``height`` CSS pixels at ``scale``. Raises ReportFailed where that fails."""
    with tempfile.TemporaryDirectory(prefix="resumption-browser-") as folder:
        picture = Path(folder) / "picture.png"
        size = (f"--window-size={width},{height}", f"--force-device-scale-factor={scale:g}", "--hide-scrollbars")
        _run(browser, Path(folder), html, f"--screenshot={picture}", *size)
        if not picture.is_file():
            raise _failed(browser)
        return picture.read_bytes()


def _run(
    browser: Path, folder: Path, html: str, *wanted: str, time_limit_seconds: float = _TIME_LIMIT_SECONDS
) -> bytes:
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    # The administrator of a server has no sandbox; the page is our own, and its policy lets nothing else run or load.
    unboxed = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    arguments = (
        "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
        f"--user-data-dir={folder / 'profile'}", f"--virtual-time-budget={_PAGE_MILLISECONDS}",
    )  # fmt: skip
    try:
        done = subprocess.run(
            [str(browser), *unboxed, *arguments, *wanted, page.as_uri()],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=time_limit_seconds,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise _failed(browser) from error
    return done.stdout


def _failed(browser: Path) -> ReportFailed:
    return ReportFailed(
        f"浏览器 {browser} 没有画出图片；可用环境变量 {SETTING} 指定另一个 Chromium、Chrome 或 Edge",
        f"the browser {browser} drew no picture; name another Chromium, Chrome or Edge in {SETTING}",
    )
