"""What can become of each node of a workflow."""

from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import (
    Approval,
    Call,
    Choice,
    Fail,
    FailAgain,
    Node,
    Step,
    Wait,
    Workflow,
)
from wfc.ir.walk import arms_of, can_be_late, child_of
from wfc_targets.airflow.readback.chances import Decision

UNLISTED = "Unlisted"
"""A type that no edge names."""


RUN, RESULT, UNDO = "", ":result", ":undo"
"""Places of decisions that are not about a node: the input, the output, whether compensations fail."""


def options_of_result(workflow: Workflow) -> list[Decision]:
    """What can become of the result."""
    can_fail = [Decision(type="ExpressionError")] if is_fallible(workflow.result) else []
    return [Decision(), *can_fail, *([Decision(type="InvalidOutput")] if workflow.output is not None else [])]


def options_of(node: Node, workflow: Workflow) -> list[Decision]:
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
            late += [Decision(type="Deadline", stage=1)] if can_be_late(child_of(workflow, node)) else []
        case _:
            return found
    return [*found, *dict.fromkeys([*failures, *late])]


def _listed(node: Node) -> list[str]:
    return list(dict.fromkeys(one for catch in node.on_failure for one in catch.types))


def _of_decision(kind: str) -> int:
    """A decision is the last thing that can fail an approval; its notice is the first."""
    return 2 if kind in {"Rejected", "Timeout"} else 0
