"""The other end of `wfc.runner`: a target's runner answers jobs in JSON lines, inside its engine's environment."""

import json
import os
import sys
import traceback
from collections.abc import Callable

from wfc.scenario.journal import Json


def serve(play: Callable[[Json], Json]) -> None:
    """Answer until there is nothing more to read.

    Whatever the engine prints goes to standard error, so that it never mixes with the answers.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            answer = {"answer": play(json.loads(line))}
        except Exception:  # noqa: BLE001 - the process outlives a job that went wrong
            answer = {"crash": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
