"""Core workflows built by hand, for tests of what stands behind the frontend."""

from dataclasses import replace
from itertools import pairwise

from wfc.interpret.run import Interpreted, interpret
from wfc.ir.expressions import (
    Attribute,
    Const,
    DictDisplay,
    Entry,
    Expr,
    Item,
    ListDisplay,
    Name,
    StepDone,
    StepOutput,
)
from wfc.ir.nodes import (
    Arm,
    Block,
    Call,
    Catch,
    Choice,
    Compensation,
    Fail,
    FailAgain,
    ForEach,
    Goto,
    Node,
    Parallel,
    Step,
    Succeed,
    Target,
    Workflow,
)
from wfc.ir.policies import Backoff, Operation, Retry, Sla
from wfc.ir.types import Any, ModelRef
from wfc.ir.walk import walk_nodes
from wfc.scenario.journal import Json
from wfc.scenario.model import Reply, Scenario
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
        poll=None, on_success=arms(SUCCEED), on_failure=(), handler=False, span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def undo_by(key: str, **changes) -> Compensation:
    """A compensation by an operation without input."""
    plain = Compensation(operation=key, inputs=None, retry=(), timeout=None, when="completed", span=NOWHERE)
    return replace(plain, **changes)


def sla(max_duration: int, alert: str | None = None) -> Sla:
    """A promise."""
    return Sla(max_duration=max_duration, alert_on_breach=True, alert=alert, in_flight=False, escalate=(), span=NOWHERE)


