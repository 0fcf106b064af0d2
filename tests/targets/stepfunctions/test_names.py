"""Names in the machine: readable, unique, never too long, and back to addresses."""

import pytest

from wfc_targets.stepfunctions.names import address, alert, attempted, late, parameter, undo, undo_guard, variable


def test_a_variable_is_called_like_its_step() -> None:
    assert variable("charge-payment") == "charge_payment"
    assert attempted("charge-payment") == "charge_paymentAttempted"


@pytest.mark.parametrize("step", ["sum", "error", "states", "input", "failure"])
def test_a_step_hides_neither_a_function_nor_a_variable_of_ours(step: str) -> None:
    assert variable(step) == f"{step}Output"


def test_a_function_has_a_parameter() -> None:
    assert parameter("payments_charge") == "PaymentsChargeArn"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("charge-payment", "charge-payment"),
        (undo("charge-payment"), "charge-payment:undo"),
        (alert("locate", "dispatch"), "locate:alert"),
        (alert("x" * 64, undo_guard("y" * 64)), f"{'x' * 64}:alert"),
        ("undo", "undo"),
        ("alert", "alert"),
        (undo("undo"), "undo:undo"),
        (alert("alert", "undo"), "alert:alert"),
        ("Alert", ":alert"),
        ("Alert of failure", ":alert"),
    ],
)
def test_a_state_that_calls_has_an_address(state: str, expected: str) -> None:
    assert address(state) == expected


def test_long_names_stay_apart() -> None:
    long = [late("x" * 64, undo(f"{'y' * 60}-{number}")) for number in range(3)]
    assert len(set(long)) == 3
    assert max(len(name) for name in long) <= 80
