"""Holds a generated DAG file against the core: what it says, and how its runs go."""

from collections.abc import Iterator, Mapping

from wfc.ir.nodes import Workflow
from wfc.validation.compare import mismatches
from wfc_targets.airflow.readback.dag import read_dag
from wfc_targets.airflow.readback.facts import UNREAD, core_facts, stated_facts
from wfc_targets.airflow.readback.head import facts_of_heads
from wfc_targets.airflow.readback.helpers import constant, facts_of_helpers
from wfc_targets.airflow.readback.patterns import Unread
from wfc_targets.airflow.readback.runs import parting_runs
from wfc_targets.airflow.readback.scaffold import check_scaffold
from wfc_targets.airflow.readback.scopes import read_scope
from wfc_targets.airflow.readback.syntax import read_file
from wfc_targets.airflow.readback.written import Writer


def validate(
    workflow: Workflow, files: Mapping[str, bytes], options: Mapping[str, str | int | bool]
) -> tuple[str, ...]:
    """One sentence for each difference; one only when the file cannot be read."""
    if list(files) != [f"{workflow.name}.py"]:
        return (f"files should be {workflow.name}.py, are {', '.join(files)}",)
    [content] = files.values()
    try:
        return tuple(_differences(workflow, content, str(options["start_date"])))
    except Unread as unread:
        return (str(unread),)
    except KeyError as missing:
        return (f"something refers to {missing}, which is not there",)


def _differences(workflow: Workflow, content: bytes, start_date: str) -> Iterator[str]:
    file, writer = read_file(content), Writer()
    if workflow.name not in file.dags:
        raise Unread(f"there is no DAG {workflow.name}")
    dag = read_dag(workflow, read_scope(file.dags[workflow.name]))
    failing = constant(file, "FAILING")
    check_scaffold(dag, failing)
    expected = core_facts(workflow, writer)
    beside = (*facts_of_heads(workflow, file, start_date), *facts_of_helpers(dag, file, content, writer.asks))
    yield from mismatches(expected, stated_facts(dag, *beside), UNREAD)
    yield from parting_runs(workflow, dag, failing)
