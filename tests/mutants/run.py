"""Draws mutants and has them judged, one line of `judged.jsonl` after another."""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import pytest

from tests.mutants.changes import Changed, possible_changes
from tests.mutants.judge import Judge, Judged

ROOT = Path(__file__).parents[2]
FOLDERS = ("compiler/wfc/passes", "compiler/wfc/analysis")
BUILD = ROOT / "build" / "mutants"
JUDGED = "judged.jsonl"
EQUIVALENT = Path(__file__).parent / "equivalent.txt"
DEFAULT_TESTS = (
    "tests/passes", "tests/diagnostics/test_pages.py", "tests/diagnostics/test_broken_specs.py", "tests/specs",
    *sorted(file.relative_to(ROOT).as_posix() for file in (ROOT / "tests/unit").glob("test_*.py")),
    "tests/golden/test_golden.py::test_is_sound", "tests/golden/test_golden.py::test_core",
    "tests/fixes",
    "tests/targets/airflow/test_limits.py", "tests/targets/stepfunctions/test_quotas.py",
    "tests/targets/temporal/test_limits.py",
)  # fmt: skip
"""The fast tests that come to passes and analyses, as `make check` runs them."""

ALONE = (
    "-p", "no:xdist", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none", "--capture=no", "--quiet",
    "--no-header", "--no-summary",
)  # fmt: skip
"""How pytest is told that it only lends its tests."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is of. No `files` stand for all; no `mutants` too."""

    seed: int
    mutants: int
    files: tuple[str, ...]
    tests: tuple[str, ...]
    out: Path = BUILD
    afresh: bool = False
    survivors: bool = False


def judge_drawn(asked: Asked) -> tuple[list[Judged], list[str]]:
    """The verdicts on the mutants drawn, and the tests that fail without a mutant."""
    asked.out.mkdir(parents=True, exist_ok=True)
    wanted = list(drawn(asked))
    known = {} if asked.afresh else _known(asked)
    judged = [known[one.key] for one in wanted if one.key in known]
    with (asked.out / JUDGED).open("a" if known else "w", encoding="utf-8") as log:
        if not known:
            log.write(json.dumps({"of": _fingerprint(asked)}) + "\n")

        def say(one: Judged) -> None:
            judged.append(one)
            log.write(json.dumps(asdict(one)) + "\n")
            log.flush()
            if one.verdict != "killed":
                print(f"{one.verdict}: {one.module}:{one.line}: {one.change}: {one.diff}", flush=True)

        left = [one for one in wanted if one.key not in known]
        judge = Judge(sources=sources(), draw=lambda: left, say=say)
        return judged, _run(judge, asked) if left else []


def _run(judge: Judge, asked: Asked) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        ended = pytest.main([*ALONE, "--basetemp", folder, *asked.tests], plugins=[judge])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        sys.exit(f"the tests could not be collected: {ended!r}")
    return judge.unsound


def sources() -> dict[str, Path]:
    """The files of passes and analyses by module."""
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.py"))]
    return {f"wfc.{file.parent.name}.{file.stem}": file for file in files if file.stem != "__init__"}


def drawn(asked: Asked) -> Iterator[Changed]:
    """So many mutants of each folder, or of the files asked for together."""
    chosen = {module: file for module, file in sources().items() if not asked.files or file.name in asked.files}
    groups = [list(chosen)] if asked.files else [[one for one in chosen if f".{kind}." in one] for kind in kinds()]
    for modules in groups:
        every = [one for module in modules for one in possible_changes(module, chosen[module].read_text("utf-8"))]
        Random(asked.seed).shuffle(every)
        found: dict[str, Changed] = {}
        for make in every:
            if len(found) == (asked.mutants or len(every)):
                break
            made = make()
            if made.diff:
                found.setdefault(made.key, made)
        yield from found.values()


def kinds() -> tuple[str, ...]:
    """`passes`, `analysis`."""
    return tuple(Path(folder).name for folder in FOLDERS)


def equivalents() -> dict[str, str]:
    """The mutants that no test can tell from the original, with the reason: a line with the key, and one below."""
    lines = [line for line in EQUIVALENT.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {key: reason.removeprefix("    because ") for key, reason in zip(lines[::2], lines[1::2], strict=True)}


def _known(asked: Asked) -> dict[str, Judged]:
    log = asked.out / JUDGED
    if not log.exists():
        return {}
    first, *rest = log.read_text("utf-8").splitlines() or ["{}"]
    judged = [Judged(**json.loads(line)) for line in rest]
    if json.loads(first).get("of") != _fingerprint(asked):
        judged = [one for one in judged if asked.survivors and one.verdict == "killed"]
    return {one.key: one for one in judged}


def _fingerprint(asked: Asked) -> str:
    """Of everything that a verdict depends on."""
    found = hashlib.sha256(repr(asked.tests).encode())
    for folder in ("compiler", "targets", "templates", "specs", "tests"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and file != EQUIVALENT and "__pycache__" not in file.parts:
                found.update(file.read_bytes())
    return found.hexdigest()
