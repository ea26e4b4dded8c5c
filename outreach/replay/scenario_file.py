"""Reading a scenario from its TOML file: whole, or refused with every problem found."""

import hashlib
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from outreach.domain.calendar import monday_of
from outreach.domain.campaigns import Plan
from outreach.domain.errors import BadInput, Problem
from outreach.domain.stations import Node
from outreach.replay.scenario import (
    Absence,
    Equipment,
    Habits,
    Leave,
    NoticeRun,
    Offline,
    PowerCut,
    Scenario,
    clusters,
)
from outreach.replay.scenario_fields import Fields

MOST_CLUSTERS = 20
MOST_CUSTOMERS = 5_000
LARGEST_SEED = 2**31 - 1
_STEPS = (5, 10, 15, 20, 30, 60)
_MACHINE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_scenario(path: Path, plan: Plan) -> Scenario:
    """The scenario of a plan; its name changes with every change of the file."""
    content = _read(path)
    problems: list[Problem] = []
    root = Fields(_parsed(path, content), path.name, problems)
    name = f"{path.name.partition('.')[0]} {hashlib.sha256(content).hexdigest()[:12]}"
    scenario = _read_scenario(root, name, _Checks(plan))
    if problems:
        raise BadInput(path.name, tuple(problems))
    return scenario


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(path.name, path.name, "không mở được tệp: kiểm tra tên tệp và quyền đọc")
        raise BadInput(path.name, (problem,)) from error


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        problem = Problem(path.name, f"byte {error.start}", "không phải UTF-8: lưu lại tệp bằng bảng mã UTF-8")
    except tomllib.TOMLDecodeError as error:
        problem = Problem(path.name, str(error), "sai cách viết TOML ở chỗ này")
    raise BadInput(path.name, (problem,))


