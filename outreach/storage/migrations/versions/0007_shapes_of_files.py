"""What a finished file looks like; those made before have none"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recording_files", sa.Column("shape", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("recording_files", "shape")
