"""What a scenario says about one attempt of one operation (language.md, "Scenarios").

The interpreter and the stubs inside the engines ask the same function, so all of them play the same piece. Standard
library only.
"""

import re
from collections.abc import Mapping, Sequence

from wfc.scenario.model import Reply

Script = Mapping[str, Sequence[Reply]]
"""`Scenario.operations`: an address or an operation key to the replies for the attempts, the last of which repeats."""

_INDEXES = re.compile(r"\[\d+\]")


def find_reply(script: Script, address: str, operation: str, attempt: int) -> Reply | None:
    """The reply for an attempt (from 1) at an address, or None when nothing is written for it.

    The exact address wins over the address without indexes, which wins over the operation's key.
    """
    for name in (address, _INDEXES.sub("", address), operation):
        if replies := script.get(name):
            return replies[min(attempt, len(replies)) - 1]
    return None
