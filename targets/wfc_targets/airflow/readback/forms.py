"""The question of an approval: its window, its form, and what a decision becomes."""

import ast

from wfc.ir.nodes import Approval, Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import models_by_path
from wfc_targets.airflow.readback.called_work import Hears
from wfc_targets.airflow.readback.params import check_params
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, milliseconds, shown, text, texts
from wfc_targets.airflow.readback.schemas import comment_key, form_schemas
from wfc_targets.airflow.readback.settings import is_own
from wfc_targets.airflow.readback.tasks import Task


def check_question(workflow: Workflow, node: Approval, answer: Task, work: Hears) -> int | None:
    """The window; the rest is held against the node."""
    is_own(answer, "subject", "options", "response_timeout", "params", "required")
    path = node.form.path if isinstance(node.form, ModelRef) else None
    if answer.kind != "Ask" or texts(answer.arguments["options"]) != ("Approve", "Reject"):
        raise Unread(f"{answer.id} does not ask for approval")
    _check_subject(answer.id, answer.arguments["subject"])
    if work.form != path or work.fails != node.fails:
        raise Unread(f"{node.id} takes {shown(*answer.arguments.values())} for something else")
    fields = models_by_path(workflow)[path].fields if path else ()
    required = texts(answer.arguments["required"]) if "required" in answer.arguments else ()
    if required != tuple(field.alias for field in fields if field.required):
        raise Unread(f"{answer.id} does not ask for what the form of {node.id} needs")
    expected = form_schemas(workflow, path) | {comment_key(workflow): {"type": ["null", "string"], "default": None}}
    check_params(answer.id, answer.arguments["params"], expected)
    window = answer.arguments.get("response_timeout")
    return None if window is None else milliseconds(window)


def _check_subject(owner: str, subject: ast.expr) -> None:
    """Airflow renders what looks like a template, unless it is told not to."""
    plain = expression_fits("literal(_text)", subject)
    if (plain is not None) != ("{" in text(plain["_text"] if plain else subject)):
        raise Unread(f"{owner} shows another text: {shown(subject)}")
