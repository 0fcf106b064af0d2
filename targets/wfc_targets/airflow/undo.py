"""Compensation: the branch that chooses what is undone, and the chain of tasks that do it."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from wfc.ir.nodes import Call, ForEach, Node, Parallel, Step, Workflow
from wfc.ir.walk import walk_nodes
from wfc_targets.airflow.bodies import Rollback
from wfc_targets.airflow.flow import ALL_DONE, LAST_FAILURE, Flow, decorator, names_of, recorded, scope_of
from wfc_targets.airflow.inner_bodies import ElementUndo, UndoElements
from wfc_targets.airflow.invoke import Invocation, invoke
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.plan import Task
from wfc_targets.airflow.policies import OWN_RETRIES, attempts, counted, duration, time_limit
from wfc_targets.airflow.values import Roots, Scope, bindings

Undone: TypeAlias = Step | Call | ForEach
"""What has an undo task: a `ForEach` one for all that its elements have done."""


def undone(workflow: Workflow) -> tuple[Undone, ...]:
    """What is undone by a task of its own, in the order of undoing."""
    return tuple(reversed(list(_undone(workflow.nodes))))


def _undone(nodes: Iterable[Node]) -> Iterator[Undone]:
    for node in nodes:
        match node:
            case Parallel():
                for branch in node.branches:
                    yield from _undone(branch.nodes)
            case ForEach() if _undoable(node.body.nodes):
                yield node
            case Step() | Call() if node.compensation:
                yield node
            case _:
                pass


def _undoable(nodes: Iterable[Node]) -> list[Step | Call]:
    return [node for node in walk_nodes(nodes) if isinstance(node, Step | Call) and node.compensation]


def rollback(flow: Flow, due: tuple[Undone, ...]) -> Task:
    """The task that chooses compensations."""
    told = flow.workflow.after_compensation
    attempted = tuple(task_id(one.id) for one in due if not isinstance(one, ForEach) and _when(one) == "attempted")
    return Task(
        name=flow.names.run("rollback"),
        decorators=(decorator("task.branch", ALL_DONE, OWN_RETRIES),),
        doc="Choose what is to be undone, unless the run has succeeded.",
        body=Rollback(
            final=flow.shape.final,
            suffix=flow.names.suffixes["undo"],
            steps=tuple(task_id(one.id) for one in due),
            attempted=attempted,
            each=tuple(task_id(one.id) for one in due if isinstance(one, ForEach)),
            items=flow.names.suffixes["items"],
            told=told and task_id(told.id),
        ),
    )


def _when(node: Step | Call) -> str:
    assert node.compensation is not None
    return node.compensation.when


def undo_of(node: Undone, flow: Flow, *, guarded: bool) -> Task:
    """The compensation of a node. `guarded`: it stands behind another one, so a branch alone cannot skip it."""
    rule = (ALL_DONE,) if guarded else ()
    guard = ("@due()",) if guarded else ()
    if isinstance(node, ForEach):
        return _undo_elements(node, flow, rule, guard)
    how = node.compensation
    assert how is not None
    found = _invocation(node, flow, f'"{node.id}:undo"')
    kind = decorator("task", *rule, *attempts(how.retry), *time_limit(how.timeout))
    return Task(
        name=flow.names.beside(node.id, "undo"),
        decorators=(kind, *guard, recorded(node.id)),
        imports=found.imports,
        bindings=bindings([how.inputs], _scope(node, flow)),
        body=found.call,
    )


def _scope(node: Step | Call, flow: Flow) -> Scope:
    roots: Roots = {
        "output": lambda: f'pull("{task_id(node.id)}")',
        "error": lambda: LAST_FAILURE,
        "key": lambda: f'key_for("{node.id}")',
    }
    return scope_of(flow, roots, upto=node)


def _undo_elements(node: ForEach, flow: Flow, rule: tuple[str, ...], guard: tuple[str, ...]) -> Task:
    items = flow.names.entry(node)
    steps = reversed(_undoable(node.body.nodes))
    return Task(
        name=flow.names.beside(node.id, "undo"),
        decorators=(decorator("task", *rule, OWN_RETRIES), *guard),
        doc="Undo what the elements have done, the last one first.",
        body=UndoElements(items=items, steps=tuple(_element_undo(step, items, flow) for step in steps)),
    )


def _element_undo(step: Step | Call, items: str, flow: Flow) -> ElementUndo:
    how = step.compensation
    assert how is not None
    task = names_of(task_id(step.id))
    found = _invocation(step, flow, f'f"{step.id}:{{index}}:undo"')
    roots: Roots = {
        "output": lambda: f"pull({task}, index=index)",
        "error": lambda: LAST_FAILURE,
        "key": lambda: f'key_for(f"{step.id}:{{index}}")',
        "index": lambda: "index",
        "item": lambda: f"pull({names_of(items)})[index]",
    }
    seen = scope_of(flow, roots, upto=step)
    scope = Scope(roots=seen.roots, sees=seen.sees, bound=frozenset({"index"}), of_element=True)
    done = f'state({task}, index) == "success"'
    return ElementUndo(
        step=step.id,
        name=flow.names.beside(step.id, "undo"),
        imports=found.imports,
        bindings=bindings([how.inputs], scope),
        call=found.call,
        due=f"attempted({task}, index)" if how.when == "attempted" else done,
        policies=counted(how.retry),
        timeout=None if how.timeout is None else duration(how.timeout),
    )


def _invocation(node: Step | Call, flow: Flow, key: str) -> Invocation:
    how = node.compensation
    assert how is not None
    return invoke(flow.operations[how.operation], how.inputs, key)
