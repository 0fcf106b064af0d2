"""What lowering a node needs to know of its workflow, and the source of what tasks read of a run."""

from dataclasses import dataclass, replace
from typing import final

from wfc.emit.quote import python_string
from wfc.ir import expressions as ir
from wfc.ir.nodes import Node, Workflow
from wfc.ir.policies import Operation
from wfc.ir.walk import operations_by_key
from wfc_targets.airflow.handled import Arrivals, arrivals
from wfc_targets.airflow.names import TaskNames, task_id
from wfc_targets.airflow.routes import Shape
from wfc_targets.airflow.values import Roots, Scope, given

JOIN = "trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS"
ALL_DONE = "trigger_rule=TriggerRule.ALL_DONE"
SETTLED = "trigger_rule=TriggerRule.ONE_DONE"
"""Of one predecessor: it has succeeded or failed. Behind a step that did not run, Airflow skips the task by itself."""

LAST_FAILURE = "last_failure(*FAILING)"
MAP_INDEX = 'get_current_context()["ti"].map_index'


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The block being lowered, in its workflow. `alone`: its one step is mapped without a group and is given `item`."""

    workflow: Workflow
    shape: Shape
    arrivals: Arrivals
    operations: dict[str, Operation]
    alone: bool = False

    @property
    def names(self) -> TaskNames:
        return self.shape.names

    def inside(self, shape: Shape, *, alone: bool = False) -> "Flow":
        """The same for a block inside."""
        return replace(self, shape=shape, alone=alone)


def flow_of(workflow: Workflow, shape: Shape) -> Flow:
    """The context for lowering the nodes of a workflow."""
    return Flow(
        workflow=workflow, shape=shape, arrivals=arrivals(workflow), operations=operations_by_key(workflow)
    )  # fmt: skip


def decorator(kind: str, *arguments: str) -> str:
    """`@task(...)`."""
    return f"@{kind}({', '.join(arguments)})" if arguments else f"@{kind}"


def recorded(step: str | None) -> str:
    """The decorator that keeps what a task fails with, under the name of a step or of the run."""
    return f"@recorded({python_string(step)})" if step else "@recorded()"


def timed(flow: Flow) -> tuple[str, ...]:
    """The decorator of tasks that the deadline of the workflow, if it has one, does not let begin or cuts."""
    return () if flow.workflow.deadline is None else ("@in_time()",)


def names_of(*tasks: str) -> str:
    """Task ids as arguments."""
    return ", ".join(python_string(one) for one in tasks)


def failure_source(candidates: tuple[str, ...]) -> str:
    """Source of the failure handled last, given the nodes it may be of, latest first."""
    tasks = names_of(*(task_id(one) for one in candidates))
    return f"failure_of({tasks})" if len(candidates) == 1 else f"last_failure({tasks})"


def key_source(step: str, what: str, flow: Flow) -> str:
    """Source of what follows the run id in an idempotency key. `what`: "" or `:undo` and the like."""
    index = ":{index}" if flow.shape.each else ""
    text = f"{step}{index}{what}"
    return f'f"{text}"' if "{" in text else f'"{text}"'


def scope_of(flow: Flow, roots: Roots, upto: Node | None = None) -> Scope:
    """Where the lambdas of a node are evaluated. With `upto`, outputs of later steps cannot be seen (C4)."""
    positions = flow.arrivals.positions
    last = positions[upto.id] if upto else len(positions)
    each = flow.shape.each
    own: Roots = {} if each is None else {
        "index": lambda: MAP_INDEX,
        "item": lambda: f"element({names_of(flow.names.entry(each))})",
    }  # fmt: skip
    return Scope(
        roots={**given(flow.names.run("start")), **own, **roots},
        sees=lambda step: positions[step] <= last,
        bound=frozenset({"item"}) if flow.alone else frozenset(),
    )


def forward(node: Node, flow: Flow) -> Scope:
    """Where a node's inputs and the conditions of a choice are evaluated."""
    roots: Roots = {
        "error": lambda: failure_source(flow.arrivals.handled_before(node.id)),
        "key": lambda: f"key_for({key_source(node.id, '', flow)})",
    }
    return scope_of(flow, roots)


def after(node: Node, flow: Flow) -> Scope:
    """Behind a node that has failed its own failure is the one handled last."""
    own = (node.id,) if node.on_failure else ()
    roots: Roots = {
        "error": lambda: failure_source((*own, *flow.arrivals.handled_before(node.id))),
        "output": lambda: f'pull("{task_id(node.id)}")',
    }
    return scope_of(flow, roots)


def key_roots(flow: Flow, takes_key: bool) -> tuple[ir.Root, ...]:
    """What the source of a key reads."""
    return ("index",) if flow.shape.each and takes_key else ()
