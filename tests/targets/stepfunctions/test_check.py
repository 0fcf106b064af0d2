"""The target's own check finds what the validators overlook."""

import json

import pytest

from wfc_targets.stepfunctions.check import check

END = {"Type": "Succeed", "Output": "done"}


def complaints(**states) -> list[str]:
    machine = {"StartAt": next(iter(states)), "States": states}
    found = check({"flow/flow.asl.json": json.dumps(machine).encode()})
    return [one.removeprefix("flow/flow.asl.json: ") for one in found]


def test_a_sound_machine() -> None:
    start = {"Type": "Pass", "Assign": {"x": "{% $states.input %}"}, "Next": "end"}
    assert complaints(start=start, end={"Type": "Succeed", "Output": "{% $x %}"}) == []


def test_names_have_80_characters_at_most() -> None:
    assert complaints(**{"x" * 81: END}) == [f"the name {'x' * 81!r} is too long"]


def test_edges_lead_somewhere() -> None:
    choice = {"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "gone"}], "Default": "end"}
    assert complaints(start=choice, end=END) == ["start leads to 'gone', which is not there"]


def test_states_can_be_reached() -> None:
    assert complaints(start=END, island=END) == ["island cannot be reached"]


@pytest.mark.parametrize("text", ["v={% $states.input %}", "{% 1 %} and {% 2 %}", "{% never closed"])
def test_expressions_are_whole(text: str) -> None:
    assert complaints(start={"Type": "Succeed", "Output": text}) == [f"start has half an expression: {text!r}"]


def test_variables_are_assigned_somewhere() -> None:
    text = "{% $map($x, function($one) { $one & $y }) & ($z := 1; $z) & '$w' %}"
    assert complaints(start={"Type": "Succeed", "Output": text}) == [
        "start reads $x, which nothing assigns",
        "start reads $y, which nothing assigns",
    ]


def test_asking_whether_a_variable_is_there_is_no_mistake() -> None:
    assert complaints(start={"Type": "Succeed", "Output": "{% $exists($x) ? $x : null %}"}) == []


def test_generated_python_can_be_parsed() -> None:
    assert len(check({"flow/handlers.py": b"def broken("})) == 1
