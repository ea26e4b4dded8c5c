"""The table of access tokens: one row a channel. They are secrets, shown nowhere and exported nowhere."""

from sqlalchemy import Column, Integer, String, Table

from outreach.storage.tables import metadata
from outreach.storage.types import Instant

provider_tokens = Table(
    "provider_tokens",
    metadata,
    Column("channel", String, primary_key=True),
    Column("access", String, nullable=False),
    Column("refresh", String, nullable=False),
    Column("access_expires_at", Instant, nullable=False),
    Column("refresh_obtained_at", Instant, nullable=False),
    Column("refreshing_until", Instant),
    Column("generation", Integer, nullable=False),
    Column("trouble", String, nullable=False),
)
