"""The small DAGs that only start the workflow's own: one for each further schedule."""

import ast
import json
from typing import Any

from wfc.ir.nodes import Workflow
from wfc.ir.policies import Cron
from wfc_targets.airflow.readback.conf import context_key
from wfc_targets.airflow.readback.declared import ALWAYS, arguments_of
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, fits, keywords, literal, shown, text

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


def check_starter(workflow: Workflow, cron: Cron, dag: ast.FunctionDef, number: int) -> None:
    """A DAG that only starts the workflow's own."""
    extra = arguments_of(dag).keys() - ALWAYS - {"start_date"}
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
