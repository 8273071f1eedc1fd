"""A thread that acts when a wait takes too long: one for any number of waits, for each of which a timer costs more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Self


class Watchdog:
    """Calls ``act`` where more than ``seconds`` pass after a ``reset``; at work between ``with`` and its end."""

    def __init__(self, seconds: float, act: Callable[[], None]):
        self._seconds, self._act = seconds, act
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.reset()

    def reset(self) -> None:
        """A wait begins. Nobody is woken for it: the thread looks again when the time of an earlier one is up."""
        self.has_acted = False
        self._deadline = time.monotonic() + self._seconds

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._deadline - time.monotonic()):
            if time.monotonic() >= self._deadline:
                self.has_acted = True
                self._deadline += self._seconds
                self._act()
