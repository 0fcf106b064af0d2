"""The facts that a read DAG states, and those of the core in the same form."""

import re
from collections.abc import Iterator

from wfc.ir.nodes import Choice, ForEach, Parallel, Succeed, Workflow
from wfc.ir.walk import all_nodes, targets_of
from wfc.validation.expected import expected_facts
from wfc.validation.facts import Aspect, Facts
from wfc_targets.airflow.readback.beside import facts_beside
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.of_nodes import facts_of
from wfc_targets.airflow.readback.patterns import Unread
from wfc_targets.airflow.readback.ways import tidy_failures, tidy_successes, ways_of
from wfc_targets.airflow.readback.written import Writer, Written

UNREAD = {
    Aspect.UNDO_ON_FAILURE: "`rollback` looks while the run goes on: held by playing runs",
    Aspect.UNDO_ON_SUCCESS: "likewise",
}
_NUMBER = re.compile(r"\d+(\.\d+)?")


def stated_facts(dag: Dag, *beside: tuple[str, Aspect, object]) -> Facts:
    """What the tasks say; `beside`: and the rest of the file."""
    return _tidied({**dict(_stated(dag)), **{(place, aspect): value for place, aspect, value in beside}})


def core_facts(workflow: Workflow, writer: Writer) -> Facts:
    """What the core says, but for what can never matter."""
    idle = set(_idle(workflow))
    return _tidied({key: fact for key, fact in expected_facts(workflow, writer).items() if key not in idle})


def _idle(workflow: Workflow) -> Iterator[tuple[str, Aspect]]:
    """The result of what cannot but fail, a deadline where nothing takes time."""
    if not any(isinstance(target, Succeed) for node in workflow.nodes for target in targets_of(node)):
        yield "", Aspect.RESULT
    if all(isinstance(node, Choice | Parallel | ForEach) for node in all_nodes(workflow)):
        yield "", Aspect.DEADLINE


def _stated(dag: Dag) -> Iterator[tuple[tuple[str, Aspect], object]]:
    found = [*_of_run(dag), *facts_beside(dag)]
    for node in all_nodes(dag.workflow):
        found += [*facts_of(dag, node), *ways_of(dag, node)]
    for place, aspect, value in found:
        if value is not None and value != ():
            yield (place, aspect), value


def _of_run(dag: Dag) -> Iterator[tuple[str, Aspect, object]]:
    yield "", Aspect.ENTRY, _first(dag)


def _first(dag: Dag) -> str:
    """The node behind the task that nothing leads to; the start leads to one only."""
    first = [one for one in dag.tasks if not dag.before[one]]
    if dag.start is not None and first == [dag.start]:
        first = list(dag.ahead[dag.start])
    if len(first) != 1:
        raise Unread(f"a run begins with several tasks: {', '.join(first)}")
    return dag.entries.get(first[0], first[0])


def _tidied(facts: Facts) -> Facts:
    found = {key: _tidy(key[1], value) for key, value in facts.items()}
    return {key: value for key, value in found.items() if value is not None and value != ()}


def _tidy(aspect: Aspect, value: object) -> object:
    match aspect, value:
        case Aspect.ON_SUCCESS, tuple(ways):
            return tidy_successes(ways)
        case Aspect.ON_FAILURE, tuple(ways):
            return tidy_failures(ways)
        case Aspect.CONTEXT, Written(text="ctx"):
            return None  # the caller's own, as if nothing had been said
        case Aspect.DURATION, Written(text=text) if _NUMBER.fullmatch(text):
            return round(float(text) * 1000)
        case _:
            return value
