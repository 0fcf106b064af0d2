"""What another DAG is given, which run it is, and how its end is read."""

import ast

from wfc.ir.nodes import Call, Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import models_by_path
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.called_work import Evaluated, Returns
from wfc_targets.airflow.readback.child_ends import check_child_end
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.operations import Found
from wfc_targets.airflow.readback.patterns import Unread, literal, shown, text
from wfc_targets.airflow.readback.settings import has_only
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Gives
from wfc_targets.airflow.readback.written import Written

_ALWAYS = {
    "logical_date": None,
    "wait_for_completion": True,
    "deferrable": True,
    "poke_interval": 5,
}


def facts_of_conf(node: Call, child: Workflow, names: Names, made: Gives, run: Task, work: Returns) -> Found:
    """Of a call: the workflow, its input and context."""
    _check_run(node, names, run, work)
    check_child_end(child, work)
    same = work.dag == child.name == text(run.arguments["trigger_dag_id"])
    yield node.id, Aspect.OPERATION, f"{child.key}@{child.version}" if same else f"the DAG {work.dag}"
    inputs, context = _given(made.value.node, child)
    guarded = None if made.value.guarded else False
    yield node.id, Aspect.INPUTS, _text(names, inputs, guarded)
    written = _text(names, context, guarded)
    own = names.dag.workflow.context is not None and child.context is not None
    if node.context is None and own and written is None:
        raise Unread(f"{child.name} is not given the caller's context")
    yield node.id, Aspect.CONTEXT, written


def _given(conf: ast.expr, child: Workflow) -> tuple[ast.expr | None, ast.expr | None]:
    """Input and context in a conf."""
    key = None if child.context is None else context_key(child)
    match conf:
        case ast.Dict(keys=[]):
            return None, None
        case ast.Dict(keys=[ast.Constant(value=str(only))], values=[context]) if only == key:
            return None, context
        case ast.Dict(keys=[None, ast.Constant(value=str(last))], values=[inputs, context]) if last == key:
            return inputs, context
        case _:
            return conf, None


def _text(names: Names, node: ast.expr | None, guarded: bool | None) -> Written | None:
    return None if node is None else names.text(Evaluated(node=node, guarded=guarded))


def context_key(workflow: Workflow) -> str:
    """The param of the context: the first of these that is no field of the input."""
    models = models_by_path(workflow)
    fields = models[workflow.input.path].fields if isinstance(workflow.input, ModelRef) else ()
    taken = {field.alias for field in fields}
    return next(name for name in ("context", "_context", "__context") if name not in taken)


def _check_run(node: Call, names: Names, run: Task, work: Returns) -> None:
    if run.kind != "TriggerDagRunOperator":
        raise Unread(f"{run.id} runs no DAG")
    has_only(run, frozenset({*_ALWAYS, "trigger_dag_id", "trigger_run_id", "conf"}))
    found = {name: literal(run.arguments[name]) for name in _ALWAYS if name in run.arguments}
    if found != _ALWAYS or shown(run.arguments["conf"]) != work.inputs:
        raise Unread(f"{run.id} does not wait for the run that it is told to begin")
    index = "__{{ ti.map_index }}" if names.index() else ""
    if text(run.arguments["trigger_run_id"]) != f"{{{{ dag.dag_id }}}}__{{{{ run_id }}}}__{node.id}{index}":
        raise Unread(f"{run.id} has another run id than that of {node.id}")
