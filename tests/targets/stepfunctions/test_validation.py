"""When a machine validates (R1, R2): its input where it must or is told to, its result where types do not settle it."""

import pytest

from tests.targets.stepfunctions.emitted import machine, workflow
from wfc.ir.nodes import Workflow


def states(flow: Workflow, *, validate: bool = False) -> list[str]:
    return list(machine(flow, validate=validate)["States"])


def test_input_is_not_validated_unasked() -> None:
    assert states(workflow("order.saga"))[0] == "validate"
    assert states(workflow("order.saga"), validate=True)[:2] == ["Check input", "validate"]


def test_a_default_is_filled_in_where_it_is_read() -> None:
    quantity = machine(workflow("order.saga"))["States"]["reserve"]["Arguments"]["Payload"]["input"]["quantity"]
    read = "$states.context.Execution.Input.input.quantity"
    assert quantity == f"{{% $exists({read}) ? {read} : 1 %}}"


def test_validated_input_has_its_defaults() -> None:
    payload = machine(workflow("order.saga"), validate=True)["States"]["reserve"]["Arguments"]["Payload"]
    assert payload["input"] == {"sku": "{% $input.sku %}", "quantity": "{% $input.quantity %}"}


@pytest.mark.parametrize("key", ["customer.onboarding", "trip.booking"])
def test_where_a_misfit_could_not_be_compensated_for_it_is_looked_for_first(key: str) -> None:
    """Conditions and results read the input there, and only tasks can catch an error."""
    assert states(workflow(key))[0] == "Check input"


def test_a_workflow_without_input_has_nothing_to_validate() -> None:
    flow = workflow("nightly.report")
    assert states(flow, validate=True) == states(flow)


def test_a_result_is_checked_where_its_model_asks_more_than_types() -> None:
    """The price of a label is at least one cent; a receipt has only a text."""
    assert "Check result" in states(workflow("parcel.label"))
    assert "Check result" not in states(workflow("payment.flow"))
