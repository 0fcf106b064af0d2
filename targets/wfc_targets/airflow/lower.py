"""Core workflow to the plan of its DAG file. Total: every workflow that the support table admits has one."""

from collections.abc import Iterable, Iterator, Mapping

from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Approval, Call, ForEach, Step, Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import all_nodes, steps_of, walk_nodes
from wfc_targets.airflow.alerts import alert_of, promise, sends_alert
from wfc_targets.airflow.approvals import comment_key
from wfc_targets.airflow.blocks import recording
from wfc_targets.airflow.bodies import Outcome, Result, Start
from wfc_targets.airflow.chains import is_chain
from wfc_targets.airflow.flow import ALL_DONE, JOIN, LAST_FAILURE, Flow, decorator, flow_of, recorded
from wfc_targets.airflow.names import TAKEN, merge_imports, name_import, name_tasks, task_id
from wfc_targets.airflow.plan import Body, Item, Operator, Plan, Task, items_in, marker
from wfc_targets.airflow.policies import OWN_RETRIES
from wfc_targets.airflow.routes import shape_of
from wfc_targets.airflow.tasks import block_tasks
from wfc_targets.airflow.told import told_task
from wfc_targets.airflow.traits import traits_of
from wfc_targets.airflow.triggers import context_key, dag_arguments, own_trigger, schedules
from wfc_targets.airflow.undo import Undone, rollback, undo_of, undone
from wfc_targets.airflow.values import Roots, Scope, bindings, given, value
from wfc_targets.airflow.wiring import wiring


def lower(workflow: Workflow, options: Mapping[str, str | int | bool]) -> Plan:
    """The plan of a workflow's DAG file."""
    names = name_tasks(workflow)
    flow = flow_of(workflow, shape_of(workflow, names))
    way = tuple(_way(flow))
    due, alerts = undone(workflow), _alerts(workflow)
    tasks = (*way, *_behind(flow, due, alerts))
    return Plan(
        dag_id=workflow.name,
        spec=workflow.file,
        doc=_no_path(workflow.description),
        arguments=dag_arguments(workflow, options),
        tasks=tasks,
        wiring=wiring(
            flow.shape,
            tasks,
            undo=tuple(one.id for one in due),
            told=_told(flow),
            alerts=tuple(one.id for one in alerts),
        ),
        schedules=schedules(workflow, options),
        failing=recording(flow.shape, way),
        traits=traits_of(workflow, tasks),
        addresses=tuple(_addresses(flow)),
        nodes=tuple((task_id(node.id), node.id) for node in all_nodes(workflow)),
        elements=tuple(_elements(tasks, {name: task_id(node) for node, name in names.steps.items()})),
        calls=tuple((names.stages(node)[1], node.id) for node in all_nodes(workflow) if isinstance(node, Call)),
        approvals=tuple((names.stages(node)[1], node.id) for node in all_nodes(workflow) if isinstance(node, Approval)),
        comment=comment_key(workflow),
        deadline=workflow.deadline,
    )


def _told(flow: Flow) -> tuple[str, ...]:
    told = flow.workflow.after_compensation
    return (flow.names.steps[told.id],) if told else ()


def _no_path(doc: str) -> str:
    """Airflow takes documentation that ends with `.md` for the name of a file to show."""
    return f"{doc}." if doc.endswith(".md") else doc


def _alerts(workflow: Workflow) -> tuple[Step, ...]:
    """Steps whose SLA has an alert to send by a task of the run's own; in a body it stands beside the step."""
    bodies = [node for node in all_nodes(workflow) if isinstance(node, ForEach)]
    inside = {node.id for body in bodies for node in walk_nodes(body.body.nodes)}
    return tuple(step for step in steps_of(workflow) if sends_alert(step.sla) and step.id not in inside)


def _way(flow: Flow) -> Iterator[Item]:
    """The tasks that lie on the way of a run."""
    if flow.workflow.input is not None or flow.workflow.context is not None:
        yield _start(flow)
    yield from block_tasks(flow)
    yield from _end(flow)


def _behind(flow: Flow, due: tuple[Undone, ...], alerts: tuple[Step, ...]) -> Iterator[Item]:
    """The tasks that wait for its end, or stand beside it."""
    if due:
        yield rollback(flow, due)
    yield from (undo_of(one, flow, guarded=place > 0) for place, one in enumerate(due))
    if told := flow.workflow.after_compensation:
        yield told_task(told, flow)
    for step in alerts:
        assert step.sla is not None
        yield alert_of(step.sla, step.id, flow)
    yield from _last(flow, due)


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
        name=flow.names.run("start"),
        decorators=(decorator("task", "multiple_outputs=True", OWN_RETRIES), recorded(None)),
        parameters=("params", "dag_run") if scheduled else ("params",),
        doc="Validate what the run was given; the other tasks read it from here.",
        imports=merge_imports(imports),
        body=Start(input=models[0], context=models[1], context_key=context_key(workflow), scheduled=scheduled),
    )


def _end(flow: Flow) -> Iterator[Task | Operator]:
    """The task whose success is the run's, unless that is a step, or no way leads to success."""
    workflow, shape = flow.workflow, flow.shape
    if not any(goal == shape.final for _, goal in shape.edges):
        return
    join = (JOIN,) if shape.final in shape.joins else ()
    if workflow.result is None:
        if shape.final == shape.names.run("succeeded"):
            yield marker(shape.final, *join)
        return
    path = workflow.output.path if isinstance(workflow.output, ModelRef) else None
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


def _last(flow: Flow, due: tuple[Undone, ...]) -> Iterator[Task]:
    """The end of a run that may fail without its last task failing."""
    sla = flow.workflow.sla
    if sla and sends_alert(sla):
        yield alert_of(sla, None, flow)
    if not is_chain(flow.workflow, flow.shape):
        own = promise(sla) if sla and not sends_alert(sla) else None
        yield Task(
            name=flow.names.run("outcome"),
            decorators=(decorator("task", ALL_DONE, OWN_RETRIES),),
            doc="Fail the run unless it succeeded; a run's state is that of its leaves.",
            body=Outcome(
                final=flow.shape.final,
                undo=tuple(_undo_tasks(flow, due)),
                each=tuple(flow.names.beside(one.id, "undo") for one in due if isinstance(one, ForEach)),
                promise=own,
            ),
        )


def _undo_tasks(flow: Flow, due: tuple[Undone, ...]) -> Iterator[str]:
    """The tasks whose failure is one of a compensation."""
    yield from (flow.names.beside(one.id, "undo") for one in due if not isinstance(one, ForEach))
    if told := flow.workflow.after_compensation:
        yield task_id(told.id)


def _addresses(flow: Flow) -> Iterator[tuple[str, tuple[str, str]]]:
    """What the calls of a task are addressed by, in front of and behind the index of an element."""
    names = flow.names
    for node in all_nodes(flow.workflow):
        yield task_id(node.id), (node.id, "")
        yield names.beside(node.id, "undo"), (node.id, ":undo")
        yield names.beside(node.id, "alert"), (node.id, ":alert")
        yield names.beside(node.id, "notify"), (node.id, ":notify")
    yield names.run("alert"), ("", ":alert")
    if told := flow.workflow.after_compensation:
        yield task_id(told.id), (told.id, "")


def _elements(tasks: Iterable[Item], ids: Mapping[str, str]) -> Iterator[str]:
    """The ids of all tasks of which there is one for each element."""
    for item in items_in(tasks):
        match item:
            case Body():
                yield from (ids.get(one.name, one.name) for one in items_in(item.tasks))
            case Task(over=str()):
                yield ids.get(item.name, item.name)
            case _:
                pass
