"""Emitted files are read back into what they mean: sound ones without a complaint, altered ones never.

The bytes are altered here, not the emitter; tests/validation strikes at that.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.conformance.corpus import specs
from tests.targets.stepfunctions.emitted import DEFAULTS, workflow
from wfc.diagnostics import Severity
from wfc.driver import capabilities
from wfc.ir.nodes import Workflow
from wfc_targets.stepfunctions import TARGET

Change = Callable[[dict[str, Any]], object]


def accepted() -> list[Workflow]:
    """The example workflows that this target does not refuse."""
    found = [one for of_spec in specs().workflows.values() for one in of_spec]
    refused = (capabilities(one, TARGET, DEFAULTS) for one in found)
    return [
        one
        for one, findings in zip(found, refused, strict=True)
        if not any(finding.severity is Severity.ERROR for finding in findings)
    ]


@pytest.mark.parametrize("validate", [False, True])
def test_sound_files_say_what_their_workflow_means(validate: bool) -> None:
    options = {"validate": validate}
    complaints = {one.name: TARGET.validate(one, TARGET.emit(one, options), options) for one in accepted()}

    assert complaints
    assert {name: found for name, found in complaints.items() if found} == {}


def states(definition: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = definition["States"]
    return found


def state(name: str, *path: str | int) -> Callable[[dict[str, Any]], Any]:
    """What stands somewhere in a state."""

    def found(definition: dict[str, Any]) -> Any:
        inside: Any = states(definition)[name]
        for one in path:
            inside = inside[one]
        return inside

    return found


def put(name: str, *path: str | int, value: object) -> Change:
    """Put another value somewhere in a state."""
    *before, last = path

    def change(definition: dict[str, Any]) -> None:
        state(name, *before)(definition)[last] = value

    return change


def leave_out(name: str, *path: str | int) -> Change:
    """Leave something of a state out."""
    *before, last = path

    def change(definition: dict[str, Any]) -> None:
        del state(name, *before)(definition)[last]

    return change


ALTERED: Mapping[str, tuple[str, Change]] = {
    "another first step": ("payment.flow", lambda one: one.update(StartAt="charge-payment")),
    "a step passed over": ("payment.flow", put("validate-payment", "Next", value="send-receipt")),
    "a failure not handled": ("payment.flow", put("charge-payment", "Catch", 0, "Next", value="Failed")),
    "a longer timeout": ("payment.flow", put("charge-payment", "TimeoutSeconds", value=31)),
    "no timeout": ("payment.flow", leave_out("charge-payment", "TimeoutSeconds")),
    "an attempt more": ("payment.flow", put("charge-payment", "Retry", 2, "MaxAttempts", value=3)),
    "a refusal tried again": ("payment.flow", leave_out("charge-payment", "Retry", 1)),
    "another handler": (
        "payment.flow",
        put("charge-payment", "Arguments", "FunctionName", value="${PaymentsValidateArn}"),
    ),
    "another input": (
        "payment.flow",
        put("charge-payment", "Arguments", "Payload", "input", "amount", value="{% $states.context.Execution.Id %}"),
    ),
    "another key": (
        "payment.flow",
        put(
            "charge-payment",
            *("Arguments", "Payload", "idempotency_key"),
            value="{% $states.context.Execution.Id & ':charge' %}",
        ),
    ),
    "an output not kept": ("payment.flow", leave_out("charge-payment", "Assign")),
    "another result": ("payment.flow", put("Succeeded", "Output", value={"result": None})),
    "a failure reported without its step": (
        "payment.flow",
        put("Failed", "Cause", value="{% $string({'message': $failure.message}) %}"),
    ),
    "a field of nobody's": ("payment.flow", put("charge-payment", "HeartbeatSeconds", value=5)),
    "a state that nothing leads to": (
        "payment.flow",
        lambda one: states(one).update({"more": {"Type": "Succeed", "Output": {"result": None}}}),
    ),
    "an undoing left out": ("city.break", put("undo car?", "Choices", 0, "Next", value="undo room?")),
    "an undoing without a question": ("city.break", put("undo train?", "Default", value="undo car")),
    "an undoing asked about for ever": ("city.break", put("undo seat?", "Default", value="undo seat?")),
    "undone in another order": ("city.break", put("collect", "Catch", 0, "Next", value="undo car?")),
    "another failure first": (
        "city.break",
        put("hold?", "Choices", 0, "Assign", value={"failure": "{% $holdErrors[1] %}"}),
    ),
    "an attempt forgotten": (
        "city.break",
        leave_out("hold", "Branches", 2, "States", "car", "Catch", 0, "Assign", "carAttempted"),
    ),
    "an output not brought out": (
        "city.break",
        put("hold", "Branches", 0, "States", "flight of hold failed", "Output", "steps", value="{% {} %}"),
    ),
    "branches in another order": ("city.break", lambda one: state("hold", "Branches")(one).reverse()),
}


@pytest.mark.parametrize("altered", ALTERED)
def test_altered_files_never_pass(altered: str) -> None:
    key, change = ALTERED[altered]
    flow = workflow(key)
    files = dict(TARGET.emit(flow, DEFAULTS))
    (path,) = (one for one in files if one.endswith(".asl.json"))
    definition = json.loads(files[path])
    change(definition)

    assert TARGET.validate(flow, {**files, path: json.dumps(definition).encode()}, DEFAULTS)
