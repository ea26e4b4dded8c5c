"""The house: places, plans, stations, broadcasts, evidence, ledger, people"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(), "sqlite")


def upgrade() -> None:
    _create_broadcasts()
    _create_campaigns()
    _create_escalations()
    _create_evidence()
    _create_excuses()
    _create_ledger()
    _create_ledger_versions()
    _create_manifests()
    _create_nodes()
    _create_people()
    _create_places()
    _create_plan_versions()
    _create_recordings()
    _create_reminders()
    _create_replay()
    _create_stations()
    _create_sweeps()
    _create_quarantine()
    _forbid_changes("evidence")
    _forbid_changes("ledger_versions")


def _create_broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("latest_start", INSTANT, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("recording_sha256", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("planned_by", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("played_at", INSTANT, nullable=True),
        sa.Column("counted_week", sa.Date(), nullable=True),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("covered", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcasts_duty_commune_week"), ["duty", "commune", "week"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcasts_commune_starts_at"), ["commune", "starts_at"], unique=False)
        batch_op.create_index(
            "ix_broadcasts_counted",
            ["duty", "commune", "counted_week"],
            unique=False,
            sqlite_where=sa.text("counted_week IS NOT NULL"),
            postgresql_where=sa.text("counted_week IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_broadcasts_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcasts_state_ends_at"), ["state", "ends_at"], unique=False)


def _create_campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("superseded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_campaigns")),
    )


def _create_escalations() -> None:
    op.create_table(
        "escalations",
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("duty", "commune", "week", "level", name=op.f("pk_escalations")),
    )


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("broadcast", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("happened_at", INSTANT, nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("clusters", sa.JSON(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("attachment", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("corrects", sa.String(), nullable=False),
        sa.Column("vouches", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_broadcast"), ["broadcast"], unique=False)


def _create_excuses() -> None:
    op.create_table(
        "excuses",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excuses")),
    )
    with op.batch_alter_table("excuses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_excuses_duty_commune_week"), ["duty", "commune", "week"], unique=False)


def _create_ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.Column("review_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("duty", "commune", "week", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_duty_state_reason"), ["duty", "state", "reason"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_duty_week_state"), ["duty", "week", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_review_at"), ["review_at"], unique=False)


def _create_ledger_versions() -> None:
    op.create_table(
        "ledger_versions",
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.Column("review_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("duty", "commune", "week", "version", name=op.f("pk_ledger_versions")),
    )


def _create_manifests() -> None:
    op.create_table(
        "manifests",
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("node", "version", name=op.f("pk_manifests")),
    )


def _create_nodes() -> None:
    op.create_table(
        "nodes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("clusters", sa.JSON(), nullable=False),
        sa.Column("manifest", sa.Integer(), nullable=False),
        sa.Column("last_seen", INSTANT, nullable=True),
        sa.Column("log_through", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nodes")),
    )
    with op.batch_alter_table("nodes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nodes_commune"), ["commune"], unique=False)


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_people")),
    )


def _create_places() -> None:
    op.create_table(
        "places",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("successors", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_places")),
    )


def _create_plan_versions() -> None:
    op.create_table(
        "plan_versions",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("loaded_at", INSTANT, nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "number", name=op.f("pk_plan_versions")),
    )


def _create_recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("campaign", "slug", "version", name=op.f("pk_recordings")),
    )
    with op.batch_alter_table("recordings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recordings_sha256"), ["sha256"], unique=False)


def _create_reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("broadcast", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("broadcast", "kind", name=op.f("pk_reminders")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminders_commune_raised_at"), ["commune", "raised_at"], unique=False)


def _create_replay() -> None:
    op.create_table(
        "replay",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("now", INSTANT, nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("speed", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replay")),
    )


def _create_stations() -> None:
    op.create_table(
        "stations",
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("relays", sa.JSON(), nullable=False),
        sa.Column("clusters", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("commune", name=op.f("pk_stations")),
    )


def _create_sweeps() -> None:
    op.create_table(
        "sweeps",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sweeps")),
    )


def _create_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("node", "seq", name=op.f("pk_quarantine")),
    )


def _forbid_changes(table: str) -> None:
    """What was witnessed and what was judged of it is only ever added to; the database itself holds to that."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{change} before {change} on {table} "
                f"begin select raise(abort, '{table} is only ever added to'); end"
            )
        return
    op.execute(
        f"create function {table}_only_added_to() returns trigger language plpgsql as "
        f"$$ begin raise exception '{table} is only ever added to'; end $$"
    )
    op.execute(
        f"create trigger {table}_no_change before update or delete or truncate on {table} "
        f"for each statement execute function {table}_only_added_to()"
    )


def downgrade() -> None:
    for table in (
        "quarantine",
        "sweeps",
        "stations",
        "replay",
        "reminders",
        "recordings",
        "plan_versions",
        "places",
        "people",
        "nodes",
        "manifests",
        "ledger_versions",
        "ledger",
        "excuses",
        "evidence",
        "escalations",
        "campaigns",
        "broadcasts",
    ):
        op.drop_table(table)
