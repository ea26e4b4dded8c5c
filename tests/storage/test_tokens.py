"""Kept tokens: one renewer a generation, on both databases, and nothing that outlives its generation."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from outreach.domain.tokens import Pair, Tokens
from outreach.storage.database import migrate, open_engine
from outreach.storage.tokens import SqlTokens

NOW = datetime(2023, 12, 1, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
PAIR = Pair("A-2", "R-2", timedelta(hours=25))


@pytest.fixture
def tokens(database_url: str) -> Iterator[SqlTokens]:
    engine = open_engine(database_url)
    migrate(engine)
    kept = SqlTokens(engine)
    kept.put("zalo", "R-1", NOW)
    yield kept
    engine.dispose()


def _held(tokens: SqlTokens) -> Tokens:
    held = tokens.get("zalo")
    assert held
    return held


def test_a_channel_nobody_set_up_has_none(tokens: SqlTokens) -> None:
    assert tokens.get("other") is None


def test_only_one_may_renew_until_the_lease_is_over(tokens: SqlTokens) -> None:
    held = _held(tokens)
    assert tokens.lease(held, NOW, LATER)
    assert not tokens.lease(held, NOW, LATER)
    assert tokens.lease(held, LATER, LATER + timedelta(minutes=1))


def test_a_new_pair_begins_a_new_generation_free_of_lease(tokens: SqlTokens) -> None:
    held = _held(tokens)
    assert tokens.lease(held, NOW, LATER)
    assert tokens.store(held, PAIR, NOW)
    assert _held(tokens) == Tokens("zalo", "A-2", "R-2", NOW + timedelta(hours=25), NOW, None, held.generation + 1)


def test_nothing_is_done_with_a_generation_that_is_over(tokens: SqlTokens) -> None:
    old = _held(tokens)
    tokens.put("zalo", "R-9", LATER)
    assert not tokens.lease(old, NOW, LATER)
    assert not tokens.store(old, PAIR, NOW)
    assert not tokens.trouble(old, "void")
    assert (_held(tokens).refresh, _held(tokens).trouble) == ("R-9", "")


def test_trouble_stops_renewing_until_a_person_brings_a_new_token(tokens: SqlTokens) -> None:
    held = _held(tokens)
    assert tokens.trouble(held, "-14014")
    assert not tokens.lease(held, NOW, LATER)
    tokens.put("zalo", "R-9", LATER)
    assert tokens.lease(_held(tokens), LATER, LATER + timedelta(minutes=1))


def test_secrets_are_not_shown_when_a_pair_is_printed(tokens: SqlTokens) -> None:
    assert "R-1" not in repr(_held(tokens))
    assert "R-2" not in repr(PAIR)
