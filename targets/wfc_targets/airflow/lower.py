"""Core workflow to the plan of its DAG file. Total: every workflow that the support table admits has one."""

from collections.abc import Iterator, Mapping

from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Choice, Step, Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import arms_of, steps_of
from wfc_targets.airflow.names import TAKEN, merge_imports, name_import, name_tasks, task_id
from wfc_targets.airflow.plan import Marker, Outcome, Plan, Result, Rollback, Start, Task
from wfc_targets.airflow.policies import OWN_RETRIES
from wfc_targets.airflow.routes import Shape, shape_of
from wfc_targets.airflow.tasks import (
    JOIN,
    LAST_FAILURE,
    Flow,
    alert_of,
    decorator,
    flow_of,
    output_model,
    promise,
    recorded,
    sends_alert,
    tasks_of,
    undo_of,
)
from wfc_targets.airflow.traits import traits_of
from wfc_targets.airflow.triggers import context_key, dag_arguments, own_trigger, schedules
from wfc_targets.airflow.values import Roots, Scope, bindings, given, value
from wfc_targets.airflow.wiring import wiring

ALL_DONE = "trigger_rule=TriggerRule.ALL_DONE"


def lower(workflow: Workflow, options: Mapping[str, str | int | bool]) -> Plan:
    """The plan of a workflow's DAG file."""
    names = name_tasks(workflow)
    shape = shape_of(workflow, names, fallible_choices=_fallible_choices(workflow))
    flow = flow_of(shape)
    tasks = tuple(_all_tasks(flow))
    return Plan(
        dag_id=workflow.name,
        spec=workflow.file,
        doc=_no_path(workflow.description),
        arguments=dag_arguments(workflow, options),
        tasks=tasks,
        wiring=wiring(shape, tasks, undo=_undone(workflow), alerts=_alerts(workflow)),
        schedules=schedules(workflow, options),
        failing=_failing(flow, tasks),
        traits=traits_of(workflow, tasks),
        addresses=tuple(_addresses(flow)),
        nodes=tuple((task_id(node.id), node.id) for node in workflow.nodes),
    )


def _no_path(doc: str) -> str:
    """Airflow takes documentation that ends with `.md` for the name of a file to show."""
    return f"{doc}." if doc.endswith(".md") else doc


def _fallible_choices(workflow: Workflow) -> frozenset[str]:
    return frozenset(
        node.id
        for node in workflow.nodes
        if isinstance(node, Choice) and any(is_fallible(arm.condition) for arm in arms_of(node))
    )


def _undone(workflow: Workflow) -> tuple[Step, ...]:
    """Steps with a compensation, in the order of undoing."""
    return tuple(step for step in reversed(steps_of(workflow)) if step.compensation is not None)


def _alerts(workflow: Workflow) -> tuple[str, ...]:
    """Steps whose SLA has an alert to send."""
    return tuple(step.id for step in steps_of(workflow) if step.sla and sends_alert(step.sla))


def _all_tasks(flow: Flow) -> Iterator[Task | Marker]:
    workflow, shape = flow.workflow, flow.shape
    if workflow.input is not None or workflow.context is not None:
        yield _start(flow)
    for node in workflow.nodes:
        yield from tasks_of(node, flow)
    yield from (Marker(name=marker, arguments=()) for marker in shape.markers)
    yield from _end(flow)
    undone = _undone(workflow)
    if undone:
        yield _rollback(flow, undone)
    yield from (undo_of(step, flow, guarded=place > 0) for place, step in enumerate(undone))
    for step in steps_of(workflow):
        if step.sla and sends_alert(step.sla):
            yield alert_of(step.sla, step.id, flow)
    yield from _last(flow, undone)


def _start(flow: Flow) -> Task:
    workflow, taken = flow.workflow, list(TAKEN)
    models: list[str | None] = []
    imports: list[str] = []
    for of in (workflow.input, workflow.context):
        name, line = name_import(of.path, taken) if isinstance(of, ModelRef) else (None, None)
        models.append(name)
        imports += [line] if line else []
        taken += [name] if name else []
    scheduled = own_trigger(workflow) is not None
    return Task(
        name=flow.shape.names.run("start"),
        decorators=(decorator("task", "multiple_outputs=True", OWN_RETRIES), recorded(None)),
        parameters=("params", "dag_run") if scheduled else ("params",),
        doc="Validate what the run was given; the other tasks read it from here.",
        imports=merge_imports(imports),
        body=Start(input=models[0], context=models[1], context_key=context_key(workflow), scheduled=scheduled),
    )


