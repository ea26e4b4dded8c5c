"""The tables of notices. Deliveries are narrow, since they change often; to whom and in which words stands apart: that
never changes, so that its indexes cost nothing while a notice is sent."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from outreach.storage.tables import metadata
from outreach.storage.types import Moment

BIG = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up by itself there


def _text(name: str, unique: bool = False) -> Column[str]:
    return Column(name, String, nullable=False, unique=unique)


notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("slug", unique=True),
    _text("campaign"),
    _text("state"),
    Column("version", Integer, nullable=False),
    _text("ref", unique=True),
    _text("by"),
    Column("at", Moment, nullable=False),
    Column("snapshot", JSON),
    _text("approved_by"),
    Column("approved_at", Moment),
    _text("hold"),
    Column("first_delivery", BIG),  # its deliveries lie between these two: they are written in one go
    Column("last_delivery", BIG),
)

notice_versions = Table(
    "notice_versions",
    metadata,
    Column("notice", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    _text("sha256"),
    _text("by"),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("notice", "number"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=False),
    Column("notice", Integer, nullable=False),
    _text("commune"),
    Column("parts", Integer, nullable=False),
    _text("state"),
    _text("reason"),
    _text("medium"),
    Column("due_at", Moment, nullable=False),
    Column("no", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", Moment),
    _text("worker"),
    _text("channel"),
    Column("changed_at", Moment, nullable=False),
)

_WAITING = text("state = 'waiting'")
_IN_HAND = text("state IN ('sending', 'unknown')")
Index(  # only those that wait have a place in it: a claim reads its beginning
    "ix_deliveries_waiting",
    deliveries.c.notice,
    deliveries.c.medium,
    deliveries.c.due_at,
    deliveries.c.id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
Index(
    "ix_deliveries_in_hand",
    deliveries.c.lease_until,
    sqlite_where=_IN_HAND,
    postgresql_where=_IN_HAND,
)

delivery_words = Table(
    "delivery_words",
    metadata,
    Column("delivery", BIG, primary_key=True, autoincrement=False),
    Column("notice", Integer, nullable=False),
    _text("code"),
    _text("number"),
    Column("text", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("codes", Text, nullable=False),
    Index("ux_delivery_words_code_notice", "code", "notice", unique=True),
    Index(None, "number"),
)

delivery_codes = Table(  # of deliveries that speak for more contracts than the one they are written for
    "delivery_codes",
    metadata,
    Column("code", String, nullable=False),
    Column("delivery", BIG, nullable=False),
    PrimaryKeyConstraint("code", "delivery"),
    sqlite_with_rowid=False,
)

attempts = Table(
    "attempts",
    metadata,
    Column("delivery", BIG, nullable=False),
    Column("no", Integer, nullable=False),
    _text("channel"),
    _text("medium"),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    _text("state"),
    Column("rank", Integer, nullable=False),
    _text("code"),
    _text("reason"),
    _text("provider_id"),
    _text("network"),
    Column("parts", Integer, nullable=False),
    Column("cost", Integer),
    Column("polled_at", Moment),
    PrimaryKeyConstraint("delivery", "no"),
    sqlite_with_rowid=False,
)

delivery_marks = Table(
    "delivery_marks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("delivery", BIG, nullable=False),
    _text("by"),
    Column("at", Moment, nullable=False),
    _text("what"),
    Column("note", Text, nullable=False),
    Index(None, "delivery"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    _text("key", unique=True),
    _text("channel"),
    Column("received_at", Moment, nullable=False),
    _text("method"),
    Column("url", Text, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    _text("state"),
    Column("note", Text, nullable=False),
    Column("delivery", BIG),
    Column("no", Integer),
    Index(None, "delivery"),
)

_UNREAD = text("state <> 'read'")
Index(
    "ix_receipts_unread",
    receipts.c.state,
    receipts.c.id,
    sqlite_where=_UNREAD,
    postgresql_where=_UNREAD,
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    _text("number"),
    _text("scope"),
    _text("source"),
    Column("at", Moment, nullable=False),
    _text("by"),
    Column("note", Text, nullable=False),
    Column("lifted", Boolean, nullable=False),
    Index(None, "number"),
)

gates = Table(
    "gates",
    metadata,
    Column("channel", String, primary_key=True, nullable=False),
    Column("tokens", Float, nullable=False),
    Column("refilled_at", Moment, nullable=False),
    _text("hold"),
    Column("held_at", Moment),
    Column("good", Integer, nullable=False),
    Column("bad", Integer, nullable=False),
    Column("window_at", Moment),
    Column("open_until", Moment),
    Column("trips", Integer, nullable=False),
    Column("warm", Boolean, nullable=False),
    Column("quota_left", Integer),
    Column("quota_daily", Integer),
    Column("quota_at", Moment),
)
