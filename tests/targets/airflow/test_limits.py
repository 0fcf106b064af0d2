"""What a run has room for on Airflow: elements of a mapped task, XCom, ids."""

import re
from dataclasses import replace

import pytest

from tests.support.bounded import LINES, over_lines, text_model, yielding
from tests.support.core import for_each, name, operation, output_of, parallel, show, step, workflow
from wfc.diagnostics import Severity
from wfc.ir.types import ModelRef
from wfc.ir.walk import all_nodes
from wfc_targets.airflow.limits import limits
from wfc_targets.airflow.names import name_tasks, task_id
from wfc_targets.airflow.support import OPTIONS

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
DEFAULTS = {key: option.default for key, option in OPTIONS.items()}


def found(workflow, **options) -> list[tuple[Severity, str]]:
    return [(limit.severity, limit.message) for limit in limits(workflow, {**DEFAULTS, **options})]


def severities(workflow, **options) -> list[Severity]:
    return [severity for severity, _ in found(workflow, **options)]


@pytest.mark.parametrize(
    ("least", "most", "severity"),
    [
        (0, 1024, None),
        (1024, 1024, None),
        (0, 1025, WARNING),
        (1024, 100_000, WARNING),
        (1025, 2000, ERROR),
        (1025, None, ERROR),
        (0, None, INFO),
    ],
)
def test_elements_of_a_loop(least, most, severity) -> None:
    flow = over_lines(for_each("lines", LINES, step("pick")), least=least, most=most)
    assert severities(flow) == ([] if severity is None else [severity])


def test_the_deployment_says_how_many_elements() -> None:
    flow = over_lines(for_each("lines", LINES, step("pick")), most=3000)
    assert severities(flow, max_map_length=3000) == []
    [(_, message)] = found(flow, max_map_length=2999)
    assert message == (
        "`lines` may have 3,000 elements by its model, and Airflow maps a task over 2,999 at most"
        " (`core.max_map_length`)"
    )


@pytest.mark.parametrize(
    ("least", "most", "severity"),
    [(0, 989, None), (0, 990, WARNING), (0, None, None), (989, None, None), (990, None, ERROR), (2000, 3000, ERROR)],
)
def test_xcom(least, most, severity) -> None:
    flow = yielding(text_model("m:Text", least, most))
    assert severities(flow, xcom_bytes=1000) == ([] if severity is None else [severity])
    assert severities(flow) == []


def test_what_elements_bring_together_is_one_value() -> None:
    """10 elements of 100 bytes, commas and brackets: 1,011 bytes, if somebody reads them."""
    loop = for_each("lines", LINES, step("pick"))
    loop = replace(loop, body=replace(loop.body, output=ModelRef("m:Text")))
    pick = operation("pick", output=ModelRef("m:Text"))
    flow = over_lines(loop, most=10, operations=(pick,), result=show(all=output_of("lines")))
    flow = replace(flow, models=(*flow.models, text_model("m:Text", 0, 89)))
    assert severities(flow, xcom_bytes=1011) == []
    [limit] = limits(flow, {**DEFAULTS, "xcom_bytes": 1010})
    assert "`lines` brings together may take 1,011 bytes by its model, more than the 1,010 bytes" in limit.message
    assert limit.notes == ("elements             0 to 10", "bytes of each        11 to 100")
    assert severities(replace(flow, result=None), xcom_bytes=1010) == []


@pytest.mark.parametrize(("digits", "wanted"), [(1, []), (248, []), (249, [ERROR]), (900, [ERROR])])
def test_dag_ids(digits, wanted) -> None:
    assert severities(workflow(step("a"), name="a" + "9" * (digits + 1))) == wanted


def test_task_ids_fit_however_long_the_ids_of_steps_are() -> None:
    """An id has 64 characters at most (WFC104), and the longest task id two of them: no finding is needed."""
    left, right = "l" * 64, "r" * 64
    loop = for_each("f" * 64, name("input.x"), step("q-" * 31 + "qq"))
    flow = workflow(parallel("p" * 64, **{"b" * 64: (step(left),)}), step(right), loop)
    names = name_tasks(flow)
    made = [names.past(one.id, task_id(other.id)) for one in all_nodes(flow) for other in all_nodes(flow)]
    made += [names.group("p" * 64, "b" * 64), names.end("p" * 64, "b" * 64)]
    made += [stage for one in all_nodes(flow) for stage in names.stages(one)]
    made += [names.beside(one.id, what) for one in all_nodes(flow) for what in names.suffixes]
    assert max(map(len, made)) <= 250
    assert all(re.fullmatch(r"[\w.-]+", one) for one in made)
