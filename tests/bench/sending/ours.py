"""The product's own workers, wired as they are in earnest: leases, attempt rows, rates, gates, refusals, the law.

``python -m tests.bench.sending.ours DATABASE PROVIDER CONNECTIONS WORKERS``
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import fsum
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from outreach.domain.customers import AudienceFilter
from outreach.domain.deliveries import DeliveryState
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import NoticeContent, Recipient
from outreach.lines import installation_of
from outreach.wiring import House, open_house
from tests.bench.sending.client import SENDER
from tests.bench.sending.measuring import Measured, peak_mb, tell, timed
from tests.bench.sending.provider import ACCOUNT, TOKEN
from tests.bench.sending.rows import customers, text_of

MORNING = datetime(2023, 12, 20, 1, tzinfo=UTC)  # eight o'clock in Cao Lộc: inside the hours, whenever the bench runs
DAY = timedelta(days=1)
SLUG = "doi-ngay"


class Daytime:
    """Runs as the wall clock does, from that morning on."""

    def __init__(self) -> None:
        self._gone = datetime.now(UTC) - MORNING

    def now(self) -> datetime:
        return datetime.now(UTC) - self._gone


def write_deliveries(database: str, count: int) -> None:
    """An approved notice with one delivery to each customer, and a channel that has worked since yesterday."""
    with _a_house(database) as house, house.store.transactions.writing() as uow:
        notice = uow.notices.add(SLUG, "", "bench", _content(), "a", MORNING - DAY)
        assert notice
        uow.notices.approve(notice, "b", MORNING - DAY)
        told = list(customers(count))
        recipients = (
            Recipient(code, number, "06184", text, 1)
            for (_, number, _, code, _), text in zip(told, text_of(told), strict=True)
        )
        assert uow.deliveries.write(notice, recipients, MORNING - DAY) == count
        uow.gates.lock("twilio", MORNING - DAY)  # its bucket has filled up since
        uow.commit()


def _content() -> NoticeContent:
    return NoticeContent(
        title="Đổi ngày ghi chỉ số",
        text="",
        message_class=MessageClass.CARE,
        route=(Medium.SMS,),
        audience=AudienceFilter(),
        starts_at=MORNING - DAY,
        expires_at=MORNING + DAY,
    )


def main(database: str, provider: str, connections: int, workers: int) -> None:
    """All workers open what they need, begin together, and end when nothing of the notice is open any more."""
    processes = get_context("spawn")
    start, ended = processes.Barrier(workers + 1), processes.SimpleQueue()
    for _ in range(workers):
        processes.Process(target=_work, args=(database, provider, connections // workers, start, ended)).start()
    start.wait()
    peaks: list[float] = []
    seconds = timed(lambda: peaks.extend(ended.get() for _ in range(workers)))
    tell(Measured(seconds, fsum(peaks)))


def _work(database: str, provider: str, connections: int, start: Barrier, ended: "SimpleQueue[float]") -> None:
    with _a_house(database, provider, connections) as house:
        start.wait()
        while house.desk.working.round(lambda: False) or _is_open(house):
            pass
        ended.put(peak_mb())


def _is_open(house: House) -> bool:
    with house.store.transactions.reading() as uow:
        notice = uow.notices.get(SLUG)
        assert notice
        return uow.deliveries.any_open(notice.id)


def accepted(database: str) -> int:
    """How many deliveries are recorded as taken by the provider."""
    with _a_house(database) as house, house.store.transactions.reading() as uow:
        notice = uow.notices.get(SLUG)
        assert notice
        return uow.deliveries.counts(notice.id).get(DeliveryState.ACCEPTED, 0)


@contextmanager
def _a_house(database: str, provider: str = "http://127.0.0.1", connections: int = 1) -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="outreach-bench-") as folder:
        settings = {
            "OUTREACH_DATA": folder,
            "OUTREACH_DATABASE": database,
            "OUTREACH_SEND": "live",
            "OUTREACH_CONNECTIONS": str(connections),
            "OUTREACH_TWILIO_SID": ACCOUNT,
            "OUTREACH_TWILIO_TOKEN": TOKEN,
            "OUTREACH_TWILIO_SENDER": SENDER,
            "OUTREACH_TWILIO_BASE": provider,
            "OUTREACH_TWILIO_RATE": "1000000",
        }
        house = open_house(installation_of(settings), clock_of=lambda _: Daytime())
        yield house
        house.store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
