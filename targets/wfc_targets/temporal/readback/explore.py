"""Follows code from one node to the next, through branches, exceptions and methods, as a tree of decisions."""

import ast
from dataclasses import replace

from wfc_targets.temporal.readback.decisions import Arrives, Behind, Fork, Succeeds, Test, Tree, expect_no_handler
from wfc_targets.temporal.readback.ends import enter, raised, result_of
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.python_terms import read_term
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import LAST, NONE, State, bind, holds, unbind
from wfc_targets.temporal.readback.syntax import called, text, texts
from wfc_targets.temporal.readback.terms import Term, constant, negated


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
                return raised(source, statement, here, state)
            case _:
                state, behind = _assigned(statement, state), here
    return Succeeds(state=state)


def _assigned(statement: ast.stmt, state: State) -> State:
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
            expect_no_handler(here, statement)
            expect(source.place_of(address, state) == state.at, "whose conditions these are", statement)
            return Behind(body=tuple(statement.body), up=here, guards=state.at)
        case "making_result", ():
            expect_no_handler(here, statement)
            match statement.body:
                case [ast.Return(value=ast.expr() as value)]:
                    source.seen |= set(statement.body)
                    return Succeeds(state=state, result=result_of(source, value, state))
                case _:
                    raise misread("a result is expected", statement)
        case _:
            raise misread("not expected between steps", statement)


def _asked(asked: ast.expr, state: State, test: Test) -> Term:
    match asked:
        case ast.Compare(left=ast.Name(id="then"), ops=[ast.Eq()], comparators=[label]):
            values = state.names.get("then", frozenset())
            expect(len(values) == 1, "not known here", asked)
            return constant(holds(state, "then", ("label", text(label))))
        case _:
            return test(asked, state)


def _fork(source: Source, statement: ast.If, asked: Term, here: Behind, state: State, test: Test) -> Tree:
    guarded = any(one.guards for one in here.around())
    may_fail = source.promised.fallible & {asked, *(asked[1:] if asked[0] == "or" else ())}
    expect(guarded or not may_fail, "an error in it would have no step", statement.test)
    yes = explore(source, Behind(body=tuple(statement.body), up=here), state, test)
    no = explore(source, Behind(body=tuple(statement.orelse), up=here), state, test)
    match asked:
        case ("not", ("types", *types)):
            return Fork(test=("types", *types), yes=no, no=yes)
        case _:
            return Fork(test=asked, yes=yes, no=no)


def condition(source: Source) -> Test:
    """Reads the condition of an edge."""
    return lambda node, state: read_term(node, source.sight(state))


def type_test(node: ast.expr, state: State) -> Term:
    """Reads which types of failures an edge is for."""
    match node:
        case ast.Compare(left=ast.Attribute(value=ast.Name() as name, attr="type"), ops=[op], comparators=[types]):
            expect(holds(state, name.id, LAST), "the failure handled last is expected", node)
            listed: Term = ("types", *sorted([text(types)] if isinstance(op, ast.Eq | ast.NotEq) else texts(types)))
            expect(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn), "a test of the type", node)
            return listed if isinstance(op, ast.Eq | ast.In) else negated(listed)
        case _:
            raise misread("a test of the failure's type is expected", node)


def _returned(source: Source, statement: ast.Return, here: Behind, state: State, test: Test) -> Tree:
    expect_no_handler(here, statement)
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