def _end(flow: Flow) -> Iterator[Task | Marker]:
    """The task whose success is the run's, unless that is a step, or no way leads to success."""
    workflow, shape = flow.workflow, flow.shape
    if not any(goal == shape.final for _, goal in shape.edges):
        return
    join = (JOIN,) if shape.final in shape.joins else ()
    if workflow.result is None:
        if shape.final == shape.names.run("succeeded"):
            yield Marker(name=shape.final, arguments=join)
        return
    path = output_model(workflow)
    model, line = name_import(path, TAKEN) if path else (None, None)
    roots: Roots = {**given(shape.names.run("start")), "error": lambda: LAST_FAILURE}
    yield Task(
        name=shape.final,
        decorators=(
            decorator("task", *join, *([] if path else ["multiple_outputs=False"]), OWN_RETRIES),
            recorded(None),
        ),
        imports=(line,) if line else (),
        bindings=bindings([workflow.result], Scope(roots=roots, sees=lambda _step: True)),
        body=Result(value=value(workflow.result), guarded=is_fallible(workflow.result), model=model),
    )


def _rollback(flow: Flow, undone: tuple[Step, ...]) -> Task:
    names, steps = flow.shape.names, tuple(task_id(step.id) for step in undone)
    attempted = tuple(
        task_id(step.id) for step in undone if step.compensation and step.compensation.when == "attempted"
    )
    return Task(
        name=names.run("rollback"),
        decorators=(decorator("task.branch", ALL_DONE, OWN_RETRIES),),
        doc="Choose what is to be undone, unless the run has succeeded.",
        body=Rollback(final=flow.shape.final, suffix=names.suffixes["undo"], steps=steps, attempted=attempted),
    )


def _last(flow: Flow, undone: tuple[Step, ...]) -> Iterator[Task]:
    """The end of a run that may fail without its last task failing."""
    sla = flow.workflow.sla
    alert = sla is not None and sends_alert(sla)
    if sla and alert:
        yield alert_of(sla, None, flow)
    if needs_outcome(flow.shape):
        own = promise(sla) if sla and not alert else None
        undo = tuple(flow.shape.names.beside(step.id, "undo") for step in undone)
        yield Task(
            name=flow.shape.names.run("outcome"),
            decorators=(decorator("task", ALL_DONE, OWN_RETRIES),),
            doc="Fail the run unless it succeeded; a run's state is that of its leaves.",
            body=Outcome(final=flow.shape.final, undo=undo, promise=own),
        )


def needs_outcome(shape: Shape) -> bool:
    """False where the DAG is one chain, whose last task tells how the run went."""
    workflow = shape.workflow
    branches = shape.routed or any(isinstance(node, Choice) for node in workflow.nodes)
    return bool(branches or _undone(workflow) or _alerts(workflow) or workflow.sla)


def _failing(flow: Flow, tasks: tuple[Task | Marker, ...]) -> tuple[str, ...]:
    """Tasks that record what a run fails with, the latest first: all recorded ones that lie on the way of a run."""
    undo = {flow.shape.names.beside(step.id, "undo") for step in _undone(flow.workflow)}
    ids = {flow.shape.names.steps[node.id]: task_id(node.id) for node in flow.workflow.nodes}
    recording = [
        task.name
        for task in tasks
        if isinstance(task, Task) and any(line.startswith("@recorded") for line in task.decorators)
    ]
    return tuple(ids.get(name, name) for name in reversed(recording) if name not in undo)


def _addresses(flow: Flow) -> Iterator[tuple[str, str]]:
    names = flow.shape.names
    for step in steps_of(flow.workflow):
        yield task_id(step.id), step.id
        yield names.beside(step.id, "undo"), f"{step.id}:undo"
        yield names.beside(step.id, "alert"), f"{step.id}:alert"
    yield names.run("alert"), ":alert"
