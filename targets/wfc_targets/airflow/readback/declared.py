"""What every DAG of a file is declared with, and when it runs."""

import ast

from wfc.ir.policies import Cron
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, keywords, literal, shown, text

ALWAYS = {"dag_id", "schedule", "catchup", "max_active_runs"}


def arguments_of(dag: ast.FunctionDef) -> dict[str, ast.expr]:
    """The arguments of `@dag`: the id, and nothing left to an installation."""
    match dag.decorator_list:
        case [ast.Call(args=[]) as call] if not dag.args.args:
            found = keywords(call)
        case _:
            raise Unread(f"unknown DAG {dag.name}")
    if text(found["dag_id"]) != dag.name or not found.keys() >= ALWAYS:
        raise Unread(f"the DAG {dag.name} has another id, or leaves to an installation how it runs")
    return found


def read_cron(dag: ast.FunctionDef, cron: Cron, start_date: str) -> tuple[str, str]:
    """Expression and time zone of a schedule, whose other settings must be the trigger's."""
    found = arguments_of(dag)
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
