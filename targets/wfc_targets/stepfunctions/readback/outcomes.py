"""Where a node leads, in words that both an output and the core can be put into."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.definition import Scope
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.scopes import own
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.walking import Arrival

AGAIN: Tree = ("the failure handled last",)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`to`: the id of a node, `SUCCEED` or `FAIL`. `failure`: as it is noted for who reads it, or for the end."""

    to: str
    asked: tuple[Tree, ...] = ()
    failure: Tree | None = None


def outcome(reading: Reading, arrival: Arrival) -> Outcome:
    """What an arrival comes to."""
    scope = arrival.before.scope
    noted = arrival.store.get(own(scope, "failure"))
    to = _to(reading, scope, arrival.to)
    if to == "SUCCEED":
        return Outcome(to=to, asked=arrival.asked)
    if to == "FAIL":
        return Outcome(to=to, asked=arrival.asked, failure=AGAIN if noted is None else ordered(noted))
    return Outcome(to=to, asked=arrival.asked, failure=None if noted is None else ordered(noted))


def failure(type: str, message: Tree, step: Tree) -> Tree:
    """A failure as it is noted."""
    return ("failure", const(type), message, step)


def failed(noted: Tree) -> Tree:
    """The same as lambdas read it."""
    return ("dict", tuple((const(name), one) for name, one in zip(("type", "message", "step"), noted[1:], strict=True)))


def ordered(noted: Tree) -> Tree:
    """A failure that was noted, its three parts in one order."""
    found = {name[2]: one for name, one in noted[1]} if noted[0] == "dict" else {}
    if found.keys() != {"type", "message", "step"}:
        raise Unreadable(f"a failure is noted as {noted}")
    return ("failure", found["type"], found["message"], found["step"])


def _to(reading: Reading, scope: Scope, to: str | None) -> str:
    if to in reading.nodes:
        return str(to)
    if to is None or to in _successes(scope):
        return "SUCCEED"
    if to in _failures(reading, scope) or (to or "").startswith("undo "):
        return "FAIL"
    raise Unreadable(f"nothing of ours leads to {to}")


def _successes(scope: Scope) -> Iterator[str]:
    if not scope.holder:
        yield from (names.SUCCEEDED, names.CHECK_RESULT, names.RESULT_GUARD, names.LATE)
    else:
        yield from (name for name, one in scope.states.items() if one.kind == "Succeed" and not _is_failure(one.fields))


def _failures(reading: Reading, scope: Scope) -> Iterator[str]:
    last = reading.workflow.after_compensation
    if not scope.holder:
        yield from (names.FAILED, names.LATE_FAILURE, *([last.id, names.route(last.id)] if last else []))
    else:
        yield from (name for name, one in scope.states.items() if one.kind == "Succeed" and _is_failure(one.fields))


def _is_failure(fields: object) -> bool:
    return isinstance(fields, dict) and "error" in fields["Output"]
