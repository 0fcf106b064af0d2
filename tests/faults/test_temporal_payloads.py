"""Values that are too large for Temporal fail what has made them, and nothing hangs (docs/semantics.md, S2)."""

from dataclasses import dataclass, field

import pytest

from tests.faults.on_temporal.asking import SCALE, strike_all
from tests.faults.sagas import with_timeout
from wfc.cli.reading import read_specs
from wfc.cli.scenarios import Case
from wfc.runner import Runner
from wfc.scenario.journal import Journal
from wfc.scenario.model import Reply, Scenario

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.xdist_group("faults-temporal")]

TIMEOUT = 6_000
MIB = 1024 * 1024
SPEC = '''"""Letters that are bound together, in a file that is opened first."""

from clerk import bind, close, open_file, read
from wfc import Compensation, Operation, Step, Workflow

Open = Operation("archive.open", handler=open_file, effect="write", idempotent="natural")
Close = Operation("archive.close", handler=close, effect="write", idempotent="natural")
Read = Operation("archive.read", handler=read, effect="read")
Bind = Operation("archive.bind", handler=bind, effect="write", idempotent="key", irreversible=True)

archive = Workflow(
    key="archive.letters",
    version="1.0.0",
    steps=[
        Step(id="open", operation=Open, compensation=Compensation(Close, inputs=lambda output: {"note": output})),
        Step(
            id="left",
            operation=Read,
            compensation=Compensation(Close, inputs=lambda steps, output: {"note": steps["open"].output + output}),
        ),
        Step(id="right", operation=Read),
        Step(
            id="bind",
            operation=Bind,
            inputs=lambda steps: {"text": steps["left"].output + steps["right"].output},
        ),
    ],
    result=lambda steps: steps["left"].output + steps["bind"].output,
)
'''
HANDLERS = """
def open_file() -> str: ...
def close(note: str) -> None: ...
def read() -> str: ...
def bind(text: str, idempotency_key: str) -> str: ...
"""
LARGE = Reply(output="x" * (MIB * 6 // 5))
"""Two of them are too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLarge:
    """What the handlers say, and what must come of it: the error with its step, the calls, the undoings that fail."""

    said: dict[str, Reply]
    error: tuple[str, str | None]
    calls: str
    not_undone: list[str] = field(default_factory=list)


TOO_LARGE = {
    "a result": TooLarge(
        said={"left": Reply(output="x" * 3 * MIB)},
        error=("TooLarge", "left"),
        calls="open left open:undo",
    ),
    "an argument": TooLarge(
        said={"left": LARGE, "right": LARGE},
        error=("TooLarge", "bind"),
        calls="open left right left:undo open:undo",
    ),
    "an argument of a compensation": TooLarge(
        said={"open": LARGE, "left": LARGE, "right": Reply(error="Torn")},
        error=("Torn", "right"),
        calls="open left right open:undo",
        not_undone=["left"],
    ),
    "the result of the run": TooLarge(
        said={"left": LARGE, "bind": LARGE},
        error=("TooLarge", None),
        calls="open left right bind left:undo open:undo",
    ),
    "the message of an error": TooLarge(
        said={"right": Reply(error="Torn", message="x" * 3 * MIB)},
        error=("Torn", "right"),
        calls="open left right left:undo open:undo",
    ),
}


@pytest.fixture(scope="module")
def journals(temporal: Runner, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Journal | None]:
    """What came of each: all are played at once."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "clerk.py").write_text(HANDLERS)
    spec = folder / "archive.py"
    spec.write_text(SPEC)
    (written,) = read_specs([spec], folder).workflows[spec]
    workflow = with_timeout(written, round(TIMEOUT / SCALE))
    crews = []
    for name, large in TOO_LARGE.items():
        said = {address: (reply,) for address, reply in large.said.items()}
        scenario = Scenario(name=name, file="", workflow=workflow.key, input={}, context={}, operations=said)
        crews.append([(Case(spec=spec, workflow=workflow, scenario=scenario), None)])
    return {one.case.scenario.name: one.told.journal for one in strike_all(temporal, crews)}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_is_too_large_fails_what_has_made_it(journals: dict[str, Journal | None], name: str) -> None:
    wanted, journal = TOO_LARGE[name], journals[name]
    assert journal, "the run hangs"
    assert journal.error
    assert (journal.error.type, journal.error.step) == wanted.error
    assert " ".join(call.address for call in journal.calls) == wanted.calls
    not_undone = [(failure.step, failure.type) for failure in journal.compensation_failed]
    assert not_undone == [(step, "TooLarge") for step in wanted.not_undone]
