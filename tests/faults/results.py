"""What came of the faults, for reports: `build/conformance/faults.json`."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import get_args

from tests.conformance.corpus import ROOT
from tests.faults.invariants import Kind
from wfc.scenario.journal import Json

FILE = ROOT / "build" / "conformance" / "faults.json"


def record(engine: str, suite: str, found: Mapping[str, Sequence[str]]) -> None:
    """By run (`order_saga/no_carrier: before charge 1`), which promises it has broken (`lost: ...`); none, mostly.

    A suite replaces what it has written before.
    """
    known = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    suites = known.get(engine, {}).get("suites", {}) | {suite: _suite(found)}
    known[engine] = {"suites": suites, "total": total(suites)}
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", "utf-8")


def _suite(found: Mapping[str, Sequence[str]]) -> Json:
    broken = {run: list(breaks) for run, breaks in found.items() if breaks}
    return {"runs": len(found), "sagas": sorted({run.partition(":")[0] for run in found}), "broken": broken}


def total(suites: Mapping[str, Json]) -> Json:
    """How many sagas and runs there were on an engine, and how many runs have broken each promise."""
    broken = [
        {text.partition(":")[0] for text in breaks} for one in suites.values() for breaks in one["broken"].values()
    ]
    counts = Counter(kind for kinds in broken for kind in kinds)
    return {
        "sagas": len({saga for one in suites.values() for saga in one["sagas"]}),
        "runs": sum(one["runs"] for one in suites.values()),
        "broken": len(broken),
        **{kind: counts[kind] for kind in get_args(Kind)},
    }
