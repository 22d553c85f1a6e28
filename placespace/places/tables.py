"""Lay out the tables of the register, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

RECORDS = Table(
    "records",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
    UniqueConstraint("kind", "number"),
)
"""The newest state of each record. Bodies are canonical JSON as text, so that hashes agree on every database."""

VERSIONS = Table(
    "versions",
    METADATA,
    Column("id", Text, ForeignKey("records.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
)
"""Every state there was."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Who did what and when. Each row's hash covers the row and the hash of the row before."""

CHAIN = Table(
    "chain",
    METADATA,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("head", Text, nullable=False),
    CheckConstraint("one = 1", name="one_row"),
)
"""How many audit rows there are and the last one's hash; whoever saves holds this row first."""

FILES = Table(
    "files",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""Files kept as they were, by their SHA-256."""

FILE = "file"
"""The kind of an audit row that says a file was kept; no record has it."""

Index("ix_records_kind_place", RECORDS.c.kind, RECORDS.c.place)
Index("ix_audit_id_version", AUDIT.c.id, AUDIT.c.version)
