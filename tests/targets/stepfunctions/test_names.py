"""Names in the machine: readable, unique and never too long."""

import pytest

from wfc_targets.stepfunctions.names import attempted, ended, failed, late, parameter, undo, variable


def test_a_variable_is_called_like_its_step() -> None:
    assert variable("charge-payment") == "charge_payment"
    assert attempted("charge-payment") == "charge_paymentAttempted"


@pytest.mark.parametrize("step", ["sum", "error", "states", "input", "failure", "called"])
def test_a_step_hides_neither_a_function_nor_a_variable_of_ours(step: str) -> None:
    assert variable(step) == f"{step}Output"


def test_a_function_has_a_parameter() -> None:
    assert parameter("payments_charge") == "PaymentsChargeArn"


def test_long_names_stay_apart() -> None:
    long = [late("x" * 64, undo(f"{'y' * 60}-{number}")) for number in range(3)]
    assert len(set(long)) == 3
    assert max(len(name) for name in long) <= 80


def test_branches_with_long_names_end_in_states_of_their_own() -> None:
    long = [end("x" * 64, f"{'y' * 63}{branch}") for end in (ended, failed) for branch in "ab"]
    assert len(set(long)) == 4
    assert max(len(name) for name in long) <= 80