class _Checks:
    """What values must agree with: the plan, and the machines named so far."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._machines: set[str] = set()
        self._stations: set[str] = set()

    def commune(self, fields: Fields) -> str:
        commune = fields.text("commune")
        if commune not in self._plan.communes:
            fields.add("commune", "xã này không có trong kế hoạch: viết mã như trong communes của kế hoạch")
        return commune

    def communes(self, fields: Fields) -> tuple[str, ...]:
        communes = fields.texts("communes")
        if unknown := [commune for commune in communes if commune not in self._plan.communes]:
            fields.add("communes", f"không có trong kế hoạch: {', '.join(unknown)}")
        return communes

    def station(self, fields: Fields) -> str:
        commune = self.commune(fields)
        if commune in self._stations:
            fields.add("commune", "đã có ở trên: mỗi xã chỉ viết một lần")
        self._stations.add(commune)
        return commune

    def new_machine(self, fields: Fields) -> str:
        machine = fields.text("id")
        if not _MACHINE.fullmatch(machine):
            fields.add("id", "chỉ dùng chữ thường không dấu a–z, số và gạch nối: ví dụ dong-dang-1")
        if machine in self._machines:
            fields.add("id", "đã có ở trên: mỗi máy một tên")
        self._machines.add(machine)
        return machine

    def machine(self, fields: Fields) -> str:
        machine = fields.text("machine")
        if machine not in self._machines:
            fields.add("machine", f"không có máy này; chỉ có: {', '.join(sorted(self._machines))}")
        return machine

    def notice(self, fields: Fields) -> str:
        notice, known = fields.text("notice"), [planned.slug for planned in self._plan.notices]
        if notice not in known:
            fields.add("notice", f"không có thông báo này trong kế hoạch; chỉ có: {', '.join(known)}")
        return notice

    def week(self, fields: Fields) -> date:
        day, at = fields.day("week"), fields.moment("at")
        if not any(week.monday == day for duty in self._plan.duties for week in duty.weeks):
            fields.add("week", f"phải là ngày thứ Hai của một tuần trong kế hoạch; có phải {monday_of(day)}?")
        if at.date() < self._plan.first - timedelta(days=1) or at.date() > self._plan.last + timedelta(days=1):
            fields.add("at", "phải nằm trong thời gian của kế hoạch")
        return day


def _read_scenario(root: Fields, name: str, checks: _Checks) -> Scenario:
    scenario = Scenario(
        name=name,
        title=root.text("title"),
        seed=root.integer("seed", 0, LARGEST_SEED),
        step=_read_step(root),
        days_before=root.integer("days_before", 1, 30),
        settle_days=root.integer("settle_days", 3, 60),
        clusters_by_hand=_read_by_hand(root.table("by_hand")),
        equipped=tuple(_read_equipment(fields, checks) for fields in root.tables("stations")),
        habits=_read_habits(root.table("officers")),
        absences=tuple(_read_absence(fields, checks) for fields in root.tables("absences")),
        offline=tuple(_read_offline(fields, checks) for fields in root.tables("offline")),
        power_cuts=tuple(_read_power_cut(fields, checks) for fields in root.tables("power_cuts")),
        leaves=tuple(_read_leave(fields, checks) for fields in root.tables("leaves")),
        customers_per_commune=root.integer("customers_per_commune", 0, MOST_CUSTOMERS),
        notices=tuple(_read_notice(fields, checks) for fields in root.tables("notices")),
    )
    root.close()
    return scenario


def _read_notice(fields: Fields, checks: _Checks) -> NoticeRun:
    run = NoticeRun(
        checks.notice(fields), fields.moment("submitted"), fields.moment("approved"), fields.text("zalo_template")
    )
    if run.approved_at <= run.submitted_at:
        fields.add("approved", "phải sau submitted")
    fields.close()
    return run


def _read_step(root: Fields) -> timedelta:
    minutes = root.integer("step_minutes", _STEPS[0], _STEPS[-1])
    if minutes not in _STEPS:
        root.add("step_minutes", f"phải chia hết một giờ: {', '.join(map(str, _STEPS))}")
    return timedelta(minutes=minutes)


def _read_by_hand(fields: Fields) -> tuple[int, int]:
    lowest = fields.integer("fewest_clusters", 1, MOST_CLUSTERS)
    highest = fields.integer("most_clusters", 1, MOST_CLUSTERS)
    if lowest > highest:
        fields.add("most_clusters", "phải không nhỏ hơn fewest_clusters")
    fields.close()
    return lowest, highest


def _read_equipment(fields: Fields, checks: _Checks) -> Equipment:
    commune, count = checks.station(fields), fields.integer("clusters", 1, MOST_CLUSTERS)
    machines = tuple(_read_machine(machine, commune, count, checks) for machine in fields.tables("machines"))
    driven = [cluster for machine in machines for cluster in machine.clusters]
    if len(set(driven)) < len(driven):
        fields.add("clusters", "một cụm loa chỉ do một máy điều khiển")
    fields.close()
    return Equipment(commune, clusters(count), machines)


def _read_machine(fields: Fields, commune: str, count: int, checks: _Checks) -> Node:
    numbers = fields.integers("clusters", 1, count)
    machine = Node(checks.new_machine(fields), commune, tuple(clusters(count)[number - 1] for number in numbers))
    fields.close()
    return machine


def _read_habits(fields: Fields) -> Habits:
    habits = Habits(
        late=fields.share("late"),
        forgets_to_confirm=fields.share("forgets_to_confirm"),
        forgets_to_play=fields.share("forgets_to_play"),
        too_few_clusters=fields.share("too_few_clusters"),
        power_cut=fields.share("power_cut"),
        photo=fields.share("photo"),
        recording=fields.share("recording"),
        countersigned=fields.share("countersigned"),
        latest=timedelta(hours=fields.integer("latest_hours", 1, 72)),
    )
    lapses = (habits.late, habits.forgets_to_confirm, habits.forgets_to_play, habits.too_few_clusters, habits.power_cut)
    if sum(lapses) > 1:
        fields.add("late", "late, forgets_to_confirm, forgets_to_play, too_few_clusters, power_cut cộng lại quá 1")
    if habits.photo + habits.recording > 1:
        fields.add("photo", "photo và recording cộng lại quá 1")
    fields.close()
    return habits


def _read_absence(fields: Fields, checks: _Checks) -> Absence:
    absence = Absence(checks.commune(fields), fields.span())
    fields.close()
    return absence


def _read_offline(fields: Fields, checks: _Checks) -> Offline:
    offline = Offline(checks.machine(fields), fields.span())
    fields.close()
    return offline


def _read_power_cut(fields: Fields, checks: _Checks) -> PowerCut:
    cut = PowerCut(checks.communes(fields), fields.span(), fields.text("reason"))
    fields.close()
    return cut


def _read_leave(fields: Fields, checks: _Checks) -> Leave:
    week = checks.week(fields)
    at, document, reason = fields.moment("at"), fields.text("document"), fields.text("reason")
    leave = Leave(checks.commune(fields), week, at, document, reason)
    fields.close()
    return leave
