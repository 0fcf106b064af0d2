"""How often a target has proven what its support table claims.

Beside every target of ours lies `conformance.json`: for each feature the number of scenarios that use it and have left
the interpreter's journal on the real engine. The conformance tests write it, and fail when it is not true.
"""

import json
from collections.abc import Mapping
from importlib.metadata import entry_points
from importlib.resources import files

from wfc.target import GROUP

FILE = "conformance.json"


def recorded_results(target: str) -> Mapping[str, int]:
    """By feature; empty for a target without such a file."""
    (point,) = entry_points(group=GROUP, name=target)
    recorded = files(point.module).joinpath(FILE)
    return json.loads(recorded.read_text("utf-8")) if recorded.is_file() else {}
