"""Whose fault a failure is: the world's (the scenario wanted it), or the spec's, which the checks should have seen.

The spec's are: an expression without a value where no edge handles that; an input of a step that does not fit although
its model only has types; and whatever outgrows a limit. A run's own input that does not fit is the caller's fault; one
that fits the type but not a bound of the operation's model (`Field(lt=15)`) is the data's, and no rule speaks of it.
"""

from collections.abc import Iterator

from wfc.analysis.unhandled import handles
from wfc.interpret.run import Interpreted
from wfc.interpret.timeline import Refused
from wfc.ir.nodes import Choice, Node, Workflow
from wfc.ir.walk import all_nodes, family, places
from wfc.scenario.addresses import call_addresses, located_nodes
from wfc.scenario.journal import Journal
from wfc.scenario.spelling import without_indexes

BOUNDED = frozenset({"do.ship"})
"""Operations of random specs whose model has more than types."""
LIMITS = frozenset({"TooLarge"})


def faults(workflow: Workflow, run: Interpreted) -> list[str]:
    """What failed in an interpreted run that is the spec's fault."""
    refused = [one for one in run.timeline if isinstance(one, Refused)]
    return [*(_shown(one) for one in refused if _is_ours(one, workflow, run.journal)), *outgrown(run.journal)]


def outgrown(journal: Journal) -> Iterator[str]:
    """The limits that a run ran into, on whatever played it."""
    failures = [(one.type, one.step) for one in (journal.error, *journal.compensation_failed) if one is not None]
    yield from (f"{type} at {step}" for type, step in failures if type in LIMITS)


def _shown(refused: Refused) -> str:
    return f"{refused.type} at {refused.address or 'the run'}: {refused.detail}"


def _is_ours(refused: Refused, workflow: Workflow, journal: Journal) -> bool:
    address = without_indexes(refused.address)
    if refused.type == "InvalidInput":
        role = call_addresses(workflow).get(address)
        return bool(address) and (role is None or role.operation not in BOUNDED)
    located = {at.replace("[]", ""): node for at, node in located_nodes(workflow)}
    node = located.get(address)
    return node is None or not _is_handled(node, journal.outcomes.get(refused.address), workflow)


def _is_handled(node: Node, outcome: str | None, workflow: Workflow) -> bool:
    """By the node's own edges, unless it had succeeded and one of its conditions raised; or by what is around it."""
    around = next(found for one in family(workflow) if (found := _around(node, one)) is not None)
    asks_its_own = isinstance(node, Choice) or outcome != "succeeded"
    return (asks_its_own and handles(node)) or any(map(handles, around))


def _around(node: Node, workflow: Workflow) -> list[Node] | None:
    """The nodes around it, None when it is none of this workflow's."""
    if not any(one is node for one in all_nodes(workflow)):
        return None
    return [outer for outer, _ in places(workflow)[node.id]]
