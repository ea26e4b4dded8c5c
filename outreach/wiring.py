"""The one place where all rooms meet: builds the desk; the only reader of the wall clock."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from outreach.config import Settings
from outreach.domain.ports import Attachments, Clock, Passwords
from outreach.services.arranging import Arranging
from outreach.services.closing import Closing
from outreach.services.confirming import Confirming
from outreach.services.desk import Desk
from outreach.services.equipping import Equipping
from outreach.services.excusing import Excusing
from outreach.services.gathering import NodeGathering
from outreach.services.loading import PlanLoading
from outreach.services.planning import WeekPlanning
from outreach.services.publishing import Publishing
from outreach.services.reminding import Reminding
from outreach.services.reporting import Reporting
from outreach.services.signing_in import SigningIn
from outreach.services.viewing import Viewing
from outreach.services.watching import Watching
from outreach.storage.attachments import FileAttachments
from outreach.storage.opening import Store, open_store
from outreach.storage.passwords import Argon2Passwords


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """A desk with what lies beneath it."""

    settings: Settings
    store: Store
    desk: Desk


def open_house(settings: Settings, clock_of: Callable[[Store], Clock] | None = None) -> House:
    """Open the data folder and the database, bring its tables up to date, and build the desk."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.database, settings.data)
    clock = clock_of(store) if clock_of else WallClock()
    attachments = FileAttachments(settings.data / "attachments")
    return House(settings, store, build_desk(store, clock, Argon2Passwords(), attachments))


def build_desk(store: Store, clock: Clock, passwords: Passwords, attachments: Attachments) -> Desk:
    transactions = store.transactions
    return Desk(
        clock=clock,
        loading=PlanLoading(transactions, clock),
        planning=WeekPlanning(transactions, clock),
        arranging=Arranging(transactions, clock),
        confirming=Confirming(transactions, clock),
        gathering=NodeGathering(transactions, clock),
        publishing=Publishing(transactions, clock),
        reminding=Reminding(transactions, clock),
        watching=Watching(transactions, clock),
        closing=Closing(transactions, clock),
        excusing=Excusing(transactions, clock),
        equipping=Equipping(transactions, clock),
        signing_in=SigningIn(transactions, passwords),
        reporting=Reporting(transactions, clock),
        viewing=Viewing(transactions, clock),
        attachments=attachments,
        sweep_runs=store.sweep_runs,
    )


def session_key(settings: Settings) -> str:
    """The key that signs sessions: from the settings, or made once and kept in the data folder, readable by us only."""
    if settings.secret:
        return settings.secret
    return kept_secret(settings.data / "session-key")


def kept_secret(path: Path) -> str:
    """A secret that is made at the first call and read at the next; two processes at once agree on one."""
    if not path.exists():
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return path.read_text().strip()
