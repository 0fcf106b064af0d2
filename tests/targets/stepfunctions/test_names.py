"""A call's address is read from the name of the state that makes it, also when a step has the name of what we prefix."""

import pytest

from wfc_targets.stepfunctions.names import ALERT, ALERT_FAILURE, address, alert, undo


@pytest.mark.parametrize(
    ("state", "addressed"),
    [
        ("charge", "charge"),
        ("undo", "undo"),
        ("alert", "alert"),
        (undo("charge"), "charge:undo"),
        (undo("undo"), "undo:undo"),
        (alert("alert", "charge"), "alert:alert"),
        (ALERT, ":alert"),
        (ALERT_FAILURE, ":alert"),
    ],
)
def test_address(state, addressed):
    assert address(state) == addressed
