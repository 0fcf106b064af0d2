"""What has been played so far, on disk: a line for each chunk, so that a run that was stopped goes on where it was."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import run

from tests.conformance.deep.tally import Tally, from_json, to_json

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "build" / "conformance"


@dataclass(frozen=True, slots=True)
class State:
    """The file of a seed and a revision."""

    file: Path

    def chunks(self) -> Iterator[tuple[str, int, Tally]]:
        """Target, number and tally of each chunk that was played; a line that was cut off tells of none."""
        if not self.file.exists():
            return
        for line in self.file.read_text("utf-8").splitlines():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:
                continue
            yield entry["target"], entry["chunk"], from_json(entry["tally"])

    def add(self, target: str, chunk: int, tally: Tally) -> None:
        """Keep a chunk."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        is_cut_off = self.file.exists() and not self.file.read_bytes().endswith(b"\n")
        with self.file.open("a", encoding="utf-8") as file:
            file.write(
                "\n" * is_cut_off + json.dumps({"target": target, "chunk": chunk, "tally": to_json(tally)}) + "\n"
            )


def revision() -> str:
    """What is being tested: the commit, with a mark when there is more in the working tree."""
    asked = run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "unknown"


def state_of(seed: int, revision: str) -> State:
    """What was played with this seed of this revision."""
    return State(FOLDER / f"{seed}-{revision}.jsonl")
