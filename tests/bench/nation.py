"""A campaign of the whole nation: 10,599 communes (the count of 2022) of made-up names in 63 provinces."""

from datetime import date, timedelta
from pathlib import Path

from outreach.domain.campaigns import Duty, Plan, RecordingPlan
from outreach.domain.units import Place
from outreach.services.desk import Desk
from outreach.storage.attachments import FileAttachments
from outreach.storage.opening import Store, open_store
from outreach.storage.passwords import Argon2Passwords
from outreach.wiring import build_desk
from tests.setting import SetClock, at

COMMUNES = 10_599
PROVINCES = 63
FIRST, LAST = date(2023, 10, 9), date(2023, 12, 20)
BORN = date(2020, 1, 1)


def places(count: int) -> list[Place]:
    provinces = [Place(f"{number:02d}", "Tỉnh", f"Tỉnh số {number}", None, BORN) for number in range(1, PROVINCES + 1)]
    return provinces + [
        Place(f"{number:05d}", "Xã", f"Xã số {number}", f"{number % PROVINCES + 1:02d}", BORN)
        for number in range(1, count + 1)
    ]


def plan(count: int) -> Plan:
    sound = RecordingPlan("loi", "Lời", "loi.mp3", "vi", "a" * 64, timedelta(seconds=75), "Bộ", "công văn")
    return Plan(
        slug="ca-nuoc",
        title="Cả nước",
        summary="",
        first=FIRST,
        last=LAST,
        letter=None,
        source="",
        assumptions=(),
        communes=tuple(f"{number:05d}" for number in range(1, count + 1)),
        duties=(Duty("loa", "Phát loa", "loi", 1, FIRST, LAST),),
        recordings=(sound,),
    )


def open_nation(folder: Path, count: int) -> tuple[Store, Desk, SetClock]:
    """An empty database with the register of places."""
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(f"sqlite:///{folder / 'outreach.db'}", folder)
    clock = SetClock(at(FIRST - timedelta(days=3), 8))
    desk = build_desk(store, clock, Argon2Passwords(cheap=True), FileAttachments(folder / "attachments"))
    desk.loading.register(places(count))
    return store, desk, clock
