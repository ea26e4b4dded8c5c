"""The controls of a replay, without a replay behind them."""

from dataclasses import dataclass
from datetime import date, datetime, time

from outreach.domain.calendar import instant
from outreach.web.replay_desk import ReplayState

NOW, FROM, TO = instant(date(2023, 11, 2), time(5, 45)), instant(date(2023, 10, 9)), instant(date(2023, 12, 21))


@dataclass
class State:
    now: datetime = NOW
    starts_at: datetime = FROM
    ends_at: datetime = TO
    speed: int = 600
    paused: bool = False
    ended: bool = False


class Controls:
    """A replay that only remembers how it is steered."""

    def __init__(self) -> None:
        self.kept = State()

    def state(self) -> ReplayState:
        return self.kept

    def pause(self, paused: bool) -> None:
        self.kept.paused = paused

    def set_speed(self, speed: int) -> None:
        self.kept.speed = speed
