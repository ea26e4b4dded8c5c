"""The library: how versions of recordings were made and withdrawn, their files, the sounds brought, the work on them"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(), "sqlite")
TEXTS = ("made_by", "submitted_by", "withdrawn_by", "source")
INSTANTS = ("made_at", "submitted_at", "withdrawn_at")
LONG_TEXTS = ("withdrawn_why", "made_with")


def upgrade() -> None:
    _widen_recordings()
    _create_recording_files()
    _create_sounds()
    _create_sound_works()


def _widen_recordings() -> None:
    """What stands there was named by plan files: made by nobody here, of no sound that we have."""
    for name in TEXTS:
        op.add_column("recordings", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in LONG_TEXTS:
        op.add_column("recordings", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in INSTANTS:
        op.add_column("recordings", sa.Column(name, INSTANT, nullable=True))
    op.add_column("recordings", sa.Column("recipe", sa.JSON(), nullable=True))
    op.create_index(op.f("ix_recordings_source"), "recordings", ["source"], unique=False)


def _create_recording_files() -> None:
    op.create_table(
        "recording_files",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("output", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("loudness", sa.JSON(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "slug", "version", "output", name=op.f("pk_recording_files")),
    )
    op.create_index(op.f("ix_recording_files_sha256"), "recording_files", ["sha256"], unique=False)


def _create_sounds() -> None:
    op.create_table(
        "sounds",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("voice", sa.String(), nullable=False),
        sa.Column("draft_voice", sa.Boolean(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_sounds")),
    )
    op.create_index(op.f("ix_sounds_at"), "sounds", ["at"], unique=False)


def _create_sound_works() -> None:
    op.create_table(
        "sound_works",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_sound_works")),
    )
    op.create_index(op.f("ix_sound_works_state_queued_at"), "sound_works", ["state", "queued_at"], unique=False)


def downgrade() -> None:
    for table in ("sound_works", "sounds", "recording_files"):
        op.drop_table(table)
    op.drop_index(op.f("ix_recordings_source"), table_name="recordings")
    for name in ("recipe", *INSTANTS, *LONG_TEXTS, *TEXTS):
        op.drop_column("recordings", name)
