"""A wait that takes too long is acted on, whichever of many it is."""

from __future__ import annotations

import threading
import time

from analysis.intake.workers.watchdog import Watchdog


def test_it_acts_on_a_wait_that_takes_too_long_and_goes_on() -> None:
    acted = threading.Semaphore(0)
    with Watchdog(0.05, acted.release) as watchdog:
        assert acted.acquire(timeout=10)
        assert watchdog.has_acted
        watchdog.reset()
        assert not watchdog.has_acted
        assert acted.acquire(timeout=10)


def test_waits_in_time_are_let_be_however_many_they_are() -> None:
    acted = threading.Event()
    with Watchdog(2, acted.set) as watchdog:
        until = time.monotonic() + 4
        while time.monotonic() < until:
            time.sleep(0.01)
            watchdog.reset()
        assert not watchdog.has_acted
    assert not acted.is_set()


def test_its_thread_ends_with_the_work() -> None:
    before = set(threading.enumerate())
    with Watchdog(60, lambda: None):
        (own,) = set(threading.enumerate()) - before
    assert not own.is_alive()
