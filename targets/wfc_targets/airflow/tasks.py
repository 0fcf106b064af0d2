"""The tasks of one node that lie on the way of a run: the step or choice itself, and its route."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from wfc.emit.quote import python_string
from wfc.ir import expressions as ir
from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Approval, Call, Choice, Fail, FailAgain, ForEach, Node, Parallel, Receive, Step, Target, Wait
from wfc.ir.nodes import Arm as CoreArm
from wfc.ir.walk import arms_of, can_be_late, targets_of
from wfc_targets.airflow.approvals import approval_tasks
from wfc_targets.airflow.arrival import arrival
from wfc_targets.airflow.blocks import for_each_tasks, parallel_tasks
from wfc_targets.airflow.bodies import Arm, Catch, Decide, End, FailWith, Follow, Pick, Stop
from wfc_targets.airflow.calls import call_tasks
from wfc_targets.airflow.flow import SETTLED, Flow, after, decorator, forward, key_roots, key_source, recorded, timed
from wfc_targets.airflow.invoke import invoke
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.pauses import poll_task, wait_task
from wfc_targets.airflow.plan import Item, Operator, Task, marker
from wfc_targets.airflow.policies import OWN_RETRIES, attempts, duration, time_limit
from wfc_targets.airflow.values import bindings, condition, value


def block_tasks(flow: Flow) -> Iterator[Item]:
    """The tasks of a block: those of its nodes, and those in which its ways meet."""
    shape = flow.shape
    for node in shape.nodes.values():
        yield from _tasks_of(node, flow)
    yield from (marker(one) for one in shape.markers)


def _tasks_of(node: Node, flow: Flow) -> Iterator[Item]:
    match node:
        case Choice() if node.id in flow.shape.picks:
            yield _pick(node, flow)
        case Choice():
            yield _choice(node, flow)
        case Step():
            yield _step(node, flow)
        case Parallel():
            yield from parallel_tasks(node, flow, block_tasks)
        case ForEach():
            yield from for_each_tasks(node, flow, block_tasks)
        case Wait():
            yield wait_task(node, flow)
        case Approval():
            yield from approval_tasks(node, flow)
        case Call():
            yield from call_tasks(node, flow)
        case Receive():
            raise AssertionError("the support table refuses `Receive`")
        case _:
            assert_never(node)
    if node.id in flow.shape.routed:
        yield _route(node, flow)


def _step(step: Step, flow: Flow) -> Task:
    sla = (f"@promised({python_string(step.id)}, {duration(step.sla.max_duration)})",) if step.sla else ()
    if step.poll:
        return poll_task(step, step.poll, flow, sla)
    operation = flow.operations[step.operation]
    found = invoke(operation, step.inputs, key_source(step.id, "", flow))
    arrives = arrival(step, flow)
    arguments = (*arrives.arguments, *attempts(step.retry), *time_limit(step.timeout))
    return Task(
        name=flow.names.steps[step.id],
        decorators=(decorator("task", *arguments), *arrives.guards, recorded(step.id), *sla, *timed(flow)),
        parameters=("item",) if flow.alone else (),
        doc=step.description,
        imports=found.imports,
        bindings=bindings([step.inputs], forward(step, flow), *key_roots(flow, operation.takes_key)),
        over=flow.names.entry(flow.shape.each) if flow.alone and flow.shape.each else None,
        body=replace(found.call, keeps=True),
    )


def _route(node: Node, flow: Flow) -> Task | Operator:
    name = flow.names.beside(node.id, "route")
    if _goes_on_alike(node, flow) and not flow.shape.each and not can_be_late(flow.workflow):
        return marker(name, SETTLED)
    failing = task_id(node.id) if node.on_failure else None
    arms = tuple(_arm(arm, node, flow) for arm in arms_of(node))
    catches = tuple(Catch(types=catch.types, end=_end(catch.target, node, flow)) for catch in node.on_failure)
    picked = isinstance(node, Choice)
    rule = (SETTLED,) if failing else ()
    conditions = [] if picked else [arm.condition for arm in arms_of(node)]
    return Task(
        name=name,
        decorators=(decorator(_decides(arms, catches, flow), *rule, OWN_RETRIES), *_watched(node, arms, catches)),
        bindings=bindings([*conditions, *_messages(node)], after(node, flow)),
        body=Decide(failing=failing, catches=catches, arms=arms, picked=task_id(node.id) if picked else None),
    )


def _goes_on_alike(node: Node, flow: Flow) -> bool:
    """Does the run go on with the same task whatever becomes of the node?"""
    ends = {_end(target, node, flow) for target in targets_of(node)}
    catches_all = bool(node.on_failure) and not node.on_failure[-1].types
    certain = not any(is_fallible(arm.condition) for arm in arms_of(node))
    return catches_all and certain and len(ends) == 1 and all(isinstance(end, Follow) for end in ends)


def _decides(arms: tuple[Arm, ...], catches: tuple[Catch, ...], flow: Flow) -> str:
    """A branch that follows nothing skips all behind it, the outcome too: where nothing can follow, it is none.

    Nor is it one in a body: it would skip the successors for all elements.
    """
    ends = [*(arm.end for arm in arms), *(catch.end for catch in catches)]
    follows = any(isinstance(end, Follow) for end in ends)
    return "task.branch" if follows and not flow.shape.each else "task"


def _watched(node: Node, arms: tuple[Arm, ...], catches: tuple[Catch, ...]) -> tuple[str, ...]:
    ends = [*(arm.end for arm in arms), *(catch.end for catch in catches)]
    fails = any(isinstance(end, FailWith) for end in ends) or any(arm.guarded for arm in arms)
    return (recorded(node.id),) if fails else ()


def _choice(choice: Choice, flow: Flow) -> Task:
    arms = tuple(_arm(arm, choice, flow) for arm in choice.arms)
    arrives = arrival(choice, flow)
    kind = decorator(_decides(arms, (), flow), *arrives.arguments, OWN_RETRIES)
    return Task(
        name=flow.names.steps[choice.id],
        decorators=(kind, *arrives.guards, *_watched(choice, arms, ())),
        doc=choice.description,
        bindings=bindings([*(arm.condition for arm in choice.arms), *_messages(choice)], forward(choice, flow)),
        body=Decide(failing=None, catches=(), arms=arms, picked=None),
    )


def _pick(choice: Choice, flow: Flow) -> Task:
    arms = tuple(_arm(arm, choice, flow) for arm in choice.arms)
    arrives = arrival(choice, flow)
    return Task(
        name=flow.names.steps[choice.id],
        decorators=(decorator("task", *arrives.arguments, OWN_RETRIES), *arrives.guards, recorded(choice.id)),
        doc=choice.description,
        bindings=bindings([arm.condition for arm in choice.arms], forward(choice, flow)),
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
