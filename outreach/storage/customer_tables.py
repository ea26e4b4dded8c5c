"""The tables of customers and of the lists that they came from."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from outreach.storage.tables import metadata
from outreach.storage.types import Instant


def _text(name: str, primary_key: bool = False) -> Column[str]:
    return Column(name, String, nullable=False, primary_key=primary_key)


customers = Table(
    "customers",
    metadata,
    _text("code", primary_key=True),
    _text("name"),
    _text("folded"),
    _text("mobile"),
    _text("phones"),
    _text("commune"),
    _text("hamlet"),
    _text("power_unit"),
    Column("reading_day", Integer),
    _text("payment"),
    _text("agreement"),
    Column("updated_at", Instant, nullable=False),
    _text("source"),
    Index(None, "mobile"),
    Index(None, "commune", "hamlet"),
)

imports = Table(
    "imports",
    metadata,
    _text("id", primary_key=True),
    _text("file"),
    _text("sha256"),
    _text("state"),
    _text("by"),
    Column("at", Instant, nullable=False),
    Column("renewed_at", Instant, nullable=False),
    Column("done", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Index(None, "at"),
)

column_mappings = Table(
    "column_mappings",
    metadata,
    _text("fingerprint", primary_key=True),
    Column("mapping", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)
