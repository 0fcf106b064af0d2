"""The tasks of one node: the step itself, its route, its undo and its alert."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never, final

from wfc.emit.quote import python_string
from wfc.ir import expressions as ir
from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Arm as CoreArm
from wfc.ir.nodes import Choice, Fail, FailAgain, Node, Step, Target, Workflow
from wfc.ir.policies import THREE_ATTEMPTS, Operation, Sla
from wfc.ir.types import ModelRef
from wfc.ir.walk import arms_of, operations_by_key, targets_of
from wfc_targets.airflow.handled import Arrivals, arrivals
from wfc_targets.airflow.names import TAKEN, merge_imports, name_import, task_id
from wfc_targets.airflow.plan import Alert, Arm, Call, Catch, Decide, End, FailWith, Follow, Marker, Pick, Stop, Task
from wfc_targets.airflow.policies import OWN_RETRIES, attempts, duration, time_limit
from wfc_targets.airflow.routes import Shape
from wfc_targets.airflow.values import Roots, Scope, bindings, condition, given, value

JOIN = "trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS"
SETTLED = "trigger_rule=TriggerRule.ONE_DONE"
"""Of one predecessor: it has succeeded or failed. Behind a step that did not run, Airflow skips the task by itself."""

LAST_FAILURE = "last_failure(*FAILING)"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What lowering a node needs to know of its workflow."""

    shape: Shape
    arrivals: Arrivals
    operations: dict[str, Operation]

    @property
    def workflow(self) -> Workflow:
        return self.shape.workflow


def flow_of(shape: Shape) -> Flow:
    """The context for lowering the nodes of a workflow."""
    return Flow(shape=shape, arrivals=arrivals(shape.workflow), operations=operations_by_key(shape.workflow))


def tasks_of(node: Node, flow: Flow) -> Iterator[Task | Marker]:
    """The tasks of a node that lie on the way of a run."""
    match node:
        case Step():
            yield _step(node, flow)
            if node.id in flow.shape.routed:
                yield _route(node, flow)
        case Choice() if node.id in flow.shape.picks:
            yield _pick(node, flow)
            yield _route(node, flow)
        case Choice():
            yield _choice(node, flow)
        case _:
            assert_never(node)


def undo_of(step: Step, flow: Flow, *, guarded: bool) -> Task:
    """The compensation of a step. `guarded`: it stands behind another one, so a branch alone cannot skip it."""
    how = step.compensation
    assert how is not None
    roots: Roots = {
        "output": lambda: f'pull("{task_id(step.id)}")',
        "error": lambda: LAST_FAILURE,
        "key": lambda: f'key_for("{step.id}")',
    }
    scope = _scope(flow, roots, upto=step)
    imported, call = _call(flow, how.operation, how.inputs, f"{step.id}:undo")
    rule = ("trigger_rule=TriggerRule.ALL_DONE",) if guarded else ()
    decorators = [decorator("task", *rule, *attempts(how.retry), *time_limit(how.timeout))]
    decorators += ["@due()"] if guarded else []
    return Task(
        name=flow.shape.names.beside(step.id, "undo"),
        decorators=(*decorators, recorded(step.id)),
        imports=imported,
        bindings=bindings([how.inputs], scope),
        body=call,
    )


def alert_of(sla: Sla, step: str | None, flow: Flow) -> Task:
    """The task that tells somebody of a breach, of a step or with None of the run."""
    assert sla.alert is not None
    operation = flow.operations[sla.alert]
    names = flow.shape.names
    source = f'pull("{task_id(step)}", "sla_breach")' if step else promise(sla)
    imported, call = _call_with(operation, "breach", f"{step}:alert" if step else "alert")
    rule = SETTLED if step else "trigger_rule=TriggerRule.ALL_DONE"
    return Task(
        name=names.beside(step, "alert") if step else names.run("alert"),
        decorators=(decorator("task", rule, *attempts((THREE_ATTEMPTS,)), *time_limit(operation.timeout)),),
        imports=imported,
        body=Alert(breach=source, call=call),
    )


