"""What a definition says about a whole run: how it begins, how it ends, what is undone then, who is told."""

from collections.abc import Iterator

from wfc.ir.walk import steps_of
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.alerts import alert_facts, run_alert_facts
from wfc_targets.stepfunctions.readback.calls import EntryPoints, Stated, entry_point
from wfc_targets.stepfunctions.readback.definition import State, every_state, tree_of
from wfc_targets.stepfunctions.readback.failing import given_up
from wfc_targets.stepfunctions.readback.outcomes import failure, ordered
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import output
from wfc_targets.stepfunctions.readback.situations import Failure
from wfc_targets.stepfunctions.readback.syntax import NULL, Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import replaced
from wfc_targets.stepfunctions.readback.undone import Chains
from wfc_targets.stepfunctions.readback.walking import Arrival, follow
from wfc_targets.stepfunctions.readback.work import work_facts

Points = tuple[tuple[tuple[str, ...], bool | None], ...]
"""What is due at each point from which a chain is entered, and whether somebody must be told."""

_GIVEN: Tree = ("states", "context", "Execution", "Input")
_PAYLOAD: Tree = ("states", "result", "Payload")


def run_facts(reading: Reading, points: EntryPoints, chains: Chains, promised: Tree) -> Stated:
    """The facts of a run, those of its nodes apart. `promised`: its result."""
    yield "", Aspect.ENTRY, _entry(reading, points, chains)
    yield "", Aspect.RESULT, _result(reading, points, chains, promised)
    yield "", Aspect.UNTIL, _asked(reading)
    for state in every_state(reading.machine):
        if state.name.startswith("undo ") and state.kind in {"Task", "Map"}:
            yield from work_facts(reading, points, state, f"{state.name.removeprefix('undo ')}:undo")
        elif state.name.startswith("alert "):
            yield from alert_facts(reading, points, state)
    last = reading.workflow.after_compensation
    if last and last.id in reading.machine.states:
        yield from work_facts(reading, points, reading.machine.states[last.id], last.id)
    yield from run_alert_facts(reading, points)
    _check_failed(reading)


def _entry(reading: Reading, points: EntryPoints, chains: Chains) -> str:
    """The first node, perhaps behind the validation of what the run was given (R1)."""
    start = reading.found(reading.machine, reading.machine.start)
    if start.name != names.CHECK_INPUT:
        return start.name
    _check_validation(reading, points, start)
    given = {name: reading.tree(tree, start) for name, tree in start.done.assign.items()}
    parts = {"input": reading.workflow.input, "ctx": reading.workflow.context}
    wanted = {name: _field(name) for name, of in parts.items() if of is not None}
    if given != wanted or reading.tree(tree_of(start.arguments["Payload"]), start) != _GIVEN:
        raise Unreadable(f"{start.name} does not hand on what was validated")
    _check_failing(reading, chains, start, "InvalidInput", (((), False),))
    return str(start.done.to)


def _field(name: str) -> Tree:
    return (*_PAYLOAD, "context" if name == "ctx" else name)


def _check_validation(reading: Reading, points: EntryPoints, state: State) -> None:
    point = entry_point(points, state, {"FunctionName", "Payload"})
    asked = names.check_input if state.name == names.CHECK_INPUT else names.check_result
    if point.name != asked(reading.workflow.name) or state.fields.keys() & {"Retry", "TimeoutSeconds"}:
        raise Unreadable(f"{state.name} does not validate")


def _check_failing(reading: Reading, chains: Chains, state: State, type: str, points: Points) -> None:
    """A validation that fails is the failure of no node."""
    for one in (Failure(type=type, error=type), Failure(type="Crashed", error="Lambda.Unknown")):
        arrival = given_up(reading, state, one)
        noted = ordered(arrival.store.get("failure", NULL))
        if noted[1] != const(one.type) or noted[3] != NULL:
            raise Unreadable(f"{state.name} fails with {noted}")
        _check_chain(chains, state, arrival, points)


