"""Call: a task that makes the child's conf, the operator that runs it, and a task that reads what came of it."""

from collections.abc import Iterator

from wfc.ir import expressions as ir
from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Call, Workflow
from wfc.ir.walk import child_of
from wfc_targets.airflow.arrival import at
from wfc_targets.airflow.chains import telling
from wfc_targets.airflow.flow import Flow, decorator, forward, recorded, timed
from wfc_targets.airflow.inner_bodies import Called, Conf
from wfc_targets.airflow.joins import joins
from wfc_targets.airflow.names import name_tasks
from wfc_targets.airflow.plan import Item, Operator, Task
from wfc_targets.airflow.policies import OWN_RETRIES
from wfc_targets.airflow.triggers import context_key
from wfc_targets.airflow.values import bindings, value

POLL = "poke_interval=5"
"""How often the triggerer looks whether the child has come to its end."""


def call_tasks(node: Call, flow: Flow) -> Iterator[Item]:
    """Conf, run, outcome."""
    inputs, run, _ = flow.names.stages(node)
    child = child_of(flow.workflow, node)
    yield _conf(node, inputs, child, flow)
    index = "__{{ ti.map_index }}" if flow.shape.each else ""
    yield Operator(
        name=run,
        task_id=run,
        operator="TriggerDagRunOperator",
        arguments=(
            f'trigger_dag_id="{child.name}"',
            f'trigger_run_id="{{{{ dag.dag_id }}}}__{{{{ run_id }}}}__{node.id}{index}"',
            f"conf={inputs}",
            "logical_date=None",
            "wait_for_completion=True",
            "deferrable=True",
            POLL,
        ),
    )
    names = name_tasks(child)
    yield Task(
        name=flow.names.steps[node.id],
        decorators=joins(node, inputs, flow, "multiple_outputs=False"),
        doc=node.description,
        body=Called(
            inputs=inputs,
            run=run,
            child=child.name,
            output=names.run("result") if child.result is not None else None,
            failing=telling(child),
        ),
    )


def _conf(node: Call, task: str, child: Workflow, flow: Flow) -> Task:
    reached = at(task, flow)
    exprs = [one for one in (node.inputs, node.context) if one is not None]
    own = flow.workflow.context is not None and node.context is None and child.context is not None
    scope = forward(node, flow)
    also: tuple[ir.Root, ...] = ("ctx",) if own else ()
    return Task(
        name=task,
        decorators=(
            decorator("task", *reached.arguments, "multiple_outputs=False", OWN_RETRIES),
            *reached.guards,
            recorded(node.id),
            *timed(flow),
        ),
        doc=f"What {child.name} is given.",
        bindings=bindings(exprs, scope, *also),
        body=Conf(
            inputs="{}" if node.inputs is None else value(node.inputs),
            context=_context(node, child, own),
            context_key=context_key(child),
            guarded=any(map(is_fallible, exprs)),
        ),
    )


def _context(node: Call, child: Workflow, own: bool) -> str | None:
    if child.context is None:
        return None
    if node.context is not None:
        return value(node.context)
    return "ctx" if own else None
