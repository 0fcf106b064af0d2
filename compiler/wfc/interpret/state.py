"""The state of one interpreted run, and what lambdas see of it."""

from dataclasses import dataclass, field
from typing import final

from wfc.interpret.evaluate import Scope
from wfc.interpret.timeline import Event
from wfc.ir.nodes import Workflow
from wfc.ir.policies import Operation
from wfc.ir.walk import operations_by_key
from wfc.scenario.journal import RUN_ID, Call, CompensationFailure, Failure, Json
from wfc.scenario.model import Scenario

RUN = {"id": RUN_ID, "trigger": "manual", "started_at": "1970-01-01T00:00:00Z", "scheduled_at": None}
"""The `run` of lambdas: virtual time begins with the epoch, and scenarios start a run by hand."""


@final
@dataclass(slots=True, kw_only=True)
class Run:
    """A run on its way. `now` is the virtual clock in milliseconds.

    `given`: the validated input of each step that got so far; `seen`: the outputs readable when it had ended;
    `handled`: the failure handled last.
    """

    workflow: Workflow
    scenario: Scenario
    input: Json = None
    context: Json = None
    now: int = 0
    outputs: dict[str, Json] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    given: dict[str, Json] = field(default_factory=dict)
    attempted: set[str] = field(default_factory=set)
    seen: dict[str, dict[str, Json]] = field(default_factory=dict)
    handled: Failure | None = None
    calls: list[Call] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    compensation_failed: list[CompensationFailure] = field(default_factory=list)
    unscripted: set[str] = field(default_factory=set)
    timeline: list[Event] = field(default_factory=list)

    def operation(self, key: str) -> Operation:
        """An operation of the workflow."""
        return operations_by_key(self.workflow)[key]


def scope_of(run: Run, node: str) -> Scope:
    """What a lambda of a node sees now, `output` once the node has succeeded; with "" a lambda of the run."""
    names = {
        "ctx": run.context,
        "input": run.input,
        "run": RUN,
        "error": error_value(run.handled),
        "output": run.outputs.get(node),
        "key": idempotency_key(node),
    }
    return Scope(names=names, outputs=run.outputs, variables={})


def idempotency_key(address: str) -> str:
    """The key of S1; in the interpreter the run id is `<run>`."""
    return f"{RUN_ID}{address}" if address.startswith(":") else f"{RUN_ID}:{address}"


def error_value(failure: Failure | None) -> Json:
    """`error` as lambdas see it."""
    return failure and {"type": failure.type, "message": failure.message, "step": failure.step}
