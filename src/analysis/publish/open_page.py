"""A page kept open in this machine's browser, without a window, to be asked what only a browser can answer."""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread

from markupsafe import Markup

from analysis.publish.assets import plotly_js
from analysis.publish.browser import arguments_of, failed
from analysis.publish.page import TEMPLATES, inline, policy
from analysis.publish.processes import kill_group, start_group
from analysis.templates import rendered

# Stands in a page, as its base and in its policy, for the address of the process that asks it.
ADDRESS = "http://asking.invalid/"
_TIME_LIMIT_SECONDS = 180.0
_START_SECONDS = 30.0  # until when a page must have asked: some packages of browsers may not read our file
_LOOK_SECONDS = 0.5  # how often to see whether the browser still lives


def asked_page(
    answers: Sequence[Path], lang: str = "", template: Path = TEMPLATES / "asked.html", *, plotly: bool, **words: object
) -> str:
    """A page for ``OpenPage``, with the scripts that answer and plotly.js, if they draw; without any script it is only
    looked at."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / "questions.js", *answers))
    scripts = [*([plotly_js()] if plotly else []), *([code] if answers else [])]
    return rendered(
        template,
        lang,
        address=ADDRESS,
        policy=policy(scripts, asked_from=ADDRESS),
        scripts=[Markup(inline(script)) for script in scripts],
        **words,
    )


class OpenPage(AbstractContextManager):
    """The browser starts with this; ``ask`` waits until it is there. One question at a time.

    The page has the base ``ADDRESS`` and runs ``answerEach`` of templates/questions.js. It fetches each question from
    this process and posts the answer, over a port that only this machine reaches and an address that only it knows;
    should this process die, the window closes.
    """

    def __init__(self, browser: Path, html: str) -> None:
        self._browser = browser
        self._started = time.monotonic()
        self._server = _Server()
        Thread(target=self._server.serve_forever, daemon=True).start()
        self._folder = TemporaryDirectory(prefix="resumption-browser-", ignore_cleanup_errors=True)
        # The address stands in a file that only this user reads: arguments of a program are seen by everybody.
        page = Path(self._folder.name) / "page.html"
        page.write_text(html.replace(ADDRESS, self._server.address), encoding="utf-8")
        # As an app it has no tabs and buttons, which nobody sees and whose drawing is half of a browser's start.
        command = [*arguments_of(browser, Path(self._folder.name)), "--no-proxy-server", f"--app={page.as_uri()}"]
        nothing = subprocess.DEVNULL
        try:
            self._process = start_group(command, stdin=nothing, stdout=nothing, stderr=nothing)
        except OSError as error:
            self._end_server()
            raise failed(browser) from error

    def ask(self, question: object, *, time_limit_seconds: float = _TIME_LIMIT_SECONDS) -> object:
        """What the page's function makes of a question, both JSON.

        Raises ReportFailed where the browser ended, failed or did not answer in time; the page is of no use then.
        """
        self._server.questions.put(json.dumps(question, ensure_ascii=False).encode())
        deadline = time.monotonic() + time_limit_seconds
        while self._process.poll() is None and (left := self._seconds_left(deadline)) > 0:
            try:
                answer = self._server.answers.get(timeout=min(left, _LOOK_SECONDS))
            except Empty:
                continue
            if answer is None:
                break
            return json.loads(answer)
        raise failed(self._browser)

    def _seconds_left(self, deadline: float) -> float:
        if not self._server.is_heard:
            deadline = min(deadline, self._started + _START_SECONDS)
        return deadline - time.monotonic()

    def close(self) -> None:
        """Nothing of the browser lives on, nor the folder in which it kept what it does."""
        kill_group(self._process.pid)
        self._process.wait()
        self._end_server()

    def _end_server(self) -> None:
        self._server.questions.put(b"")
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()

    def __exit__(self, *error: object) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.secret = f"/{secrets.token_urlsafe()}/"
        self.questions: SimpleQueue[bytes] = SimpleQueue()
        self.answers: SimpleQueue[bytes | None] = SimpleQueue()
        self.is_heard = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that is gone needs no answer any more."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{self.secret}"


class _Conversation(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        if self.path != f"{self.server.secret}question":
            self.send_error(404)
            return
        self.server.is_heard = True
        if question := self.server.questions.get():
            self._send(question)

    def do_POST(self) -> None:
        if self.path not in (f"{self.server.secret}answer", f"{self.server.secret}failure"):
            self.send_error(404)
            return
        answer = self.rfile.read(int(self.headers["Content-Length"]))
        self._send(b"")
        self.server.answers.put(answer if self.path.endswith("/answer") else None)

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "null")  # what browsers call any file
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing: stderr is for those who run us."""
