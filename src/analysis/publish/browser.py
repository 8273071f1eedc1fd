"""The browser of this machine, run without a window: it draws what only a browser can, and nothing is installed for it.

Any Chromium does: Chrome, Edge (part of every Windows) or Chromium itself.
"""

import os
import shutil
import subprocess
import sys
import tempfile
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
_TIME_LIMIT_SECONDS = 180


def find_browser() -> Path | None:
    """The browser: ``RESUMPTION_BROWSER``, else one on the path, else where it usually is; None where there is none."""
    if wanted := os.environ.get(SETTING):
        return Path(wanted) if Path(wanted).is_file() else None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    places = [Path(place) for place in ([found] if found else _PLACES.get(sys.platform, ()))]
    return next((place for place in places if place.is_file()), None)


def screenshot(browser: Path, html: str, *, width: int, height: int, scale: float) -> bytes:
    """A page as PNG, ``width`` times ``height`` CSS pixels at ``scale``. Raises ReportFailed where that fails."""
    with tempfile.TemporaryDirectory(prefix="resumption-browser-", ignore_cleanup_errors=True) as folder:
        page, picture = Path(folder) / "page.html", Path(folder) / "picture.png"
        page.write_text(html, encoding="utf-8")
        size = (f"--window-size={width},{height}", f"--force-device-scale-factor={scale:g}", "--hide-scrollbars")
        command = [*arguments_of(browser, Path(folder)), f"--screenshot={picture}", *size, page.as_uri()]
        try:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIME_LIMIT_SECONDS, check=True
            )
            return picture.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise failed(browser) from error


def arguments_of(browser: Path, folder: Path) -> list[str]:
    """The command that starts a browser without a window, which keeps all it writes in a folder that exists."""
    # The administrator of a server has no sandbox; the page is our own, and its policy lets nothing else run or load.
    unboxed = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    return [
        str(browser), *unboxed, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
        "--disable-background-networking", f"--user-data-dir={folder / 'profile'}",
    ]  # fmt: skip


def failed(browser: Path) -> ReportFailed:
    """The error of a browser that did not end well or drew nothing."""
    return ReportFailed(
        f"浏览器 {browser} 没有画出图片；可用环境变量 {SETTING} 指定另一个 Chromium、Chrome 或 Edge",
        f"the browser {browser} drew no picture; name another Chromium, Chrome or Edge in {SETTING}",
    )
