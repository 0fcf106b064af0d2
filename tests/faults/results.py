"""What came of the faults, for reports: `build/conformance/faults.json`."""

import json
from collections.abc import Mapping, Sequence

from tests.conformance.corpus import ROOT

FILE = ROOT / "build" / "conformance" / "faults.json"


def record(engine: str, suite: str, found: Mapping[str, Sequence[str]]) -> None:
    """By run, which promises it has broken; none, mostly. A suite replaces what it has written before."""
    known = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    broken = {run: list(breaks) for run, breaks in found.items() if breaks}
    known.setdefault(engine, {})[suite] = {"runs": len(found), "broken": broken}
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", "utf-8")
