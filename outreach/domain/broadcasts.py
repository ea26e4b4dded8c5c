"""One occurrence of a recording in one commune: its states, its evidence, and what the evidence amounts to.

A broadcast never changes its time: moving one cancels it and makes another. Evidence is only ever added; the
verdict is a function of the *set* of evidence, so news may come late, twice and in any order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from outreach.domain.calendar import Span


class BroadcastState(StrEnum):
    PLANNED = "planned"
    DELIVERED = "delivered"
    PLAYING = "playing"
    PLAYED = "played"
    INTERRUPTED = "interrupted"
    MISSED = "missed"
    CANCELLED = "cancelled"


LIVE = (BroadcastState.PLANNED, BroadcastState.DELIVERED, BroadcastState.PLAYING)
"""States in which nobody knows yet how it ended."""


class Purpose(StrEnum):
    WEEKLY = "weekly"  # placed by the planner
    MAKEUP = "makeup"  # placed by the planner because another failed
    ADDED = "added"  # placed by a person
    MOVED = "moved"  # placed by a person instead of another


class EvidenceKind(StrEnum):
    DELIVERED = "delivered"  # the node holds the schedule and the verified file
    STARTED = "started"
    ENDED = "ended"  # the node's log of a play, whole or not
    SKIPPED = "skipped"  # the node's log says that it did not play, and why
    STATEMENT = "statement"  # a person says that it was played
    NOT_PLAYED = "not_played"  # a person says that it was not
    COUNTERSIGN = "countersign"  # a second person says the same
    UNCONFIRMED = "unconfirmed"  # nobody said anything within the time allowed
    NOT_RECEIVED = "not_received"  # the node's log is whole and does not hold it
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One planned occurrence. See :func:`broadcast_id` for ``id``."""

    id: str
    campaign: str
    duty: str
    commune: str
    week: date
    starts_at: datetime
    latest_start: datetime
    length: timedelta
    recording_sha256: str
    purpose: Purpose
    planned_at: datetime
    planned_by: str
    replaces: str = ""
    state: BroadcastState = BroadcastState.PLANNED
    played_at: datetime | None = None
    grade: str = ""
    covered: int = 0
    counts: bool = False

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.starts_at + self.length)


