"""The head of the DAG: schedule, params and the other arguments of `@dag`."""

import json
from collections.abc import Mapping
from typing import Any

from wfc.emit.quote import python_string
from wfc.ir.nodes import Workflow
from wfc.ir.policies import Cron
from wfc.ir.types import Model, ModelRef, Type
from wfc.ir.walk import models_by_path
from wfc_targets.airflow.literals import literal
from wfc_targets.airflow.params import REQUIRED, param, properties
from wfc_targets.airflow.plan import Schedule

UNLIMITED_RUNS = 16
"""Airflow wants a number; this is its own default, written out because an installation may change the default."""

LONGEST_TAG = 100
"""Airflow does not load a DAG with a longer one."""


def dag_arguments(workflow: Workflow, options: Mapping[str, str | int | bool]) -> tuple[str, ...]:
    """Source of the arguments of `@dag`."""
    return (
        f"dag_id={python_string(workflow.name)}",
        *([f"dag_display_name={python_string(workflow.title)}"] if workflow.title not in {"", workflow.key} else []),
        *_own_schedule(workflow, str(options["start_date"])),
        *_params(workflow),
        f"default_args={_default_args(workflow)}",
        *([f"tags={literal([tag[:LONGEST_TAG] for tag in workflow.tags])}"] if workflow.tags else []),
    )


def own_trigger(workflow: Workflow) -> Cron | None:
    """The trigger that is the schedule of the workflow's own DAG; the others have DAGs that start it.

    Only such a DAG knows which runs a trigger has started, and so whether one of them still goes on.
    """
    first = workflow.triggers[0] if workflow.triggers else None
    return None if first is None or first.overlap == "skip" else first


def schedules(workflow: Workflow, options: Mapping[str, str | int | bool]) -> tuple[Schedule, ...]:
    """DAGs for the triggers that are not the workflow's own."""
    own = own_trigger(workflow)
    return tuple(
        Schedule(
            dag_id=f"{workflow.name}__cron_{number}",
            arguments=(
                f'dag_id="{workflow.name}__cron_{number}"',
                *_schedule(cron, str(options["start_date"]), runs=1 if cron.overlap == "queue" else UNLIMITED_RUNS),
            ),
            skips=cron.overlap == "skip",
            trigger=_trigger(workflow, cron),
        )
        for number, cron in enumerate(workflow.triggers, start=1)
        if cron is not own
    )


def _trigger(workflow: Workflow, cron: Cron) -> tuple[str, ...]:
    waits = ("wait_for_completion=True", "deferrable=True") if cron.overlap != "allow" else ()
    return (
        'task_id="trigger"',
        f"trigger_dag_id={python_string(workflow.name)}",
        f"conf=literal({literal(_conf(workflow, cron))})",
        *waits,
    )


def _conf(workflow: Workflow, cron: Cron) -> dict[str, Any]:
    """The input and context of a trigger, as somebody would give them by hand."""
    given: dict[str, Any] = json.loads(cron.input) or {}
    context = json.loads(cron.context)
    return given if workflow.context is None else {**given, context_key(workflow): context}


def context_key(workflow: Workflow) -> str:
    """The param that carries the context beside the fields of the input."""
    names = {field.alias for field in _fields(workflow, workflow.input)}
    return next(key for key in ("context", "_context", "__context") if key not in names)


def _own_schedule(workflow: Workflow, start_date: str) -> tuple[str, ...]:
    cron = own_trigger(workflow)
    if cron is None:
        return "schedule=None", "catchup=False", f"max_active_runs={UNLIMITED_RUNS}"
    return _schedule(cron, start_date, runs=1 if cron.overlap == "queue" else UNLIMITED_RUNS)


def _schedule(cron: Cron, start_date: str, *, runs: int) -> tuple[str, ...]:
    year, month, day = (int(part) for part in start_date.split("-"))
    return (
        f"schedule=CronTriggerTimetable({python_string(cron.expression)}, timezone={python_string(cron.timezone)})",
        f"start_date=timezone.datetime({year}, {month}, {day})",
        f"catchup={cron.catchup}",
        f"max_active_runs={runs}",
    )


def _params(workflow: Workflow) -> list[str]:
    cron = own_trigger(workflow)
    found: dict[str, str] = {}
    if isinstance(workflow.input, ModelRef):
        given: dict[str, Any] = json.loads(cron.input) if cron else {}
        for name, schema in properties(_model(workflow, workflow.input)).items():
            found[name] = param(schema, given.get(name, REQUIRED))
    if isinstance(workflow.context, ModelRef):
        schema = json.loads(_model(workflow, workflow.context).schema)
        found[context_key(workflow)] = param(schema, json.loads(cron.context) if cron else REQUIRED)
    if not found:
        return []
    entries = ", ".join(f"{python_string(name)}: {source}" for name, source in found.items())
    return [f"params={{{entries}}}"]


def _default_args(workflow: Workflow) -> str:
    owner = [f'"owner": {python_string(", ".join(workflow.owners))}'] if workflow.owners else []
    return f"{{{', '.join([*owner, _RETRIES, _DELAY])}}}"


_RETRIES = '"retries": 0'
_DELAY = '"retry_delay": timedelta(seconds=5)'


def _fields(workflow: Workflow, of: Type | None) -> tuple[Any, ...]:
    return _model(workflow, of).fields if isinstance(of, ModelRef) else ()


def _model(workflow: Workflow, ref: ModelRef) -> Model:
    return models_by_path(workflow)[ref.path]
