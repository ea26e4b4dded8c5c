"""The chain of single-use tokens is never burnt by us, whoever dies and however many renew at once."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.channels.zalo_tokens import ZaloTokens
from outreach.domain.errors import RuleBroken
from outreach.domain.tokens import BEING_RENEWED, KEY_REFUSED, NEEDS_CONSENT, NoToken
from outreach.storage.database import migrate, open_engine
from outreach.storage.tokens import SqlTokens
from tests.channels.casting import zalo_settings
from tests.house.checkout import ROOT
from tests.services.renewing_child import keeper
from tests.standins.standin import Standin, standing_in
from tests.standins.zalo import FIRST_REFRESH

DAY_S = 86_400
HOURS_25 = 25 * 3600


@pytest.fixture(scope="module")
def running() -> Iterator[Standin]:
    with standing_in("zalo") as standin:
        yield standin


@pytest.fixture
def zalo(running: Standin) -> Standin:
    running.behave_well()
    running.forget()
    return running


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'outreach.db'}"
    engine = open_engine(address)
    migrate(engine)
    engine.dispose()
    return address


def _child(url: str, zalo: Standin, rejected: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.services.renewing_child", url, zalo.base, rejected]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_chain_begins_with_what_a_person_brings(zalo: Standin, url: str) -> None:
    ours = keeper(url, zalo.base)
    with pytest.raises(NoToken, match=NEEDS_CONSENT):
        ours.token()
    ours.put(FIRST_REFRESH)
    assert ours.token() in zalo.tokens()["access"]
    assert zalo.tokens()["pairs"] == 2


def test_many_processes_at_once_renew_once(zalo: Standin, url: str) -> None:
    ours = keeper(url, zalo.base)
    ours.put(FIRST_REFRESH)
    rejected = ours.token()
    zalo.expire_tokens()
    zalo.behave(delay_ms=150)
    children = [_child(url, zalo, rejected) for _ in range(5)]
    told = {child.communicate(timeout=60)[0] for child in children}
    assert told == {ours.token()} != {rejected}
    assert (zalo.tokens()["pairs"], zalo.tokens()["burnt"]) == (3, 0)


def test_round_after_round_of_two_processes_never_burns_the_chain(zalo: Standin, url: str) -> None:
    ours = keeper(url, zalo.base)
    ours.put(FIRST_REFRESH)
    for generation in range(3, 8):
        children = [_child(url, zalo, ours.token()) for _ in range(2)]
        assert len({child.communicate(timeout=60)[0] for child in children}) == 1
        assert (zalo.tokens()["pairs"], zalo.tokens()["burnt"]) == (generation, 0)


def test_a_renewer_that_died_before_zalo_heard_it_is_followed_by_the_next(zalo: Standin, url: str) -> None:
    ours = keeper(url, zalo.base)
    ours.put(FIRST_REFRESH)
    zalo.fail("hang", on="renew", times=1)
    _die_renewing(url, zalo, ours.token())
    zalo.behave(faults=[])
    with pytest.raises(NoToken, match=BEING_RENEWED):
        replace(ours, patience=2).renew(ours.token())
    assert keeper(url, zalo.base, ahead_s=61).renew(ours.token()) in zalo.tokens()["access"]
    assert zalo.tokens()["burnt"] == 0


def test_a_renewer_that_died_with_the_new_pair_leaves_a_matter_for_a_person(zalo: Standin, url: str) -> None:
    """Nobody can help it: the new pair is lost, the old token is void. Everything stops, and says why."""
    ours = keeper(url, zalo.base)
    ours.put(FIRST_REFRESH)
    zalo.fail("hang", when="after", on="renew", times=1)
    _die_renewing(url, zalo, ours.token())
    with pytest.raises(NoToken, match=NEEDS_CONSENT):
        keeper(url, zalo.base, ahead_s=61).renew(ours.token())
    for again in range(3):
        with pytest.raises(NoToken, match=NEEDS_CONSENT):
            keeper(url, zalo.base, ahead_s=120 + again).token()
    assert zalo.tokens()["burnt"] == 1
    with pytest.raises(RuleBroken, match="outreach zalo-token"):
        ours.keep()
    ours.put(zalo.consent())
    assert ours.token() in zalo.tokens()["access"]


def _die_renewing(url: str, zalo: Standin, rejected: str) -> None:
    """A process killed while it waits for Zalo's answer."""
    child = _child(url, zalo, rejected)
    store = SqlTokens(open_engine(url))
    while (held := store.get("zalo")) is None or held.refreshing_until is None:
        assert child.poll() is None
    while zalo.tokens()["renewals"] < 2:
        assert child.poll() is None
    child.kill()
    child.communicate(timeout=60)


def test_without_an_answer_the_old_token_serves_as_long_as_it_lasts(zalo: Standin, url: str) -> None:
    ours = keeper(url, zalo.base)
    ours.put(FIRST_REFRESH)
    first = ours.token()
    zalo.die()
    try:
        assert keeper(url, zalo.base, ahead_s=HOURS_25 - 60).token() == first
        with pytest.raises(NoToken, match=BEING_RENEWED):
            keeper(url, zalo.base, ahead_s=HOURS_25 + 60).token()
    finally:
        zalo.revive()
    assert keeper(url, zalo.base, ahead_s=HOURS_25 + 180).token() != first
    assert (zalo.tokens()["pairs"], zalo.tokens()["burnt"]) == (3, 0)


def test_a_token_is_renewed_before_it_runs_out(zalo: Standin, url: str) -> None:
    ours = keeper(url, zalo.base)
    ours.put(FIRST_REFRESH)
    assert ours.keep() == 0
    assert keeper(url, zalo.base, ahead_s=HOURS_25 - 60).keep() == 1
    assert zalo.tokens()["pairs"] == 3


def test_a_key_of_ours_that_is_refused_does_not_void_the_chain(zalo: Standin, url: str) -> None:
    ours = keeper(url, zalo.base)
    ours.put(FIRST_REFRESH)
    first = ours.token()
    mistaken = replace(ours, source=ZaloTokens(replace(zalo_settings(zalo.base), app_secret="mistyped")))
    with pytest.raises(NoToken, match=KEY_REFUSED):
        mistaken.renew(first)
    assert keeper(url, zalo.base, ahead_s=61).renew(first) != first
    assert zalo.tokens()["burnt"] == 0


def test_a_refresh_token_that_ages_is_told_of_two_weeks_before(zalo: Standin, url: str) -> None:
    """Only when nothing could be renewed for so long: each renewal begins anew."""
    ours = keeper(url, zalo.base)
    ours.put(FIRST_REFRESH)
    zalo.fail("status", status=503, on="renew")
    held = SqlTokens(open_engine(url)).get("zalo")
    assert held
    assert not held.warning(held.refresh_obtained_at + timedelta(days=75))
    assert held.warning(held.refresh_obtained_at + timedelta(days=76))
    with pytest.raises(RuleBroken, match="sắp hết hạn"):
        keeper(url, zalo.base, ahead_s=77 * DAY_S).keep()
