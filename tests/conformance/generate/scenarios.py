"""Random scenarios of a workflow: a plain one, and up to three changes to it, each to something that its run got to.

So several things go wrong in one run. Each change is drawn after interpreting what came of the ones before.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tests.conformance.derived import moments, without_answer
from tests.conformance.generate.draw import Draw
from wfc.interpret.run import Interpreted, interpret
from wfc.interpret.timeline import Decided
from wfc.ir.nodes import Receive, Workflow
from wfc.ir.policies import Operation
from wfc.ir.types import ModelRef
from wfc.scenario.addresses import Role, all_operations, approval_addresses, call_addresses, located_nodes
from wfc.scenario.model import Answer, Event, Json, Reply, Scenario
from wfc.scenario.script import find_reply
from wfc.scenario.spelling import without_indexes

INPUTS: tuple[Json, ...] = (
    {"amount": 5},
    {"amount": 20, "vip": True, "note": "n", "items": ["a", "b"]},
    {"amount": 7, "items": ["c", "a", "b"]},
    {"amount": 2, "items": []},
    {"vip": True},
)
CONTEXTS: tuple[Json, ...] = ({}, {"user": "ann", "night": True})
RECEIPTS: tuple[Json, ...] = (
    {"ref": "r-1"},
    {"ref": "s-1", "Points": 9, "tags": ["x"], "left": 0.5},
    {"ref": "", "Points": 6, "tags": ["y", "z"]},
)
MOST = 3
"""So many changes make a scenario."""

Change = Callable[[], Scenario]


def draw_scenario(draw: Draw, workflow: Workflow, can_cancel: bool, name: str) -> Scenario:
    """A scenario that is nobody's expectation."""
    scenario = fillable(workflow, _plain(draw, workflow, name))
    for _ in range(draw.number(MOST + 1)):
        run = interpret(workflow, scenario)
        changes = list(_changes(draw, workflow, scenario, run, can_cancel))
        if changes:
            scenario = fillable(workflow, draw.one(*changes)())
    return scenario


def fillable(workflow: Workflow, scenario: Scenario) -> Scenario:
    """The scenario in which nobody fills in what is no form."""
    forms = {at.replace("[]", ""): node.form for at, node in approval_addresses(workflow).items()}
    answers = {
        at: answer if forms.get(without_indexes(at)) else replace(answer, data=None)
        for at, answer in scenario.approvals.items()
    }
    return replace(scenario, approvals=answers)


def _plain(draw: Draw, workflow: Workflow, name: str) -> Scenario:
    return Scenario(
        name=name,
        file="",
        workflow=workflow.key,
        input=draw.one(*INPUTS[:3], *INPUTS[:4], *INPUTS),
        context=draw.one(*CONTEXTS),
        operations={key: _usual(draw, key) for key in all_operations(workflow)},
        approvals={at.replace("[]", ""): _answer(draw) for at in approval_addresses(workflow) if not draw.chance(20)},
        events=tuple(event for _, node in located_nodes(workflow) for event in _events(draw, node)),
    )


def _usual(draw: Draw, key: str) -> tuple[Reply, ...]:
    match key:
        case "do.work" | "do.ship":
            return (Reply(output=draw.one(*RECEIPTS), takes=draw.one(0, 700, 3100)),)
        case "do.count":
            return (Reply(output=draw.one(1, 2), takes=draw.one(0, 300)),)
        case "do.check":
            return tuple(Reply(output=output, takes=200) for output in draw.one([3], [1, 4], [1, 2, 3], [1]))
        case _:
            return (Reply(),)


def _answer(draw: Draw) -> Answer:
    data = {"ref": "d"} if draw.chance(80) else None
    decision = draw.one("approved", "rejected")
    return Answer(decision=decision, by=draw.one(None, "ann"), data=data, after=draw.one(0, 700, 1700))


def _events(draw: Draw, node: object) -> Iterable[Event]:
    if isinstance(node, Receive) and not draw.chance(20):
        yield Event(name=node.event, correlate="1", payload=draw.one(*RECEIPTS), after=draw.one(100, 900, 3300))


def _changes(
    draw: Draw, workflow: Workflow, scenario: Scenario, run: Interpreted, can_cancel: bool
) -> Iterable[Change]:
    roles, operations = call_addresses(workflow), all_operations(workflow)
    for address in dict.fromkeys(call.address for call in run.journal.calls):
        role = roles[without_indexes(address)]
        if role.operation is not None:
            yield lambda at=address, role=role: _other_replies(draw, scenario, at, role, operations[role.operation][0])
    for address in dict.fromkeys(one.address for one in run.timeline if isinstance(one, Decided)):
        yield lambda at=address: _other_decision(draw, scenario, at)
    if scenario.events:
        yield lambda: _other_events(draw, scenario)
    if can_cancel and (times := list(moments(run))):
        yield lambda: replace(scenario, cancel=draw.one(*times))


def _other_replies(draw: Draw, scenario: Scenario, address: str, role: Role, operation: Operation) -> Scenario:
    usual = find_reply(scenario.operations, address, operation.key, 1) or Reply()
    attempts = draw.one(1, 2, 3)
    script = tuple(_attempt(draw, usual, role.timeout, operation) for _ in range(attempts))
    where = draw.one(address, without_indexes(address))
    return replace(scenario, operations={**scenario.operations, where: script})


def _attempt(draw: Draw, usual: Reply, timeout: int | None, operation: Operation) -> Reply:
    """One attempt: it fails, takes its time, takes too long, returns something else, or works as always."""
    takes = draw.one(0, 0, 700, 1900)
    error = draw.one("Unforeseen", *(declared.name for declared in operation.errors))
    kinds = [
        Reply(error=error, message=draw.one("no", "not: {now}"), takes=takes),
        replace(usual, takes=draw.one(1300, 4300)),
        usual,
        *([Reply(takes=2 * timeout)] if timeout is not None else []),
        *([Reply(output={"$": "misfit"}, takes=takes)] if isinstance(operation.output, ModelRef) else []),
    ]
    return draw.one(*kinds)


def _other_decision(draw: Draw, scenario: Scenario, address: str) -> Scenario:
    others = without_answer(scenario.approvals, address)
    if draw.chance(40):
        return replace(scenario, approvals=others)
    return replace(scenario, approvals={**others, address: replace(_answer(draw), data={"ref": "e"})})


def _other_events(draw: Draw, scenario: Scenario) -> Scenario:
    """One of them does not come, comes twice, is about something else or no good."""
    number = draw.number(len(scenario.events))
    event = scenario.events[number]
    instead: tuple[tuple[Event, ...], ...] = (
        (),
        (event, replace(event, payload={"ref": "again"}, after=event.after + 350)),
        (replace(event, payload={"$": "misfit"}),),
        (replace(event, correlate="n"),),
        (replace(event, after=event.after + 1700),),
    )
    return replace(scenario, events=(*scenario.events[:number], *draw.one(*instead), *scenario.events[number + 1 :]))
