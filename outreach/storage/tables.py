"""The tables. Migrations in `migrations/` make them; a test holds both equal on SQLite and PostgreSQL."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from outreach.storage.types import Instant, Milliseconds

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"},
)


def _text(name: str, primary_key: bool = False) -> Column[str]:
    return Column(name, String, nullable=False, primary_key=primary_key)


places = Table(
    "places",
    metadata,
    _text("code"),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    _text("kind"),
    _text("name"),
    Column("parent", String),
    Column("successors", JSON, nullable=False),
    PrimaryKeyConstraint("code", "valid_from"),
)

campaigns = Table(
    "campaigns",
    metadata,
    _text("slug", primary_key=True),
    Column("version", Integer, nullable=False),
    _text("state"),
    _text("superseded_by"),
)

plan_versions = Table(
    "plan_versions",
    metadata,
    _text("campaign"),
    Column("number", Integer, nullable=False),
    _text("sha256"),
    Column("loaded_at", Instant, nullable=False),
    _text("loaded_by"),
    Column("changes", JSON, nullable=False),
    Column("content", JSON, nullable=False),
    PrimaryKeyConstraint("campaign", "number"),
)

stations = Table(
    "stations",
    metadata,
    _text("commune", primary_key=True),
    Column("windows", JSON, nullable=False),
    Column("relays", JSON, nullable=False),
    Column("clusters", JSON, nullable=False),
)

nodes = Table(
    "nodes",
    metadata,
    _text("id", primary_key=True),
    _text("commune"),
    Column("clusters", JSON, nullable=False),
    Column("manifest", Integer, nullable=False),
    Column("last_seen", Instant),
    Column("log_through", Instant),
    Index(None, "commune"),
)

manifests = Table(
    "manifests",
    metadata,
    _text("node"),
    Column("version", Integer, nullable=False),
    _text("sha256"),
    Column("payload", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    PrimaryKeyConstraint("node", "version"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    _text("id", primary_key=True),
    _text("campaign"),
    _text("duty"),
    _text("commune"),
    Column("week", Date, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("latest_start", Instant, nullable=False),
    Column("length", Milliseconds, nullable=False),
    _text("recording_sha256"),
    _text("purpose"),
    Column("planned_at", Instant, nullable=False),
    _text("planned_by"),
    _text("replaces"),
    _text("state"),
    Column("played_at", Instant),
    Column("counted_week", Date),
    _text("grade"),
    Column("covered", Integer, nullable=False),
    Column("counts", Boolean, nullable=False),
    Index(None, "duty", "commune", "week"),
    Index(None, "commune", "starts_at"),
    Index(None, "starts_at"),
    Index(None, "state", "ends_at"),
)

_COUNTED = broadcasts.c.counted_week.is_not(None)
Index(  # few broadcasts have been played while a plan is young: the others need no place in it
    "ix_broadcasts_counted",
    broadcasts.c.duty,
    broadcasts.c.commune,
    broadcasts.c.counted_week,
    sqlite_where=_COUNTED,
    postgresql_where=_COUNTED,
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False, unique=True),
    _text("broadcast"),
    _text("kind"),
    _text("by"),
    Column("recorded_at", Instant, nullable=False),
    Column("happened_at", Instant),
    Column("share", Float),
    Column("clusters", JSON, nullable=False),
    _text("content_sha256"),
    _text("grade"),
    _text("attachment"),
    Column("note", Text, nullable=False),
    _text("corrects"),
    _text("vouches"),
    Index(None, "broadcast"),
)

quarantine = Table(
    "quarantine",
    metadata,
    _text("node"),
    Column("seq", Integer, nullable=False),
    Column("content", Text, nullable=False),
    _text("why"),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("node", "seq"),
)

_CELL = ("duty", "commune", "week")


def _cell_columns() -> list[Column[object]]:
    return [
        Column("duty", String, nullable=False),
        Column("commune", String, nullable=False),
        Column("week", Date, nullable=False),
        Column("state", String, nullable=False),
        Column("reason", String, nullable=False),
        Column("kept", Integer, nullable=False),
        Column("needed", Integer, nullable=False),
        Column("as_of", Instant, nullable=False),
        Column("review_at", Instant),
        Column("version", Integer, nullable=False),
        Column("evidence", JSON, nullable=False),
    ]


ledger = Table(
    "ledger",
    metadata,
    *_cell_columns(),
    PrimaryKeyConstraint(*_CELL),
    Index(None, "review_at"),
    Index(None, "duty", "week", "state"),
    Index(None, "duty", "state", "reason"),
)

ledger_versions = Table(
    "ledger_versions",
    metadata,
    *_cell_columns(),
    PrimaryKeyConstraint(*_CELL, "version"),
)

excuses = Table(
    "excuses",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("duty"),
    _text("commune"),
    Column("week", Date, nullable=False),
    _text("by"),
    _text("document"),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("granted", Boolean, nullable=False),
    Index(None, *_CELL),
)

reminders = Table(
    "reminders",
    metadata,
    _text("broadcast"),
    _text("kind"),
    _text("commune"),
    Column("raised_at", Instant, nullable=False),
    PrimaryKeyConstraint("broadcast", "kind"),
    Index(None, "commune", "raised_at"),
)

escalations = Table(
    "escalations",
    metadata,
    _text("duty"),
    _text("commune"),
    Column("week", Date, nullable=False),
    Column("level", Integer, nullable=False),
    _text("role"),
    Column("raised_at", Instant, nullable=False),
    PrimaryKeyConstraint(*_CELL, "level"),
)

people = Table(
    "people",
    metadata,
    _text("username", primary_key=True),
    _text("name"),
    _text("role"),
    Column("place", String),
    Column("active", Boolean, nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    _text("password_hash"),
)

replay = Table(
    "replay",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("scenario"),
    Column("seed", Integer, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("now", Instant, nullable=False),
    Column("phase", Integer, nullable=False),
    Column("speed", Integer, nullable=False),
    Column("paused", Boolean, nullable=False),
)

sweeps = Table(
    "sweeps",
    metadata,
    _text("name", primary_key=True),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("result", Text, nullable=False),
    Column("failed", Boolean, nullable=False),
)
