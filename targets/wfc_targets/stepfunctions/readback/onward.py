"""What a definition says about the ways behind a node that are not failures of its task."""

from wfc.ir.nodes import Node
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback.calls import Stated
from wfc_targets.stepfunctions.readback.kept import check_exit
from wfc_targets.stepfunctions.readback.outcomes import outcome
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.scopes import own
from wfc_targets.stepfunctions.readback.situations import Failure
from wfc_targets.stepfunctions.readback.syntax import const
from wfc_targets.stepfunctions.readback.undone import Chains
from wfc_targets.stepfunctions.readback.walking import Arrival

Ended = tuple[tuple[Failure, Arrival], ...]
"""Where a task has led that failed in each of these ways."""


def onward_facts(reading: Reading, chains: Chains, node: Node, arrivals: tuple[Arrival, ...], ended: Ended) -> Stated:
    """The ways behind a node in the order of decision, those of its task's failures, and what each leaves undone."""
    for arrival in arrivals:
        check_exit(reading, node, arrival, None)
    for failure, arrival in ended:
        check_exit(reading, node, arrival, failure)
    own_failures = tuple(one for one in arrivals if _is_own_failure(node, one))
    behind = tuple(one for one in arrivals if one not in own_failures)
    outside = tuple((Failure(type="SomeOther", error=""), one) for one in own_failures)
    yield node.id, Aspect.ON_SUCCESS, tuple(outcome(reading, one) for one in arrivals)
    for failure, arrival in ended:
        yield f"{node.id} after {failure.name}", Aspect.ON_FAILURE, outcome(reading, arrival)
    yield node.id, Aspect.UNDO_ON_SUCCESS, chains.behind(node, behind)
    yield node.id, Aspect.UNDO_ON_FAILURE, chains.after_failures(node, (*ended, *outside))


def _is_own_failure(node: Node, arrival: Arrival) -> bool:
    """Has a lambda of the node failed outside of a task, or has it failed without one?"""
    return arrival.store.get(own(arrival.before.scope, "failedCondition")) == const(node.id)
