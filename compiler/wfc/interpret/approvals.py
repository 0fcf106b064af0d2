"""Ask a human (T3): the notice, the window with its reminder, and the decision."""

from dataclasses import dataclass
from typing import final

from wfc.interpret.boundary import Misfit, cross_input, cross_run
from wfc.interpret.clock import WATCHER, Moment
from wfc.interpret.endings import Bounds, Done, Ended
from wfc.interpret.errands import errand, evaluate_input, refuse
from wfc.interpret.perform import Errand, perform
from wfc.interpret.scopes import scope_of
from wfc.interpret.state import Frame
from wfc.interpret.timeline import Decided
from wfc.interpret.waits import wait_until
from wfc.ir.nodes import Approval, Remind
from wfc.scenario.journal import Failure, Json
from wfc.scenario.script import find_entry

FAILS_AS = {"rejected": "Rejected", "timeout": "Timeout"}


@final
@dataclass(slots=True)
class Window:
    """The time in which people can decide."""

    open: bool = True


async def run_approval(frame: Frame, node: Approval) -> Ended:
    """Notify, then wait for the decision that the scenario has for this address."""
    run, address = frame.run, frame.address(node.id)
    operation = run.operations[node.notify]
    role = f"{address}:notify"
    given, refused = evaluate_input(run, operation, node.inputs, scope_of(frame, node.id), address, role)
    if refused:
        return refused
    notified = await perform(
        errand(
            run,
            operation,
            given,
            step=address,
            key=frame.key(node.id),
            role=":notify",
            retry=node.retry,
            timeout=node.notify_timeout,
            bounds=run.bounds,
        )
    )
    return await _decide(frame, node, given) if isinstance(notified, Done) else notified


async def _decide(frame: Frame, node: Approval, given: Json) -> Ended:
    run, window = frame.run, Window()
    opened, address = run.now, frame.address(node.id)
    if node.remind:
        run.world.clock.start(_remind(frame, node.id, node.remind, given, window))
    closes = None if node.timeout is None else opened + node.timeout
    at, decision = _answer(frame, node, opened)
    if closes is not None and (at is None or at > closes):
        at, decision = closes, {**_NOBODY, "decision": "timeout"}
    try:
        late = await wait_until(run, run.bounds, address, at)
    finally:
        window.open = False
    if late:
        return late
    made = decision["decision"]
    run.world.timeline.append(Decided(at=run.now, address=run.prefix + address, node=node, decision=made))
    return Failure(type=FAILS_AS[made], message="", step=address) if made in node.fails else Done(decision)


_NOBODY: dict[str, Json] = {"by": None, "comment": None, "data": None}


def _answer(frame: Frame, node: Approval, opened: int) -> tuple[int | None, Json]:
    """When somebody decides and what; data that does not fit the form makes it no decision."""
    run = frame.run
    answer = find_entry(run.world.scenario.approvals, run.prefix + frame.address(node.id))
    if answer is None:
        return None, None
    data = answer.data
    try:
        if node.form is not None and (answer.decision == "approved" or data is not None):
            data = cross_run(node.form, data)
    except Misfit:
        return None, None
    return opened + answer.after, {
        "decision": answer.decision,
        "by": answer.by,
        "comment": answer.comment,
        "data": data,
    }


async def _remind(frame: Frame, node: str, remind: Remind, given: Json, window: Window) -> None:
    """One call beside the workflow, if the window is still open then; its failure is nobody's concern."""
    await Moment(frame.run.now + remind.after, WATCHER)
    if window.open and (reminder := _reminder(frame, node, remind, given)):
        await perform(reminder)


def _reminder(frame: Frame, node: str, remind: Remind, given: Json) -> Errand | None:
    run, address, operation = frame.run, frame.address(node), frame.run.operations[remind.operation]
    try:
        said = cross_input(operation, given)
    except Misfit as error:
        refuse(run, address, "InvalidInput", str(error), f"{address}:remind")
        return None
    return errand(
        run,
        operation,
        said,
        step=address,
        key=frame.key(node),
        role=":remind",
        timeout=remind.timeout,
        bounds=Bounds(),
    )
