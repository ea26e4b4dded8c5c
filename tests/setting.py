"""A small campaign for tests: five communes, three weeks, on a clock that stands still until it is set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from outreach.domain.broadcasts import Broadcast, EvidenceKind
from outreach.domain.calendar import instant
from outreach.domain.campaigns import Duty, Letter, LetterRef, Plan, RecordingPlan
from outreach.domain.duties import Cell, CellKey
from outreach.domain.people import Person, Role
from outreach.domain.stations import Node, Station
from outreach.domain.units import Place
from outreach.services.confirming import Statement
from outreach.services.desk import Desk
from outreach.services.gathering import NodeEvent
from outreach.soundroom import Soundroom
from outreach.storage.attachments import FileAttachments
from outreach.storage.opening import Store, open_store
from outreach.storage.passwords import Argon2Passwords
from outreach.wiring import build_desk
from tests.sounds_made import WaveStudio

FIRST, LAST = date(2023, 11, 6), date(2023, 11, 22)
OLD = date(2020, 1, 1)
COMMUNES = ("06184", "06187", "06190", "06193", "06196")
BY_NODE = "06184"
PLACES = (
    Place("20", "Tỉnh", "Lạng Sơn", None, OLD),
    Place("183", "Huyện", "Cao Lộc", "20", OLD, date(2025, 6, 30)),
    Place("06184", "Thị trấn", "Đồng Đăng", "183", OLD, date(2025, 6, 30), ("06184",)),
    Place("06187", "Thị trấn", "Cao Lộc", "183", OLD, date(2025, 6, 30), ("06187",)),
    Place("06190", "Xã", "Bảo Lâm", "183", OLD, date(2025, 6, 30), ("06184",)),
    Place("06193", "Xã", "Thanh Lòa", "183", OLD, date(2025, 6, 30), ("06211",)),
    Place("06196", "Xã", "Cao Lâu", "183", OLD, date(2025, 6, 30), ("06196",)),
)
SHA256 = "a" * 64
LENGTH = timedelta(seconds=75)

OFFICER = Person("canbo.baolam", "Cán bộ văn hóa xã Bảo Lâm", Role.COMMUNE_OFFICER, "06190")
LEADER = Person("lanhdao.baolam", "Lãnh đạo xã Bảo Lâm", Role.COMMUNE_LEADER, "06190")
STRANGER = Person("canbo.caolau", "Cán bộ văn hóa xã Cao Lâu", Role.COMMUNE_OFFICER, "06196")
DISTRICT = Person("huyen", "Văn phòng UBND huyện", Role.DISTRICT_OFFICE, "183")
MEDIA = Person("truyenthong", "Trung tâm truyền thông", Role.MEDIA_CENTRE, "183")
ADMIN = Person("quantri", "Quản trị viên", Role.ADMINISTRATOR, None)
PEOPLE = (OFFICER, LEADER, STRANGER, DISTRICT, MEDIA, ADMIN)
PASSWORD = "loa-phuong-1234"


def recording(slug: str = "doi-ngay", sha256: str = SHA256) -> RecordingPlan:
    return RecordingPlan(slug, "Đổi ngày ghi chỉ số", f"{slug}.mp3", "vi", sha256, LENGTH, "UBND huyện", "công văn")


def duty(**more: Any) -> Duty:
    values: dict[str, Any] = {
        "slug": "loa",
        "title": "Phát loa ít nhất một lần mỗi tuần",
        "recording": "doi-ngay",
        "per_week": 1,
        "first": FIRST,
        "last": LAST,
    }
    return Duty(**{**values, **more})


def letter(number: str, issued: str, supersedes: tuple[LetterRef, ...] = ()) -> Letter:
    return Letter(number, issued, "UBND huyện Cao Lộc", "Đổi lịch ghi chỉ số", ("UBND các xã",), supersedes=supersedes)


def plan(**more: Any) -> Plan:
    values: dict[str, Any] = {
        "slug": "doi-ngay-ghi",
        "title": "Đổi lịch ghi chỉ số công tơ",
        "summary": "",
        "first": FIRST,
        "last": LAST,
        "letter": letter("100/UBND-KT", "2023-11-01"),
        "source": "",
        "assumptions": (),
        "communes": COMMUNES,
        "duties": (duty(),),
        "recordings": (recording(),),
    }
    return Plan(**{**values, **more})


DUTY = "doi-ngay-ghi.loa"


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return instant(day, time(hour, minute))


@dataclass
class SetClock:
    at: datetime = field(default_factory=lambda: at(FIRST - timedelta(days=2), 8))

    def now(self) -> datetime:
        return self.at


@dataclass
class Setting:
    """The desk with its store and clock, and short words for what tests do again and again."""

    store: Store
    clock: SetClock
    desk: Desk

    def sweep(self, moment: datetime | None = None) -> None:
        self.clock.at = moment or self.clock.at
        self.desk.closing.close()
        self.desk.planning.fill()
        self.desk.publishing.publish()
        self.desk.reminding.remind()
        self.desk.watching.watch()

    def cell(self, commune: str = "06190", week: date = FIRST) -> Cell:
        return self.history(commune, week)[-1]

    def history(self, commune: str = "06190", week: date = FIRST) -> tuple[Cell, ...]:
        return self.desk.reporting.cell(CellKey(DUTY, commune, week)).history

    def broadcasts(self, commune: str = "06190", week: date = FIRST) -> tuple[Broadcast, ...]:
        return self.desk.viewing.commune(commune, week).duties[0].broadcasts

    def all_broadcasts(self, commune: str = "06190") -> tuple[Broadcast, ...]:
        with self.store.transactions.reading() as uow:
            return uow.broadcasts.between(at(FIRST), at(LAST + timedelta(days=1)), [commune])

    def broadcast(self, commune: str = "06190", week: date = FIRST) -> Broadcast:
        return self.broadcasts(commune, week)[-1]

    def say_played(self, broadcast: Broadcast, by: Person = OFFICER, token: str = "t", **more: Any) -> Broadcast:
        values: dict[str, Any] = {"started_at": broadcast.starts_at, "clusters": ("Cụm 1",), "whole": True}
        statement = Statement(broadcast.id, token, **{**values, **more})
        return self.desk.confirming.state_played(by, statement)

    def equip_node(self, commune: str = BY_NODE, clusters: Sequence[str] = ("Cụm 1",)) -> Node:
        station = self.desk.viewing.commune(commune).station
        node = Node(f"may-{commune}", commune, tuple(clusters))
        fresh = Station(commune, station.windows, station.relays, tuple(clusters))
        self.desk.equipping.equip([fresh], [node])
        return node

    def node_log(self, broadcast: Broadcast, seq: int = 1, share: float = 1.0, node: str = f"may-{BY_NODE}") -> int:
        event = NodeEvent(seq, EvidenceKind.ENDED, broadcast.id, broadcast.starts_at, share, SHA256)
        return self.desk.gathering.report(node, [event], self.clock.at)


def open_setting(url: str, folder: Path, load: bool = True) -> Setting:
    store = open_store(url, folder)
    clock = SetClock()
    attachments, room = FileAttachments(folder / "attachments"), Soundroom(WaveStudio())
    desk = build_desk(store, clock, Argon2Passwords(cheap=True), attachments, soundroom=room)
    setting = Setting(store, clock, desk)
    desk.loading.register(PLACES)
    desk.signing_in.enrol_many(PEOPLE, PASSWORD)
    if load:
        desk.loading.load(plan(), "huyen")
    return setting
