"""The tables of the library: recordings in versions, their files, the sounds brought, the work on them."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from outreach.storage.tables import metadata
from outreach.storage.types import Instant, Milliseconds


def _text(name: str, primary_key: bool = False) -> Column[str]:
    return Column(name, String, nullable=False, primary_key=primary_key)


_VERSION = ("campaign", "slug", "version")

recordings = Table(
    "recordings",
    metadata,
    _text("campaign"),
    _text("slug"),
    Column("version", Integer, nullable=False),
    _text("title"),
    _text("file"),
    _text("sha256"),
    Column("length", Milliseconds, nullable=False),
    _text("language"),
    Column("script", Text, nullable=False),
    _text("state"),
    _text("approved_by"),
    Column("approved_at", Instant),
    _text("made_by"),
    Column("made_at", Instant),
    _text("submitted_by"),
    Column("submitted_at", Instant),
    _text("withdrawn_by"),
    Column("withdrawn_at", Instant),
    Column("withdrawn_why", Text, nullable=False),
    _text("source"),
    Column("recipe", JSON(none_as_null=True)),
    Column("made_with", Text, nullable=False),
    PrimaryKeyConstraint(*_VERSION),
    Index(None, "sha256"),
    Index(None, "source"),
)

recording_files = Table(
    "recording_files",
    metadata,
    _text("campaign"),
    _text("slug"),
    Column("version", Integer, nullable=False),
    _text("output"),
    _text("sha256"),
    Column("size", Integer, nullable=False),
    Column("length", Milliseconds, nullable=False),
    Column("loudness", JSON, nullable=False),
    Column("bands", JSON, nullable=False),
    Column("shape", JSON(none_as_null=True)),
    PrimaryKeyConstraint(*_VERSION, "output"),
    Index(None, "sha256"),
)

sounds = Table(
    "sounds",
    metadata,
    _text("sha256", primary_key=True),
    _text("name"),
    Column("size", Integer, nullable=False),
    _text("by"),
    Column("at", Instant, nullable=False),
    _text("voice"),
    Column("draft_voice", Boolean, nullable=False),
    Column("length", Milliseconds),
    Column("report", JSON(none_as_null=True)),
    Index(None, "at"),
)

sound_works = Table(
    "sound_works",
    metadata,
    _text("kind"),
    _text("subject"),
    _text("state"),
    _text("by"),
    Column("queued_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("trouble", Text, nullable=False),
    PrimaryKeyConstraint("kind", "subject"),
    Index(None, "state", "queued_at"),
)
