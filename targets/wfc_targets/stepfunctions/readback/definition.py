"""A definition as it was emitted: scopes, states and the ways between them. What is not known here does not pass."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, final

from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable, const, parse

INVOKE = "arn:aws:states:::lambda:invoke"
START = "arn:aws:states:::states:startExecution.sync:2"
ASK = "arn:aws:states:::events:putEvents.waitForTaskToken"

_COMMON = "Type Comment Assign"
_REQUIRED = {
    "Task": "Resource Arguments Catch",
    "Parallel": "Branches",
    "Map": "Items ItemProcessor",
    "Choice": "Choices Default",
    "Pass": "Next",
    "Wait": "Next",
    "Succeed": "Output",
    "Fail": "Error Cause",
}
_LEAVING = f"{_COMMON} Output Next End"
_FIELDS = {
    "Task": f"{_LEAVING} Resource Arguments TimeoutSeconds Retry Catch",
    "Parallel": f"{_LEAVING} Branches Catch",
    "Map": f"{_LEAVING} Items ItemSelector MaxConcurrency ItemProcessor Catch",
    "Choice": f"{_COMMON} Choices Default",
    "Pass": f"{_COMMON} Next",
    "Wait": f"{_COMMON} Seconds Timestamp Next",
    "Succeed": "Type Output",
    "Fail": "Type Error Cause",
}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way out of a state. `to` is None where its machine or leg ends. `condition` is that of a rule, `errors` those
    of a Catch; the way that is left has neither."""

    to: str | None
    assign: Mapping[str, Tree]
    output: Tree | None = None
    condition: Tree | None = None
    errors: tuple[str, ...] = ()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """States that lead to each other: those of the machine, of a branch (by its number), of a Map's processor."""

    start: str
    states: Mapping[str, "State"] = field(default_factory=dict)
    holder: str = ""
    branch: int | None = None
    outer: "Scope | None" = None

    @property
    def looping(self) -> bool:
        """Are these the states of a Map's element?"""
        return self.outer is not None and self.branch is None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state: its fields as they are, the ways out of it (rules and catchers before the rest), what is in it."""

    name: str
    scope: Scope
    fields: Mapping[str, Any]
    ways: tuple[Way, ...]
    inner: tuple[Scope, ...] = ()

    @property
    def kind(self) -> str:
        """What `Type` says."""
        return str(self.fields["Type"])

    @property
    def resource(self) -> str:
        """What a Task calls."""
        return str(self.fields.get("Resource", ""))

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What a Task calls it with."""
        found: Mapping[str, Any] = self.fields["Arguments"]
        return found

    @property
    def done(self) -> Way:
        """The way out when nothing went wrong."""
        return self.ways[-1]

    def tree(self, name: str) -> Tree | None:
        """A field that may hold expressions."""
        return tree_of(self.fields[name]) if name in self.fields else None


def read_definition(text: bytes) -> Scope:
    """The scope of the machine. Raises Unreadable."""
    data = json.loads(text)
    _only(data, "Comment QueryLanguage StartAt States", "the definition", "QueryLanguage StartAt States")
    if data["QueryLanguage"] != "JSONata":
        raise Unreadable("the definition does not speak JSONata")
    return _scope({"StartAt": data["StartAt"], "States": data["States"]}, "", None, None)


def every_state(scope: Scope) -> Iterator[State]:
    """The states of a scope and all in them."""
    for state in scope.states.values():
        yield state
        for inner in state.inner:
            yield from every_state(inner)


def tree_of(template: Any) -> Tree:
    """JSON with expressions in it as a tree."""
    match template:
        case str() if template.startswith("{%") and template.endswith("%}"):
            return parse(template[2:-2])
        case dict():
            return ("dict", tuple((const(key), tree_of(one)) for key, one in template.items()))
        case list():
            return ("items", tuple(tree_of(one) for one in template))
        case _:
            return const(template)


def _only(data: Mapping[str, Any], known: str, where: str, required: str = "") -> None:
    if missing := set(required.split()) - data.keys():
        raise Unreadable(f"{where} has no {', '.join(sorted(missing))}")
    if unknown := data.keys() - set(known.split()):
        raise Unreadable(f"{where} has {', '.join(sorted(unknown))}, which nothing of ours has")


def _scope(data: Mapping[str, Any], holder: str, branch: int | None, outer: Scope | None) -> Scope:
    _only(data, "StartAt States", f"a scope of {holder or 'the machine'}", "StartAt States")
    states: dict[str, State] = {}
    scope = Scope(start=data["StartAt"], states=states, holder=holder, branch=branch, outer=outer)
    for name, fields in data["States"].items():
        states[name] = _state(name, fields, scope)
    targets = {way.to for state in states.values() for way in state.ways} | {scope.start}
    if lost := targets - states.keys() - {None}:
        raise Unreadable(f"nothing is called {', '.join(map(str, lost))} in {holder or 'the machine'}")
    return scope


def _state(name: str, fields: Mapping[str, Any], scope: Scope) -> State:
    kind = fields.get("Type", "none")
    if kind not in _FIELDS:
        raise Unreadable(f"{name} is of type {kind}")
    _only(fields, _FIELDS[kind], name, _REQUIRED[kind])
    return State(
        name=name, scope=scope, fields=fields, ways=tuple(_ways(name, fields)), inner=_inner(name, fields, scope)
    )


def _inner(name: str, fields: Mapping[str, Any], scope: Scope) -> tuple[Scope, ...]:
    if "ItemProcessor" in fields:
        processor = dict(fields["ItemProcessor"])
        if processor.pop("ProcessorConfig", None) != {"Mode": "INLINE"}:
            raise Unreadable(f"{name} is not an inline Map")
        return (_scope(processor, name, None, scope),)
    return tuple(_scope(leg, name, number, scope) for number, leg in enumerate(fields.get("Branches", ())))


def _ways(name: str, fields: Mapping[str, Any]) -> Iterator[Way]:
    for rule in fields.get("Choices", ()):
        _only(rule, "Condition Assign Next", f"a rule of {name}", "Condition Next")
        yield _way(rule, rule["Next"], condition=tree_of(rule["Condition"]))
    for catcher in fields.get("Catch", ()):
        _only(catcher, "ErrorEquals Assign Output Next", f"a Catch of {name}", "ErrorEquals Next")
        yield _way(catcher, catcher["Next"], errors=tuple(catcher["ErrorEquals"]))
    leads = "Next" in fields or "Default" in fields
    if fields["Type"] not in {"Succeed", "Fail"} and fields.get("End", False) is leads:
        raise Unreadable(f"{name} does not say where it leads")
    yield _way(fields, fields.get("Next", fields.get("Default")))


def _way(fields: Mapping[str, Any], to: str | None, condition: Tree | None = None, errors: tuple[str, ...] = ()) -> Way:
    assign = {name: tree_of(value) for name, value in fields.get("Assign", {}).items()}
    output = tree_of(fields["Output"]) if "Output" in fields else None
    return Way(to=to, assign=assign, output=output, condition=condition, errors=errors)