def broadcast_id(duty: str, commune: str, week: date, number: int) -> str:
    """Unique for ever, and fit for a web address."""
    return f"{duty}.{commune}.{week:%G-W%V}.{number}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing known about a broadcast. ``key`` makes it unique; ``corrects`` names a row that it puts right,
    ``vouches`` the statement for which a second person stands.

    ``happened_at`` is when it began by the witness's own clock, ``recorded_at`` when we were told. ``share`` is the
    part of the recording that was played, 0–1 (None: not all of it, nobody measured how much). ``clusters`` are the
    speaker clusters it speaks of.
    """

    key: str
    broadcast: str
    kind: EvidenceKind
    by: str
    recorded_at: datetime
    happened_at: datetime | None = None
    share: float | None = None
    clusters: tuple[str, ...] = ()
    content_sha256: str = ""
    grade: str = ""
    attachment: str = ""
    note: str = ""
    corrects: str = ""
    vouches: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a play must be to count: see Duty. ``by_hand`` are the clusters that no node drives."""

    clusters: tuple[str, ...]
    by_hand: tuple[str, ...]
    cluster_share: float
    whole: float
    accepts: tuple[str, str]
    content_sha256: str

    @property
    def needed(self) -> float:
        """How many clusters must have played."""
        return max(1.0, self.cluster_share * len(self.clusters) - 1e-9)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all evidence together amounts to; ``state`` is None while it says nothing about playing."""

    state: BroadcastState | None
    played_at: datetime | None = None
    covered: int = 0
    grade: str = ""
    counts: bool = False


_WORDS = (EvidenceKind.STATEMENT, EvidenceKind.NOT_PLAYED, EvidenceKind.UNCONFIRMED)
_REPORTS = (EvidenceKind.ENDED, EvidenceKind.SKIPPED, EvidenceKind.NOT_RECEIVED)


def judge_evidence(rows: Iterable[Evidence], rule: Rule) -> Verdict:
    """Grade a broadcast from all its evidence. Pure, and blind to order and repetition.

    Plays of an accepted grade are looked at alone first: a strong proof of few clusters lends nothing to a weak one
    of many, and a strong one beside takes nothing away.
    """
    valid = standing(rows)
    whole = [(row, _grade(row, valid)) for row in valid if _is_whole(row, rule)]
    accepted = [(row, grade) for row, grade in whole if _accepted(grade, rule)]
    for plays, counts in ((accepted, True), (whole, False)):
        covered = {cluster for row, _ in plays for cluster in row.clusters} & set(rule.clusters)
        if plays and len(covered) >= rule.needed:
            return Verdict(BroadcastState.PLAYED, _begun(plays), len(covered), _best(plays), counts)
    covered = {cluster for row, _ in whole for cluster in row.clusters} & set(rule.clusters)
    return Verdict(_lesser_state(valid, covered, rule), _begun(whole), len(covered), _best(whole))


def standing(rows: Iterable[Evidence]) -> list[Evidence]:
    """The rows that no other row puts right, each once, in the order of their keys."""
    unique = {row.key: row for row in rows}
    corrected = {row.corrects for row in unique.values() if row.corrects}
    return [row for key, row in sorted(unique.items()) if key not in corrected]


Graded = list[tuple[Evidence, str]]


def _begun(plays: Graded) -> datetime | None:
    return min((row.happened_at for row, _ in plays if row.happened_at), default=None)


def _best(plays: Graded) -> str:
    return max((grade for _, grade in plays), key=lambda grade: (grade[1:], grade[:1]), default="")


def _grade(play: Evidence, valid: list[Evidence]) -> str:
    """A statement for which a second person vouches is M3."""
    vouched = any(row.kind is EvidenceKind.COUNTERSIGN and row.vouches == play.key for row in valid)
    return "M3" if vouched else play.grade


def _accepted(grade: str, rule: Rule) -> bool:
    return any(grade[:1] == least[:1] and grade[1:] >= least[1:] for least in rule.accepts)


def _is_play(row: Evidence) -> bool:
    return row.kind in (EvidenceKind.ENDED, EvidenceKind.STATEMENT)


def _is_whole(row: Evidence, rule: Rule) -> bool:
    return _is_play(row) and _is_same_content(row, rule) and row.share is not None and row.share >= rule.whole


def _is_same_content(row: Evidence, rule: Rule) -> bool:
    """A box names the bytes that it played, and they are those that were approved; a person who names none is heard."""
    unnamed = not row.content_sha256 and row.kind is not EvidenceKind.ENDED
    return unnamed or row.content_sha256 == rule.content_sha256


def _lesser_state(valid: list[Evidence], covered: set[str], rule: Rule) -> BroadcastState | None:
    """The state of what was not played on enough clusters: still open while others may yet report."""
    kinds = {row.kind for row in valid}
    plays = [row for row in valid if _is_play(row)]
    silent = set(rule.clusters) - _spoken_for(valid, rule)
    if len(covered) + len(silent - covered) >= rule.needed and EvidenceKind.CANCELLED not in kinds:
        begun = plays or EvidenceKind.STARTED in kinds
        return BroadcastState.PLAYING if begun else _delivered(kinds)
    if any(row.share is None or row.share > 0 for row in plays):
        return BroadcastState.INTERRUPTED
    if EvidenceKind.CANCELLED in kinds:
        return BroadcastState.CANCELLED
    return BroadcastState.MISSED


def _delivered(kinds: set[EvidenceKind]) -> BroadcastState | None:
    return BroadcastState.DELIVERED if EvidenceKind.DELIVERED in kinds else None


def _spoken_for(valid: list[Evidence], rule: Rule) -> set[str]:
    """Clusters whose fate is known: a node speaks for its own, a person for those that are operated by hand (for all
    where none is) and for those named."""
    known = {cluster for row in valid if row.kind in (*_WORDS, *_REPORTS) for cluster in row.clusters}
    if any(row.kind in _WORDS for row in valid):
        known |= set(rule.by_hand or rule.clusters)
    return known
