"""The simulated people: officers who play by hand and confirm, late or never; leaders who countersign; the district.

What a person does about a broadcast, and when, follows from the broadcast's name and the seed alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

import structlog

from outreach.domain.broadcasts import Broadcast, BroadcastState, EvidenceKind
from outreach.domain.calendar import instant, local
from outreach.domain.errors import RuleBroken
from outreach.domain.people import Person
from outreach.replay.attachments import picture, sound
from outreach.replay.chance import between, chance, chosen
from outreach.replay.people import Cast
from outreach.replay.scenario import Equipment, Scenario
from outreach.services.confirming import Statement
from outreach.services.desk import Desk

log = structlog.get_logger(__name__)
TOKEN = "dien-lai"
COUNTERSIGNED_WITHIN = timedelta(hours=20)
_UP, _TO_BED = time(5, 5), time(22)
_NIGHTS = timedelta(hours=16)
"""How much later two nights can make it."""


class Conduct(StrEnum):
    """How an officer deals with one broadcast."""

    IN_TIME = ""
    LATE = "late"
    SILENT = "forgets_to_confirm"
    FORGOT = "forgets_to_play"
    TOO_FEW = "too_few_clusters"
    POWER_CUT = "power_cut"


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says of a broadcast, and at what moment. ``why`` is given when it was not played."""

    at: datetime
    broadcast: Broadcast
    countersign: bool = False
    clusters: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Officers:
    desk: Desk
    scenario: Scenario
    cast: Cast
    stations: Mapping[str, Equipment]

    def act(self, since: datetime, now: datetime) -> None:
        """All that is said in ``(since, now]``."""
        reach = self.scenario.habits.latest + COUNTERSIGNED_WITHIN + _NIGHTS
        cuts = [cut.span.start for cut in self.scenario.power_cuts if since - reach < cut.span.end <= now]
        recent = self.desk.viewing.schedule(min([since - reach, *cuts]), now)
        words = [word for broadcast in recent for word in self._words(broadcast) if since < word.at <= now]
        for word in sorted(words, key=lambda word: (word.at, word.broadcast.id, word.countersign)):
            self._say(word)

    def _words(self, broadcast: Broadcast) -> Iterator[Word]:
        station = self.stations.get(broadcast.commune)
        if station is None or not station.by_hand or broadcast.state is BroadcastState.CANCELLED:
            return
        word = self._first_word(broadcast, station)
        if word is None:
            return
        yield word
        if word.clusters and self._chance("countersign", broadcast) < self.scenario.habits.countersigned:
            hours = self._chance("countersign-delay", broadcast)
            yield Word(_awake(word.at + hours * COUNTERSIGNED_WITHIN), broadcast, countersign=True)

    def _first_word(self, broadcast: Broadcast, station: Equipment) -> Word | None:
        """What the officer says of a broadcast of this station, if anything."""
        if self.scenario.away(broadcast.commune, broadcast.starts_at):
            return None
        if cut := self.scenario.cut_at(broadcast.commune, broadcast.starts_at):
            return Word(_awake(cut.span.end + self._minutes(10, 50, broadcast)), broadcast, why=cut.reason)
        conduct = self._conduct(broadcast)
        if conduct is Conduct.SILENT or (conduct is Conduct.FORGOT and self._chance("owns-up", broadcast) < 0.5):
            return None
        at = _awake(broadcast.span.end + self._delay(conduct, broadcast))
        if conduct in (Conduct.FORGOT, Conduct.POWER_CUT):
            why = "Quên giờ phát." if conduct is Conduct.FORGOT else "Mất điện đúng giờ phát."
            return Word(at, broadcast, why=why)
        return Word(at, broadcast, clusters=_sounded(conduct, station.by_hand))

    def _conduct(self, broadcast: Broadcast) -> Conduct:
        habits = self.scenario.habits
        shares = (
            (Conduct.LATE, habits.late),
            (Conduct.SILENT, habits.forgets_to_confirm),
            (Conduct.FORGOT, habits.forgets_to_play),
            (Conduct.TOO_FEW, habits.too_few_clusters),
            (Conduct.POWER_CUT, habits.power_cut),
        )
        return Conduct(chosen(self.scenario.seed, shares, "conduct", broadcast.id))

    def _delay(self, conduct: Conduct, broadcast: Broadcast) -> timedelta:
        if conduct is Conduct.LATE:
            part = 0.3 + 0.7 * self._chance("delay", broadcast)
            return part * (self.scenario.habits.latest - timedelta(hours=1))
        return self._minutes(3, 90, broadcast)

    def _chance(self, what: str, broadcast: Broadcast) -> float:
        return chance(self.scenario.seed, what, broadcast.id)

    def _minutes(self, lowest: int, highest: int, broadcast: Broadcast) -> timedelta:
        return timedelta(minutes=between(self.scenario.seed, lowest, highest, "minutes", broadcast.id))

    def _say(self, word: Word) -> None:
        """Say it, unless a person at the screen was first. The desk may refuse it as it may refuse anybody."""
        officer = self.cast.officers[word.broadcast.commune]
        view = self.desk.viewing.broadcast(word.broadcast.id)
        said = [row for row in view.evidence if row.kind in (EvidenceKind.STATEMENT, EvidenceKind.NOT_PLAYED)]
        if any(f":{TOKEN}:" not in row.key for row in said):
            return
        there = tuple(cluster for cluster in word.clusters if cluster in view.station.clusters)
        try:
            self._tell(replace(word, clusters=there), officer)
        except RuleBroken as refusal:
            log.info("refused in the replay", broadcast=word.broadcast.id, why=str(refusal))

    def _tell(self, word: Word, officer: Person) -> None:
        if word.countersign:
            self.desk.confirming.countersign(self.cast.leaders[word.broadcast.commune], word.broadcast.id)
        elif word.why:
            self.desk.confirming.state_not_played(officer, word.broadcast.id, TOKEN, word.why)
        else:
            self.desk.confirming.state_played(officer, self._statement(word))

    def _statement(self, word: Word) -> Statement:
        broadcast = word.broadcast
        slip = timedelta(minutes=between(self.scenario.seed, 0, 3, "begun", broadcast.id))
        return Statement(broadcast.id, TOKEN, broadcast.starts_at + slip, word.clusters, True, self._attachment(word))

    def _attachment(self, word: Word) -> str:
        habits, name = self.scenario.habits, word.broadcast.id
        kind = chosen(self.scenario.seed, (("photo", habits.photo), ("sound", habits.recording)), "attachment", name)
        if not kind:
            return ""
        return self.desk.attachments.keep(picture(name) if kind == "photo" else sound(name))


def _sounded(conduct: Conduct, clusters: tuple[str, ...]) -> tuple[str, ...]:
    """All clusters, or too few of them to count where there are several."""
    return clusters[: max(1, len(clusters) * 2 // 5)] if conduct is Conduct.TOO_FEW else clusters


def _awake(at: datetime) -> datetime:
    """People sleep: what would be said at night is said in the morning."""
    clock = local(at)
    if _UP <= clock.time() < _TO_BED:
        return at
    day = clock.date() + timedelta(days=clock.time() >= _TO_BED)
    return instant(day, _UP) + timedelta(minutes=clock.minute // 4)
