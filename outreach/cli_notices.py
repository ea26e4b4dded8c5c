"""`outreach worker` and `outreach notice …`: composing, approving and sending without a web page."""

import signal
import threading
import time
from types import FrameType

import click

from outreach.domain.gates import Lines
from outreach.lines import lines_of
from outreach.terminal import chosen_settings, refusals
from outreach.wiring import House, build_worker, open_in_earnest, pace_of


class Stop:
    """Asked to stop by a signal: what is in the air is still recorded."""

    def __init__(self) -> None:
        self._event = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._set)

    def _set(self, _number: int, _frame: FrameType | None) -> None:
        self._event.set()

    def __call__(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> None:
        self._event.wait(seconds)


@click.command()
@click.option(
    "--until-idle", is_flag=True, help="Stop when nothing more can be done now."
)
@refusals
def worker(until_idle: bool) -> None:
    """Send what is approved, without a web server. Any number of workers may run beside each other."""
    house = open_in_earnest(chosen_settings())
    stop, started = Stop(), time.monotonic()
    work(house, lines_of(house.settings, house.desk.clock.now, house.store.tokens), stop, until_idle)
    click.echo(f"Đã dừng sau {time.monotonic() - started:.0f} giây", err=True)


def work(house: House, lines: Lines, stop: Stop, until_idle: bool) -> None:
    pace = pace_of(house.settings.providers.call_timeout_s)
    build_worker(house.store, house.desk.clock, lines, pace, stop.wait).work(stop, until_idle)