def workflow(*nodes: Node, operations: tuple[Operation, ...] = (), **changes) -> Workflow:
    """A workflow of these nodes, with an operation for each that is not given."""
    known = {one.key for one in operations}
    every = tuple(walk_nodes(nodes))
    needed = {node.operation for node in every if isinstance(node, Step)}
    needed |= {node.compensation.operation for node in every if isinstance(node, Step | Call) and node.compensation}
    plain = Workflow(
        key="test.flow", version="1.0.0", name="test_flow_v1", title="", description="", owners=(), tags=(),
        stability="stable", input=None, context=None, output=None, entry=nodes[0].id, nodes=nodes, result=None,
        deadline=None, sla=None, after_compensation=None, triggers=(), children=(),
        operations=(*operations, *(operation(key) for key in sorted(needed - known))), models=(),
        failure_points=(), file="specs/test_flow.py", span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def order(**changes) -> Operation:
    """`place`: takes an Order, returns a Receipt."""
    models = {"input": ModelRef("tests.support.team:Order"), "output": ModelRef("tests.support.team:Receipt")}
    result = {"result_annotation": "Receipt", "result_imports": ("tests.support.team:Receipt",)}
    return operation("place", argument="order", **models, **result, **changes)


def const(value: Json) -> Expr:
    """A constant, also of several parts."""
    match value:
        case dict():
            entries = tuple(Entry(key=const(key), value=const(item)) for key, item in value.items())
            return DictDisplay(entries=entries, type=ANY, span=NOWHERE)
        case list():
            return ListDisplay(items=tuple(const(item) for item in value), type=ANY, span=NOWHERE)
        case _:
            return Const(value=value, type=ANY, span=NOWHERE)


def name(path: str) -> Expr:
    """`input.amount` and the like."""
    root, *fields = path.split(".")
    found: Expr = Name(name=root, type=ANY, span=NOWHERE)
    for field in fields:
        found = Attribute(base=found, name=field, alias=field, type=ANY, span=NOWHERE)
    return found


def show(**values: Expr) -> Expr:
    """`{"name": value}`."""
    entries = tuple(Entry(key=const(key), value=value) for key, value in values.items())
    return DictDisplay(entries=entries, type=ANY, span=NOWHERE)


BROKEN: Expr = Item(base=ListDisplay(items=(), type=ANY, span=NOWHERE), index=const(0), type=ANY, span=NOWHERE)
"""`[][0]`, which fails."""


def output_of(step: str) -> Expr:
    """`steps["step"].output`."""
    return StepOutput(step=step, certain=True, type=ANY, span=NOWHERE)


def done(step: str) -> Expr:
    """`steps.get("step") is not None`."""
    return StepDone(step=step, type=ANY, span=NOWHERE)


def to(step: str) -> Goto:
    """An edge to a step."""
    return Goto(step=step, span=NOWHERE)


SUCCEED = Succeed(span=NOWHERE)
FAIL = FailAgain(span=NOWHERE)


def fail(type: str, message: Expr | None = None) -> Fail:
    """An edge to an error of its own."""
    return Fail(type=type, message=message, span=NOWHERE)


def arms(*targets: Target | tuple[Expr, Target]) -> tuple[Arm, ...]:
    """Success edges, with or without a condition."""
    pairs = [target if isinstance(target, tuple) else (None, target) for target in targets]
    return tuple(Arm(condition=condition, target=target) for condition, target in pairs)


def catch(target: Target, *types: str) -> Catch:
    """A failure edge."""
    return Catch(types=types, target=target)


def choice(id: str, *targets: Target | tuple[Expr, Target], **changes) -> Choice:
    """A choice."""
    plain = Choice(id=id, description="", arms=arms(*targets), on_failure=(), handler=False, span=NOWHERE)
    return replace(plain, **changes)


def block(*nodes: Node, name: str = "") -> Block:
    """A branch, or a body."""
    return Block(name=name, entry=nodes[0].id, nodes=nodes, output=ANY, span=NOWHERE)


def parallel(id: str, **branches: tuple[Node, ...]) -> Parallel:
    """Branches by name; then the end of the run."""
    return Parallel(
        id=id, description="", branches=tuple(block(*nodes, name=name) for name, nodes in branches.items()),
        on_success=arms(SUCCEED), on_failure=(), handler=False, span=NOWHERE,
    )  # fmt: skip


def for_each(id: str, items: Expr, *body: Node, **changes) -> ForEach:
    """A body for each of `items`; then the end of the run."""
    plain = ForEach(
        id=id, description="", items=items, item=ANY, body=block(*body), max_concurrency=None,
        on_success=arms(SUCCEED), on_failure=(), handler=False, span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def call(id: str, child: Workflow, **changes) -> Call:
    """Run a workflow without input; then the end of the run."""
    plain = Call(
        id=id, description="", workflow=child.key, version=child.version, inputs=None, context=None, output=ANY,
        timeout=None, compensation=None, on_success=arms(SUCCEED), on_failure=(), handler=False, span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def chain(*steps: Node) -> tuple[Node, ...]:
    """Steps one after another."""
    following = pairwise(steps)
    return (*(replace(one, on_success=arms(to(after.id))) for one, after in following), steps[-1])


def retry(max_attempts: int, backoff: Backoff = "constant", initial: int = 1000, **changes) -> Retry:
    """A policy that waits a second."""
    plain = Retry(
        max_attempts=max_attempts, backoff=backoff, initial=initial, multiplier=2.0, max_interval=None, jitter="none",
        only=(), never=(), span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def play(flow: Workflow, input: Json = None, **operations: list[Reply]) -> Interpreted:
    """Interpret a scenario; `__` in a name stands for `:`."""
    script = {name.replace("__", ":"): tuple(replies) for name, replies in operations.items()}
    scenario = Scenario(
        name="test", file="test.yaml", workflow=flow.key, input=input, context=None, operations=script
    )  # fmt: skip
    return interpret(flow, scenario)


def ok(output: Json = None, takes: int = 0) -> Reply:
    """An attempt that succeeds."""
    return Reply(output=output, takes=takes)


def bad(error: str = "Down", message: str = "", takes: int = 0) -> Reply:
    """An attempt that fails."""
    return Reply(error=error, message=message, takes=takes)


def called(run: Interpreted) -> list[str]:
    """The addresses that were called, in order."""
    return [call.address for call in run.journal.calls]
