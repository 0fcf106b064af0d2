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
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, fits, keywords, literal, shown, text
from wfc_targets.airflow.readback.schemas import Schema, check_params, model_schemas, whole_schema
from wfc_targets.airflow.readback.syntax import File

_PRESENTATION = frozenset({"dag_display_name", "tags"})
_ALWAYS = {"dag_id", "schedule", "catchup", "max_active_runs"}
_DEFAULTS = {"retries": "0", "retry_delay": "timedelta(seconds=5)"}
_ALONE = """
ti = get_current_context()["ti"]
return ti.get_dr_count(dag_id=ti.dag_id, states=["running"]) == 1
trigger = _trigger
alone() >> trigger
"""
_SKIPS = """
task.short_circuit(retries=2)
trigger = _trigger
alone() >> trigger
"""


def facts_of_heads(workflow: Workflow, file: File, start_date: str) -> Iterator[tuple[str, Aspect, object]]:
    """The schedule, of whichever DAGs make it up."""
    own, *others = file.dags.values()
    triggers = list(workflow.triggers)
    mine = triggers[0] if triggers and triggers[0].overlap != "skip" else None
    _check_own(workflow, own, mine)
    crons = [(_read_cron(own, mine, start_date), own.name)] if mine else []
    _no_cron(own) if mine is None else None
    left = [cron for cron in triggers if cron is not mine]
    if len(left) != len(others):
        raise Unread(f"{len(left)} further schedules, but {len(others)} DAGs for them")
    for cron, dag in zip(left, others, strict=True):
        _check_starter(workflow, cron, dag, triggers.index(cron) + 1)
        crons.append((_read_cron(dag, cron, start_date), dag.name))
    if list(file.made) != list(file.dags):
        raise Unread(f"made are {', '.join(file.made)}")
    yield "", Aspect.SCHEDULE, tuple(cron for cron, _ in crons)


def _arguments(dag: ast.FunctionDef) -> dict[str, ast.expr]:
    match dag.decorator_list:
        case [ast.Call(args=[]) as call] if not dag.args.args:
            found = keywords(call)
        case _:
            raise Unread(f"unknown DAG {dag.name}")
    if text(found["dag_id"]) != dag.name or not found.keys() >= _ALWAYS:
        raise Unread(f"the DAG {dag.name} has another id, or leaves to an installation how it runs")
    return found


def _check_own(workflow: Workflow, dag: ast.FunctionDef, cron: Cron | None) -> None:
    found = _arguments(dag)
    allowed = _ALWAYS | _PRESENTATION | {"start_date", "params", "default_args"}
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
    found = _arguments(dag)
    if literal(found["schedule"]) is not None or literal(found["catchup"]) is not False:
        raise Unread(f"the DAG {dag.name} should have no schedule, has {shown(found['schedule'])}")
    if literal(found["max_active_runs"]) != 16:
        raise Unread(f"the DAG {dag.name} should have 16 runs at most")


def _read_cron(dag: ast.FunctionDef, cron: Cron, start_date: str) -> tuple[str, str]:
    found = _arguments(dag)
    holes = expression_fits("CronTriggerTimetable(_expression, timezone=_timezone)", found["schedule"])
    year, month, day = map(int, start_date.split("-"))
    begins = f"timezone.datetime({year}, {month}, {day})"
    if holes is None or shown(found.get("start_date", ast.Constant(None))) != begins:
        raise Unread(f"unknown schedule {shown(found['schedule'])}")
    if literal(found["catchup"]) is not cron.catchup:
        raise Unread(f"the DAG {dag.name} should catch up: {cron.catchup}")
    if literal(found["max_active_runs"]) != (1 if cron.overlap == "queue" else 16):
        raise Unread(f"the DAG {dag.name} does not {cron.overlap} overlapping runs")
    return text(holes["_expression"]), text(holes["_timezone"])


def _check_starter(workflow: Workflow, cron: Cron, dag: ast.FunctionDef, number: int) -> None:
    """A DAG that only starts the workflow's own."""
    extra = _arguments(dag).keys() - _ALWAYS - {"start_date"}
    if extra or dag.name != f"{workflow.name}__cron_{number}":
        raise Unread(f"the DAG {dag.name} has unknown arguments, or another name")
    trigger = _trigger_of(dag, cron)
    waits = {} if cron.overlap == "allow" else {"wait_for_completion": "True", "deferrable": "True"}
    named = keywords(trigger)
    conf = expression_fits("literal(_conf)", named.pop("conf"))
    if text(named.pop("task_id")) != "trigger" or text(named.pop("trigger_dag_id")) != workflow.name:
        raise Unread(f"the DAG {dag.name} starts another one")
    if {name: shown(one) for name, one in named.items()} != waits:
        raise Unread(f"the DAG {dag.name} waits, or does not, for the run")
    if conf is None or literal(conf["_conf"]) != _conf(workflow, cron):
        raise Unread(f"the DAG {dag.name} gives other input")


def _trigger_of(dag: ast.FunctionDef, cron: Cron) -> ast.Call:
    body = list(dag.body)
    guard = [one for first in body[:1] if isinstance(first, ast.FunctionDef) for one in first.body[1:]]
    if cron.overlap == "skip" and guard and fits(_ALONE, [*guard, *body[1:]]) is not None:
        kind = body[0].decorator_list if isinstance(body[0], ast.FunctionDef) else []
        holes = fits(_SKIPS, [*map(ast.Expr, kind), *body[1:]])
    else:
        holes = fits("_trigger", body) if cron.overlap != "skip" else None
    trigger = holes and holes["_trigger"]
    if not isinstance(trigger, ast.Call) or shown(trigger.func) != "TriggerDagRunOperator" or trigger.args:
        raise Unread(f"the DAG {dag.name} starts nothing")
    return trigger


def _conf(workflow: Workflow, cron: Cron) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(cron.input) or {}
    return given if workflow.context is None else {**given, context_key(workflow): json.loads(cron.context)}
