"""Files kept by their SHA-256, and indexes for a register of thousands of versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of files and the two indexes."""
    op.create_table(
        "files",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
    )
    op.create_index("ix_records_kind_place", "records", ["kind", "place"])
    op.create_index("ix_audit_id_version", "audit", ["id", "version"])


def downgrade() -> None:
    """Take them out, and the files with them."""
    op.drop_index("ix_audit_id_version", "audit")
    op.drop_index("ix_records_kind_place", "records")
    op.drop_table("files")
