"""What the target says about files that Temporal could not run."""

from wfc_targets.temporal.check import check


def test_what_is_not_python() -> None:
    [complaint] = check({"flow_v1/shared.py": b"def (:"})
    assert complaint.startswith("flow_v1/shared.py: not Python")


def test_generated_code_needs_no_compiler() -> None:
    assert check({"flow_v1/worker.py": b"from wfc.scenario import journal\n"}) == (
        "flow_v1/worker.py:1: generated code must not import wfc",
    )


def test_a_workflow_imports_through_the_sandbox() -> None:
    text = b"import acme.models\n\nwith workflow.unsafe.imports_passed_through():\n    from acme.models import Order\n"
    assert check({"flow_v1/workflows.py": text}) == (
        "flow_v1/workflows.py:1: acme.models must be passed through the sandbox",
    )


def test_a_workflow_calls_nothing_of_the_world() -> None:
    assert check({"flow_v1/workflows.py": b"print(eval('1'))\n"}) == (
        "flow_v1/workflows.py:1: print() has no place in a workflow",
        "flow_v1/workflows.py:1: eval() has no place in a workflow",
    )


def test_no_name_comes_from_two_places() -> None:
    text = b"from acme.billing import Line\nfrom acme.orders import Line\n"
    assert check({"flow_v1/shared.py": text}) == ("flow_v1/shared.py: Line is imported from two modules",)
