"""What can become of each node of a workflow: the answers that played runs are given."""

from dataclasses import dataclass
from typing import final

from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import (
    Approval,
    Call,
    Choice,
    Due,
    Fail,
    FailAgain,
    Node,
    Step,
    Wait,
    Workflow,
)
from wfc.ir.walk import all_nodes, arms_of, undoable
from wfc_targets.airflow.readback.chances import Decision

UNLISTED = "Unlisted"
"""A type that no edge names."""


RUN, RESULT, UNDO = "", ":result", ":undo"
"""Places of decisions that are not about a node: the input, the output, whether compensations fail."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """A workflow with what every run of it asks for."""

    workflow: Workflow
    nodes: dict[str, Node]
    options: dict[str, tuple[Decision, ...]]
    result: tuple[Decision, ...]
    due: dict[tuple[str, str], tuple[Due, ...]]
    when: dict[str, str]


def core_of(workflow: Workflow) -> Core:
    """Found once for all runs."""
    nodes = all_nodes(workflow)
    return Core(
        workflow=workflow,
        nodes={node.id: node for node in nodes},
        options={node.id: tuple(_options(node, workflow)) for node in nodes},
        result=tuple(_of_result(workflow)),
        due={(one.node, one.after): one.undo for one in workflow.failure_points},
        when={one.id: one.compensation.when for one in undoable(workflow) if one.compensation},
    )


def _of_result(workflow: Workflow) -> list[Decision]:
    can_fail = [Decision(type="ExpressionError")] if is_fallible(workflow.result) else []
    return [Decision(), *can_fail, *([Decision(type="InvalidOutput")] if workflow.output is not None else [])]


def _options(node: Node, workflow: Workflow) -> list[Decision]:
    """What can become of a node that has no blocks, or whose blocks have succeeded."""
    arms = arms_of(node)
    fails = [isinstance(arm.target, Fail | FailAgain) for arm in arms]
    found = [Decision(arm=place) for place in sorted(range(len(arms)), key=fails.__getitem__)]
    undecided = [place for place, arm in enumerate(arms) if is_fallible(arm.condition)]
    if isinstance(node, Choice):
        return found + [Decision(condition=place, type="ExpressionError") for place in undecided]
    found += [Decision(condition=place) for place in undecided]
    late = [Decision(type="Deadline")] if workflow.deadline is not None else []
    match node:
        case Step():
            failures = [Decision(type=one) for one in (*_listed(node), UNLISTED, "InvalidInput")]
        case Wait():
            failures = [] if isinstance(node.duration, int) else [Decision(type="ExpressionError")]
        case Approval():
            failures = [Decision(type=one, stage=_of_decision(one)) for one in (*_listed(node), UNLISTED)]
        case Call():
            failures = [Decision(type=one, stage=1) for one in (*_listed(node), UNLISTED)]
            failures.append(Decision(type="InvalidInput"))
        case _:
            return found
    return [*found, *dict.fromkeys([*failures, *late])]


def _listed(node: Node) -> list[str]:
    return list(dict.fromkeys(one for catch in node.on_failure for one in catch.types))


def _of_decision(kind: str) -> int:
    """A decision is the last thing that can fail an approval; its notice is the first."""
    return 2 if kind in {"Rejected", "Timeout"} else 0
