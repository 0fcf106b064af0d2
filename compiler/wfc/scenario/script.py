"""What a scenario says about one attempt of one operation (language.md, "Scenarios").

The interpreter and the stubs inside the engines ask the same function, so all of them play the same piece. Standard
library only.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from wfc.scenario.model import Reply
from wfc.scenario.spelling import without_indexes

T = TypeVar("T")

Script = Mapping[str, Sequence[Reply]]
"""`Scenario.operations`: an address or an operation key to the replies for the attempts, the last of which repeats."""


def find_reply(script: Script, address: str, operation: str, attempt: int) -> Reply | None:
    """The reply for an attempt (from 1) at an address, or None when nothing is written for it.

    The exact address wins over the address without indexes, which wins over the operation's key.
    """
    replies = find_entry(script, address) or script.get(operation)
    return replies[min(attempt, len(replies)) - 1] if replies else None


def find_entry(entries: Mapping[str, T], address: str) -> T | None:
    """What is written for an address: exactly for it, or for all elements."""
    return entries.get(address) or entries.get(without_indexes(address))
