"""The figures that docs/conformance.md shows: of each seed the run that was recorded last."""

import json
import re
from pathlib import Path
from typing import Any

from tests.conformance.deep.report import coverage, summary
from tests.conformance.deep.state import ROOT

RECORD = ROOT / "docs" / "conformance.json"
PAGE = ROOT / "docs" / "conformance.md"
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)

EXERCISED = "What was exercised, in all runs: in so many pairs a node of this kind, with this policy, ended so."

Figures = dict[str, Any]


def recorded() -> list[Figures]:
    """The runs, by seed."""
    runs: list[Figures] = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else []
    return runs


def record(run: Figures) -> None:
    """Keep a run in place of the one with its seed; one of the same revision keeps the targets that were not played."""
    runs = {one["seed"]: one for one in recorded()}
    before = runs.get(run["seed"])
    if before and before["revision"] == run["revision"]:
        run = run | {"targets": before["targets"] | run["targets"]}
    runs[run["seed"]] = run
    RECORD.write_text(json.dumps([runs[seed] for seed in sorted(runs)], indent=1) + "\n", "utf-8")
    write_page(PAGE)


def write_page(page: Path) -> None:
    """Put the figures into the page."""
    text = page.read_text("utf-8")
    page.write_text(FIGURES.sub(lambda _: shown(recorded()), text), "utf-8")


def shown(runs: list[Figures]) -> str:
    """The section with the figures."""
    parts = [
        f"Seed {run['seed']}, revision `{run['revision']}`, {', '.join(run['engines'].values())}:\n\n{summary(run)}"
        for run in runs
    ]
    return "\n\n".join(["", *parts, EXERCISED, coverage(runs), ""])[1:]
