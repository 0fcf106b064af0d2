"""Play random pairs on every target until there are enough or time is up; end with 1 if something is unexplained."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.conformance.deep.crew import play_chunks
from tests.conformance.deep.plan import PAIRS, Plan
from tests.conformance.deep.record import RECORD, record
from tests.conformance.deep.report import figures, markdown
from tests.conformance.deep.state import FOLDER, ROOT, State, revision, state_of
from tests.conformance.deep.tally import Tally
from tests.conformance.found_files import write_pair


def main() -> int:
    """The command."""
    asked = _arguments()
    wanted = {name: getattr(asked, name) for name in PAIRS if getattr(asked, name)}
    plan = Plan(seed=asked.seed, pairs=wanted, minutes=asked.budget, workers=asked.workers)
    commit = revision()
    tallies = _play(plan, state_of(plan.seed, commit))
    told = figures(plan.seed, commit, plan.pairs, tallies)
    _write(FOLDER / "report.json", json.dumps(told, indent=2) + "\n")
    _write(FOLDER / "report.md", markdown(told, tallies))
    if asked.record:
        record(told)
    print(f"report: {(FOLDER / 'report.md').relative_to(ROOT)}")
    return 1 if any(one["unexplained"] for one in told["targets"].values()) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.deep", description=__doc__)
    environment = os.environ.get
    parser.add_argument("--seed", type=int, default=int(environment("SEED", "1")))
    parser.add_argument("--budget", type=float, default=float(environment("BUDGET", "60")), help="minutes for all")
    parser.add_argument("--workers", type=int, default=int(environment("WORKERS", "2")), help="one for each core")
    for name, pairs in PAIRS.items():
        parser.add_argument(f"--{name}", type=int, default=int(environment(name.upper(), pairs)), help="pairs")
    parser.add_argument("--record", action="store_true", help=f"write the figures to {RECORD.relative_to(ROOT)}")
    return parser.parse_args()


def _play(plan: Plan, state: State) -> dict[str, Tally]:
    """Each target gets an equal share of the time that those before it have left."""
    tallies = {name: Tally() for name in plan.pairs}
    chunks: dict[str, set[int]] = {name: set() for name in plan.pairs}
    for name, number, tally in state.chunks():
        if name in tallies:
            tallies[name].add(tally)
            chunks[name].add(number)
    end = time.monotonic() + 60 * plan.minutes
    for at, (name, tally) in enumerate(tallies.items()):
        share = (end - time.monotonic()) / (len(tallies) - at)
        is_enough = _enough(tally, plan.pairs[name], time.monotonic() + share)
        for number, more in play_chunks(name, plan.seed, plan.workers, frozenset(chunks[name]), is_enough):
            state.add(name, number, more)
            tally.add(more)
            _say(name, number, more, tally, plan.pairs[name])
    return tallies


def _enough(tally: Tally, pairs: int, end: float) -> Callable[[], bool]:
    return lambda: tally.pairs >= pairs or time.monotonic() >= end


def _say(name: str, number: int, more: Tally, tally: Tally, pairs: int) -> None:
    rate = more.pairs / more.seconds if more.seconds else 0
    print(f"{name}: chunk {number}: {more.pairs} pairs, {rate:.1f}/s; {tally.pairs} of {pairs}", flush=True)
    for count, one in enumerate((*more.divergences, *more.unsteady)):
        file = f"{name}_{number}_{count}"
        write_pair(FOLDER / "found", file, f"On {name}: {one.differences[0]}", one.spec, one.scenario)
        print(f"found/{file}", *one.differences, sep="\n  ", flush=True)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
