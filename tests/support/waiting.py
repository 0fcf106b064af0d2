"""Core nodes that wait, and scenarios with a world outside: what `tests.support.core` has for steps."""

from dataclasses import replace

from tests.support.core import ANY, SUCCEED, arms, const, name, operation
from wfc.interpret.run import Interpreted, interpret
from wfc.ir.expressions import Compare, Expr
from wfc.ir.nodes import Approval, Poll, Receive, Remind, Wait, Workflow
from wfc.ir.policies import Escalate, Operation, Sla
from wfc.ir.types import ModelRef
from wfc.scenario.journal import Json
from wfc.scenario.model import Answer, Event, Reply, Scenario
from wfc.source import NOWHERE


def enact(flow: Workflow, script: dict[str, list[Reply]] | None = None, **changes) -> Interpreted:
    """Interpret a scenario; `changes` are fields of it."""
    scenario = Scenario(
        name="test", file="test.yaml", workflow=flow.key, input=None, context=None,
        operations={name: tuple(replies) for name, replies in (script or {}).items()},
    )  # fmt: skip
    return interpret(flow, replace(scenario, **changes))


def wait(id: str, duration: Expr | int | None = None, **changes) -> Wait:
    """A timer; then the end of the run."""
    plain = Wait(
        id=id, description="", duration=duration, until=None, on_success=arms(SUCCEED), on_failure=(), handler=False,
        span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def poll(until: Expr, every: int = 10_000, timeout: int = 60_000, max_polls: int | None = None) -> Poll:
    """Every ten seconds, for a minute."""
    return Poll(until=until, every=every, timeout=timeout, max_polls=max_polls)


def approval(id: str, **changes) -> Approval:
    """Ask by the operation `ask`; any decision but an approval fails, an approval ends the run."""
    plain = Approval(
        id=id, description="", notify="ask", inputs=None, retry=(), notify_timeout=None, form=None, timeout=None,
        remind=None, fails=("rejected", "timeout"), on_success=arms(SUCCEED), on_failure=(), handler=False,
        span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


def decided(decision: str) -> Expr:
    """`output.decision == "..."`."""
    return Compare(op="==", left=name("output.decision"), right=const(decision), type=ANY, span=NOWHERE)


def remind(after: int) -> Remind:
    """Ask once more."""
    return Remind(after=after, operation="nag", timeout=None)


def receive(id: str, correlate: Expr, **changes) -> Receive:
    """Wait for the event `paid`; then the end of the run."""
    plain = Receive(
        id=id, description="", event="paid", correlate=correlate, payload=ANY_MODEL, timeout=None,
        on_success=arms(SUCCEED), on_failure=(), handler=False, span=NOWHERE,
    )  # fmt: skip
    return replace(plain, **changes)


ANY_MODEL = ModelRef("tests.support.team:Seen")
ASK = (operation("ask", output=ANY), operation("nag", output=ANY))
"""What approvals call."""


def page(key: str = "page") -> Operation:
    """An alert that is told of a breach."""
    return operation(key, argument="breach", takes_key=True, input=ModelRef("tests.support.team:Breach"))


def in_flight(max_duration: int, *escalations: int) -> Sla:
    """A promise whose alert `page` goes out at once, and `page` again later."""
    escalate = tuple(Escalate(after=after, operation="page", span=NOWHERE) for after in escalations)
    return Sla(
        max_duration=max_duration, alert_on_breach=True, alert="page", in_flight=True, escalate=escalate, span=NOWHERE
    )  # fmt: skip


def event(correlate: str, payload: Json, after: int, name: str = "paid") -> Event:
    """An event from outside."""
    return Event(name=name, correlate=correlate, payload=payload, after=after)


def approve(after: int = 0, **changes) -> Answer:
    """Yes."""
    return Answer(decision="approved", after=after, **changes)


def reject(after: int = 0, **changes) -> Answer:
    """No."""
    return Answer(decision="rejected", after=after, **changes)
