"""Wants another token than the one rejected: `python -m tests.services.renewing_child URL BASE REJECTED`.

Prints the token it was given.
"""

import sys
import time
from datetime import UTC, datetime, timedelta

from outreach.channels.zalo_tokens import ZaloTokens
from outreach.services.renewing_tokens import RenewingTokens
from outreach.storage.database import open_engine
from outreach.storage.tokens import SqlTokens
from tests.channels.casting import zalo_settings


def keeper(url: str, base: str, ahead_s: float = 0, timeout_s: float = 20) -> RenewingTokens:
    """A keeper whose clock runs ahead by so many seconds."""
    source = ZaloTokens(zalo_settings(base), timeout_s)
    ahead = timedelta(seconds=ahead_s)
    now, wait = lambda: datetime.now(UTC) + ahead, lambda: time.sleep(0.02)
    return RenewingTokens("zalo", SqlTokens(open_engine(url)), source, now, wait)


if __name__ == "__main__":
    database, address, rejected = sys.argv[1:4]
    sys.stdout.write(keeper(database, address).renew(rejected))
