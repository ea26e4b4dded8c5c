"""Keeps access tokens. Who may renew them is decided by one conditional UPDATE; each call is a transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Update, select, update

from outreach.domain.tokens import Pair, Tokens
from outreach.storage.database import writing
from outreach.storage.inserting import insert_missing
from outreach.storage.token_tables import provider_tokens

_T = provider_tokens.c
_NOTHING = {"access": "", "refreshing_until": None, "trouble": ""}


class SqlTokens:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, channel: str) -> Tokens | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(provider_tokens).where(_T.channel == channel)).one_or_none()
        return Tokens(**row._mapping) if row else None

    def put(self, channel: str, refresh: str, now: datetime) -> None:
        fresh = {**_NOTHING, "refresh": refresh, "access_expires_at": now, "refresh_obtained_at": now}
        renewed = update(provider_tokens).where(_T.channel == channel)
        with writing(self._engine) as connection:
            insert_missing(connection, provider_tokens, [{"channel": channel, "generation": 0, **fresh}])
            connection.execute(renewed.values(generation=_T.generation + 1, **fresh))
            connection.commit()

    def lease(self, held: Tokens, now: datetime, until: datetime) -> bool:
        free = (_T.refreshing_until.is_(None)) | (_T.refreshing_until <= now)
        return self._change(_same(held).where(free, _T.trouble == ""), refreshing_until=until)

    def store(self, held: Tokens, pair: Pair, now: datetime) -> bool:
        return self._change(
            _same(held),
            **_NOTHING | {"access": pair.access},
            refresh=pair.refresh,
            access_expires_at=now + pair.access_lasts,
            refresh_obtained_at=now,
            generation=held.generation + 1,
        )

    def trouble(self, held: Tokens, reason: str) -> bool:
        return self._change(_same(held), trouble=reason, refreshing_until=None)

    def _change(self, where: Update, **values: Any) -> bool:
        with writing(self._engine) as connection:
            changed = connection.execute(where.values(**values)).rowcount == 1
            connection.commit()
        return changed


def _same(held: Tokens) -> Update:
    return update(provider_tokens).where(_T.channel == held.channel, _T.generation == held.generation)
