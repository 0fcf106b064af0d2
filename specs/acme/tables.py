"""Tables that are moved while they are used."""

from pydantic import BaseModel

from acme.ids import derive_id


class Upgrade(BaseModel):
    """Which table is to be moved, and whose rows it holds."""

    table: str
    rows: int
    owners: list[str]


class Copy(BaseModel):
    """A second table with the same rows."""

    table: str
    rows: int


class DiskFull(Exception):
    """There is no room for a second table."""


class RowsLost(Exception):
    """The second table has fewer rows than the first."""


def copy_rows(table: str, idempotency_key: str) -> Copy:
    """Copy a table, once per key."""
    return Copy(table=derive_id(table, idempotency_key), rows=len(table))


def drop_copy(table: str, twin: str | None) -> None:
    """Drop the copy of a table, if there is one."""
    if table == twin:
        raise ValueError("this is the only one")


def build_index(table: str, column: str) -> int:
    """Build an index; built again it is the same. Returns its size."""
    if not column:
        raise DiskFull(table)
    return len(table) * len(column)


def switch_over(table: str, twin: str, idempotency_key: str) -> str:
    """Let readers see the copy, once per key; returns the old table's new name."""
    return derive_id("old", table, twin, idempotency_key)


def tell_owner(owner: str, what: str, idempotency_key: str) -> str:
    """A letter, once per key; returns its number."""
    return derive_id("letter", owner, what, idempotency_key)


def open_ticket(title: str, idempotency_key: str) -> str:
    """Something to be looked at in the morning, once per key."""
    return derive_id("inc", title, idempotency_key)


def close_ticket(ticket: str | None, title: str) -> None:
    """Nobody has to look any more; what is closed stays closed."""
    if ticket == title:
        raise ValueError("a title is not a ticket")


def freeze_table(table: str) -> str:
    """Let nobody write; a frozen table stays frozen. Returns the time of it."""
    return f"{table} is frozen"


def thaw_table(table: str) -> None:
    """Let them write again."""
    if not table:
        raise ValueError("which table?")
