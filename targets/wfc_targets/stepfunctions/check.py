"""What Step Functions would refuse in the emitted files, as far as one can tell without it.

These are the mistakes that the validators in use overlook (an undefined variable, a name too long, text that is not
wholly inside its delimiters) and the graph itself. Anything found is a bug of ours, not of the spec.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST_NAME = 80
_STRING = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")


def check(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Complaints, one sentence each."""
    return tuple(found for path, data in sorted(files.items()) for found in _of_file(path, data))


def _of_file(path: str, data: bytes) -> Iterator[str]:
    if path.endswith(".py"):
        yield from _of_python(path, data)
        return
    document = json.loads(data)
    if path.endswith(".asl.json"):
        yield from (f"{path}: {found}" for found in _of_machine(document))


def _of_python(path: str, data: bytes) -> Iterator[str]:
    try:
        ast.parse(data)
    except SyntaxError as error:
        yield f"{path}: {error}"


def _of_machine(machine: Mapping[str, Any]) -> Iterator[str]:
    names = list(_names(machine))
    yield from (f"the name {name!r} is too long" for name in names if len(name) > LONGEST_NAME)
    yield from (f"two states are called {name!r}" for name in sorted({one for one in names if names.count(one) > 1}))
    yield from _of_scope(machine, frozenset({"states"}))


def _names(scope: Mapping[str, Any]) -> Iterator[str]:
    for name, state in scope["States"].items():
        yield name
        for inner in scopes_in(state):
            yield from _names(inner)


def _of_scope(scope: Mapping[str, Any], around: frozenset[str]) -> Iterator[str]:
    """A machine, or a leg of it, which reads the variables around it and assigns only its own."""
    states: Mapping[str, Any] = scope["States"]
    for name, state in states.items():
        yield from (
            f"{name} leads to {target!r}, which is not there" for target in targets(state) if target not in states
        )
        yield from (f"{name} has half an expression: {text!r}" for text in _own_texts(state) if not _is_whole(text))
    reached = _reached(scope["StartAt"], states)
    yield from (f"{name} cannot be reached" for name in states if name not in reached)
    assigned = _assigned(states)
    yield from (f"${one} is assigned inside and outside" for one in sorted(assigned & around))
    for name, state in states.items():
        yield from _of_variables(name, state, assigned | around)
        for inner in scopes_in(state):
            yield from _of_scope(inner, assigned | around)


def scopes_in(state: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The legs of a Parallel or Map."""
    yield from state.get("Branches", ())
    if "ItemProcessor" in state:
        yield state["ItemProcessor"]


def _own_texts(state: Mapping[str, Any]) -> Iterator[str]:
    yield from texts({key: value for key, value in state.items() if key not in {"Branches", "ItemProcessor"}})


def targets(state: Mapping[str, Any]) -> tuple[str, ...]:
    """The states that a state can lead to."""
    own = [state[key] for key in ("Next", "Default") if key in state]
    return (*own, *(one["Next"] for key in ("Choices", "Catch") for one in state.get(key, ())))


def texts(value: Any) -> Iterator[str]:
    """Every text inside a JSON value, keys left out."""
    match value:
        case str():
            yield value
        case list():
            yield from (text for one in value for text in texts(one))
        case dict():
            yield from (text for one in value.values() for text in texts(one))
        case _:
            pass


def _is_whole(text: str) -> bool:
    """Either an expression from end to end, or no trace of one."""
    if text.startswith("{%") and text.endswith("%}"):
        return "{%" not in text[2:-2] and "%}" not in text[2:-2]
    return "{%" not in text and "%}" not in text


def _reached(start: str, states: Mapping[str, Any]) -> set[str]:
    reached, pending = set(), [start]
    while pending:
        name = pending.pop()
        if name not in reached and name in states:
            reached.add(name)
            pending += targets(states[name])
    return reached


def _assigned(states: Mapping[str, Any]) -> frozenset[str]:
    parts = [part for state in states.values() for part in (state, *state.get("Catch", ()), *state.get("Choices", ()))]
    return frozenset(name for part in parts for name in part.get("Assign", {}))


def _of_variables(name: str, state: Mapping[str, Any], assigned: frozenset[str]) -> Iterator[str]:
    """A variable that no state assigns is always undefined."""
    for text in _own_texts(state):
        if text.startswith("{%"):
            unknown = _variables(text) - assigned
            yield from (f"{name} reads ${one}, which nothing assigns" for one in sorted(unknown))


def _variables(text: str) -> set[str]:
    """Variables that an expression needs: not functions, not its own (`$x := ...`, parameters), not what it asks for
    first, and not a list that is empty where nothing was noted (`[$x]`)."""
    code = _STRING.sub("''", text)
    bound = set(re.findall(r"\$(\w+)\s*:=", code))
    for parameters in re.findall(r"function\(([^)]*)\)", code):
        bound |= set(re.findall(r"\$(\w+)", parameters))
    called = set(re.findall(r"\$(\w+)\(", code))
    asked = {*re.findall(r"\$exists\(\$(\w+)[.)]", code), *re.findall(r"\[\$(\w+)\]", code)}
    return set(re.findall(r"\$([A-Za-z_]\w*)", code)) - bound - called - asked
