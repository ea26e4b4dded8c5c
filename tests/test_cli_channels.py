"""`outreach zalo-token`: the token comes by standard input, is tried at once, and is shown nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outreach.cli import main
from outreach.storage.database import open_engine
from outreach.storage.tokens import SqlTokens
from tests.standins.standin import Standin, standing_in
from tests.standins.zalo import APP_ID, APP_SECRET, FIRST_REFRESH, OA_SECRET


@pytest.fixture(scope="module")
def zalo() -> Iterator[Standin]:
    with standing_in("zalo") as standin:
        yield standin


def _run(folder: Path, token: str, zalo: Standin | None) -> Result:
    settings = {"OUTREACH_DATA": str(folder)}
    if zalo:
        settings |= {
            "OUTREACH_ZALO_APP_ID": APP_ID,
            "OUTREACH_ZALO_APP_SECRET": APP_SECRET,
            "OUTREACH_ZALO_OA_SECRET": OA_SECRET,
            "OUTREACH_ZALO_OAUTH_BASE": zalo.base,
        }
    return CliRunner().invoke(main, ["zalo-token"], input=token, env=settings)


def test_a_good_token_is_exchanged_and_kept(data_folder: Path, zalo: Standin) -> None:
    zalo.forget()
    ended = _run(data_folder, f"{FIRST_REFRESH}\n", zalo)
    assert (ended.exit_code, FIRST_REFRESH in ended.output) == (0, False)
    kept = SqlTokens(open_engine(f"sqlite:///{data_folder / 'outreach.db'}")).get("zalo")
    assert kept
    assert [kept.access] == zalo.tokens()["access"][1:]
    assert (kept.refresh, kept.trouble) == (zalo.tokens()["refresh"], "")


@pytest.mark.parametrize(("token", "told"), [("R-nobody's\n", "cấp quyền lại"), ("\n", "trống"), ("a b\n", "lạ")])
def test_a_bad_token_is_refused_in_words(data_folder: Path, zalo: Standin, token: str, told: str) -> None:
    zalo.forget()
    ended = _run(data_folder, token, zalo)
    assert ended.exit_code == 2
    assert told in ended.output


def test_without_zalo_there_is_nothing_to_put(data_folder: Path) -> None:
    ended = _run(data_folder, "R-1\n", None)
    assert ended.exit_code == 2
    assert "OUTREACH_ZALO_APP_ID" in ended.output
