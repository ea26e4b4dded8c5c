"""The notices of a replay: the power company writes and submits them, the district approves; who wants none says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from outreach.domain.calendar import DAY, instant
from outreach.domain.campaigns import NoticePlan, Plan
from outreach.domain.customers import AudienceFilter
from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.law import Scope, Source
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import Notice, NoticeContent, NoticeState
from outreach.domain.people import Person
from outreach.replay.customers import customers, refuses
from outreach.replay.people import Cast
from outreach.replay.scenario import NoticeRun, Scenario
from outreach.services.desk import Desk

log = structlog.get_logger(__name__)
FIELDS = (("customer_code", "{{ code }}"), ("customer_name", "{{ name }}"))
"""What a Zalo template for customer care commonly asks for."""


@dataclass(frozen=True, slots=True)
class Correspondents:
    """Those who have to do with notices. Each act looks first whether it has been done, so that it may be repeated."""

    desk: Desk
    scenario: Scenario
    plan: Plan
    cast: Cast

    def act(self, since: datetime, now: datetime) -> None:
        """What is done in ``(since, now]``."""
        for run in self.scenario.notices:
            if since < run.submitted_at <= now:
                self._refusals()
                _looking_again(partial(self._submit, run))
            if since < run.approved_at <= now:
                _looking_again(partial(self._approve, run))

    def _refusals(self) -> None:
        """Said at the counter of the commune's office."""
        scenario = self.scenario
        for line in customers(scenario.seed, self.plan.communes, scenario.customers_per_commune):
            if line.phones and refuses(scenario.seed, line.code):
                self._refuse(self.cast.officers[line.commune], line.code)

    def _refuse(self, officer: Person, code: str) -> None:
        if not self.desk.following.customer(officer, code).refusals:
            self.desk.tending.refuse(officer, code, Scope.ALL, Source.COUNTER)

    def _submit(self, run: NoticeRun) -> None:
        notice = self._notice(run) or self._compose(run)
        if notice and notice.state is NoticeState.DRAFT and notice.by == self.cast.power_company.username:
            self.desk.notifying.submit(self.cast.power_company, notice.slug)

    def _compose(self, run: NoticeRun) -> Notice | None:
        planned = next((one for one in self.plan.notices if one.slug == run.notice), None)
        if planned is None:
            return None
        content = content_of(planned, run)
        return self.desk.notifying.compose(self.cast.power_company, self.plan.slug, run.notice, content)

    def _approve(self, run: NoticeRun) -> None:
        notice = self._notice(run)
        if notice and notice.state is NoticeState.SUBMITTED and notice.snapshot:
            self.desk.notifying.approve(self.cast.district, notice.slug, notice.snapshot.seal)

    def _notice(self, run: NoticeRun) -> Notice | None:
        try:
            return self.desk.notifying.get(f"{self.plan.slug}.{run.notice}")
        except NotFound:
            return None


def _looking_again(act: Callable[[], None]) -> None:
    """Somebody at the screen, or another process, may have been first with a part of it: the rest is still done."""
    for _ in range(2):
        try:
            return act()
        except RuleBroken as refusal:
            log.info("refused in the replay", why=str(refusal))
    return None


def content_of(planned: NoticePlan, run: NoticeRun) -> NoticeContent:
    """The plan's notice as a template: its words, and whom they are for."""
    return NoticeContent(
        title=planned.title,
        text=f"{planned.text.strip()} Mã KH: {{{{ code }}}}",
        message_class=MessageClass.CARE,
        route=tuple(Medium(channel) for channel in planned.channels),
        audience=AudienceFilter(),
        starts_at=run.approved_at,
        expires_at=instant(planned.by + DAY),
        zalo_template=run.zalo_template,
        zalo_fields=FIELDS,
    )
