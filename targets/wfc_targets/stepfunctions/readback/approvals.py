"""What a definition says about an approval: the notice, the window, the reminder within it, what comes of no answer."""

from collections.abc import Iterator

from wfc.ir.nodes import Approval
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.calls import EntryPoints, Stated, call_facts, timeout
from wfc_targets.stepfunctions.readback.definition import ASK, State, tree_of
from wfc_targets.stepfunctions.readback.failing import UNABLE, delays_of, failures_of, given_up
from wfc_targets.stepfunctions.readback.kept import NOBODY, check_exit
from wfc_targets.stepfunctions.readback.onward import onward_facts
from wfc_targets.stepfunctions.readback.outcomes import Outcome, outcome
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.retrying import catcher
from wfc_targets.stepfunctions.readback.roots import RUN_ID, output
from wfc_targets.stepfunctions.readback.situations import Failure, facts_of
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import settled
from wfc_targets.stepfunctions.readback.undone import Chains
from wfc_targets.stepfunctions.readback.walking import Arrival, follow

_ENTERED: Tree = ("states", "context", "State", "EnteredTime")
_TOKEN: Tree = ("states", "context", "Task", "Token")


def approval_facts(reading: Reading, points: EntryPoints, chains: Chains, node: Approval, notice: State) -> Stated:
    """The facts of an approval."""
    yield from call_facts(reading, points, notice, f"{node.id}:notify")
    tried = failures_of(reading, node, node.notify_timeout is not None)
    yield f"{node.id}:notify", Aspect.RETRY, delays_of(reading, notice, tried)
    (told,) = follow(reading, notice, notice.done, {})
    window = reading.found(notice.scope, names.decision(node.id))
    if told.to != window.name:
        raise Unreadable(f"{notice.name} does not lead to {window.name}")
    last = window
    if node.remind:
        last = reading.found(notice.scope, names.decision_after(node.id))
        yield from _reminded(reading, points, node, window, last)
    for one in dict.fromkeys((window.name, last.name)):
        _check_asking(reading, node, notice.scope.states[one])
    arrivals = follow(reading, last, last.done, {})
    if node.remind and _outcomes(reading, follow(reading, window, window.done, {})) != _outcomes(reading, arrivals):
        raise Unreadable(f"what follows a decision on {node.id} depends on when it is made")
    over = tuple(_over(reading, node, last))
    answers = tuple(one.store.get(names.variable(node.id)) == NOBODY for _, one in over)
    outcomes = _outcomes(reading, tuple(one for _, one in over))
    yield node.id, Aspect.TIMEOUT, (timeout(reading, last), tuple(zip(outcomes, answers, strict=True)))
    failed = tuple((one, arrival) for (one, arrival), answer in zip(over, answers, strict=True) if not answer)
    broken = ((UNABLE, given_up(reading, last, UNABLE)),)
    for failure, arrival in broken:
        yield f"{node.id}:window after {failure.name}", Aspect.ON_FAILURE, outcome(reading, arrival)
    chains_ended = tuple((one, given_up(reading, notice, one)) for one in tried)
    yield from onward_facts(reading, chains, node, arrivals, chains_ended)
    yield f"{node.id}:window", Aspect.UNDO_ON_FAILURE, chains.after_failures(node, (*failed, *broken))


def _outcomes(reading: Reading, arrivals: tuple[Arrival, ...]) -> tuple[Outcome, ...]:
    return tuple(outcome(reading, one) for one in arrivals)


def _over(reading: Reading, node: Approval, last: State) -> Iterator[tuple[Failure, Arrival]]:
    """What comes of a window in which nobody has decided, and of one that the deadline has cut."""
    found = [Failure(type="Timeout", error="States.Timeout")] if node.timeout is not None else []
    if reading.workflow.deadline is not None:
        found.append(Failure(type="Deadline", error="States.Timeout", late=True))
    for failure in found:
        way = catcher(last, failure.error)
        if way is None:
            raise Unreadable(f"{last.name} does not catch the end of its window")
        (arrival,) = follow(reading, last, way, facts_of(reading, failure, node.id))
        answered = arrival.store.get(names.variable(node.id)) == NOBODY
        check_exit(reading, node, arrival, None if answered else failure)
        yield failure, arrival


def _check_asking(reading: Reading, node: Approval, state: State) -> None:
    """Whoever answers must find the token, by the address."""
    detail = {"run_id": RUN_ID, "approval": reading.address(state, node.id), "task_token": _TOKEN}
    wanted: Tree = (
        "dict",
        (
            (const("Source"), const("wfc")),
            (const("DetailType"), const("Approval is waited for")),
            (const("Detail"), ("dict", tuple((const(name), one) for name, one in detail.items()))),
        ),
    )
    entries = reading.tree(tree_of(state.arguments.get("Entries")), state)
    if state.resource != ASK or set(state.arguments) != {"Entries"} or entries != settled(("items", (wanted,))):
        raise Unreadable(f"{state.name} does not tell what is waited for")
    answered = reading.tree(state.done.assign.get(names.variable(node.id), const(None)), state)
    if answered != output(node.id):
        raise Unreadable(f"{state.name} does not keep the answer")


def _reminded(reading: Reading, points: EntryPoints, node: Approval, window: State, last: State) -> Stated:
    """The window in two parts, the reminder between them."""
    reminder = reading.found(window.scope, names.remind(node.id))
    place = f"{node.id}:remind"
    yield from call_facts(reading, points, reminder, place)
    yield place, Aspect.REMIND_AFTER, timeout(reading, window)
    way = catcher(window, "States.Timeout")
    if way is None or way.to != reminder.name or reading.tree(way.assign[names.opened(node.id)], window) != _ENTERED:
        raise Unreadable(f"{window.name} does not lead to the reminder")
    leads = {one.to for one in reminder.ways}
    caught = [one.errors for one in reminder.ways if one.errors]
    if leads != {last.name} or caught != [("States.ALL",)] or any(one.assign for one in reminder.ways):
        raise Unreadable(f"{reminder.name} matters to what follows")
    others = [(one.errors, one.to) for one in window.ways if one.errors and "States.Timeout" not in one.errors]
    if others != [(one.errors, one.to) for one in last.ways if one.errors and "States.Timeout" not in one.errors]:
        raise Unreadable(f"{window.name} fails otherwise than {last.name}")
