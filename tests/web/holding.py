"""Work in the background, held up until a test has seen the page that waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from flask import Flask


def finish(app: Flask) -> None:
    app.extensions["outreach.background"].wait()


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Something else has the turn meanwhile; then all that was begun is done."""
    go_on, begun = Event(), Event()

    def hold() -> None:
        begun.set()
        go_on.wait(60)

    app.extensions["outreach.background"].start(hold)
    assert begun.wait(60)
    try:
        yield
    finally:
        go_on.set()
        finish(app)
