"""What a DAG is declared with: schedule, params, defaults; and the small DAGs that only start it."""

import ast
import json
from collections.abc import Iterator
from typing import Any

from wfc.ir.nodes import Workflow
from wfc.ir.policies import Cron
from wfc.ir.types import ModelRef
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.conf import context_key
from wfc_targets.airflow.readback.declared import ALWAYS, arguments_of, read_cron
from wfc_targets.airflow.readback.params import check_params
from wfc_targets.airflow.readback.patterns import Unread, literal, shown
from wfc_targets.airflow.readback.schemas import Schema, model_schemas, whole_schema
from wfc_targets.airflow.readback.starters import check_starter
from wfc_targets.airflow.readback.syntax import File

_PRESENTATION = frozenset({"dag_display_name", "tags"})


_DEFAULTS = {"retries": "0", "retry_delay": "timedelta(seconds=5)"}


def facts_of_heads(workflow: Workflow, file: File, start_date: str) -> Iterator[tuple[str, Aspect, object]]:
    """The schedule, of whichever DAGs make it up."""
    own, *others = file.dags.values()
    triggers = list(workflow.triggers)
    mine = triggers[0] if triggers and triggers[0].overlap != "skip" else None
    _check_own(workflow, own, mine)
    crons = [(read_cron(own, mine, start_date), own.name)] if mine else []
    _no_cron(own) if mine is None else None
    left = [cron for cron in triggers if cron is not mine]
    if len(left) != len(others):
        raise Unread(f"{len(left)} further schedules, but {len(others)} DAGs for them")
    for cron, dag in zip(left, others, strict=True):
        check_starter(workflow, cron, dag, triggers.index(cron) + 1)
        crons.append((read_cron(dag, cron, start_date), dag.name))
    if list(file.made) != list(file.dags):
        raise Unread(f"made are {', '.join(file.made)}")
    yield "", Aspect.SCHEDULE, tuple(cron for cron, _ in crons)


def _check_own(workflow: Workflow, dag: ast.FunctionDef, cron: Cron | None) -> None:
    found = arguments_of(dag)
    allowed = ALWAYS | _PRESENTATION | {"start_date", "params", "default_args"}
    if dag.name != workflow.name or found.keys() - allowed:
        raise Unread(f"the DAG {dag.name} has unknown arguments, or should be {workflow.name}")
    defaults = found.get("default_args")
    names = {str(literal(key)): shown(one) for key, one in _pairs(defaults)}
    names.pop("owner", None)
    if names != _DEFAULTS:
        raise Unread(f"unknown defaults of all tasks: {names}")
    expected = _expected_params(workflow, cron)
    if expected or "params" in found:
        check_params(dag.name, found.get("params", ast.Dict(keys=[], values=[])), expected)


def _pairs(node: ast.expr | None) -> list[tuple[ast.expr, ast.expr]]:
    if not isinstance(node, ast.Dict):
        raise Unread("no defaults of all tasks")
    return [(key, one) for key, one in zip(node.keys, node.values, strict=True) if key is not None]


def _expected_params(workflow: Workflow, cron: Cron | None) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    if isinstance(workflow.input, ModelRef):
        given: dict[str, Any] = json.loads(cron.input) or {} if cron else {}
        for name, schema in model_schemas(workflow, workflow.input.path).items():
            found[name] = {**schema, **({"default": given[name]} if name in given else {})}
    if isinstance(workflow.context, ModelRef):
        schema = whole_schema(workflow, workflow.context.path)
        found[context_key(workflow)] = {**schema, **({"default": json.loads(cron.context)} if cron else {})}
    return found


def _no_cron(dag: ast.FunctionDef) -> None:
    found = arguments_of(dag)
    if literal(found["schedule"]) is not None or literal(found["catchup"]) is not False:
        raise Unread(f"the DAG {dag.name} should have no schedule, has {shown(found['schedule'])}")
    if literal(found["max_active_runs"]) != 16:
        raise Unread(f"the DAG {dag.name} should have 16 runs at most")
