"""What a run of the deep suite says in the end, as JSON for machines and as Markdown for people."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.conformance.deep.coverage import OUTCOMES
from tests.conformance.deep.state import ROOT
from tests.conformance.deep.tally import Divergence, Tally
from tests.conformance.found_files import spec_text


def figures(seed: int, revision: str, wanted: Mapping[str, int], tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """Everything that is counted, without the specs."""
    return {
        "seed": seed,
        "revision": revision,
        "engines": {name: engine(name) for name in tallies},
        "targets": {name: _figures(wanted[name], tally) for name, tally in tallies.items()},
    }


ENGINES = {"airflow": "apache-airflow", "stepfunctions": "sfnx", "temporal": "temporalio"}
"""The package that plays each target."""


def engine(target: str) -> str:
    """The engine and its version, as its environment is pinned."""
    pins = (ROOT / "requirements" / f"{target}.txt").read_text("utf-8")
    package = ENGINES[target]
    found = re.search(rf"^{package}==(\S+)", pins, re.MULTILINE)
    return f"{package} {found[1]}" if found else package


def _figures(wanted: int, tally: Tally) -> dict[str, Any]:
    return {
        "wanted": wanted,
        "pairs": tally.pairs,
        "workflows": tally.workflows,
        "seconds": round(tally.seconds, 1),
        "pairs_per_second_and_core": round(tally.pairs / tally.seconds, 2) if tally.seconds else None,
        "unexplained": len(tally.divergences) + len(tally.unsteady),
        "explained": dict(sorted(tally.explained.items())),
        "left_out": dict(sorted(tally.refused.items())),
        "slowest_seconds": [seconds for seconds, _, _ in tally.slowest],
        "coverage": dict(sorted(tally.coverage.items())),
    }


def markdown(told: Mapping[str, Any], tallies: Mapping[str, Tally]) -> str:
    """The report."""
    parts = [
        "# Conformance: random workflows on the real engines",
        f"Seed {told['seed']}, revision `{told['revision']}`.",
        summary(told),
        *_about(tallies),
        "## What was exercised",
        "Pairs on all targets in which some node of this kind, with this policy, ended like this.",
        coverage([told]),
        "## The slowest",
        *(f"{name}: {text}" for name, text in _slowest(tallies)),
    ]
    return "\n\n".join(parts) + "\n"


def summary(told: Mapping[str, Any]) -> str:
    """The table of targets."""
    lines = [
        "| target | pairs | workflows | unexplained | explained | left out | pairs per second and core |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in told["targets"].items():
        counts = [sum(one[column].values()) for column in ("explained", "left_out")]
        row = [name, one["pairs"], one["workflows"], one["unexplained"], *counts, one["pairs_per_second_and_core"]]
        lines.append("| " + " | ".join(map(str, row)) + " |")
    return "\n".join(lines)


def coverage(runs: Iterable[Mapping[str, Any]]) -> str:
    """Kinds of node and their policies, by what came of them."""
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in (target for told in runs for target in told["targets"].values()):
        for name, number in one["coverage"].items():
            row, _, outcome = name.partition(": ")
            counts[row][outcome] = counts[row].get(outcome, 0) + number
    head = ["| node | " + " | ".join(OUTCOMES) + " |", "|---|" + "---|" * len(OUTCOMES)]
    rows = [
        f"| {row} | " + " | ".join(str(counts[row].get(outcome, "")) for outcome in OUTCOMES) + " |"
        for row in sorted(counts)
    ]
    return "\n".join([*head, *rows])


def _about(tallies: Mapping[str, Tally]) -> Iterator[str]:
    for name, tally in tallies.items():
        for reason, number in sorted(tally.explained.items()):
            yield f"{name}, explained, {number} times: {reason}."
        yield from _told(f"{name} differs", tally.divergences)
        yield from _told(f"{name} differed, and did not when played again", tally.unsteady)


def _told(title: str, found: Iterable[Divergence]) -> Iterator[str]:
    for one in found:
        yield f"## {title}"
        yield "\n".join(f"- {line}" for line in one.differences)
        if not one.is_smallest:
            yield "Not as small as it could be: there was no time for it, or another like it was made smaller."
        yield f"```python\n{one.spec}```"
        yield f"```yaml\n{one.scenario}```"


def _slowest(tallies: Mapping[str, Tally]) -> Iterator[tuple[str, str]]:
    for name, tally in tallies.items():
        for seconds, spec, scenario in tally.slowest[:1]:
            yield name, f"{seconds} s\n\n```python\n{spec_text(spec)}```\n\n```yaml\n{scenario}```"
