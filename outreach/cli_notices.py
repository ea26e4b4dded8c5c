"""`outreach worker` and `outreach notice …`: composing, approving and sending without a web page."""

import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click
import structlog

from outreach.documents.notice_files import read_notice
from outreach.domain.errors import RuleBroken
from outreach.domain.notices import Notice, NoticeState
from outreach.domain.people import Person
from outreach.lines import lines_of
from outreach.notice_options import content_options, content_told
from outreach.staging import open_replayed
from outreach.telling import (
    notice_line,
    notice_record,
    price_lines,
    price_record,
    snapshot_lines,
    standing_lines,
    standing_record,
)
from outreach.terminal import chosen_settings, progress_bar, refusals
from outreach.wiring import House, build_worker, open_house, open_in_earnest, pace_of

LOOK_S = 0.5
"""How often a progress bar counts: counting hundreds of thousands of rows takes time from sending them."""
BY = click.option("--by", required=True, metavar="USER", help="Who does it: a person who may sign in.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
OF_REPLAY = click.option("--replay", "of_replay", is_flag=True, help="Of the replay, not of the real campaign.")

log = structlog.get_logger(__name__)


class Stop:
    """Asked to stop by a signal: what is in the air is still recorded."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self, _number: int, _frame: FrameType | None) -> None:
        self._event.set()

    def __call__(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> None:
        self._event.wait(seconds)


@contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    stop, numbers = Stop(), (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, stop.set) for number in numbers]
    yield stop
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@click.command()
@click.option("--until-idle", is_flag=True, help="Stop when nothing more can be done now.")
@refusals
def worker(until_idle: bool) -> None:
    """Send what is approved, without a web server. Any number of workers may run beside each other."""
    house, started = open_in_earnest(chosen_settings()), time.monotonic()
    with stopped_by_signals() as stop:
        work(house, stop, until_idle)
    click.echo(f"Đã dừng sau {time.monotonic() - started:.0f} giây", err=True)


def work(house: House, stop: Stop, until_idle: bool, progress: Callable[[int], None] | None = None) -> None:
    lines = lines_of(house.settings, house.desk.clock.now, house.store.tokens)
    pace = pace_of(house.settings.providers.call_timeout_s)
    build_worker(house.store, house.desk.clock, lines, pace, stop.wait).work(
        stop, until_idle, progress, lambda failure: log.error("worker", trouble=type(failure).__name__)
    )


@click.group()
def notice() -> None:
    """Notices to customers by Zalo and SMS: compose, price, submit, approve, send, follow."""


@notice.command()
@click.argument("campaign")
@click.argument("name")
@content_options
@BY
@JSON
@refusals
def create(campaign: str, name: str, by: str, as_json: bool, **told: Any) -> None:
    """Write a new draft, CAMPAIGN.NAME, from options or from a file with the same keys."""
    house = open_in_earnest(chosen_settings())
    content = read_notice(*content_told(told), house.desk.clock.now())
    _tell(house.desk.notifying.compose(_person(house, by), campaign, name, content), as_json)


@notice.command()
@click.argument("slug")
@JSON
@OF_REPLAY
@refusals
def price(slug: str, as_json: bool, of_replay: bool) -> None:
    """How many people, what price, whether in time; changes nothing."""
    seen = _look(of_replay).desk.notifying.appraising.appraise(slug)
    _print(price_record(slug, seen), price_lines(seen), as_json)


@notice.command()
@click.argument("slug")
@BY
@JSON
@refusals
def submit(slug: str, by: str, as_json: bool) -> None:
    """Freeze text, list, price and hours, and put them before a second person."""
    house = open_in_earnest(chosen_settings())
    person = _person(house, by)
    house.desk.notifying.check_submission(person, slug)
    with progress_bar("Đọc danh sách") as bar:
        done = house.desk.notifying.submit(person, slug, bar)
    _print(notice_record(done), snapshot_lines(done), as_json)


@notice.command()
@click.argument("slug")
@BY
@click.option("--yes", is_flag=True, help="Do not ask.")
@JSON
@refusals
def approve(slug: str, by: str, yes: bool, as_json: bool) -> None:
    """The second person's yes to what was submitted; from then on it is sent."""
    house = open_in_earnest(chosen_settings())
    person, waiting = _person(house, by), house.desk.notifying.get(slug)
    if waiting.state is not NoticeState.SUBMITTED or waiting.snapshot is None:
        raise RuleBroken("Thông báo «{slug}» chưa được trình duyệt.", slug=slug)
    waiting.refuse_own_approval(person.username)
    click.echo("\n".join(snapshot_lines(waiting)), err=True)
    if not yes and not click.confirm("Duyệt và gửi?", err=True):
        raise RuleBroken("Chưa duyệt.")
    with progress_bar("Duyệt") as bar:
        done = house.desk.notifying.approve(person, slug, waiting.snapshot.seal, bar)
    _tell(done, as_json)


@notice.command(name="try")
@click.argument("slug")
@click.argument("number")
@BY
@JSON
@refusals
def try_out(slug: str, number: str, by: str, as_json: bool) -> None:
    """Send the text with made-up values to one's own phone NUMBER; needs no approval."""
    house = open_in_earnest(chosen_settings())
    _tell(house.desk.notifying.try_out(_person(house, by), slug, number), as_json)


@notice.command()
@click.argument("slug")
@JSON
@refusals
def send(slug: str, as_json: bool) -> None:
    """Work until nothing more can be sent now, of this notice and of others that are approved."""
    house = open_in_earnest(chosen_settings())
    asked = house.desk.notifying.get(slug)
    if not asked.sending:
        raise RuleBroken("Không gửi được: {notice}.", notice=notice_line(asked))
    with progress_bar("Gửi") as bar, stopped_by_signals() as stop:
        work(house, stop, True, _counting(house, slug, bar))
    _tell_standing(house, slug, as_json)


def _counting(house: House, slug: str, bar: Callable[[int, int], None]) -> Callable[[int], None]:
    at_first, last = house.desk.standing.open(slug), [time.monotonic()]

    def progress(_handed: int) -> None:
        if time.monotonic() - last[0] >= LOOK_S:
            bar(at_first - house.desk.standing.open(slug), at_first)
            last[0] = time.monotonic()

    return progress


@notice.command()
@click.argument("slug", required=False)
@JSON
@OF_REPLAY
@refusals
def status(slug: str | None, as_json: bool, of_replay: bool) -> None:
    """How one notice, or every one, stands: how many were told, by what, and what it waits for."""
    house = _look(of_replay)
    if slug:
        _tell_standing(house, slug, as_json)
        return
    found = house.desk.standing.all()
    _print([standing_record(one) for one in found], [line for one in found for line in standing_lines(one)], as_json)


@notice.command(name="list")
@click.option("--campaign", help="Of this campaign only.")
@JSON
@OF_REPLAY
@refusals
def list_(campaign: str | None, as_json: bool, of_replay: bool) -> None:
    """The notices, one a line."""
    found = [one.notice for one in _look(of_replay).desk.standing.all(campaign)]
    _print([notice_record(one) for one in found], [notice_line(one) for one in found], as_json)


@notice.command()
@click.argument("slug")
@BY
@JSON
@refusals
def pause(slug: str, by: str, as_json: bool) -> None:
    """Let nothing more leave until it is resumed."""
    house = open_in_earnest(chosen_settings())
    _tell(house.desk.notifying.pause(_person(house, by), slug), as_json)


@notice.command()
@click.argument("slug")
@BY
@JSON
@refusals
def resume(slug: str, by: str, as_json: bool) -> None:
    """Go on with a paused notice."""
    house = open_in_earnest(chosen_settings())
    _tell(house.desk.notifying.resume(_person(house, by), slug), as_json)


@notice.command()
@click.argument("slug")
@BY
@JSON
@refusals
def cancel(slug: str, by: str, as_json: bool) -> None:
    """Send nothing more of it, for good; what is on its way cannot be called back."""
    house = open_in_earnest(chosen_settings())
    _tell(house.desk.notifying.cancel(_person(house, by), slug), as_json)


@notice.command()
@click.argument("slug")
@BY
@JSON
@refusals
def release(slug: str, by: str, as_json: bool) -> None:
    """Say that what held a notice has been seen to."""
    house = open_in_earnest(chosen_settings())
    _tell(house.desk.notifying.release(_person(house, by), slug), as_json)


def _person(house: House, username: str) -> Person:
    found = house.desk.signing_in.person(username)
    if found is None:
        raise RuleBroken("Không có tài khoản «{user}», hoặc tài khoản đã khóa.", user=username)
    return found


def _look(of_replay: bool) -> House:
    return open_replayed(chosen_settings()) if of_replay else open_house(chosen_settings())


def _tell(done: Notice, as_json: bool) -> None:
    _print(notice_record(done), [notice_line(done)], as_json)


def _tell_standing(house: House, slug: str, as_json: bool) -> None:
    found = house.desk.standing.of(slug)
    _print(standing_record(found), standing_lines(found), as_json)


def _print(record: Any, lines: list[str], as_json: bool) -> None:
    click.echo(json.dumps(record, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
