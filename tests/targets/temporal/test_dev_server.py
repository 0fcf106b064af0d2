"""On the dev server, where nothing of time is pretended: the server's own timers end what takes too long."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.corpus import cases
from tests.support.engines import without
from wfc.cli.playing import play_on
from wfc.cli.reading import read_specs
from wfc.cli.scenarios import Case, read_cases, scenario_files
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.target import Engine, EngineMissing
from wfc_targets.temporal import TARGET

pytestmark = [pytest.mark.engine, pytest.mark.slow]
NAMES = (
    "city_break/hotel_full_while_the_flight_is_slow",
    "lab_samples/middle_one_jams",
    "payment_flow/paid",
    "payment_flow/validation_hangs_once",
    "repair_shop/cancelled_three_deep",
    "school_reports/failures_everywhere",
    "vacation_request/calendar_down",
)
SPEC = '''"""A run that has no time."""

from copying_clerk import copy, undo
from wfc import Compensation, Operation, Parallel, Step, Wait, Workflow

Copy = Operation("office.copy", handler=copy, effect="read")
Undo = Operation("office.undo", handler=undo, effect="write", idempotent="natural")

flow = Workflow(
    key="office.copies",
    version="1.0.0",
    deadline="5s",
    steps=[
        Step(id="first", operation=Copy, timeout="1m", compensation=Compensation(Undo)),
        Parallel(id="both", branches={
            "slow": [Step(id="slow", operation=Copy, timeout="1m")],
            "wait": [Wait(id="wait", duration="4s")],
        }, on_failure="never"),
    ],
    handlers=[Step(id="never", operation=Copy)],
)
'''
HANDLERS = "def copy() -> int:\n    return 1\n\n\ndef undo() -> None:\n    pass\n"
SCENARIO = """
workflow: office.copies
operations:
  first: [{output: 1, takes: 2s}]
  slow: [{output: 1, takes: 20s}]
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WFC_TEMPORAL_SERVER", "dev")
        try:
            engine = TARGET.engine()
        except EngineMissing as missing:
            without(missing)
        with engine:
            yield engine


@pytest.mark.parametrize("name", NAMES)
def test_same_journal_in_real_time(engine: Engine, name: str) -> None:
    check(engine, next(case for case in cases() if case.name == name))


def test_the_deadline_cuts_attempts_and_waits(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec, scenarios = tmp_path / "office.py", tmp_path / "scenarios" / "office"
    scenarios.mkdir(parents=True)
    spec.write_text(SPEC)
    (tmp_path / "copying_clerk.py").write_text(HANDLERS)
    (scenarios / "slow.yaml").write_text(SCENARIO)
    monkeypatch.syspath_prepend(tmp_path)
    read = read_specs([spec], tmp_path)
    assert [found.message for found in read.findings if found.severity.value == "error"] == []
    found = read_cases(spec, scenario_files(spec), read.workflows[spec], tmp_path)
    assert [finding.message for finding in found.findings] == []
    [case] = found.cases
    assert [call.error for call in interpret(case.workflow, case.scenario).journal.calls] == [None, "Deadline", None]
    check(engine, case)


def check(engine: Engine, case: Case) -> None:
    journal = play_on(TARGET, engine, {}, case)
    expected = interpret(case.workflow, case.scenario).journal
    assert differences(expected, journal, case.workflow) == ()
