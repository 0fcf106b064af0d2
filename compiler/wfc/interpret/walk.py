"""Walk a list of steps from its entry to its end: the run's own, a branch or a body (O1-O6)."""

from collections.abc import Mapping
from typing import assert_never

from wfc.interpret.approvals import run_approval
from wfc.interpret.blocks import run_for_each, run_parallel
from wfc.interpret.calls import run_call
from wfc.interpret.endings import Done, Ended
from wfc.interpret.errands import refuse
from wfc.interpret.evaluate import ExpressionFailed, evaluate
from wfc.interpret.events import run_receive
from wfc.interpret.scopes import refresh_output, scope_of
from wfc.interpret.state import Frame
from wfc.interpret.steps import run_step
from wfc.interpret.timeline import Moved
from wfc.interpret.timers import run_wait
from wfc.interpret.waits import stop_if_asked
from wfc.ir.nodes import (
    Approval,
    Arm,
    Block,
    Call,
    Choice,
    Fail,
    FailAgain,
    ForEach,
    Goto,
    Node,
    Parallel,
    Receive,
    Step,
    Succeed,
    Target,
    Wait,
)
from wfc.ir.walk import arms_of
from wfc.scenario.journal import Failure


async def walk_block(frame: Frame, block: Block) -> Ended:
    """A branch or a body; its output is that of the node it ended with."""
    return await walk_list(frame, block.nodes, block.entry)


async def walk_list(frame: Frame, nodes: tuple[Node, ...], entry: str) -> Ended:
    """Node after node, until one ends the list. Raises Stopped after a cancel request."""
    known: Mapping[str, Node] = {node.id: node for node in nodes}
    node = known[entry]
    while True:
        chosen = await _pass(frame, node)
        edge = None if isinstance(chosen, Failure) else chosen
        address = frame.run.prefix + frame.address(node.id)
        frame.run.world.timeline.append(Moved(at=frame.run.now, address=address, node=node, edge=edge))
        if not isinstance(chosen, Goto):
            return _end(frame, node, chosen)
        node = known[chosen.step]


async def _pass(frame: Frame, node: Node) -> Target | Failure:
    """Run a node and choose where to go on, or what the list fails with."""
    stop_if_asked(frame.run)
    run, address = frame.run, frame.address(node.id)
    run.scopes[address] = scope_of(frame, node.id)
    ended = await _settle(frame, node)
    if isinstance(ended, Done):
        _succeed(frame, node, ended)
    stop_if_asked(run)
    if isinstance(ended, Failure):
        run.world.outcomes[run.prefix + address] = "failed"
        return _catch(frame, node, ended)
    chosen = _choose(frame, node, arms_of(node))
    if isinstance(node, Choice) and isinstance(chosen, Failure):
        run.world.outcomes[run.prefix + address] = "failed"
        return _catch(frame, node, chosen)
    return chosen


def _succeed(frame: Frame, node: Node, ended: Done) -> None:
    run, address = frame.run, frame.address(node.id)
    run.world.outcomes[run.prefix + address] = "succeeded"
    run.succeeded.add(address)
    if not isinstance(node, Choice):
        frame.outputs[node.id] = ended.output
    run.scopes[address] = refresh_output(scope_of(frame, node.id), ended.output)


async def _settle(frame: Frame, node: Node) -> Ended:
    match node:
        case Step():
            return await run_step(frame, node)
        case Choice():
            return Done(None)
        case Parallel():
            return await run_parallel(frame, node, walk_block)
        case ForEach():
            return await run_for_each(frame, node, walk_block)
        case Wait():
            return await run_wait(frame, node)
        case Approval():
            return await run_approval(frame, node)
        case Receive():
            return await run_receive(frame, node)
        case Call():
            return await run_call(frame, node)
        case _:
            assert_never(node)


def _choose(frame: Frame, node: Node, arms: tuple[Arm, ...]) -> Target | Failure:
    scope = scope_of(frame, node.id)
    try:
        return next(arm.target for arm in arms if arm.condition is None or evaluate(arm.condition, scope))
    except ExpressionFailed as error:
        return refuse(frame.run, frame.address(node.id), "ExpressionError", str(error))


def _catch(frame: Frame, node: Node, failure: Failure) -> Target | Failure:
    """The first edge that lists the type; none is for the deadline (T2)."""
    for catch in node.on_failure:
        if failure.type != "Deadline" and (not catch.types or failure.type in catch.types):
            frame.handled = failure
            return catch.target
    return failure


def _end(frame: Frame, node: Node, chosen: Succeed | Fail | FailAgain | Failure) -> Ended:
    match chosen:
        case Failure():
            return chosen
        case Succeed():
            return Done(frame.outputs.get(node.id))
        case Fail():
            return Failure(type=chosen.type, message=_message(frame, node, chosen), step=frame.address(node.id))
        case FailAgain():
            if frame.handled is None:
                raise AssertionError("the checks let nothing fail again that has not failed")
            return frame.handled
        case _:
            assert_never(chosen)


def _message(frame: Frame, node: Node, fail: Fail) -> str:
    try:
        return "" if fail.message is None else str(evaluate(fail.message, scope_of(frame, node.id)))
    except ExpressionFailed:
        return ""