def _check_chain(chains: Chains, state: State, arrival: Arrival, points: Points) -> None:
    for due, told in points:
        for wrong in chains.differences(state.scope, arrival.to, due, told):
            raise Unreadable(f"{wrong} behind {state.name}")


def _result(reading: Reading, points: EntryPoints, chains: Chains, promised: Tree) -> object:
    """The result, the same wherever the run may end with success."""
    found = {_output(reading, state, promised) for state in _ends(reading)}
    for name in (names.CHECK_RESULT, names.RESULT_GUARD):
        if name in reading.machine.states:
            found |= {_checked(reading, points, chains, reading.found(reading.machine, name))}
    found -= {("read", "result")}
    return found.pop() if len(found) == 1 else tuple(found) or promised


def _ends(reading: Reading) -> Iterator[State]:
    for state in reading.machine.states.values():
        if state.done.to is None and state.kind != "Fail":
            reading.seen.add(id(state))
            yield state


def _output(reading: Reading, state: State, promised: Tree) -> Tree | None:
    given = reading.tree(state.done.output or NULL, state)
    fields = {name[2]: one for name, one in given[1]} if given[0] == "dict" else {}
    timed = any(one.sla for one in steps_of(reading.whole))
    if fields.keys() != {"result", *(["slaBreaches"] if timed else [])}:
        raise Unreadable(f"{state.name} ends the run with {', '.join(fields)}")
    succeeded = replaced(promised, {("call", "exists", (output(state.name),)): const(True)})
    return promised if fields["result"] in {promised, succeeded} else fields["result"]


def _checked(reading: Reading, points: EntryPoints, chains: Chains, state: State) -> Tree | None:
    """The result, where a function or a question decides first whether there is one."""
    entered = tuple(chains.at_the_end())
    if state.kind == "Task":
        _check_validation(reading, points, state)
        _check_failing(reading, chains, state, "InvalidOutput", entered)
        if reading.tree(state.done.assign.get("result", NULL), state) != _PAYLOAD:
            raise Unreadable(f"{state.name} does not keep what was validated")
        return reading.tree(tree_of(state.arguments["Payload"]), state)
    rule, otherwise = state.ways
    asked = None if rule.condition is None else reading.tree(rule.condition, state)
    (arrival,) = follow(reading, state, rule, {})
    noted = ordered(arrival.store.get("failure", NULL))
    if (
        asked is None
        or asked[:2] != ("call", "not")
        or noted != failure("ExpressionError", const(""), NULL)
        or otherwise.assign
    ):
        raise Unreadable(f"{state.name} does not ask whether there is a result")
    _check_chain(chains, state, arrival, entered)
    return ("read", "result")


def _asked(reading: Reading) -> Tree | None:
    """What is asked before a result is evaluated where no function could catch its error."""
    if names.RESULT_GUARD not in reading.machine.states:
        return None
    state = reading.machine.states[names.RESULT_GUARD]
    asked = reading.tree(state.ways[0].condition or NULL, state)
    found: Tree = asked[2][0]
    return found


def _check_failed(reading: Reading) -> None:
    """A failed run says what has failed, what could not be undone, who was late."""
    if names.FAILED not in reading.machine.states:
        return
    state = reading.found(reading.machine, names.FAILED)
    parts: dict[str, Tree] = {name: ("field", ("read", "error"), name) for name in ("message", "step")}
    if any("compensationFailed" in way.assign for one in reading.machine.states.values() for way in one.ways):
        parts["compensation_failed"] = ("list", (("compensationFailed", ""),))
    if any(one.sla for one in steps_of(reading.whole)):
        parts["slaBreaches"] = ("list", (("slaBreaches", ""),))
    said: Tree = ("call", "string", (("dict", tuple((const(name), one) for name, one in parts.items())),))
    error, cause = (reading.tree(state.tree(name) or NULL, state) for name in ("Error", "Cause"))
    if error != ("field", ("read", "error"), "type") or cause != said:
        raise Unreadable(f"{state.name} does not say what has failed")
