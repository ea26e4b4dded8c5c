"""Sending: claim a lot, let its channel carry it, record what came of it; several lots are in the air at once.

While one lot is on the wire the next is claimed and the last is recorded: neither waits for the other.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from outreach.domain.deliveries import Pace
from outreach.domain.gates import Lines
from outreach.domain.messages import Answered, Outcome, Verdict
from outreach.domain.ports import Clock
from outreach.services.claiming import Claiming, Lot, Steady
from outreach.services.recording import Recording

IN_AIR = 2
"""Lots of one channel on their way at once: a slow answer in one must not hold up the others."""
ROUND_S = 10.0
"""How long a round sends before it looks at anything else."""
Answers = Future[list[Answered]]


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Sending:
    lines: Lines
    claiming: Claiming
    recording: Recording
    clock: Clock
    steady: Steady
    pace: Pace

    def send_due(self, stop: Callable[[], bool] = _never, progress: Callable[[int], None] | None = None) -> int:
        """Send what may go now, for some seconds; returns how many were handed over.

        ``stop`` ends it after what is in the air. Receipts and refusals are read between two rounds.
        """
        handed, in_air, begun = 0, dict[Answers, Lot](), self.steady()
        with ThreadPoolExecutor(max(len(self.lines.channels), 1) * IN_AIR, "wire") as wires:
            while True:
                over = stop() or self.steady() - begun > ROUND_S
                fresh = [] if over else self._claim_each(in_air)
                for lot in fresh:
                    in_air[wires.submit(self._carry, lot)] = lot
                    handed += len(lot.claimed)
                if not in_air:
                    return handed
                if not fresh:
                    self._record_finished(in_air)
                    if progress:
                        progress(handed)

    def _claim_each(self, in_air: dict[Answers, Lot]) -> list[Lot]:
        """The next lot of each channel in use that has room on the wire."""
        busy = [lot.channel.name for lot in in_air.values()]
        room = [line for line in self.claiming.in_use(self.lines) if busy.count(line[0].name) < IN_AIR]
        lots = [self.claiming.claim(channel, rate, busy=bool(in_air)) for channel, rate in room]
        return [lot for lot in lots if lot]

    def _carry(self, lot: Lot) -> list[Answered]:
        """What an adapter fails to answer for is unknown: it may have been sent."""
        may_start = lot.may_start(self.clock, self.steady, self.pace.last_start_s)
        answers: list[Answered] = []
        try:
            answers.extend(lot.channel.send([one.message for one in lot.claimed], may_start))
        except Exception as failure:  # noqa: BLE001 - one channel's mistake must not lose the answers of another
            told = {answer.request_id for answer in answers}
            silent = (one.message.request_id for one in lot.claimed if one.message.request_id not in told)
            outcome = Outcome(Verdict.UNKNOWN, reason=f"adapter: {type(failure).__name__}")
            answers.extend(Answered(request, outcome) for request in silent)
        return answers

    def _record_finished(self, in_air: dict[Answers, Lot]) -> None:
        finished, _ = wait(in_air, return_when=FIRST_COMPLETED)
        for answers in finished:
            lot = in_air.pop(answers)
            self.recording.record(lot.channel, lot.claimed, answers.result())
