"""The unit of work: one connection, one transaction, all the repositories."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from outreach.domain.campaigns import Plan
from outreach.domain.errors import StoreAway
from outreach.storage.customers import SqlCustomers, SqlImports
from outreach.storage.database import writing
from outreach.storage.delivery_views import SqlDeliveryViews
from outreach.storage.ledger import SqlLedger, SqlMatters
from outreach.storage.library import SqlRecordings, SqlSounds, SqlWorks
from outreach.storage.notices import SqlGates, SqlNotices, SqlReceipts, SqlSuppressions
from outreach.storage.occurrences import SqlBroadcasts, SqlEvidence
from outreach.storage.plans import SqlCampaigns
from outreach.storage.registers import SqlPeople, SqlPlaces, SqlStations


class SqlUnitOfWork:
    def __init__(self, connection: Connection, known_plans: dict[str, Plan]) -> None:
        self._connection = connection
        self.places = SqlPlaces(connection)
        self.campaigns = SqlCampaigns(connection, known_plans)
        self.recordings = SqlRecordings(connection)
        self.sounds = SqlSounds(connection)
        self.works = SqlWorks(connection)
        self.stations = SqlStations(connection)
        self.broadcasts = SqlBroadcasts(connection)
        self.evidence = SqlEvidence(connection)
        self.ledger = SqlLedger(connection)
        self.matters = SqlMatters(connection)
        self.people = SqlPeople(connection)
        self.customers = SqlCustomers(connection)
        self.imports = SqlImports(connection)
        self.notices = SqlNotices(connection)
        self.deliveries = SqlDeliveryViews(connection)
        self.gates = SqlGates(connection)
        self.suppressions = SqlSuppressions(connection)
        self.receipts = SqlReceipts(connection)

    def commit(self) -> None:
        self._connection.commit()


class SqlTransactions:
    """Opens units of work on an engine; one that is not committed is rolled back."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known_plans: dict[str, Plan] = {}

    @contextmanager
    def reading(self) -> Iterator[SqlUnitOfWork]:
        with away(), self._engine.connect() as connection:
            yield SqlUnitOfWork(connection, self._known_plans)

    @contextmanager
    def writing(self) -> Iterator[SqlUnitOfWork]:
        with away(), writing(self._engine) as connection:
            yield SqlUnitOfWork(connection, self._known_plans)


@contextmanager
def away() -> Iterator[None]:
    """A database that is locked, full or not there is told apart from a mistake of ours: it is worth trying again."""
    try:
        yield
    except (OperationalError, InterfaceError, TimeoutError) as trouble:
        raise StoreAway(str(trouble)) from trouble
