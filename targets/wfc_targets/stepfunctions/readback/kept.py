"""What is noted on the way out of a node: its output, that it was attempted, that it was late; and nothing else."""

from collections.abc import Iterator

from wfc.ir.nodes import Approval, Call, ForEach, Node, Parallel, Step
from wfc.ir.policies import NOT_ATTEMPTED
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.definition import State
from wfc_targets.stepfunctions.readback.folding import folded, known
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import output
from wfc_targets.stepfunctions.readback.scopes import own
from wfc_targets.stepfunctions.readback.situations import ENTERED, STARTED, Failure
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import settled, shape
from wfc_targets.stepfunctions.readback.walking import Arrival

NOBODY: Tree = (
    "dict",
    tuple(
        (const(name), const(value))
        for name, value in (("decision", "timeout"), ("by", None), ("comment", None), ("data", None))
    ),
)
_ENTERED: Tree = ("states", "context", "State", "EnteredTime")


def check_exit(reading: Reading, node: Node, arrival: Arrival, failure: Failure | None) -> None:
    """Raises Unreadable when something else is noted, or less, than the language asks for."""
    if arrival.store:
        _check_all(node, arrival, failure)
    if failure is None:
        _check_success(reading, node, arrival)
    elif isinstance(node, Step | Call) and node.compensation and node.compensation.when == "attempted":
        _check_attempted(reading, node, arrival, failure)
    _check_leg_output(reading, node, arrival, failure)


def _check_all(node: Node, arrival: Arrival, failure: Failure | None) -> None:
    scope = arrival.before.scope
    wanted = {
        names.variable(node.id): {output(node.id), *([NOBODY] if isinstance(node, Approval) else [])},
        names.polled(node.id): {output(node.id)},
        names.attempted(node.id): _truths(node, failure),
        own(scope, "failedCondition"): {const(node.id)},
        own(scope, "output"): {output(node.id), *([NOBODY] if isinstance(node, Approval) else [])},
    }
    theirs = {own(scope, one) for one in _CHECKED_ELSEWHERE}
    mine = {*wanted, *theirs, *_about(node)}
    for name, value in arrival.store.items():
        if name in wanted and value not in wanted[name]:
            raise Unreadable(f"behind {node.id} ${name} is {value}")
        if name not in mine and not name.startswith(f"{names.variable(node.id)}Failures"):
            raise Unreadable(f"behind {node.id} ${name} is noted")


_CHECKED_ELSEWHERE = "failure lateFailure retryFailure callFailure slaBreaches slaStartedAt called".split()


def _about(node: Node) -> Iterator[str]:
    """What else is noted about nodes of a kind."""
    match node:
        case Parallel() | ForEach():
            yield from (names.inner_steps(node.id), names.errors(node.id), names.elements(node.id))
        case Approval():
            yield names.opened(node.id)
        case Step() if node.poll or node.sla:
            yield from (names.polls(node.id), names.started(node.id))
        case _:
            pass


def _truths(node: Node, failure: Failure | None) -> set[Tree]:
    """A failure before an attempt does not note one, except what came before: an attempt, or a poll."""
    if failure is None or failure.type not in NOT_ATTEMPTED | {"Deadline"}:
        return {const(True)}
    polled = isinstance(node, Step) and node.poll
    return {
        const(True),
        settled(shape("$exists($polls)", polls=("read", "polls", node.id))) if polled else const(False),
    }


def _check_success(reading: Reading, node: Node, arrival: Arrival) -> None:
    variable = names.variable(node.id)
    read = isinstance(node, Step | Call | Approval | Parallel | ForEach) and reading.assigns(
        variable, arrival.before.scope
    )
    broken = arrival.store.get(own(arrival.before.scope, "failedCondition")) == const(node.id)
    if read and arrival.to is not None and variable not in arrival.store and not broken:
        raise Unreadable(f"behind {node.id} its output is not kept")


def _check_attempted(reading: Reading, node: Step | Call, arrival: Arrival, failure: Failure) -> None:
    flag, scope = names.attempted(node.id), arrival.before.scope
    noted = arrival.store.get(flag)
    begun = isinstance(node, Call) and failure.child and failure.type != "InvalidInput"
    before = failure.type in NOT_ATTEMPTED and not begun and reading.workflow.deadline is None
    if before and noted is not None:
        raise Unreadable(f"{node.id} is taken for attempted after {failure.type}")
    ended = arrival.to is None or scope.states[arrival.to].kind == "Succeed"
    asked_for = bool(scope.holder) or ended or arrival.to in reading.nodes
    if asked_for and failure.type not in NOT_ATTEMPTED and not failure.late and noted != const(True):
        raise Unreadable(f"{node.id} is not taken for attempted after {failure.type}")


def _check_leg_output(reading: Reading, node: Node, arrival: Arrival, failure: Failure | None) -> None:
    """A leg yields the output of the node it ended with, null when that has none or has failed."""
    scope = arrival.before.scope
    if not scope.holder or arrival.to is None or arrival.to in reading.nodes:
        return
    ended = reading.found(scope, arrival.to)
    fields = ended.fields.get("Output", {})
    yields = isinstance(fields, dict) and "output" in fields
    broken = arrival.store.get(own(scope, "failedCondition")) == const(node.id)
    has_output = failure is None and not broken and isinstance(node, Step | Call | Approval | Parallel | ForEach)
    noted = arrival.store.get(own(scope, "output"))
    if yields and noted not in ({output(node.id), NOBODY} if has_output else {None}):
        raise Unreadable(f"{scope.holder} does not yield what {node.id} did")


def promise_of(reading: Reading, step: Step, arrivals: tuple[Arrival, ...]) -> object:
    """The time that a step is promised to end in, if that is noticed however it ends."""
    found = {_promise_at(reading, step, one) for one in arrivals}
    return found.pop() if len(found) == 1 else tuple(map(str, found))


def _promise_at(reading: Reading, step: Step, arrival: Arrival) -> object:
    scope = arrival.before.scope
    name = own(scope, "slaBreaches")
    noted = arrival.store.get(name) if arrival.to is not None else _in_output(reading, arrival.before, arrival)
    started = reading.assigns(names.started(step.id), scope)
    facts = known(((_ENTERED, ENTERED), (("read", "started", step.id), STARTED)))
    start = STARTED if started else ENTERED
    if noted is None or (arrival.to is None and noted == ("list", (("slaBreaches", scope.holder),))):
        return None
    pattern = "[$before, $millis() - $toMillis($start) > $most ? $address]"
    match folded(noted, facts):
        case ("list", (_, ("if", ("op", ">", _, ("const", "number", most)), _))) as tree:
            before, address = ("slaBreaches", scope.holder), reading.address(arrival.before, step.id)
            wanted = settled(shape(pattern, before=before, start=start, most=const(most), address=address))
            return most if tree == wanted else tree
        case tree:
            return tree


def _in_output(reading: Reading, state: State, arrival: Arrival) -> Tree | None:
    given = None if arrival.way.output is None else reading.tree(arrival.way.output, state)
    if given is None or given[0] != "dict":
        return None
    return next((one for name, one in given[1] if name == const("slaBreaches")), None)
