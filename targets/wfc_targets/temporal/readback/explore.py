"""Follows code from one node to the next, through branches, exceptions and methods, as a tree of decisions."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, final

from wfc_targets.temporal.readback.expected import loose
from wfc_targets.temporal.readback.forms import class_of
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.models import model_of
from wfc_targets.temporal.readback.python_terms import read_term
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import LAST, NONE, State, Values, bind, unbind
from wfc_targets.temporal.readback.syntax import call_of, called, dotted, is_code, parameters, text, texts
from wfc_targets.temporal.readback.terms import Term, constant, negated


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What runs next: the rest of a body, and what is behind that.

    `handler`: the body is one of this `try`. `unbinds`: what Python deletes at its end. `guards`: errors in it are
    failures of a node.
    """

    body: tuple[ast.stmt, ...]
    up: "Behind | None" = None
    handler: ast.Try | None = None
    unbinds: str = ""
    guards: str = ""

    def around(self) -> Iterator["Behind"]:
        """This, and what it stands in."""
        here: Behind | None = self
        while here is not None:
            yield here
            here = here.up


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Arrives:
    """At a node."""

    node: str
    at: ast.stmt
    behind: Behind
    state: State


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeds:
    """The list of steps ends with success. `value`: what a block yields; `result`: of the run."""

    state: State
    value: Values = frozenset({NONE})
    result: Term | None = None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Fails:
    """It ends with a failure: one of its own, taken at `node`; or the one handled last; or (`type` empty) the one that
    no edge lists.
    """

    state: State
    type: str
    message: Term | None = None
    node: str = ""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A decision."""

    test: Term
    yes: "Tree"
    no: "Tree"


Tree: TypeAlias = Arrives | Succeeds | Fails | Fork
Test: TypeAlias = Callable[[ast.expr, State], Term]
"""How what an `if` asks is read."""
AGAIN = "again"


def explore(source: Source, behind: Behind | None, state: State, test: Test) -> Tree:
    """Where the code leads."""
    while behind is not None:
        if not behind.body:
            state, behind = (unbind(state, behind.unbinds) if behind.unbinds else state), behind.up
            continue
        statement, here = behind.body[0], replace(behind, body=behind.body[1:])
        source.seen.add(statement)
        match statement:
            case ast.With() | ast.Expr(value=ast.Call()):
                opened = _opened(source, statement, here, state)
                if not isinstance(opened, Behind):
                    return opened
                behind = opened
            case ast.Try():
                expect(not statement.orelse and not statement.finalbody, "a plain try is expected", statement)
                behind = Behind(body=tuple(statement.body), up=here, handler=statement)
            case ast.If():
                asked = _asked(statement.test, state, test)
                if asked not in {constant(True), constant(False)}:
                    return _fork(source, statement, asked, here, state, test)
                chosen = statement.body if asked == constant(True) else statement.orelse
                behind = Behind(body=tuple(chosen), up=here)
            case ast.Return():
                return _returned(source, statement, here, state, test)
            case ast.Raise():
                return _raised(source, statement, here, state)
            case _:
                state, behind = _assigned(source, statement, state), here
    return Succeeds(state=state)


def _assigned(source: Source, statement: ast.stmt, state: State) -> State:
    match statement:
        case ast.Pass():
            return state
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=None)):
            return bind(state, name, {NONE})
        case ast.Assign(targets=[ast.Name(id="error")], value=ast.Name(id="failure")):
            return bind(state, "error", state.names.get("failure", frozenset()))
        case ast.Assign(targets=[ast.Name(id="then")], value=ast.Constant(value=str() as label)):
            return bind(state, "then", {("label", label)})
        case _:
            raise misread("not expected between steps", statement)


def _opened(source: Source, statement: ast.With | ast.Expr, here: Behind, state: State) -> Tree | Behind:
    if isinstance(statement, ast.Expr):
        opening = called(statement.value)
        expect(opening.name == "self._run.passed" and len(opening.args) == 1, "not expected between steps", statement)
        return Arrives(node=source.place_of(opening.args[0], state), at=statement, behind=here, state=state)
    expect(len(statement.items) == 1 and statement.items[0].optional_vars is None, "one guard", statement)
    opening = called(statement.items[0].context_expr)
    match opening.name, opening.args:
        case "self._run.step", (address, *_):
            return Arrives(node=source.place_of(address, state), at=statement, behind=here, state=state)
        case "evaluating", (address,):
            _expect_no_handler(here, statement)
            return Behind(body=tuple(statement.body), up=here, guards=source.place_of(address, state))
        case "making_result", ():
            _expect_no_handler(here, statement)
            match statement.body:
                case [ast.Return(value=ast.expr() as value)]:
                    source.seen |= set(statement.body)
                    return Succeeds(state=state, result=result_of(source, value, state))
                case _:
                    raise misread("a result is expected", statement)
        case _:
            raise misread("not expected between steps", statement)


def result_of(source: Source, value: ast.expr, state: State) -> Term:
    """The result, made into the model of the output where there is one, if it can be sent."""
    if called(value).name == "sendable":
        (value,) = call_of("sendable", value, 1).args
    sight, output = source.sight(state), class_of(source.promised.workflow.output)
    return loose(read_term(value, sight)) if output == "Any" else model_of(value, output, sight)


def _asked(asked: ast.expr, state: State, test: Test) -> Term:
    match asked:
        case ast.Compare(left=ast.Name(id="then"), ops=[ast.Eq()], comparators=[label]):
            values = state.names.get("then", frozenset())
            expect(len(values) == 1, "not known here", asked)
            return constant(values == {("label", text(label))})
        case _:
            return test(asked, state)


def _fork(source: Source, statement: ast.If, asked: Term, here: Behind, state: State, test: Test) -> Tree:
    guarded = any(one.guards for one in here.around())
    expect(guarded or asked not in source.promised.fallible, "an error in it would have no step", statement.test)
    yes = explore(source, Behind(body=tuple(statement.body), up=here), state, test)
    no = explore(source, Behind(body=tuple(statement.orelse), up=here), state, test)
    match asked:
        case ("not", ("types", *_) as types):
            return Fork(test=types, yes=no, no=yes)
        case _:
            return Fork(test=asked, yes=yes, no=no)


def condition(source: Source) -> Test:
    """Reads the condition of an edge."""
    return lambda node, state: read_term(node, source.sight(state))


def type_test(source: Source) -> Test:
    """Reads which types of failures an edge is for."""

    def test(node: ast.expr, state: State) -> Term:
        match node:
            case ast.Compare(left=ast.Attribute(value=ast.Name() as name, attr="type"), ops=[op], comparators=[types]):
                expect(state.names.get(name.id) == {LAST}, "the failure handled last is expected", node)
                is_one = isinstance(op, ast.Eq | ast.NotEq)
                listed: Term = ("types", *sorted([text(types)] if is_one else texts(types)))
                expect(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn), "a test of the type", node)
                return listed if isinstance(op, ast.Eq | ast.In) else negated(listed)
            case _:
                raise misread("a test of the failure's type is expected", node)

    return test


def _returned(source: Source, statement: ast.Return, here: Behind, state: State, test: Test) -> Tree:
    _expect_no_handler(here, statement)
    match statement.value:
        case None | ast.Constant(value=None):
            return Succeeds(state=state)
        case ast.Name(id=name) as value:
            source.meaning(value, state)
            return Succeeds(state=state, value=state.names[name])
        case ast.Await(value=ast.Call() as call) | (ast.Call() as call):
            method, inside = enter(source, call, state)
            is_async = isinstance(method, ast.AsyncFunctionDef)
            expect(is_async == isinstance(statement.value, ast.Await), "awaited if it is a coroutine", statement)
            return explore(source, Behind(body=tuple(method.body)), inside, test)
        case _:
            raise misread("a variable or a method is returned", statement)


def enter(source: Source, call: ast.Call, state: State) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, State]:
    """The method that is called, and what it begins with."""
    found = called(call)
    name = found.name.removeprefix("self.")
    expect(found.name == f"self.{name}" and name in source.methods and not found.keywords, "a method", call)
    method = source.methods[name]
    source.used.add(name)
    names = parameters(method)[1:]
    expect(len(names) == len(found.args), f"{name} takes {len(names)} arguments", call)
    values = {one: _passed(source, given, state) for one, given in zip(names, found.args, strict=True)}
    return method, State(names=values, undo=state.undo)


def _passed(source: Source, given: ast.expr, state: State) -> Values:
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


def _raised(source: Source, statement: ast.Raise, here: Behind, state: State) -> Tree:
    _expect_no_handler(here, statement)
    cause = statement.cause
    expect(cause is None or dotted(cause) in {"error", "error.__cause__"}, "a failure has such a cause", statement)
    match statement.exc:
        case None:
            return Fails(state=state, type="")
        case ast.Name(id=name):
            expect(state.names.get(name) == {LAST}, "not the failure handled last on every way here", statement)
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


def _expect_no_handler(here: Behind, at: ast.AST) -> None:
    expect(all(one.handler is None for one in here.around()), "no edge of another step may handle this", at)
