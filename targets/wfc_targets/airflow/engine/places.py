"""Where in the workflow the call of a task happens, as journals name it."""

from collections.abc import Mapping
from typing import Any

from airflow.sdk import get_current_context


def address_here(dags: Mapping[str, Any]) -> str:
    """The address of the call that the current task makes, without those of calls around its run. `dags`: the facts
    of each DAG."""
    context = get_current_context()
    ti = context["ti"]
    undoing = context["task_state_store"].get("undoing")
    if undoing:
        return f"{undoing}:undo"
    before, behind = dags[ti.dag_id]["addresses"][ti.task_id]
    return f"{before}{index_of(ti)}{behind}"


def index_of(ti: Any) -> str:
    """`[2]` behind the name of an element's task."""
    return f"[{ti.map_index}]" if ti.map_index >= 0 else ""
