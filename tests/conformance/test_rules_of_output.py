"""Rules that no journal can show: what they forbid happens only when something goes wrong outside a scenario."""

import json
import re
from pathlib import Path

import pytest

from tests.conformance.corpus import SPECS, specs
from wfc.driver import compile_workflow
from wfc.target import default_options, load_target

ENDS_WITHOUT_UNDO = {
    "airflow": r"dagrun_timeout",
    "temporal": r"(?<!schedule_to_close_)(?<!start_to_close_)\b(execution|run)_timeout=|TerminateExisting|TERMINATE",
}


def emitted(target: str, spec: Path) -> dict[str, str]:
    chosen = load_target(target)
    files: dict[str, bytes] = {}
    for workflow in specs().workflows[spec]:
        files |= compile_workflow(workflow, chosen, default_options(chosen)).files  # none of one that it refuses
    return {path: content.decode() for path, content in files.items()}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
@pytest.mark.parametrize("target", ENDS_WITHOUT_UNDO)
def test_c6_nothing_ends_a_run_without_its_compensations(target: str, spec: Path) -> None:
    found = {path for path, text in emitted(target, spec).items() if re.search(ENDS_WITHOUT_UNDO[target], text)}
    assert found == set()


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_c6_no_machine_has_a_time_limit_of_its_own(spec: Path) -> None:
    machines = [text for path, text in emitted("stepfunctions", spec).items() if path.endswith(".asl.json")]
    assert [text for text in machines if "TimeoutSeconds" in json.loads(text)] == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
@pytest.mark.parametrize("target", ["airflow", "stepfunctions", "temporal"])
def test_what_is_generated_never_needs_wfc(target: str, spec: Path) -> None:
    importing = re.compile(r"^\s*(from|import) wfc\b", re.MULTILINE)
    assert {path for path, text in emitted(target, spec).items() if importing.search(text)} == set()
