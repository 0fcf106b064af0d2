"""Approval: a task that tells people, an operator that asks them, and a task that says what came of it."""

import json
from collections.abc import Iterator

from wfc.emit.quote import python_string
from wfc.ir.nodes import Approval, Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import all_nodes, models_by_path
from wfc_targets.airflow.arrival import at
from wfc_targets.airflow.flow import Flow, decorator, forward, key_roots, key_source, recorded, timed
from wfc_targets.airflow.inner_bodies import Decided
from wfc_targets.airflow.invoke import invoke
from wfc_targets.airflow.joins import joins
from wfc_targets.airflow.names import TAKEN, name_import
from wfc_targets.airflow.params import REQUIRED, param, properties, unset
from wfc_targets.airflow.plan import Item, Operator, Task
from wfc_targets.airflow.policies import OWN_RETRIES, attempts, duration, time_limit
from wfc_targets.airflow.values import bindings


def approval_tasks(node: Approval, flow: Flow) -> Iterator[Item]:
    """Notice, question, decision."""
    notify, answer, _ = flow.names.stages(node)
    yield _notify(node, notify, flow)
    yield Operator(
        name=answer,
        task_id=answer,
        operator="Ask",
        arguments=(
            f"subject={_shown(node.description or node.id)}",
            'options=["Approve", "Reject"]',
            *([] if node.timeout is None else [f"response_timeout={duration(node.timeout)}"]),
            f"params={{{', '.join(_form(node, flow.workflow))}}}",
            *_required(node, flow.workflow),
            OWN_RETRIES,
        ),
    )
    form = node.form.path if isinstance(node.form, ModelRef) else None
    model, line = name_import(form, TAKEN) if form else (None, None)
    yield Task(
        name=flow.names.steps[node.id],
        decorators=joins(node, notify, flow, "multiple_outputs=False"),
        doc=node.description,
        imports=(line,) if line else (),
        body=Decided(notify=notify, answer=answer, form=model, fails=node.fails),
    )


def _notify(node: Approval, task: str, flow: Flow) -> Task:
    operation = flow.operations[node.notify]
    found = invoke(operation, node.inputs, key_source(node.id, ":notify", flow))
    reached = at(task, flow)
    arguments = (*reached.arguments, *attempts(node.retry), *time_limit(node.notify_timeout))
    return Task(
        name=task,
        decorators=(decorator("task", *arguments), *reached.guards, recorded(node.id), *timed(flow)),
        imports=found.imports,
        bindings=bindings([node.inputs], forward(node, flow), *key_roots(flow, operation.takes_key)),
        body=found.call,
    )


def _shown(text: str) -> str:
    """Text for a templated field: Airflow renders what looks like a template, unless it is told not to."""
    return f"literal({python_string(text)})" if "{" in text else python_string(text)


def _form(node: Approval, workflow: Workflow) -> Iterator[str]:
    """The fields of the form as params, and a comment."""
    if isinstance(node.form, ModelRef):
        for name, schema in properties(models_by_path(workflow)[node.form.path]).items():
            yield f"{python_string(name)}: {param(unset(schema), REQUIRED)}"
    yield f'{python_string(comment_key(workflow))}: Param(None, type=["null", "string"])'


def _required(node: Approval, workflow: Workflow) -> Iterator[str]:
    if isinstance(node.form, ModelRef):
        fields = models_by_path(workflow)[node.form.path].fields
        names = [python_string(field.alias) for field in fields if field.required]
        yield from [f"required=[{', '.join(names)}]"] if names else []


def comment_key(workflow: Workflow) -> str:
    """The param that carries the comment beside the fields of a form."""
    forms = [
        node.form.path for node in all_nodes(workflow) if isinstance(node, Approval) and isinstance(node.form, ModelRef)
    ]
    known = models_by_path(workflow)
    names = {name for form in forms for name in json.loads(known[form].schema)["properties"]}
    return next(key for key in ("comment", "_comment", "__comment") if key not in names)
