"""The imaginary team's code, as the engine's environment imports it."""

from typing import Any


def work() -> Any:
    """Replaced by a stand-in in every scenario."""
