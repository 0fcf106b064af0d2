"""The workflow class: what a run checks first, where its steps begin, and what it does at the end (R1, C1, C8, T1)."""

import ast
from collections.abc import Iterator

from wfc.ir.nodes import Approval, Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import undoable
from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.ends import enter
from wfc_targets.temporal.readback.forms import class_of
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.promises import read_promise
from wfc_targets.temporal.readback.source import Function, Source
from wfc_targets.temporal.readback.state import State
from wfc_targets.temporal.readback.syntax import call_of, called, dotted, is_code, parameters, text
from wfc_targets.temporal.readback.walk import walk_run
from wfc_targets.temporal.readback.works import Work, read_work

_SENT = "await run_to_end(self._run.messages_sent())"


def inputs_of(workflow: Workflow) -> dict[str, str]:
    """The arguments of a run, with the classes of their models."""
    pairs = (("input", workflow.input), ("ctx", workflow.context))
    return {name: class_of(of) for name, of in pairs if isinstance(of, ModelRef)}


def result_type(workflow: Workflow) -> str:
    """What a run returns, as its annotation has it."""
    return "None" if workflow.result is None else class_of(workflow.output)


def read_run(source: Source) -> None:
    """The facts of the run, and of everything that it does."""
    promised = source.promised
    names = [f"{name}_json" for name in inputs_of(promised.workflow)]
    method = _method(source, "run", names)
    expect(len(method.decorator_list) == 1 and is_code(method.decorator_list[0], "workflow.run"), "run is run", method)
    body = _sent(source, method.body)
    if promised.workflow.sla is not None:
        body = _promised(source, body)
    if promised.workflow.sla is not None or _sends(source):
        expect(len(body) == 1, "a run goes on to its end", method)
        expect(is_code(body[0], f"return await self._to_end({', '.join(names)})"), "a run goes to its end", method)
        method = _method(source, "_to_end", names)
        body = method.body
    match body:
        case [ast.Try(body=work, handlers=[handler], orelse=[], finalbody=[])]:
            _work(source, work)
            _end(source, handler)
        case _:
            raise misread("a run is one try", method)


def _method(source: Source, name: str, names: list[str]) -> Function:
    method = source.methods.get(name)
    is_right = isinstance(method, ast.AsyncFunctionDef) and list(parameters(method)) == ["self", *names]
    if method is None or not is_right:
        raise misread(f"a method {name} of {names} is expected", method)
    types = [one.annotation and dotted(one.annotation) for one in method.args.args[1:]]
    expect(all(one == "Any" for one in types), "what a run is given is not read before it is validated", method)
    returns = result_type(source.promised.workflow)
    expect(method.returns is not None and is_code(method.returns, returns), f"a run returns {returns}", method)
    source.used.add(name)
    return method


def _sends(source: Source) -> bool:
    """Does anything go out beside the run?"""
    reminds = any(isinstance(node, Approval) and node.remind for node in source.promised.nodes.values())
    return reminds or any(":alert" in place for place in source.promised.calls)


def _sent(source: Source, body: list[ast.stmt]) -> list[ast.stmt]:
    """What stands in the `try` that waits for messages, where there are any."""
    if not _sends(source):
        return body
    match body:
        case [ast.Try(body=inside, handlers=[], orelse=[], finalbody=[last])] if is_code(last, _SENT):
            return inside
        case _:
            raise misread("a run ends when its messages are sent", body[0])


def _promised(source: Source, body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.With(items=[ast.withitem(context_expr=opening, optional_vars=None)], body=inside)]:
            promise = called(opening)
            expect(promise.name == "self._run.promise", "the promise of a run is expected", opening)
            expect(len(promise.args) == 1 and is_code(promise.args[0], "None"), "it is of no step", opening)
            read_promise(source, "", promise)
            return inside
        case _:
            raise misread("the promise of a run is expected", body[0])


def _data(source: Source) -> State:
    names = inputs_of(source.promised.workflow)
    return State(names={name: frozenset({("root", name)}) for name in names})


def _work(source: Source, work: list[ast.stmt]) -> None:
    """The input is validated, then the steps begin."""
    *checks, last = work
    wanted = [f"{name} = validated({cls}, {name}_json)" for name, cls in inputs_of(source.promised.workflow).items()]
    is_right = len(checks) == len(wanted) and all(map(is_code, checks, wanted))
    expect(is_right, "a run validates what it is given", last)
    match last:
        case ast.Return(value=ast.Await(value=ast.Call() as call)):
            method, state = enter(source, call, _data(source))
            source.state("", Aspect.ENTRY, walk_run(source, method, state))
        case _:
            raise misread("the steps are expected", last)


def _end(source: Source, handler: ast.ExceptHandler) -> None:
    """What a failed run does, in this order."""
    is_right = handler.name == "err" and handler.type is not None and is_code(handler.type, "RUN_ERRORS")
    expect(is_right, "every failure of a run ends here", handler)
    *rest, last = handler.body
    expect(is_code(last, "raise self._run.final_error(err) from err"), "a failed run fails", last)
    wanted = list(_steps_of_end(source))
    expect(len(rest) == len(wanted), "what a failed run does", handler)
    for statement, code in zip(rest, wanted, strict=True):
        if code:
            expect(is_code(statement, code), f"at its end a run does {code}", statement)
        else:
            _tell(source, statement)


def _steps_of_end(source: Source) -> Iterator[str]:
    """Empty stands for the step that is told of the failure."""
    if source.promised.reads_final_error:
        yield "self._run.error = failure_of(err, None)"
    if undoable(source.promised.workflow):
        yield "await run_to_end(self._run.compensate())"
    if source.promised.told:
        yield ""


def _tell(source: Source, statement: ast.stmt) -> None:
    match statement:
        case ast.Expr(value=ast.Await(value=ast.Call() as shielded)):
            told = call_of("self._run.tell", call_of("run_to_end", shielded, 1).args[0], 2)
        case _:
            raise misread("a step is told", statement)
    place = source.promised.told
    expect(text(told.args[0]) == place, f"{place} is told", statement)
    match told.args[1]:
        case ast.Lambda(body=body) as telling if not parameters(telling):
            read_work(source, body, Work(place=place, given={}, state=_data(source), is_forward=False))
        case other:
            raise misread("what is told is expected", other)
