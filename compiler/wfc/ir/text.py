"""The core IR as text: what `wfc build --emit core` prints and what tests of passes compare."""

from collections.abc import Iterator
from typing import assert_never

from wfc.ir import expressions as ex
from wfc.ir.nodes import (
    Approval,
    Block,
    Call,
    Catch,
    Choice,
    Compensation,
    Due,
    Fail,
    FailAgain,
    FailurePoint,
    ForEach,
    Goto,
    Node,
    Parallel,
    Receive,
    Step,
    Succeed,
    Target,
    UndoEach,
    Wait,
    Workflow,
)
from wfc.ir.policies import Retry, Sla
from wfc.ir.walk import arms_of

KINDS: dict[type, str] = {
    Choice: "choice",
    Parallel: "parallel",
    ForEach: "for each",
    Wait: "wait",
    Approval: "approval",
    Receive: "receive",
    Call: "call",
}


def workflow_text(workflow: Workflow) -> str:
    """The whole workflow, nodes in canonical order."""
    return "\n".join(_workflow(workflow)) + "\n"


def _workflow(workflow: Workflow) -> Iterator[str]:
    yield f"workflow {workflow.key}@{workflow.version} as {workflow.name}, from {workflow.file}"
    yield f"entry {workflow.entry}"
    for trigger in workflow.triggers:
        yield f'cron "{trigger.expression}" in {trigger.timezone}, catchup {trigger.catchup}, overlap {trigger.overlap}'
    if workflow.sla is not None:
        yield _sla(workflow.sla)
    if workflow.deadline is not None:
        yield f"deadline {workflow.deadline} ms"
    for node in workflow.nodes:
        yield from ("", *_node(node))
    if workflow.after_compensation is not None:
        yield from ("", "after compensation", *(f"  {line}" for line in _node(workflow.after_compensation)))
    if workflow.result is not None:
        yield from ("", f"result {expression_text(workflow.result)}")
    if any(point.undo for point in workflow.failure_points):
        yield from ("", *(_failure_point(point) for point in workflow.failure_points if point.undo))


def _node(node: Node) -> Iterator[str]:
    match node:
        case Step():
            yield f"step {node.id} = {node.operation}" + (" (handler)" if node.handler else "")
            yield from (f"  {line}" for line in _step(node))
        case _:
            yield f"{KINDS[type(node)]} {node.id}" + (" (handler)" if node.handler else "")
            yield from (f"  {line}" for line in _beside_step(node))
    for arm in arms_of(node):
        condition = f" if {expression_text(arm.condition)}" if arm.condition is not None else ""
        yield f"  then {_target(arm.target)}{condition}"
    yield from (f"  {_catch(catch)}" for catch in node.on_failure)


def _beside_step(node: Choice | Parallel | ForEach | Wait | Approval | Receive | Call) -> Iterator[str]:
    match node:
        case Choice():
            return
        case Parallel():
            for branch in node.branches:
                yield from _block(f"branch {branch.name}", branch)
        case ForEach():
            limit = "" if node.max_concurrency is None else f", {node.max_concurrency} at once"
            yield f"items {expression_text(node.items)}{limit}"
            yield from _block("body", node.body)
        case Wait():
            yield f"for {_duration(node.duration)}" if node.until is None else f"until {expression_text(node.until)}"
        case Approval():
            yield from _approval(node)
        case Receive():
            yield f"event {node.event} of {expression_text(node.correlate)}{_timeout(node.timeout)}"
        case Call():
            yield f"workflow {node.workflow}@{node.version}{_timeout(node.timeout)}"
            yield from _given("inputs", node.inputs)
            yield from _given("context", node.context)
            if node.compensation is not None:
                yield from _compensation(node.compensation)
        case _:
            assert_never(node)


def _block(what: str, block: Block) -> Iterator[str]:
    yield f"{what} from {block.entry}"
    for node in block.nodes:
        yield from (f"  {line}" for line in _node(node))


def _approval(node: Approval) -> Iterator[str]:
    yield f"notify {node.notify}" + (f"{_timeout(node.notify_timeout)}")
    yield from _given("inputs", node.inputs)
    yield from map(_retry, node.retry)
    if node.timeout is not None:
        yield f"open for {node.timeout} ms"
    if node.remind is not None:
        yield f"remind after {node.remind.after} ms = {node.remind.operation}"
    if node.fails:
        yield f"fails when {' or '.join(node.fails)}"


def _duration(duration: ex.Expr | int | None) -> str:
    return f"{duration} ms" if isinstance(duration, int) or duration is None else f"{expression_text(duration)} s"


def _timeout(timeout: int | None) -> str:
    return "" if timeout is None else f", timeout {timeout} ms"


def _given(name: str, value: ex.Expr | None) -> Iterator[str]:
    if value is not None:
        yield f"{name} {expression_text(value)}"


def _step(step: Step) -> Iterator[str]:
    if step.inputs is not None:
        yield f"inputs {expression_text(step.inputs)}"
    yield from map(_retry, step.retry)
    if step.timeout is not None:
        yield f"timeout {step.timeout} ms"
    if step.sla is not None:
        yield _sla(step.sla)
    if step.compensation is not None:
        yield from _compensation(step.compensation)
    if step.poll is not None:
        most = "" if step.poll.max_polls is None else f", at most {step.poll.max_polls}"
        yield f"poll every {step.poll.every} ms for {step.poll.timeout} ms{most}"
        yield f"  until {expression_text(step.poll.until)}"


