"""The life of a recording: drafted of a sound, put before a second person, approved, withdrawn.

What is approved is a version and the hash of its bytes; from then on broadcasts to come play just those.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach.domain.campaigns import Campaign, CampaignState
from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.library import WorkKind, WorkState, subject_of
from outreach.domain.library_ports import SoundStore
from outreach.domain.people import Action, Person
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.recordings import Recording, RecordingState, checked_language, checked_slug, composed
from outreach.domain.sound import Recipe
from outreach.services.appraising import campaign_of
from outreach.services.notifying import require_campaign
from outreach.services.replanning import replan
from outreach.services.sounding import hush
from outreach.services.witnessing import SYSTEM

USUAL = Recipe()
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class DraftOf:
    """What a person says of a version: ``source`` is the SHA-256 of a sound of the library."""

    title: str
    source: str
    language: str = "vi"
    script: str = ""
    recipe: Recipe = USUAL


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved version, and how many broadcasts to come were taken back to play it instead."""

    recording: Recording
    replanned: int


@dataclass(frozen=True, slots=True)
class Versioning:
    transactions: Transactions
    clock: Clock
    sounds: SoundStore

    def draft(self, by: Person, campaign: str, slug: str, content: DraftOf) -> Recording:
        """The newest version if that is a draft still, or else a new one; its files are made in the background.

        One that waits for approval is withdrawn: somebody has thought of something better.
        """
        now = self.clock.now()
        with self.transactions.writing() as uow:
            uow.recordings.lock(campaign)
            self._may_make(uow, by, campaign)
            wanted = self._checked(content)
            _refuse_machine_in(uow, wanted)
            versions = uow.recordings.versions(campaign, checked_slug(slug))
            if versions and versions[-1].state is RecordingState.DRAFT:
                made = self._renewed(uow, versions[-1], wanted, by, now)
            else:
                made = self._added(uow, campaign, slug, versions, wanted, by, now)
            uow.commit()
        return made

    def submit(self, by: Person, campaign: str, slug: str, version: int) -> Recording:
        """Put it before the second person: from now on nothing of it changes."""
        with self.transactions.writing() as uow:
            uow.recordings.lock(campaign)
            self._may_make(uow, by, campaign)
            draft = find_version(uow, campaign, slug, version)
            submitted = _moved(uow, draft, draft.submit(by.username, self.clock.now()))
            uow.commit()
        return submitted

    def approve(self, by: Person, campaign: str, slug: str, version: int, sha256: str) -> Approved:
        """The second person's yes to the bytes that they heard; the version before it is played no more."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            uow.recordings.lock(campaign)
            found = self._active(uow, campaign)
            require_campaign(uow, by, Action.APPROVE_RECORDINGS, found, self.clock)
            waiting = find_version(uow, campaign, slug, version)
            if waiting.sha256 != sha256:
                raise RuleBroken("Tệp đã khác với tệp bạn nghe: nghe lại rồi hãy duyệt.")
            approved = _moved(uow, waiting, waiting.approve(by.username, now))
            _withdraw_others(uow, approved, now)
            replanned = replan(uow, found, approved, by.username, now)
            uow.commit()
        return Approved(approved, replanned)

    def withdraw(self, by: Person, campaign: str, slug: str, version: int, why: str) -> Recording:
        """Never to be played again, nowhere: broadcasts to come are cancelled, boxes are told to forget it.

        Whoever makes recordings withdraws what was not approved; an approved one is for those who approve.
        """
        now = self.clock.now()
        with self.transactions.writing() as uow:
            uow.recordings.lock(campaign)
            found, standing = campaign_of(uow, campaign), find_version(uow, campaign, slug, version)
            approved = standing.state is RecordingState.APPROVED
            approves = by.may(Action.APPROVE_RECORDINGS) and standing.state is not RecordingState.DRAFT
            action = Action.APPROVE_RECORDINGS if approved or approves else Action.RECORD
            require_campaign(uow, by, action, found, self.clock)
            if not why.strip():
                raise RuleBroken("Ghi lý do rút, để người xem sau hiểu vì sao.")
            gone = _moved(uow, standing, standing.withdraw(by.username, now, composed(why)))
            hush(uow, found, now, f"Bản ghi âm đã được rút: {composed(why)}")
            uow.commit()
        return gone

    def _may_make(self, uow: UnitOfWork, by: Person, campaign: str) -> None:
        require_campaign(uow, by, Action.RECORD, self._active(uow, campaign), self.clock)

    def _active(self, uow: UnitOfWork, campaign: str) -> Campaign:
        found = campaign_of(uow, campaign)
        if found.state is not CampaignState.ACTIVE:
            raise RuleBroken("Công văn của chiến dịch này đã được thay thế: không làm bản ghi âm cho nó nữa.")
        return found

    def _checked(self, content: DraftOf) -> DraftOf:
        title = composed(content.title)[:LONGEST_TITLE]
        if not title:
            raise RuleBroken("Bản ghi âm phải có tên.")
        if self.sounds.path(content.source) is None:
            raise NotFound("Trong thư viện không có tệp âm thanh này.")
        return replace(
            content, title=title, language=checked_language(content.language), script=composed(content.script)
        )

    def _renewed(self, uow: UnitOfWork, draft: Recording, wanted: DraftOf, by: Person, now: datetime) -> Recording:
        told = replace(
            draft,
            title=wanted.title,
            language=wanted.language,
            script=wanted.script,
            made_by=by.username,
            made_at=now,
        )
        work = uow.works.get(WorkKind.MASTER, subject_of(*draft.key))
        stuck = work is None or work.state is WorkState.REFUSED
        if (draft.source, draft.recipe) == (wanted.source, wanted.recipe) and not stuck:
            return _moved(uow, draft, told)
        unmade = _moved(uow, draft, told.unmade(wanted.source, wanted.recipe))
        uow.works.queue(WorkKind.MASTER, subject_of(*draft.key), by.username, now)
        return unmade

    def _added(
        self,
        uow: UnitOfWork,
        campaign: str,
        slug: str,
        versions: tuple[Recording, ...],
        wanted: DraftOf,
        by: Person,
        now: datetime,
    ) -> Recording:
        for waiting in versions:
            if waiting.state is RecordingState.SUBMITTED:
                _moved(uow, waiting, waiting.withdraw(by.username, now, "Có bản mới hơn."))
        draft = Recording(
            slug=slug,
            version=max((one.version for one in versions), default=0) + 1,
            campaign=campaign,
            title=wanted.title,
            file="",
            sha256="",
            length=timedelta(0),
            language=wanted.language,
            script=wanted.script,
            made_by=by.username,
            made_at=now,
            source=wanted.source,
            recipe=wanted.recipe,
        )
        if not uow.recordings.add(draft):
            raise RuleBroken("Có người khác vừa tạo bản mới của bản ghi âm này: tải lại trang rồi xem.")
        uow.works.queue(WorkKind.MASTER, subject_of(*draft.key), by.username, now)
        return draft


def find_version(uow: UnitOfWork, campaign: str, slug: str, version: int) -> Recording:
    found = uow.recordings.get(campaign, slug, version)
    if found is None:
        raise NotFound("Không có bản {version} của bản ghi âm «{slug}».", version=version, slug=slug)
    return found


def _moved(uow: UnitOfWork, before: Recording, after: Recording) -> Recording:
    if not uow.recordings.move(before, after):
        raise RuleBroken("Có người khác vừa đổi bản ghi âm này: tải lại trang rồi xem.")
    return after


def _refuse_machine_in(uow: UnitOfWork, wanted: DraftOf) -> None:
    """A machine that knows Vietnamese alone cannot have read it, whatever the words are called."""
    sound = uow.sounds.get(wanted.source)
    if sound and sound.voice and wanted.language != "vi":
        raise RuleBroken(
            "Lời đọc tiếng «{language}» phải do người đọc và thu âm: máy chỉ đọc được tiếng Việt.",
            language=wanted.language,
        )


def _withdraw_others(uow: UnitOfWork, approved: Recording, now: datetime) -> None:
    for other in uow.recordings.versions(approved.campaign, approved.slug):
        if other.state is RecordingState.APPROVED and other.version != approved.version:
            _moved(uow, other, other.withdraw(SYSTEM, now, f"Bản {approved.version} được duyệt thay thế."))
