"""How a list of steps ends, in source: with a result, with a failure, or on in a method."""

import ast

from wfc_targets.temporal.readback.alike import loose
from wfc_targets.temporal.readback.decisions import AGAIN, Behind, Fails, expect_no_handler
from wfc_targets.temporal.readback.forms import class_of
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.models import model_of
from wfc_targets.temporal.readback.python_terms import read_term
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import LAST, State, Values, holds
from wfc_targets.temporal.readback.syntax import call_of, called, dotted, is_code, parameters, text
from wfc_targets.temporal.readback.terms import Term, constant


def result_of(source: Source, value: ast.expr, state: State) -> Term:
    """The result, made into the model of the output where there is one, if it can be sent."""
    (value,) = call_of("sendable", value, 1).args
    sight, output = source.sight(state), class_of(source.promised.workflow.output)
    if output == "Any":
        return loose(read_term(value, sight))
    return model_of(value, output, sight, source.promised.as_json[""])


def enter(source: Source, call: ast.Call, state: State) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, State]:
    """The method that is called, and what it begins with."""
    found = called(call)
    name = found.name.removeprefix("self.")
    expect(found.name == f"self.{name}" and name in source.methods and not found.keywords, "a method", call)
    method = source.methods[name]
    source.used.add(name)
    names = parameters(method)[1:]
    expect(len(names) == len(found.args), f"{name} takes {len(names)} arguments", call)
    values = {one: _passed(given, state) for one, given in zip(names, found.args, strict=True)}
    return method, State(names=values, undo=state.undo, at=state.at)


def _passed(given: ast.expr, state: State) -> Values:
    match given:
        case ast.Name(id=name) if name in state.names:
            expect(("not set",) not in state.names[name], "not set on every way here", given)
            return state.names[name]
        case ast.Call() if is_code(given, "self._run.part()"):
            return frozenset({("saga", "part", "self._run")})
        case ast.Call() if is_code(given, "saga.part()") and "saga" in state.names:
            return frozenset({("saga", "part", "saga")})
        case _:
            raise misread("a variable is expected", given)


def raised(source: Source, statement: ast.Raise, here: Behind, state: State) -> Fails:
    """The failure that a statement raises."""
    expect_no_handler(here, statement)
    cause = statement.cause
    expect(cause is None or dotted(cause) in {"error", "error.__cause__"}, "a failure has such a cause", statement)
    match statement.exc:
        case None:
            return Fails(state=state, type="")
        case ast.Name(id=name):
            expect(holds(state, name, LAST), "not the failure handled last on every way here", statement)
            return Fails(state=state, type=AGAIN)
        case ast.Call() as call:
            failure = called(call)
            expect(failure.name == "StepFailed" and len(failure.args) == 3 and not failure.keywords, "failure", call)
            type_, message, address = failure.args
            node = source.place_of(address, state)
            return Fails(state=state, type=text(type_), message=_message(source, message, state), node=node)
        case _:
            raise misread("a failure is expected", statement)


def _message(source: Source, node: ast.expr, state: State) -> Term | None:
    guarded = called(node)
    if guarded.name == "text_or_empty":
        match guarded.args:
            case (ast.Lambda(body=body),):
                return read_term(body, source.sight(state))
            case _:
                raise misread("a message is expected", node)
    found = read_term(node, source.sight(state))
    expect(found not in source.promised.fallible, "an error in it would hide the failure", node)
    return None if found == constant("") else found
