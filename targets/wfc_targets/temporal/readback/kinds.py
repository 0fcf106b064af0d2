"""The work of each kind of node: activities, timers, people, events, other workflows and blocks."""

import ast
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, assert_never, final

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait
from wfc.ir.types import ModelRef
from wfc.ir.walk import child_of
from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.forms import class_of
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.python_terms import read_term
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import State, add_undo, bind
from wfc_targets.temporal.readback.syntax import (
    Called,
    call_of,
    called,
    dotted,
    is_code,
    milliseconds,
    number,
    parameters,
    text,
    texts,
)
from wfc_targets.temporal.readback.works import Work, read_work

Block: TypeAlias = tuple[str, str]
"""The node that holds it, and the branch ("" for a body)."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRead:
    """A block: the node it begins with, and what is to be undone of it once it has succeeded, and whatever it does."""

    entry: str
    succeeded: tuple[str, ...]
    ended: tuple[str, ...]


class Blocks(Protocol):
    """Reads the method of a block. `is_read`: what it yields is kept."""

    def __call__(self, call: ast.Call, block: Block, state: State, *, is_read: bool) -> BlockRead: ...


@final
@dataclass(slots=True, kw_only=True)
class Inside:
    """A node whose `with` statement is being read. `given`: variables that hold inputs. `own`: where its output goes.
    `state` and `failed`: what is known once it succeeds, and fails.
    """

    node: Node
    state: State
    failed: State
    own: str
    saga: str
    blocks: Blocks
    given: dict[str, ast.expr] = field(default_factory=dict)
    works: int = 0
    is_checked: bool = False
    is_noted: bool = False

    @property
    def most_works(self) -> int:
        """How many times something is awaited: an approval first gives notice."""
        return 2 if isinstance(self.node, Approval) else 1

    @property
    def result_type(self) -> str:
        """The class of what a call gives back."""
        return class_of(self.node.output) if isinstance(self.node, Call) else ""


def read_node_work(source: Source, work: ast.expr, inside: Inside) -> None:
    """What is awaited."""
    node = inside.node
    match node:
        case Step():
            read_work(source, work, Work(place=node.id, given=inside.given, state=inside.state, is_forward=True))
        case Wait():
            _wait(source, node.id, work, inside.state)
        case Approval() if inside.works == 0:
            notice = f"{node.id}:notify"
            read_work(source, work, Work(place=notice, given=inside.given, state=inside.state, is_forward=True))
        case Approval():
            _window(source, node, work, inside)
        case Receive():
            _receive(source, node, work, inside.state)
        case Call():
            _child(source, node, _limited(source, node.id, work), inside)
        case Parallel():
            _branches(source, node, work, inside)
        case ForEach():
            _elements(source, node, work, inside)
        case Choice():
            raise misread("a choice does nothing but to choose", work)
        case _:
            assert_never(node)


def _wait(source: Source, node: str, work: ast.expr, state: State) -> None:
    found = called(work)
    match found.name, found.args, found.keywords:
        case "workflow.sleep", (duration,), {"summary": address} if len(found.keywords) == 1:
            expect(not source.promised.has_deadline and milliseconds(duration) > 0, "a plain timer", work)
            source.state(node, Aspect.DURATION, milliseconds(duration))
        case "self._run.sleep", (duration, address), {} if not found.keywords:
            source.state(node, Aspect.DURATION, _duration(source, duration, state))
        case "self._run.sleep_until", (instant, address), {} if not found.keywords:
            source.state(node, Aspect.UNTIL, read_term(instant, source.sight(state)))
        case _:
            raise misread("a wait is expected", work)
    expect(source.place_of(address, state) == node, f"the summary of {node}", address)


def _duration(source: Source, node: ast.expr, state: State) -> object:
    match called(node):
        case Called(name="timedelta", args=(), keywords={"seconds": amount}) if not isinstance(amount, ast.Constant):
            return read_term(amount, source.sight(state))
        case _:
            return milliseconds(node)


def _window(source: Source, node: Approval, work: ast.expr, inside: Inside) -> None:
    found = called(work)
    given = dict(found.keywords)
    is_call = found.name == "self._run.approval" and len(found.args) == 1
    expect(is_call and given.keys() <= {"form", "timeout", "fails", "remind"}, "a window is expected", work)
    expect(source.place_of(found.args[0], inside.state) == node.id, f"the name of {node.id}", work)
    form = node.form.path.partition(":")[2] if isinstance(node.form, ModelRef) else ""
    expect((dotted(given["form"]) if "form" in given else "") == form, f"the form of {node.id} is {form}", work)
    fails = texts(given["fails"]) if "fails" in given else ()
    expect(sorted(fails) == sorted(node.fails), f"decisions that fail {node.id}: {node.fails}", work)
    if "timeout" in given:
        source.state(node.id, Aspect.TIMEOUT, milliseconds(given["timeout"]))
    match given.get("remind"):
        case None:
            pass
        case ast.Tuple(elts=[after, ast.Lambda(body=reminder) as remind]) if not parameters(remind):
            place = f"{node.id}:remind"
            source.state(place, Aspect.REMIND_AFTER, milliseconds(after))
            read_work(source, reminder, Work(place=place, given=inside.given, state=inside.state, is_forward=False))
        case other:
            raise misread("a time and a reminder are expected", other)


def _receive(source: Source, node: Receive, work: ast.expr, state: State) -> None:
    limit = ["timeout"] if "timeout" in called(work).keywords else []
    found = call_of("self._run.receive", work, 3, limit)
    event, correlate, payload = found.args
    source.state(node.id, Aspect.EVENT, text(event))
    source.state(node.id, Aspect.CORRELATE, read_term(correlate, source.sight(state)))
    expect(dotted(payload) == class_of(node.payload), f"the payload of {node.id}", payload)
    if limit:
        source.state(node.id, Aspect.TIMEOUT, milliseconds(found.keywords["timeout"]))


def _limited(source: Source, node: str, work: ast.expr) -> ast.expr:
    """The call itself, whatever bounds it."""
    if called(work).name != "self._run.call":
        expect(not source.promised.has_deadline, "the deadline bounds a call", work)
        return work
    limit = ["timeout"] if "timeout" in called(work).keywords else []
    found = call_of("self._run.call", work, 1, limit)
    if limit:
        source.state(node, Aspect.TIMEOUT, milliseconds(found.keywords["timeout"]))
    match found.args[0]:
        case ast.Lambda(body=child) as bounded if not parameters(bounded):
            return child
        case other:
            raise misread("a call is expected", other)


def _child(source: Source, node: Call, work: ast.expr, inside: Inside) -> None:
    typed = ["result_type"] if inside.result_type != "Any" else []
    needed = ["args", "id", "task_queue", "parent_close_policy", "cancellation_type", "search_attributes"]
    found = call_of("workflow.execute_child_workflow", work, 1, [*needed, "static_summary", *typed])
    given, child = found.keywords, child_of(source.promised.workflow, node)
    expect(text(found.args[0]) == text(given["task_queue"]) == child.name, f"{node.id} calls {child.name}", work)
    identity = call_of("self._run.child_id", given["id"], 1)
    expect(source.place_of(identity.args[0], inside.state) == node.id, f"the run that {node.id} starts", work)
    expect(text(given["static_summary"]) == f"{node.workflow} {node.version}", f"the summary of {node.id}", work)
    policy = "workflow.ParentClosePolicy.REQUEST_CANCEL"
    expect(dotted(given["parent_close_policy"]) == policy, "a child is asked to cancel", work)
    expect(dotted(given["cancellation_type"]) == "UNTIL_CANCELLED", "a child is awaited", work)
    expect(not typed or dotted(given["result_type"]) == inside.result_type, f"the output of {node.id}", work)
    key, version = call_of("search_attributes", given["search_attributes"], 2).args
    source.state(node.id, Aspect.OPERATION, f"{text(key)}@{text(version)}")
    values = given["args"]
    if isinstance(values, ast.Name) and values.id in inside.given:
        values = inside.given[values.id]
    expect(isinstance(values, ast.List), "a list of arguments is expected", values)
    _arguments(source, node, values.elts if isinstance(values, ast.List) else [], inside.state)


def _arguments(source: Source, node: Call, values: list[ast.expr], state: State) -> None:
    """Input and context of a called workflow, as far as it takes them; what is not written has a default (C7)."""
    child, sight = child_of(source.promised.workflow, node), source.sight(state)
    is_input, is_context = isinstance(child.input, ModelRef), isinstance(child.context, ModelRef)
    expect(len(values) == is_input + is_context, f"what {node.id} is given")
    rest = list(values)
    if is_input and node.inputs is None:
        expect(is_code(rest.pop(0), "{}"), f"{node.id} gives nothing")
    elif is_input:
        source.state(node.id, Aspect.INPUTS, read_term(rest.pop(0), sight))
    if is_context and node.context is None:
        own = ("root", "ctx") if source.promised.workflow.context is not None else ("const", "None")
        expect(read_term(rest.pop(0), sight) == own, f"{node.id} hands on the context")
    elif is_context:
        source.state(node.id, Aspect.CONTEXT, read_term(rest.pop(0), sight))


def _branches(source: Source, node: Parallel, work: ast.expr, inside: Inside) -> None:
    match call_of("settle", work, 1).args[0]:
        case ast.Dict(keys=keys, values=calls):
            names = [text(key) for key in keys if key is not None]
        case other:
            raise misread("branches by their names are expected", other)
    found: list[tuple[str, str]] = []
    before = inside.state
    for name, call in zip(names, calls, strict=True):
        expect(name in {one.name for one in node.branches}, f"a branch of {node.id}", call)
        block = _block(call, (node.id, name), before, inside)
        found.append((name, block.entry))
        inside.state = add_undo(inside.state, block.succeeded)
        inside.failed = add_undo(inside.failed, block.ended)
    source.state(node.id, Aspect.BRANCHES, tuple(found))


def _elements(source: Source, node: ForEach, work: ast.expr, inside: Inside) -> None:
    limit = ["max_concurrency"] if "max_concurrency" in called(work).keywords else []
    found = call_of("for_each", work, 2, limit)
    items, body = found.args
    source.state(node.id, Aspect.ITEMS, read_term(items, source.sight(inside.state)))
    if limit:
        source.state(node.id, Aspect.CONCURRENCY, int(number(found.keywords["max_concurrency"])))
    expect(isinstance(body, ast.Lambda) and len(parameters(body)) == 2, "a body for an item at an index", body)
    if isinstance(body, ast.Lambda):
        item, index = parameters(body)
        state = bind(bind(inside.state, item, {("item of", node.id)}), index, {("index of", node.id)})
        block = _block(body.body, (node.id, ""), state, inside)
        source.state(node.id, Aspect.BODY, block.entry)
        inside.state = add_undo(inside.state, (f"{node.id}[] {one}" for one in block.succeeded))
        inside.failed = add_undo(inside.failed, (f"{node.id}[] {one}" for one in block.ended))


def _block(call: ast.expr, block: Block, state: State, inside: Inside) -> BlockRead:
    if not isinstance(call, ast.Call):
        raise misread("the method of a block is expected", call)
    return inside.blocks(call, block, state, is_read=bool(inside.own))
