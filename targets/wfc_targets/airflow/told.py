"""`after_compensation`: the task that is told of a failed run, between the last undo and the outcome."""

from collections.abc import Iterable, Iterator

from wfc.ir.nodes import Approval, Call, ForEach, Node, Step
from wfc.ir.walk import all_nodes, walk_nodes
from wfc_targets.airflow.flow import ALL_DONE, LAST_FAILURE, Flow, decorator, names_of, recorded, scope_of
from wfc_targets.airflow.invoke import invoke
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.plan import Task
from wfc_targets.airflow.policies import attempts, time_limit
from wfc_targets.airflow.values import Roots, bindings


def told_task(step: Step, flow: Flow) -> Task:
    """Its call, when the run has failed and has called something."""
    found = invoke(flow.operations[step.operation], step.inputs, f'"{step.id}"')
    roots: Roots = {"error": lambda: LAST_FAILURE, "key": lambda: f'key_for("{step.id}")'}
    each = tuple(node for node in all_nodes(flow.workflow) if isinstance(node, ForEach))
    inside = {one.id for node in each for one in walk_nodes(node.body.nodes)}
    outside = [node for node in all_nodes(flow.workflow) if node.id not in inside]
    elements = [f"{flow.names.entry(node)}={_tuple(_calling(walk_nodes(node.body.nodes), flow))}" for node in each]
    asked = ", ".join([names_of(flow.shape.final, *_calling(outside, flow)), *elements])
    name = flow.names.steps[step.id]
    named = () if name == task_id(step.id) else (f'task_id="{task_id(step.id)}"',)
    return Task(
        name=name,
        decorators=(
            decorator("task", *named, ALL_DONE, *attempts(step.retry), *time_limit(step.timeout)),
            f"@when_failed({asked})",
            recorded(step.id),
        ),
        doc=step.description,
        imports=found.imports,
        bindings=bindings([step.inputs], scope_of(flow, roots)),
        body=found.call,
    )


def _calling(nodes: Iterable[Node], flow: Flow) -> Iterator[str]:
    """The tasks that make calls."""
    for node in nodes:
        match node:
            case Approval():
                yield flow.names.stages(node)[0]
            case Step() | Call():
                yield task_id(node.id)
            case _:
                pass


def _tuple(tasks: Iterable[str]) -> str:
    return f"({''.join(f'{names_of(one)}, ' for one in tasks).rstrip()})"
