"""Steps that wait: for a moment, or for what an operation says when it is asked once more. None holds a worker."""

from dataclasses import replace

from wfc.emit.quote import python_string
from wfc.ir.expressions import Root
from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Poll, Step, Wait
from wfc.ir.policies import Retry
from wfc_targets.airflow.arrival import arrival
from wfc_targets.airflow.flow import Flow, decorator, forward, key_roots, key_source, recorded, timed
from wfc_targets.airflow.inner_bodies import Pause, Polled
from wfc_targets.airflow.invoke import invoke
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.plan import Operator, Task
from wfc_targets.airflow.policies import OWN_RETRIES, duration, first_match, seconds, time_limit
from wfc_targets.airflow.values import Scope, bindings, condition, value

OUTPUT: frozenset[Root] = frozenset({"output"})
"""What the condition of a poll is given besides."""


def wait_task(node: Wait, flow: Flow) -> Task | Operator:
    """A sensor of Airflow's own where the duration is known and nothing has to be asked first."""
    arrives = arrival(node, flow)
    if isinstance(node.duration, int) and not arrives.guards and flow.workflow.deadline is None:
        return Operator(
            name=flow.names.steps[node.id],
            task_id=task_id(node.id),
            operator="WaitSensor",
            arguments=(
                f"time_to_wait={duration(node.duration)}",
                "deferrable=True",
                *(one for one in arrives.arguments if not one.startswith("task_id=")),
                OWN_RETRIES,
                *([f"doc_md={python_string(node.description)}"] if node.description else []),
            ),
        )
    asked = [one for one in (node.duration, node.until) if one is not None and not isinstance(one, int)]
    return Task(
        name=flow.names.steps[node.id],
        decorators=(decorator("task", *arrives.arguments, OWN_RETRIES), *arrives.guards, recorded(node.id)),
        doc=node.description,
        bindings=bindings(asked, forward(node, flow)),
        body=Pause(
            seconds=_seconds(node),
            moment=None if node.until is None else f"instant({value(node.until)})",
            guarded=node.until is not None or any(map(is_fallible, asked)),
        ),
    )


def _seconds(node: Wait) -> str | None:
    match node.duration:
        case None:
            return None
        case int(fixed):
            return seconds(fixed)
        case asked:
            return value(asked)


def poll_task(step: Step, how: Poll, flow: Flow, promise: tuple[str, ...]) -> Task:
    """A sensor that gives its worker back between two polls."""
    operation = flow.operations[step.operation]
    found = invoke(operation, step.inputs, key_source(step.id, "{poll}", flow))
    arrives = arrival(step, flow)
    arguments = (
        f"poke_interval={duration(how.every)}",
        f"timeout={duration(how.timeout)}",
        'mode="reschedule"',
        *arrives.arguments,
        *_attempts(step.retry, how),
        *time_limit(step.timeout),
    )
    seen = forward(step, flow)
    scope = Scope(roots=seen.roots, sees=seen.sees, bound=seen.bound | OUTPUT)
    return Task(
        name=flow.names.steps[step.id],
        decorators=(decorator("task.sensor", *arguments), *arrives.guards, recorded(step.id), *promise, *timed(flow)),
        parameters=("item",) if flow.alone else (),
        doc=step.description,
        imports=found.imports,
        bindings=bindings([step.inputs, how.until], scope, *key_roots(flow, operation.takes_key)),
        over=flow.names.entry(flow.shape.each) if flow.alone and flow.shape.each else None,
        body=Polled(
            call=replace(found.call, keeps=True),
            until=condition(how.until),
            every=duration(how.every),
            timeout=duration(how.timeout),
            max_polls=how.max_polls,
        ),
    )


def _attempts(policies: tuple[Retry, ...], how: Poll) -> tuple[str, ...]:
    """Airflow counts the retries of a task: as many as all polls can need; the policy counts those of each poll."""
    each = sum(one.max_attempts - 1 for one in policies)
    if each == 0:
        return ()
    in_time = -(-how.timeout // how.every)
    polls = in_time if how.max_polls is None else min(in_time, how.max_polls)
    return f"retries={each * polls}", f"retry_policy={first_match(policies)}"
