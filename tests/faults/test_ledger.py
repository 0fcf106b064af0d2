"""The ledger takes each effect once, whoever delivers it, and strikes each fault once."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.ledger import LedgerStage, Scene, begin_play, is_struck, open_ledger, told

PAY = {
    "operations": {"pay": {"handler": "acme:pay", "argument": None, "fixed": {"id": "p"}, "errors": {}}},
    "roles": {"pay": {"operation": "pay", "timeout": 2.0, "max_duration": None}},
    "script": {},
    "time_scale": 1.0,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    open_ledger(tmp_path / "ledger.db")
    return tmp_path / "ledger.db"


def stage(file: Path) -> LedgerStage:
    return LedgerStage(file=file, cast=PAY, scene=lambda: Scene("run", "pay"))


def deliver(file: Path) -> None:
    """As the stand-in of a handler does."""
    cue = stage(file).begin({"amount": 5}, "run:pay")
    stage(file).end(cue, cue.reply.output, cue.reply.error)


def test_a_second_delivery_with_the_same_key_changes_nothing(file: Path) -> None:
    begin_play(file, "run", PAY, "")
    deliver(file)
    deliver(file)
    known = told(file, "run")
    assert known["effects"] == [["pay", "run:pay"]]
    assert [(call["attempt"], call["output"]) for call in known["calls"]] == [(1, {"id": "p"}), (2, {"id": "p"})]


@pytest.mark.parametrize(("phase", "effects"), [("before", []), ("after", [["pay", "run:pay"]])])
def test_a_process_dies_on_one_side_of_the_effect_and_only_once(file: Path, phase: str, effects: list[str]) -> None:
    begin_play(file, "run", PAY, f"{phase} pay 1")
    dying = f"from pathlib import Path; from tests.faults.test_ledger import deliver; deliver(Path({str(file)!r}))"
    died = subprocess.run([sys.executable, "-c", dying], env={"PYTHONPATH": ":".join(sys.path)}, check=False)
    assert died.returncode == -signal.SIGKILL
    known = told(file, "run")
    assert (known["effects"], [call["error"] for call in known["calls"]]) == (effects, ["Timeout"])
    deliver(file)
    assert is_struck(file, "run")
    assert told(file, "run")["effects"] == [["pay", "run:pay"]]


@pytest.mark.parametrize(("phase", "heard"), [("slow", None), ("late", "Timeout")])
def test_a_handler_that_hangs_takes_effect_but_nobody_hears_of_it_if_it_is_too_late(
    file: Path, phase: str, heard: str | None
) -> None:
    begin_play(file, "run", PAY, f"{phase} pay 1")
    deliver(file)
    known = told(file, "run")
    assert (known["calls"][0]["error"], known["effects"]) == (heard, [["pay", "run:pay"]])
