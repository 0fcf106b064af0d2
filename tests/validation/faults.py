"""Seeds faults in the emitters and counts who notices: `python -m tests.validation.faults --seed 1 --faults 200`.

Noticed it is by the emitter itself (it falls), by `check` or by `validate`; in each case a build ends with 101 and
writes nothing. What nobody notices is played on the real engine: it was missed if a journal shows it, else the faulty
emitter only writes the same thing in another way, or what no scenario comes to; both are listed.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.validation.on_engine import judged
from tests.validation.trial import CAUGHT, Trial, all_mutants, attempt, sound_outputs, workflows
from wfc.target import target_names

MATTERS = CAUGHT | {"missed"}
REPORT = Path("build/conformance/emitter_faults.json")


def trials(target: str, seed: int, faults: int) -> Iterator[Trial]:
    """Trials of faults drawn with a seed, until so many have mattered."""
    workflows()
    sound = sound_outputs(target)
    drawn = list(all_mutants(target))
    Random(seed).shuffle(drawn)
    for mutant in drawn:
        if faults == 0:
            return
        trial = attempt(target, mutant, sound)
        if trial.verdict == "missed":
            trial = judged(target, mutant, trial)
        faults -= trial.verdict in MATTERS
        yield trial


def summary(tried: Sequence[Trial]) -> dict[str, object]:
    """Counts, and what was missed."""
    counts: Counter[str] = Counter(trial.verdict for trial in tried)
    caught = sum(counts[verdict] for verdict in CAUGHT)
    quiet = [asdict(trial) for trial in tried if trial.verdict in {"missed", "same journals"}]
    return {"tried": len(tried), "faults": caught + counts["missed"], "caught": caught, **counts, "unnoticed": quiet}


def main() -> int:
    """Run what the command line asks for and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=200, help="of each target")
    parser.add_argument("--target", choices=target_names(), action="append")
    asked = parser.parse_args()
    report: dict[str, object] = {"seed": asked.seed}
    for target in asked.target or target_names():
        tried: list[Trial] = []
        for trial in trials(target, asked.seed, asked.faults):
            tried.append(trial)
            if trial.verdict in {"missed", "same journals"}:
                print(f"{target}: {trial.verdict}: {trial.change} {trial.changed[:3]} {trial.what}", file=sys.stderr)
        report[target] = summary(tried)
        print(target, {key: value for key, value in summary(tried).items() if key != "unnoticed"})
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