def sends_alert(sla: Sla) -> bool:
    """Is somebody told of a breach, beside the log?"""
    return sla.alert is not None and sla.alert_on_breach


def promise(sla: Sla) -> str:
    """Source that records a breach of the promise for the whole run."""
    return f'record_breach(None, get_current_context()["dag_run"].start_date, {duration(sla.max_duration)})'


def decorator(kind: str, *arguments: str) -> str:
    """`@task(...)`."""
    return f"@{kind}({', '.join(arguments)})" if arguments else f"@{kind}"


def recorded(step: str | None) -> str:
    """The decorator that keeps what a task fails with, under the name of a step or of the run."""
    return f"@recorded({python_string(step)})" if step else "@recorded()"


def _step(step: Step, flow: Flow) -> Task:
    imported, call = _call(flow, step.operation, step.inputs, step.id)
    sla = (f"@promised({python_string(step.id)}, {duration(step.sla.max_duration)})",) if step.sla else ()
    arguments = (*_named(step, flow), *_joined(step, flow), *attempts(step.retry), *time_limit(step.timeout))
    return Task(
        name=flow.shape.names.steps[step.id],
        decorators=(decorator("task", *arguments), recorded(step.id), *sla),
        doc=step.description,
        imports=imported,
        bindings=bindings([step.inputs], _forward(step, flow)),
        body=replace(call, keeps=True),
    )


def _named(node: Node, flow: Flow) -> tuple[str, ...]:
    name = flow.shape.names.steps[node.id]
    return () if name == task_id(node.id) else (f"task_id={python_string(task_id(node.id))}",)


def _joined(node: Node, flow: Flow) -> tuple[str, ...]:
    return (JOIN,) if task_id(node.id) in flow.shape.joins else ()


def _call(flow: Flow, key: str, inputs: ir.Expr | None, address: str) -> tuple[tuple[str, ...], Call]:
    imported, call = _call_with(flow.operations[key], "{}" if inputs is None else value(inputs), address)
    return imported, replace(call, guarded=is_fallible(inputs))


def _call_with(operation: Operation, source: str, address: str) -> tuple[tuple[str, ...], Call]:
    """The call of an operation on inputs that certainly have a value, and the imports it needs."""
    handler, line = name_import(operation.handler, TAKEN)
    takes, lines = None, [line]
    if operation.argument and isinstance(operation.input, ModelRef):
        takes, line = name_import(operation.input.path, [*TAKEN, handler])
        lines.append(line)
    key = address if operation.takes_key else None
    return merge_imports(lines), Call(handler=handler, takes=takes, inputs=source, guarded=False, key=key, keeps=False)


def _scope(flow: Flow, roots: Roots, upto: Step | None = None) -> Scope:
    """With `upto`, outputs of later steps cannot be seen (C4)."""
    positions = flow.arrivals.positions
    last = positions[upto.id] if upto else len(positions)
    return Scope(roots={**given(flow.shape.names.run("start")), **roots}, sees=lambda step: positions[step] <= last)


def _forward(node: Node, flow: Flow) -> Scope:
    roots: Roots = {
        "error": lambda: failure_source(flow.arrivals.handled_before(node.id)),
        "key": lambda: f'key_for("{node.id}")',
    }
    return _scope(flow, roots)


def failure_source(candidates: tuple[str, ...]) -> str:
    """Source of the failure handled last, given the nodes it may be of, latest first."""
    tasks = ", ".join(python_string(task_id(one)) for one in candidates)
    return f"failure_of({tasks})" if len(candidates) == 1 else f"last_failure({tasks})"


def _route(node: Node, flow: Flow) -> Task | Marker:
    name = flow.shape.names.beside(node.id, "route")
    if _goes_on_alike(node, flow):
        return Marker(name=name, arguments=(SETTLED,))
    failing = task_id(node.id) if node.on_failure else None
    arms = tuple(_arm(arm, node, flow) for arm in arms_of(node))
    catches = tuple(Catch(types=catch.types, end=_end(catch.target, node, flow)) for catch in node.on_failure)
    picked = isinstance(node, Choice)
    rule = (SETTLED,) if failing else ()
    conditions = [] if picked else [arm.condition for arm in arms_of(node)]
    return Task(
        name=name,
        decorators=(decorator(_decides(arms, catches), *rule, OWN_RETRIES), *_watched(node, arms, catches)),
        bindings=bindings([*conditions, *_messages(node)], _after(node, flow)),
        body=Decide(failing=failing, catches=catches, arms=arms, picked=task_id(node.id) if picked else None),
    )


