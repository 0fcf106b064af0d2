"""Core workflows built by hand, for tests of what stands behind the frontend."""

from dataclasses import replace

from wfc.ir.nodes import Arm, Compensation, Node, Step, Succeed, Workflow
from wfc.ir.policies import Operation, Sla
from wfc.ir.types import Any
from wfc.source import NOWHERE

ANY = Any()


def operation(key: str, **changes) -> Operation:
    """An operation that takes nothing and returns any JSON."""
    plain = Operation(
        key=key, version="1.0.0", handler=f"team:{key}", is_async=False, argument=None, parameters=(), input=None,
        output=ANY, result_annotation="Any", result_imports=("typing:Any",), takes_key=False, errors=(), effect="read",
        idempotent=None, irreversible=False, timeout=None, description="", span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def step(id: str, **changes) -> Step:
    """A step that runs the operation of its own name and then ends the run."""
    plain = Step(
        id=id, description="", operation=id, inputs=None, retry=(), timeout=None, sla=None, compensation=None,
        on_success=(Arm(condition=None, target=Succeed(span=NOWHERE)),), on_failure=(), handler=False, span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def undo_by(key: str, **changes) -> Compensation:
    """A compensation by an operation without input."""
    plain = Compensation(operation=key, inputs=None, retry=(), timeout=None, when="completed", span=NOWHERE)
    return replace(plain, **changes)


def sla(max_duration: int, alert: str | None = None) -> Sla:
    """A promise."""
    return Sla(max_duration=max_duration, alert_on_breach=True, alert=alert, span=NOWHERE)


def workflow(*nodes: Node, operations: tuple[Operation, ...] = (), **changes) -> Workflow:
    """A workflow of these nodes, with an operation for each that is not given."""
    known = {one.key for one in operations}
    needed = {node.operation for node in nodes if isinstance(node, Step)}
    needed |= {node.compensation.operation for node in nodes if isinstance(node, Step) and node.compensation}
    plain = Workflow(
        key="test.flow", version="1.0.0", name="test_flow_v1", title="", description="", owners=(), tags=(),
        stability="stable", input=None, context=None, output=None, entry=nodes[0].id, nodes=nodes, result=None,
        sla=None, triggers=(), operations=(*operations, *(operation(key) for key in sorted(needed - known))), models=(),
        failure_points=(), file="specs/test_flow.py", span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)