def _compensation(compensation: Compensation) -> Iterator[str]:
    inputs = f" {expression_text(compensation.inputs)}" if compensation.inputs is not None else ""
    yield f"undo when {compensation.when} = {compensation.operation}{inputs}"
    yield from (f"  {_retry(policy)}" for policy in compensation.retry)
    if compensation.timeout is not None:
        yield f"  timeout {compensation.timeout} ms"


def _retry(policy: Retry) -> str:
    parts = [f"retry {policy.max_attempts} attempts {policy.backoff} from {policy.initial} ms"]
    parts += [f"times {policy.multiplier}"] if policy.backoff == "exponential" else []
    parts += [f"up to {policy.max_interval} ms"] if policy.max_interval is not None else []
    parts += [f"jitter {policy.jitter}"] if policy.jitter != "none" else []
    parts += [f"only {' '.join(policy.only)}"] if policy.only else []
    parts += [f"never {' '.join(policy.never)}"] if policy.never else []
    return ", ".join(parts)


def _sla(sla: Sla) -> str:
    alert = f", alert {sla.alert or 'by the platform'}" if sla.alert_on_breach else ""
    in_flight = ", in flight" if sla.in_flight else ""
    escalate = "".join(f", after {one.after} ms {one.operation}" for one in sla.escalate)
    return f"sla {sla.max_duration} ms{alert}{in_flight}{escalate}"


def _catch(catch: Catch) -> str:
    return f"on {' '.join(catch.types) if catch.types else 'any failure'} {_target(catch.target)}"


def _target(target: Target) -> str:
    match target:
        case Goto():
            return f"go to {target.step}"
        case Succeed():
            return "succeed"
        case FailAgain():
            return "fail with the failure handled last"
        case Fail():
            return f"fail with {target.type}" + (
                f" {expression_text(target.message)}" if target.message is not None else ""
            )
        case _:
            assert_never(target)


def _failure_point(point: FailurePoint) -> str:
    return f"after {point.after} of {point.node} undo {_due(point.undo)}"


def _due(due: tuple[Due, ...]) -> str:
    return ", ".join(
        f"each of {undo.for_each} ({_due(undo.undo)})"
        if isinstance(undo, UndoEach)
        else undo.step
        if undo.certain
        else f"{undo.step} if it ran"
        for undo in due
    )


def expression_text(expr: ex.Expr) -> str:
    """An expression in Python's notation with all its parentheses."""
    match expr:
        case ex.Const():
            return repr(expr.value)
        case ex.Name() | ex.Local():
            return expr.name
        case ex.StepOutput():
            return f"{expr.step}.output" if expr.certain else f"{expr.step}?.output"
        case ex.StepDone():
            return f"{expr.step} succeeded"
        case ex.Attribute():
            return f"{expression_text(expr.base)}.{expr.name}"
        case ex.Item():
            return f"{expression_text(expr.base)}[{expression_text(expr.index)}]"
        case ex.ListDisplay():
            return f"[{_joined(expr.items)}]"
        case ex.DictDisplay():
            return "{" + ", ".join(_entry(entry) for entry in expr.entries) + "}"
        case ex.FString():
            return (
                'f"'
                + "".join(
                    part if isinstance(part, str) else f"{{{expression_text(part.value)}:{part.spec}}}"
                    for part in expr.parts
                )
                + '"'
            )
        case ex.BuiltinCall():
            return f"{expr.function}({_joined(expr.args)}{', reverse' if expr.reverse else ''})"
        case ex.MethodCall():
            return f"{expression_text(expr.base)}.{expr.method}({_joined(expr.args)})"
        case ex.Comprehension():
            return _comprehension(expr)
        case _:
            return f"({_operation(expr)})"


def _operation(expr: ex.Negate | ex.Not | ex.Binary | ex.Logical | ex.Compare | ex.IsNone | ex.Conditional) -> str:
    match expr:
        case ex.Negate():
            return f"-{expression_text(expr.operand)}"
        case ex.Not():
            return f"not {expression_text(expr.operand)}"
        case ex.IsNone():
            return f"{expression_text(expr.operand)} is {'not ' if expr.negated else ''}None"
        case ex.Conditional():
            return f"{expression_text(expr.then)} if {expression_text(expr.test)} else {expression_text(expr.orelse)}"
        case ex.Binary() | ex.Logical() | ex.Compare():
            return f"{expression_text(expr.left)} {expr.op} {expression_text(expr.right)}"
        case _:
            assert_never(expr)


def _comprehension(expr: ex.Comprehension) -> str:
    element = (
        expression_text(expr.element)
        if expr.key is None
        else f"{expression_text(expr.key)}: {expression_text(expr.element)}"
    )
    conditions = "".join(f" if {expression_text(condition)}" for condition in expr.conditions)
    text = f"{element} for {', '.join(expr.targets)} in {expression_text(expr.iterable)}{conditions}"
    return f"[{text}]" if expr.key is None else f"{{{text}}}"


def _entry(entry: ex.Entry) -> str:
    value = expression_text(entry.value)
    return f"**{value}" if entry.key is None else f"{expression_text(entry.key)}: {value}"


def _joined(items: tuple[ex.Expr, ...]) -> str:
    return ", ".join(expression_text(item) for item in items)
