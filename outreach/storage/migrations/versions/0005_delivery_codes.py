"""The further contracts that a delivery speaks for, so that each finds its own history"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    table = op.create_table(
        "delivery_codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("delivery", BIG, nullable=False),
        sa.PrimaryKeyConstraint("code", "delivery", name=op.f("pk_delivery_codes")),
        sqlite_with_rowid=False,
    )
    written = sa.text("SELECT delivery, code, codes FROM delivery_words WHERE codes <> ''")
    rows = [
        {"code": code, "delivery": delivery}
        for delivery, first, codes in op.get_bind().execute(written)
        for code in json.loads(codes)
        if code != first
    ]
    if rows:
        op.bulk_insert(table, rows)


def downgrade() -> None:
    op.drop_table("delivery_codes")
