"""Work that is longer than a request: one piece at a time, in a thread, on what the desk keeps of it.

Nothing is lost with a thread: the desk writes down how far a thing is, and what was cut short can be begun again.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread

from outreach.domain.errors import RuleBroken


class Background:
    """Pieces of work in line; each says by itself, through the desk, how it went."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._threads: list[Thread] = []

    def start(self, work: Callable[[], object]) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = Thread(target=self._run, args=(work,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Until all that was begun is done."""
        for thread in self._threads:
            thread.join()

    def _run(self, work: Callable[[], object]) -> None:
        with self._turn, suppress(RuleBroken):  # the desk has put that down where people see it
            work()
