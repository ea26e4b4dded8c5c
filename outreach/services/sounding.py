"""Which sound stands behind a campaign's recordings, and what follows for its broadcasts when that changes.

Used inside a unit of work, by those who load plans and by those who approve and withdraw versions.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from outreach.domain.campaigns import Campaign, Plan, RecordingPlan
from outreach.domain.ports import UnitOfWork
from outreach.domain.recordings import Recording, RecordingState, as_planned
from outreach.services.witnessing import SYSTEM, cancel_all


def with_our_sounds(uow: UnitOfWork, plan: Plan) -> Plan:
    """The plan, with the versions approved here in the place of sounds that its file has named before.

    A sound that the file names for the first time stands: it was approved on paper, and later. One named before stays
    replaced also when a person has withdrawn what replaced it: then nothing is played until somebody says yes again.
    """
    known = uow.recordings.of(plan.slug)
    return replace(plan, recordings=tuple(_standing(named, known) for named in plan.recordings))


def _standing(named: RecordingPlan, known: Iterable[Recording]) -> RecordingPlan:
    versions = [one for one in known if one.slug == named.slug]
    ours = [one for one in versions if one.source and one.approved_at and (_stands(one) or _by_a_person(one))]
    before = {one.sha256 for one in versions if not one.source}
    return as_planned(named, ours[-1]) if ours and named.sha256 in before else named


def _stands(one: Recording) -> bool:
    return one.state is RecordingState.APPROVED


def _by_a_person(one: Recording) -> bool:
    return one.state is RecordingState.WITHDRAWN and one.withdrawn_by not in ("", SYSTEM)


def renew_recordings(uow: UnitOfWork, campaign: Campaign, before: Plan | None, now: datetime) -> None:
    """Other bytes under the same name are a new version; the old one is withdrawn, as is what the plan dropped."""
    known = uow.recordings.of(campaign.slug)
    wanted = {recording.slug: recording for recording in campaign.plan.recordings}
    dropped = {recording.slug for recording in before.recordings} - wanted.keys() if before else frozenset()
    for old in known:
        replaced = old.slug in wanted and wanted[old.slug].sha256 != old.sha256
        if _stands(old) and (replaced or old.slug in dropped):
            uow.recordings.move(old, old.withdraw(SYSTEM, now, "Kế hoạch không còn dùng bản này."))
    for slug, new in wanted.items():
        versions = [old for old in known if old.slug == slug]
        if not any(_is_settled(old, new) for old in versions):
            _add_from_plan(uow, campaign.slug, new, max((old.version for old in versions), default=0) + 1, now)


def _is_settled(old: Recording, new: RecordingPlan) -> bool:
    """Whether these bytes are approved already, or a person has withdrawn them: a plan does not undo that."""
    return old.sha256 == new.sha256 and (_stands(old) or _by_a_person(old))


def _add_from_plan(uow: UnitOfWork, campaign: str, new: RecordingPlan, version: int, now: datetime) -> None:
    draft = Recording(
        slug=new.slug,
        version=version,
        campaign=campaign,
        title=new.title,
        file=new.file,
        sha256=new.sha256,
        length=new.length,
        language=new.language,
        script=new.script,
        made_at=now,
    )
    uow.recordings.add(draft.approve(new.approved_by, now) if new.approved_by else draft)


def silenced(uow: UnitOfWork, campaign: Campaign) -> frozenset[str]:
    """The plan's recordings whose sound was withdrawn and has no other yet: nothing is planned with them.

    The same bytes in a draft of ours lift nothing, nor under another name: only somebody's yes does.
    """
    known = uow.recordings.of(campaign.slug)
    standing = {(one.slug, one.sha256) for one in known if _may_be_played(one)}
    gone = {(one.slug, one.sha256) for one in known if one.state is RecordingState.WITHDRAWN} - standing
    return frozenset(one.slug for one in campaign.plan.recordings if (one.slug, one.sha256) in gone)


def _may_be_played(one: Recording) -> bool:
    """What a plan file names stands without anybody's yes here, until somebody withdraws it."""
    named_by_plan = not one.source and one.state is not RecordingState.WITHDRAWN
    return named_by_plan or one.state is RecordingState.APPROVED


def hush(uow: UnitOfWork, campaign: Campaign, now: datetime, why: str) -> int:
    """Cancel what is still to come with withdrawn sounds; returns how much."""
    mute = silenced(uow, campaign)
    duties = {campaign.duty_id(duty) for duty in campaign.plan.duties if duty.recording in mute}
    live = uow.broadcasts.live_of_campaign(campaign.slug, now) if duties else ()
    to_come = [broadcast for broadcast in live if broadcast.duty in duties]
    cancel_all(uow, to_come, SYSTEM, now, why)
    return len(to_come)
