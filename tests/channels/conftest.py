"""Stand-ins run once a module, and behave well before every test."""

from collections.abc import Iterator

import pytest

from outreach.domain.messages import Channel
from tests.channels.casting import PARTS, build
from tests.standins.standin import Standin


@pytest.fixture(scope="module", params=sorted(PARTS))
def running(request: pytest.FixtureRequest) -> Iterator[tuple[str, Standin]]:
    standin = Standin(request.param)
    yield request.param, standin
    standin.stop()


@pytest.fixture
def provider(running: tuple[str, Standin]) -> Standin:
    _, standin = running
    standin.behave_well()
    standin.forget()
    return standin


@pytest.fixture
def name(running: tuple[str, Standin]) -> str:
    return running[0]


@pytest.fixture
def channel(name: str, provider: Standin) -> Channel:
    return build(name, provider.base)
