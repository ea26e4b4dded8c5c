"""Many people who do the same thing at the same moment."""

import threading
from collections.abc import Callable

from outreach.domain.errors import RuleBroken


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """Do the same in many threads; a refusal is a result like any other."""
    results: list[object] = []

    def one(number: int) -> None:
        try:
            results.append(act(number))
        except RuleBroken as refused:
            results.append(refused)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
