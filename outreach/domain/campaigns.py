"""Letters and the campaigns that they start; a plan is what a plan file says, as values."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from outreach.domain.calendar import DutyWeek, QuietHours, Window, weeks_between


class CampaignState(StrEnum):
    ACTIVE = "active"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class LetterRef:
    """Another letter, as a letter names it."""

    number: str
    issued: date
    issuer: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An official letter. ``issued`` is "yyyy-mm-dd" or, where the day was left blank, "yyyy-mm"."""

    number: str
    issued: str
    issuer: str
    subject: str
    addressees: tuple[str, ...]
    signed_by: str = ""
    refers_to: tuple[LetterRef, ...] = ()
    supersedes: tuple[LetterRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """At least ``per_week`` plays a local week in each commune, from ``first`` to ``last`` inclusive.

    ``cluster_share`` of the commune's speaker clusters must have played at least ``whole`` of the recording.
    ``accepts`` lists the lowest grade of evidence that counts, one for nodes (E…), one for people (M…).
    """

    slug: str
    title: str
    recording: str
    per_week: int
    first: date
    last: date
    cluster_share: float = 0.6
    whole: float = 0.95
    accepts: tuple[str, str] = ("E2", "M0")

    @property
    def weeks(self) -> tuple[DutyWeek, ...]:
        return weeks_between(self.first, self.last)


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """A recording as the plan names it; ``sha256`` and ``length`` were measured when the plan was read."""

    slug: str
    title: str
    file: str
    language: str
    sha256: str
    length: timedelta
    approved_by: str
    approved_in: str
    script: str = ""


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """A notice to customers that the plan asks for; ``by`` is the last day on which it is of use."""

    slug: str
    title: str
    audience: str
    channels: tuple[str, ...]
    by: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class OutcomePlan:
    """What the campaign must reach: a rate of ``basis`` from ``baseline`` to ``target`` percent by a day."""

    slug: str
    title: str
    basis: str
    baseline: float | None
    denominator: int | None
    baseline_as_of: str
    target: float
    by: date


@dataclass(frozen=True, slots=True)
class StationPlan:
    """What the plan supposes of each station until the commune says otherwise."""

    windows: tuple[Window, ...]
    relays: tuple[Window, ...] = ()
    clusters: tuple[str, ...] = ("Cụm 1",)


@dataclass(frozen=True, slots=True)
class Plan:
    """A campaign plan, whole: what `schedules/*.toml` says and nothing else."""

    slug: str
    title: str
    summary: str
    first: date
    last: date
    letter: Letter | None
    source: str
    assumptions: tuple[str, ...]
    communes: tuple[str, ...]
    duties: tuple[Duty, ...] = ()
    recordings: tuple[RecordingPlan, ...] = ()
    notices: tuple[NoticePlan, ...] = ()
    outcomes: tuple[OutcomePlan, ...] = ()
    stations: StationPlan = field(default_factory=lambda: StationPlan(DEFAULT_WINDOWS))
    quiet: QuietHours = field(default_factory=QuietHours)


DEFAULT_WINDOWS: tuple[Window, ...] = (
    Window(time(5, 30), time(6, 30), name="Buổi sáng"),
    Window(time(17), time(18), name="Buổi chiều"),
)
"""Two sessions a day, from 05:30 and from 17:00 (Nghị định 49/2024/NĐ-CP)."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A loaded campaign: its plan in force, the number of that plan's version, and its state."""

    plan: Plan
    version: int
    state: CampaignState
    superseded_by: str = ""

    @property
    def slug(self) -> str:
        return self.plan.slug

    def duty_id(self, duty: Duty) -> str:
        """The name of a duty among all campaigns."""
        return f"{self.slug}.{duty.slug}"

    def duty(self, duty_id: str) -> Duty | None:
        return next((duty for duty in self.plan.duties if self.duty_id(duty) == duty_id), None)


def is_superseded_by(old: Plan, new: Plan) -> bool:
    """Whether the new plan's letter replaces the old one's: same number, same day (or month, if no day was told)."""
    if old.letter is None or new.letter is None or old.slug == new.slug:
        return False
    number, issued = _number(old.letter.number), old.letter.issued
    return any(
        _number(ref.number) == number and ref.issued.isoformat().startswith(issued) for ref in new.letter.supersedes
    )


def _number(number: str) -> str:
    return "".join(number.split()).casefold()


def changes_between(old: dict[str, Any], new: dict[str, Any], path: str = "") -> tuple[str, ...]:
    """What changed from one plan to the next, both given as plain mappings: one line for each key."""
    lines: list[str] = []
    for key in sorted(old.keys() | new.keys()):
        where = f"{path}.{key}" if path else key
        before, after = old.get(key), new.get(key)
        if _named(before) and _named(after):
            before, after = _by_slug(before), _by_slug(after)
        if isinstance(before, dict) and isinstance(after, dict):
            lines.extend(changes_between(before, after, where))
        elif before != after:
            lines.append(f"{where}: {_difference(before, after)}")
    return tuple(lines)


def _named(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) and "slug" in item for item in value)


def _by_slug(parts: Any) -> dict[str, Any]:
    """Parts that have names, by name: a new duty must not make all those after it look changed."""
    return {part["slug"]: part for part in parts}


def _difference(before: Any, after: Any) -> str:
    if not (isinstance(before, list) and isinstance(after, list)):
        return f"{_short(before)} → {_short(after)}"
    old, new = dict.fromkeys(map(str, before)), dict.fromkeys(map(str, after))
    gone, added = [item for item in old if item not in new], [item for item in new if item not in old]
    if not gone and not added:
        return "đổi thứ tự"
    told = (("bỏ", gone), ("thêm", added))
    return "; ".join(f"{verb} {_short(', '.join(items))}" for verb, items in told if items)


def _short(value: Any) -> str:
    if value is None:
        return "(không có)"
    text = str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
