"""Absurd specs: compiled to sound code that does what the interpreter does, or refused with a diagnostic.

Never a traceback, never half an output.
"""

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import black
import pytest

from tests.safety._absurd_specs import LARGE, REFUSED, SOUND, TWINS
from tests.safety._compile import Outcome, compile_files, imported_afresh
from tests.support.engines import without
from wfc.cli.playing import play_on
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.scenario.model import Reply, Scenario
from wfc.target import Engine, EngineMissing, Target, default_options, load_target


@pytest.fixture(autouse=True)
def _usual_depth() -> Iterator[None]:
    """As deep as Python goes by itself: the JSONata engine of other tests raises the limit of the whole process."""
    raised = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(raised)


def _is_sound(outcome: Outcome, platforms: Collection[str]) -> None:
    assert {path.partition("/")[0] for path in outcome.files} == platforms
    for path, data in outcome.files.items():
        if path.endswith(".py"):
            compile(data, path, "exec")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", SOUND)
def test_an_absurd_spec_becomes_sound_code(name: str, tmp_path: Path) -> None:
    outcome = compile_files(SOUND[name], tmp_path)
    assert outcome.errors == ()
    _is_sound(outcome, {"airflow", "stepfunctions", "temporal"})
    for path, data in outcome.files.items():
        if path.endswith(".py") and len(data) < 30_000:
            assert black.format_str(data.decode(), mode=black.Mode()) == data.decode(), path


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_so_does_a_large_one(name: str, tmp_path: Path) -> None:
    """On the platforms that have room for it; the others say that they have none."""
    files, platforms = LARGE[name]
    outcome = compile_files(files, tmp_path)
    assert {error.code.name for error in outcome.errors} <= {"platform-limit"}
    _is_sound(outcome, platforms)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused(name: str, tmp_path: Path) -> None:
    files, code = REFUSED[name]
    outcome = compile_files(files, tmp_path)
    assert code in {error.code.id for error in outcome.errors}, [error.message for error in outcome.errors]
    assert outcome.files == {}
    assert all("0x" not in error.message for error in outcome.errors), "the same in every run"


def test_twins_are_told_apart_or_refused(tmp_path: Path) -> None:
    outcome = compile_files(TWINS, tmp_path)
    assert {path.partition("/")[0] for path in outcome.files} == {"airflow", "stepfunctions"}
    assert [(error.code.id, error.at.span.file) for error in outcome.errors] == [("WFC501", "spec.py")]


@pytest.fixture(scope="module", params=["stepfunctions", "temporal"])
def running(request: pytest.FixtureRequest) -> Iterator[tuple[Target, Engine]]:
    target = load_target(request.param)
    try:
        with target.engine() as engine:
            yield target, engine
    except EngineMissing as missing:
        without(missing)


@pytest.mark.engine
@pytest.mark.parametrize("fails", [False, True], ids=["succeeds", "fails"])
@pytest.mark.parametrize("name", ["names", "long ids", "operation json", "operation absurd.team", "workflow json"])
def test_it_does_what_the_interpreter_does(
    name: str, fails: bool, running: tuple[Target, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, engine = running
    outcome = compile_files(SOUND[name], tmp_path)
    (workflow,) = outcome.workflows
    works = {node.id: (Reply(output=3),) for node in workflow.nodes}
    undone = {f"{node.id}:undo": (Reply(output=0),) for node in workflow.nodes}
    last = {workflow.nodes[-1].id: (Reply(error="Boom", message="it is"),)} if fails else {}
    scenario = Scenario(
        name=name, file="", workflow=workflow.key, input={"amount": 5}, context=None, operations=works | undone | last
    )
    with imported_afresh(tmp_path):
        monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
        case = Case(spec=tmp_path / "spec.py", workflow=workflow, scenario=scenario)
        journal = play_on(target, engine, default_options(target), case)
        expected = interpret(workflow, scenario).journal
    assert expected.status == ("failed" if fails else "succeeded")
    assert list(differences(expected, journal, workflow)) == []