def _goes_on_alike(node: Node, flow: Flow) -> bool:
    """Does the run go on with the same task whatever becomes of the node?"""
    ends = {_end(target, node, flow) for target in targets_of(node)}
    catches_all = bool(node.on_failure) and not node.on_failure[-1].types
    certain = not any(is_fallible(arm.condition) for arm in arms_of(node))
    return catches_all and certain and len(ends) == 1 and all(isinstance(end, Follow) for end in ends)


def _decides(arms: tuple[Arm, ...], catches: tuple[Catch, ...]) -> str:
    """A branch that follows nothing skips all behind it, the outcome too: where nothing can follow, it is none."""
    ends = [*(arm.end for arm in arms), *(catch.end for catch in catches)]
    return "task.branch" if any(isinstance(end, Follow) for end in ends) else "task"


def _watched(node: Node, arms: tuple[Arm, ...], catches: tuple[Catch, ...]) -> tuple[str, ...]:
    ends = [*(arm.end for arm in arms), *(catch.end for catch in catches)]
    fails = any(isinstance(end, FailWith) for end in ends) or any(arm.guarded for arm in arms)
    return (recorded(node.id),) if fails else ()


def _after(node: Node, flow: Flow) -> Scope:
    """Behind a node that has failed its own failure is the one handled last."""
    own = (node.id,) if node.on_failure else ()
    roots: Roots = {
        "error": lambda: failure_source((*own, *flow.arrivals.handled_before(node.id))),
        "output": lambda: f'pull("{task_id(node.id)}")',
    }
    return _scope(flow, roots)


def _choice(choice: Choice, flow: Flow) -> Task:
    arms = tuple(_arm(arm, choice, flow) for arm in choice.arms)
    arguments = (*_named(choice, flow), *_joined(choice, flow), OWN_RETRIES)
    return Task(
        name=flow.shape.names.steps[choice.id],
        decorators=(decorator(_decides(arms, ()), *arguments), *_watched(choice, arms, ())),
        doc=choice.description,
        bindings=bindings([*(arm.condition for arm in choice.arms), *_messages(choice)], _forward(choice, flow)),
        body=Decide(failing=None, catches=(), arms=arms, picked=None),
    )


def _pick(choice: Choice, flow: Flow) -> Task:
    arms = tuple(_arm(arm, choice, flow) for arm in choice.arms)
    arguments = (*_named(choice, flow), *_joined(choice, flow), OWN_RETRIES)
    return Task(
        name=flow.shape.names.steps[choice.id],
        decorators=(decorator("task", *arguments), recorded(choice.id)),
        doc=choice.description,
        bindings=bindings([arm.condition for arm in choice.arms], _forward(choice, flow)),
        body=Pick(arms=arms),
    )


def _messages(node: Node) -> list[ir.Expr | None]:
    return [target.message for target in targets_of(node) if isinstance(target, Fail)]


def _arm(arm: CoreArm, node: Node, flow: Flow) -> Arm:
    source = None if arm.condition is None else condition(arm.condition)
    return Arm(condition=source, guarded=is_fallible(arm.condition), end=_end(arm.target, node, flow))


def _end(target: Target, node: Node, flow: Flow) -> End:
    match target:
        case Fail():
            message = '""' if target.message is None else value(target.message)
            return FailWith(type=target.type, message=message, guarded=is_fallible(target.message))
        case FailAgain():
            return Stop(why="the run fails with what was handled")
        case _:
            way = flow.shape.way(node, target)
            assert way is not None
            return Follow(task_id=way)


def output_model(workflow: Workflow) -> str | None:
    """The path of the model that the run's output must fit."""
    return workflow.output.path if isinstance(workflow.output, ModelRef) else None
