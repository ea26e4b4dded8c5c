"""A simulated box plays what it holds, writes its journal in order, and says the same whenever it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.broadcasts import EvidenceKind
from outreach.domain.calendar import Span
from outreach.domain.stations import Node
from outreach.replay.machines import BOOT, Entry, Held, Machine, Occurrence
from outreach.replay.scenario import Offline, PowerCut, Scenario
from tests.replay.theatre import shipped

EPOCH = shipped().first_state.starts_at
NODE = Node("may-1", "06184", ("Cụm 1",))
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
LENGTH = timedelta(seconds=80)
CALM = replace(shipped().scenario, absences=(), offline=(), power_cuts=(), leaves=())


def play(name: str, after: timedelta) -> Occurrence:
    start = EPOCH + after
    return Occurrence(name, "a" * 64, start, start + 40 * MINUTE, LENGTH)


MORNING, EVENING, NEXT_DAY = play("sang", DAY), play("chieu", DAY + 11 * HOUR), play("hom-sau", 2 * DAY)


def box(*plays: Occurrence, scenario: Scenario = CALM, held: Callable[[datetime], Held] | None = None) -> Machine:
    return Machine(NODE, scenario, EPOCH, 0, held or (lambda _: Held(1, plays)))


def cut(start: timedelta, end: timedelta) -> Scenario:
    return replace(CALM, power_cuts=(PowerCut(("06184",), Span(EPOCH + start, EPOCH + end), "Mất điện."),))


def lines(entries: Sequence[Entry]) -> list[tuple[str, EvidenceKind]]:
    return [(entry.event.broadcast, entry.event.kind) for entry in entries]


def whole(machine: Machine) -> list[Entry]:
    return machine.journal(EPOCH, EPOCH + 4 * DAY)


def test_it_plays_what_it_holds_to_the_end() -> None:
    entries = whole(box(MORNING, EVENING))
    assert lines(entries) == [
        ("sang", EvidenceKind.STARTED),
        ("sang", EvidenceKind.ENDED),
        ("chieu", EvidenceKind.STARTED),
        ("chieu", EvidenceKind.ENDED),
    ]
    assert [entry.event.share for entry in entries] == [None, 1.0, None, 1.0]
    assert timedelta(0) <= entries[0].written_at - MORNING.starts_at < 5 * timedelta(seconds=1)


def test_without_network_it_plays_what_was_cancelled_meanwhile() -> None:
    away = Offline("may-1", Span(EPOCH + 20 * HOUR, EPOCH + 40 * HOUR))
    cancelled_at = EPOCH + 22 * HOUR
    held = lambda at: Held(1, (MORNING,)) if at <= cancelled_at else Held(2, ())  # noqa: E731
    assert lines(whole(box(held=held))) == []
    assert len(lines(whole(box(held=held, scenario=replace(CALM, offline=(away,)))))) == 2


def test_what_is_published_too_late_to_be_fetched_is_not_played() -> None:
    published = MORNING.starts_at
    assert whole(box(held=lambda at: Held(1, (MORNING,)) if at >= published else Held(0, ()))) == []


def test_a_broadcast_inside_a_power_cut_is_written_down_as_skipped_afterwards() -> None:
    entries = whole(box(MORNING, scenario=cut(DAY - HOUR, DAY + 2 * HOUR)))
    assert lines(entries) == [("sang", EvidenceKind.SKIPPED)]
    assert entries[0].written_at == EPOCH + DAY + 2 * HOUR + BOOT


def test_power_that_returns_in_time_lets_it_play_a_little_late() -> None:
    entries = whole(box(MORNING, scenario=cut(DAY - HOUR, DAY + 20 * MINUTE)))
    assert lines(entries) == [("sang", EvidenceKind.STARTED), ("sang", EvidenceKind.ENDED)]
    assert entries[0].event.at >= EPOCH + DAY + 20 * MINUTE + BOOT


def test_a_power_cut_in_the_middle_leaves_a_part_and_is_written_down_when_power_returns() -> None:
    started, ended = whole(box(MORNING, scenario=cut(DAY + MINUTE, DAY + 3 * HOUR)))
    assert started.event.kind is EvidenceKind.STARTED
    assert ended.event.share is not None
    assert 0.6 < ended.event.share < 0.8
    assert ended.written_at == EPOCH + DAY + 3 * HOUR + BOOT


def test_it_calls_once_an_hour_unless_it_has_no_network_or_no_power() -> None:
    moments = [EPOCH + n * CALM.step for n in range(96)]
    dark = cut(timedelta(0), 12 * HOUR)
    assert sum(box().calls(at) for at in moments) == 24
    assert sum(box(scenario=dark).calls(at) for at in moments) == 12


@given(st.lists(st.integers(1, 4 * 24 * 60 - 1), max_size=12), st.sampled_from([0, 30, 150]))
def test_the_journal_is_the_same_in_whatever_pieces_it_is_asked_for(minutes: list[int], dark: int) -> None:
    scenario = cut(DAY + MINUTE, DAY + MINUTE + dark * MINUTE) if dark else CALM
    machine = box(MORNING, EVENING, NEXT_DAY, scenario=scenario)
    edges = [EPOCH, *(EPOCH + minute * MINUTE for minute in sorted(set(minutes))), EPOCH + 4 * DAY]
    pieces = [e for start, end in pairwise(edges) for e in machine.journal(start, end)]
    assert pieces == whole(machine)
    assert len({entry.event.seq for entry in pieces}) == len(pieces)
