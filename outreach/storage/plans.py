"""Campaigns, and the versions of their plans."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy import bindparam as bind

from outreach.domain.campaigns import Campaign, CampaignState, Plan
from outreach.domain.ledger import PlanVersion
from outreach.domain.plan_mapping import plan_from_mapping
from outreach.storage import tables
from outreach.storage.inserting import insert_each, insert_missing

_VERSIONS = tables.plan_versions.c
_CAMPAIGNS = tables.campaigns.c

_IN_FORCE = (_VERSIONS.campaign == _CAMPAIGNS.slug) & (_VERSIONS.number == _CAMPAIGNS.version)
_ALL = select(tables.campaigns, _VERSIONS.sha256).join(tables.plan_versions, _IN_FORCE).order_by(_CAMPAIGNS.slug)
_ONE = _ALL.where(_CAMPAIGNS.slug == bind("slug"))


class SqlCampaigns:
    """``known`` keeps parsed plans by the hash of their content: a nation's plan names 10,599 communes."""

    def __init__(self, connection: Connection, known: dict[str, Plan]) -> None:
        self._connection = connection
        self._known = known

    def get(self, slug: str) -> Campaign | None:
        found = self._connection.execute(_ONE, {"slug": slug}).one_or_none()
        return self._campaign(found) if found else None

    def all(self) -> tuple[Campaign, ...]:
        return tuple(self._campaign(row) for row in self._connection.execute(_ALL).all())

    def _campaign(self, row: Row[Any]) -> Campaign:
        if row.sha256 not in self._known:
            self._known[row.sha256] = self._read_plan(row.slug, row.version)
        return Campaign(self._known[row.sha256], row.version, CampaignState(row.state), row.superseded_by)

    def _read_plan(self, slug: str, version: int) -> Plan:
        query = select(_VERSIONS.content).where(_VERSIONS.campaign == slug, _VERSIONS.number == version)
        return plan_from_mapping(self._connection.execute(query).scalar_one())

    def versions(self, slug: str) -> tuple[PlanVersion, ...]:
        query = select(tables.plan_versions).where(_VERSIONS.campaign == slug).order_by(_VERSIONS.number)
        found = self._connection.execute(query)
        return tuple(PlanVersion(**{**row._mapping, "changes": tuple(row.changes)}) for row in found)

    def add_version(self, version: PlanVersion) -> bool:
        record = {**asdict(replace(version, content={})), "content": version.content, "changes": list(version.changes)}
        if not insert_each(self._connection, tables.plan_versions, [record]):
            return False
        campaign = {"slug": version.campaign, "version": version.number}
        fresh = {**campaign, "state": CampaignState.ACTIVE, "superseded_by": ""}
        insert_missing(self._connection, tables.campaigns, [fresh])
        changed = update(tables.campaigns).where(_CAMPAIGNS.slug == version.campaign).values(version=version.number)
        self._connection.execute(changed)
        return True

    def set_state(self, slug: str, state: CampaignState, superseded_by: str) -> None:
        changed = update(tables.campaigns).where(_CAMPAIGNS.slug == slug)
        self._connection.execute(changed.values(state=state, superseded_by=superseded_by))
