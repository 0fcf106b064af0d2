"""What stands inside the `with` statement of a node, statement by statement."""

import ast

from wfc.ir.nodes import Call, Node
from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.inside import Blocks, Inside
from wfc_targets.temporal.readback.kinds import read_node_work
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.promises import read_promise
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import State, add_undo, bind, holds
from wfc_targets.temporal.readback.syntax import call_of, called, dotted, is_code
from wfc_targets.temporal.readback.works import read_undo


def read_node(source: Source, node: Node, statement: ast.With, state: State, blocks: Blocks) -> tuple[State, State]:
    """The facts of a node, and the states once it has succeeded and once it has failed."""
    read_promise(source, node.id, called(statement.items[0].context_expr))
    saga = "saga" if source.promised.blocks[node.id] else "self._run"
    own = _own(statement.body)
    inside = Inside(node=node, state=state, failed=state, own=own, saga=saga, blocks=blocks)
    for one in statement.body:
        source.seen.add(one)
        _statement(source, one, inside)
    expect(inside.works == inside.most_works, f"{node.id} does its work once", statement)
    expect(not inside.is_checked, "a check of the deadline stands before what is to be undone", statement)
    return inside.state, inside.failed


def _own(body: list[ast.stmt]) -> str:
    """The variable that the node's output goes to, which what undoes it may read."""
    for one in body:
        match one:
            case ast.With(body=inner):
                return _own(inner)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Await()):
                return name
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name()):
                return name
            case _:
                pass
    return ""


def _statement(source: Source, statement: ast.stmt, inside: Inside) -> None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Await(value=work)):
            _work(source, work, inside)
            _assign(source, name, inside)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Await(value=work), annotation=annotation):
            _work(source, work, inside)
            expect(dotted(annotation) == inside.result_type, "the type of the result", statement)
            inside.state = bind(inside.state, name, {("output of", inside.node.id)})
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)):
            expect(holds(inside.state, other, ("output of", inside.node.id)), "the node's output", statement)
            _assign(source, name, inside)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            is_first = not inside.works and not inside.is_checked and name not in inside.given
            expect(is_first, "an input comes before the work", statement)
            inside.given[name] = value
        case ast.Assign(targets=[ast.Subscript(value=kept, slice=address)], value=ast.Name(id=name)):
            is_own = holds(inside.state, name, ("out", inside.node.id))
            expect(dotted(kept) == "self._run.outputs" and is_own, "the node's output is kept", statement)
            expect(source.place_of(address, inside.state) == inside.node.id, "under its address", statement)
            source.exported.add(inside.node.id)
        case ast.Assign() if is_code(statement, "self._run.called = True"):
            expect(isinstance(inside.node, Call) and bool(source.promised.told), "nobody is told", statement)
            inside.is_noted = True
        case ast.Expr(value=ast.Await(value=work)):
            _work(source, work, inside)
        case ast.Expr(value=ast.Call() as call):
            _call(source, call, inside)
        case ast.With():
            _attempting(source, statement, inside)
        case _:
            raise misread(f"not expected in {inside.node.id}", statement)


def _assign(source: Source, name: str, inside: Inside) -> None:
    expect(source.variables.get(name) == inside.node.id, f"{name} is of another node")
    inside.state = bind(inside.state, name, {("out", inside.node.id)})


def _work(source: Source, work: ast.expr, inside: Inside) -> None:
    expect(not inside.is_checked, "nothing stands between a check of the deadline and what is to be undone", work)
    read_node_work(source, work, inside)
    inside.works += 1


def _call(source: Source, call: ast.Call, inside: Inside) -> None:
    if is_code(call, "self._run.time_left()"):
        expect(source.promised.has_deadline and not inside.works, "a check of the deadline", call)
        inside.is_checked = True
        return
    is_before = not inside.works
    if is_before:
        _expect_input_first(source, call, inside)
    _add(source, call, inside, "add_compensation")
    source.state(f"{inside.node.id}:undo", Aspect.WHEN, "attempted" if is_before else "completed")
    if is_before:
        inside.failed = add_undo(inside.failed, [f"{inside.node.id}:undo"])


def _attempting(source: Source, statement: ast.With, inside: Inside) -> None:
    """A call that is to be undone however it ends."""
    expect(len(statement.items) == 1 and not inside.works, "one guard, before the work", statement)
    _expect_input_first(source, statement.items[0].context_expr, inside)
    guard = called(statement.items[0].context_expr)
    expect(isinstance(inside.node, Call) and guard.name == "attempting", "a call is attempted", statement)
    before, where = inside.state, guard.args[0]
    for one in statement.body:
        source.seen.add(one)
        _statement(source, one, inside)
    expect(len(guard.args) == 3 and dotted(where) == inside.saga, "attempting takes the saga", statement)
    _undo(source, guard.args[1], guard.args[2], inside, before)
    source.state(f"{inside.node.id}:undo", Aspect.WHEN, "attempted")
    inside.failed = add_undo(inside.failed, [f"{inside.node.id}:undo"])


def _expect_input_first(source: Source, at: ast.AST, inside: Inside) -> None:
    """A step whose input cannot be made, or for which it is too late, has made no attempt (S4, T2)."""
    operation = source.promised.calls.get(inside.node.id)
    takes = isinstance(inside.node, Call) or (operation is not None and operation.input is not None)
    expect(bool(inside.given) or not takes, "the input is made before anything counts as attempted", at)
    expect(inside.is_checked == source.promised.has_deadline, "it may be too late for an attempt", at)
    inside.is_checked = False


def _add(source: Source, call: ast.Call, inside: Inside, method: str) -> None:
    found = call_of(f"{inside.saga}.{method}", call, 2)
    _undo(source, found.args[0], found.args[1], inside, inside.state)


def _undo(source: Source, address: ast.expr, undo: ast.expr, inside: Inside, before: State) -> None:
    """`before`: what the lambda sees where it stands; its variables may have changed once it runs."""
    place = f"{inside.node.id}:undo"
    expect(source.place_of(address, before) == inside.node.id, "whose compensation it is", address)
    expect(getattr(inside.node, "compensation", None) is not None, "nothing undoes this", undo)
    expect((place in inside.state.undo) is False, "undone once", undo)
    read_undo(source, undo, place, inside.own, before)
    inside.state = add_undo(inside.state, [place])
