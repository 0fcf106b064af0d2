"""What a run has room for on Step Functions: payloads, history, the definition, names, depth of expressions."""

import json
from dataclasses import replace

import pytest

from tests.support.bounded import LINES, over_lines, text_model, yielding
from tests.support.core import for_each, name, operation, output_of, parallel, retry, show, step, workflow
from wfc.diagnostics import Severity
from wfc.ir.nodes import Poll
from wfc.ir.types import ModelRef
from wfc_targets.stepfunctions.quotas import limits, measure

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def severities(workflow) -> list[Severity]:
    return [limit.severity for limit in limits(workflow)]


def measured(definition, flow=None) -> list[tuple[Severity, str]]:
    data = definition if isinstance(definition, bytes) else json.dumps(definition).encode()
    files = {"a/a.asl.json": data, "a/handlers.py": b"x" * 2_000_000}
    return [(limit.severity, limit.message) for limit in measure(flow or workflow(step("a")), files)]


def machine(**states) -> dict:
    return {"StartAt": "a", "States": states}


@pytest.mark.parametrize(
    ("least", "most", "severity"),
    [
        (0, 262_133, None),
        (0, 262_134, WARNING),
        (0, None, None),
        (262_133, None, None),
        (262_134, None, ERROR),
        (300_000, 400_000, ERROR),
    ],
)
def test_payloads(least, most, severity) -> None:
    flow = yielding(text_model("m:Text", least, most))
    assert severities(flow) == ([] if severity is None else [severity])


def test_the_message_has_both_numbers() -> None:
    [limit] = limits(yielding(text_model("m:Text", 0, 300_000)))
    assert limit.message == (
        "the output of `reads` may take 300,011 bytes by its model, more than the 262,144 bytes that Step Functions"
        " carries from state to state"
    )


@pytest.mark.parametrize(("most", "wanted"), [(119_989, []), (119_990, [WARNING]), (200_000, [WARNING])])
def test_what_branches_bring_out(most, wanted) -> None:
    """Two of up to 120,000 bytes and their names: `{"l":...,"r":...}`, if somebody reads them."""
    text = text_model("m:Text", 0, most - 6)
    both = parallel("both", l=(step("reads"),), r=(step("again"),))
    both = replace(both, branches=tuple(replace(one, output=ModelRef("m:Text")) for one in both.branches))
    returns = tuple(operation(key, output=ModelRef("m:Text")) for key in ("reads", "again"))
    flow = workflow(both, operations=returns, models=(text,), result=show(x=output_of("both")))
    assert severities(flow) == wanted
    assert severities(replace(flow, result=None)) == []


@pytest.mark.parametrize(
    ("least", "most", "severity"), [(0, 3570, None), (0, 3571, WARNING), (0, 10_000, WARNING), (3571, 3571, ERROR)]
)
def test_events_of_a_bounded_loop(least, most, severity) -> None:
    """7 for each element, 4 for the Map and 2 for the run: 24,996 for 3,570 elements, 25,003 for 3,571."""
    flow = over_lines(for_each("lines", LINES, step("pick")), least=least, most=most)
    assert severities(flow) == ([] if severity is None else [severity])


def test_the_sum_is_shown() -> None:
    [limit] = limits(over_lines(for_each("lines", LINES, step("pick")), most=5000))
    assert limit.message == (
        "a run of `test.flow` may write 35,006 events, and a Step Functions execution may have 25,000"
    )
    assert limit.notes == ("lines                5,000 elements x 7: 35,004", "begin and end        2")


def test_retries_are_events() -> None:
    """Four attempts of a step: 5 + 3 x 3 and 2 for the iteration, so 16 for each of 1,562 elements."""
    flow = over_lines(for_each("lines", LINES, step("pick", retry=(retry(4),))), most=1562)
    assert severities(flow) == []
    assert severities(over_lines(*flow.nodes, most=1563)) == [WARNING]


def test_polls_are_events() -> None:
    often = Poll(until=name("output"), every=10_000, timeout=30 * 86_400_000, max_polls=None)
    assert severities(workflow(step("ready", poll=often))) == [WARNING]
    assert severities(workflow(step("ready", poll=replace(often, max_polls=2000)))) == []


def test_a_loop_that_nothing_bounds_is_told_how_far_it_goes() -> None:
    [limit] = limits(workflow(for_each("lines", name("input.x"), step("pick"))))
    assert limit.severity is INFO
    assert limit.message.startswith("`lines` can have about 3,571 elements: each adds up to 7 of the 25,000 events")


def test_names_of_machines() -> None:
    assert severities(workflow(step("a"), name="a" * 80)) == []
    assert severities(workflow(step("a"), name="a" * 81)) == [ERROR]
    assert severities(workflow(step("a"), name="a" * 900)) == [ERROR]


@pytest.mark.parametrize(("size", "wanted"), [(1_048_576, []), (1_048_577, [ERROR]), (3_000_000, [ERROR])])
def test_the_definition(size, wanted) -> None:
    empty = json.dumps(machine(a={"Type": "Pass", "Comment": ""})).encode()
    data = empty.replace(b'""', b'"' + b"x" * (size - len(empty)) + b'"')
    assert [severity for severity, _ in measured(data)] == wanted


@pytest.mark.parametrize(("length", "wanted"), [(80, []), (81, [ERROR]), (200, [ERROR])])
def test_names_of_states(length, wanted) -> None:
    inside = machine(**{"b" * length: {"Type": "Pass"}})
    assert [one for one, _ in measured(machine(a={"Type": "Map", "ItemProcessor": inside}))] == wanted


@pytest.mark.parametrize(("depth", "wanted"), [(100, []), (101, [WARNING]), (150, [WARNING])])
def test_depth_of_expressions(depth, wanted) -> None:
    text = "{% " + "(" * (depth - 1) + "'(((('" + ")" * (depth - 1) + " %}"
    assert [one for one, _ in measured(machine(a={"Type": "Pass", "Output": text}))] == wanted
