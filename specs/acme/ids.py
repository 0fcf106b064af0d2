"""Identifiers that depend on their arguments only, so that a repeated call names the same thing."""

from zlib import crc32


def derive_id(prefix: str, *parts: str) -> str:
    """A short stable id, such as `ch_9f31ab02`."""
    return f"{prefix}_{crc32('/'.join(parts).encode()):08x}"
