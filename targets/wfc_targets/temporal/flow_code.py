"""The code of the control flow: plan blocks as Python statements."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from wfc.emit.lines import INDENT
from wfc.emit.quote import python_string
from wfc.ir.expressions import Expr
from wfc.ir.fallible import is_fallible
from wfc.ir.types import ModelRef
from wfc_targets.temporal import plan
from wfc_targets.temporal.annotations import (
    block_annotation,
    innermost_loop,
    item_annotation,
    optional,
    output_annotation,
)
from wfc_targets.temporal.block_code import in_order, variable_name
from wfc_targets.temporal.code import Lines, header, local_name, statement
from wfc_targets.temporal.flow_words import arm_words
from wfc_targets.temporal.method_names import method_names
from wfc_targets.temporal.node_code import node_lines
from wfc_targets.temporal.plan import (
    Code,
    FailAgain,
    Finish,
    GoOn,
    Handled,
    Method,
    Package,
    Perform,
    Refuse,
    Switch,
    Variable,
    Yield,
    keeps_error,
    refuses,
)
from wfc_targets.temporal.scope import address, index_names
from wfc_targets.temporal.step_code import Writer
from wfc_targets.temporal.values import condition, model_of, value
from wfc_targets.temporal.vertices import END


class FlowPrinter:
    """Prints the methods of one package; what they share is given once."""

    def __init__(self, package: Package, writer: Writer) -> None:
        self._package, self._writer, self._scope = package, writer, writer.scope
        self._names = method_names(package, writer)
        self._methods = {method.vertex: (self._names[method.vertex], method) for method in package.methods}
        self._keeps = False
        self._declared: frozenset[str] = frozenset()
        self._excepts = 0
        self._result = ""

    def method(self, method: Method) -> Lines:
        """The whole method, in a class."""
        place = tuple((of.node.id, of.block.name) for of in method.place)
        self._scope = replace(self._scope, place=place)
        self._writer = replace(self._writer, scope=self._scope)
        self._keeps = keeps_error(method)
        self._declared = frozenset(method.unset) | {one.id for one in method.parameters}
        self._result = self._returns(method)
        lines = self._header(method)
        for unset in method.unset:
            one = Variable(id=unset, certain=False)
            lines += statement(f"{self._variable(one)}: {self._annotation(one)} = None", 2)
        return [*lines, *self._block(method.code, 2, last=True)]

    def _header(self, method: Method) -> Lines:
        indexes = [f"{name}: int" for name in index_names(self._scope, self._scope.place)]
        parameters = in_order(method.parameters, indexes, lambda one: f"{self._variable(one)}: {self._annotation(one)}")
        kind = "def" if method.vertex == END else "async def"
        name = self._names[method.vertex]
        return header(f"{kind} {name}({', '.join(['self', *parameters])}) -> {self._result}:", 1)

    def _returns(self, method: Method) -> str:
        if not method.place:
            return self.result_type
        return block_annotation(self._scope, method.place[-1].block) if method.yields else "None"

    @property
    def result_type(self) -> str:
        """What a run returns."""
        workflow = self._package.workflow
        match workflow.output:
            case ModelRef(path) if workflow.result is not None:
                return local_name(path)
            case _:
                return "None" if workflow.result is None else "Any"

    def _variable(self, one: Variable) -> str:
        return variable_name(self._scope, one)

    def _annotation(self, one: Variable) -> str:
        workflow = self._package.workflow
        match one.id:
            case plan.INPUT | plan.CONTEXT:
                model = workflow.input if one.id == plan.INPUT else workflow.context
                return local_name(model.path) if isinstance(model, ModelRef) else "Any"
            case plan.ERROR:
                return "StepFailed" if one.certain else "StepFailed | None"
            case plan.SAGA:
                return "Saga"
            case plan.ITEM:
                return item_annotation(self._scope, innermost_loop(self._scope))
            case step:
                annotation = output_annotation(self._scope, self._scope.nodes[step])
                return annotation if one.certain else optional(annotation)

    def _block(self, block: Code, depth: int, *, last: bool) -> Lines:
        """`last`: nothing of the method stands behind the block."""
        lines: Lines = []
        for index, one in enumerate(block):
            final = last and index == len(block) - 1
            match one:
                case Perform():
                    inner = depth + bool(one.handled)
                    body = node_lines(self._writer, one.node, self._methods, self._declared, inner)
                    lines += self._guarded(body, one.handled, depth)
                case Switch():
                    lines += self._switch(one, depth, last=final)
                case GoOn():
                    lines += self._go_on(one, depth)
                case Finish():
                    lines += self._finish(depth, last=final and depth == 2)
                case Yield():
                    lines += self._yield(one, depth, last=final and depth == 2)
                case Refuse():
                    lines += self._refuse(one, depth)
                case FailAgain():
                    # Where `error` is a variable, saying where it comes from keeps its own cause.
                    cause = " from error.__cause__" if self._excepts and self._keeps else ""
                    lines += [f"{INDENT * depth}raise error{cause}"]
                case _:
                    assert_never(one)
        return lines

    def _guarded(self, body: Lines, handled: tuple[Handled, ...], depth: int) -> Lines:
        """`body`, with its failure edges as an `except`."""
        if not handled:
            return body
        indent = INDENT * depth
        reads = any(one.types or one.reads_error or one.keeps_error or refuses(one.branch.block) for one in handled)
        name = "failure" if self._keeps else "error"
        clause = f"except StepFailed as {name}:" if reads else "except StepFailed:"
        lines = [f"{indent}try:", *body, f"{indent}{clause}"]
        if reads and self._keeps:
            lines.append(f"{indent}{INDENT}error = failure")
        self._excepts += 1
        catches = self._catches(handled, depth + 1)
        self._excepts -= 1
        empty = not catches and not (reads and self._keeps)
        return [*lines, *([f"{indent}{INDENT}pass"] if empty else catches)]

    def _catches(self, handled: tuple[Handled, ...], depth: int) -> Lines:
        """One way on for every failure, for some, or by type; what no edge lists goes on up."""
        first = handled[0]
        if not first.types:
            return self._block(first.branch.block, depth, last=False)
        if len(handled) == 1:
            unlisted = header(f"if {_type_test(first.types, negated=True)}:", depth)
            return [*unlisted, f"{INDENT * (depth + 1)}raise", *self._block(first.branch.block, depth, last=False)]
        lines: Lines = []
        for index, one in enumerate(handled):
            if one.types:
                lines += header(f"{'elif' if index else 'if'} {_type_test(one.types, negated=False)}:", depth)
            else:
                lines.append(f"{INDENT * depth}else:")
            lines += self._branch(one.branch.block, depth + 1)
        if handled[-1].types:
            lines += [f"{INDENT * depth}else:", f"{INDENT * (depth + 1)}raise"]
        return lines

    def _branch(self, block: Code, depth: int) -> Lines:
        return self._block(block, depth, last=False) or [f"{INDENT * depth}pass"]

    def _switch(self, switch: Switch, depth: int, *, last: bool) -> Lines:
        exprs = [arm.condition for arm, _ in switch.arms]
        if not any(map(is_fallible, exprs)):
            passed = statement(f"self._run.passed({address(self._scope, switch.node)})", depth)
            tests = [None if expr is None else condition(expr, self._scope, switch.node) for expr in exprs]
            return [*(passed if switch.choice else ()), *self._arms(switch, tests, depth, last=last)]
        labels = [python_string(word) for word in arm_words([arm for arm, _ in switch.arms])]
        inner = depth + bool(switch.handled)
        guard = "self._run.step" if switch.choice else "evaluating"
        body = header(f"with {guard}({address(self._scope, switch.node)}):", inner)
        body += self._chosen(switch.node, exprs, labels, inner + 1)
        picks = [*(f"then == {label}" for label in labels[:-1]), None]
        return [*self._guarded(body, switch.handled, depth), *self._arms(switch, picks, depth, last=last)]

    def _chosen(self, node: str, exprs: list[Expr | None], labels: list[str], depth: int) -> Lines:
        lines: Lines = []
        for index, (expr, label) in enumerate(zip(exprs, labels, strict=True)):
            opening = "else:" if expr is None else f"{'elif' if index else 'if'} {condition(expr, self._scope, node)}:"
            lines += [*header(opening, depth), f"{INDENT * (depth + 1)}then = {label}"]
        return lines

    def _arms(self, switch: Switch, tests: Iterable[str | None], depth: int, *, last: bool) -> Lines:
        """`if` and `elif`; the last arm needs no `else` when all before it have left."""
        branches = [branch for _, branch in switch.arms]
        flat = all(branch.falls_to is None for branch in branches[:-1]) and len(branches) > 1
        lines: Lines = []
        for index, (test, branch) in enumerate(zip(tests, branches, strict=True)):
            if test is not None:
                lines += header(f"{'elif' if index else 'if'} {test}:", depth)
                lines += self._branch(branch.block, depth + 1)
            elif flat or len(branches) == 1:
                lines += self._block(branch.block, depth, last=last)
            elif branch.block:
                lines += [f"{INDENT * depth}else:", *self._branch(branch.block, depth + 1)]
        return lines

    def _go_on(self, one: GoOn, depth: int) -> Lines:
        name, method = self._methods[one.method]
        arguments = in_order(method.parameters, index_names(self._scope, self._scope.place), self._variable)
        wait = "" if one.method == END else "await "
        return statement(f"return {wait}self.{name}({', '.join(arguments)})", depth)

    def _finish(self, depth: int, *, last: bool) -> Lines:
        workflow = self._package.workflow
        if workflow.result is None or self._scope.place:
            return [] if last else [f"{INDENT * depth}return"]
        match workflow.output:
            case ModelRef(path):
                model = self._scope.models[path]
                result = model_of(workflow.result, local_name(path), model, self._scope, "")
            case _:
                result = value(workflow.result, self._scope)
        return [f"{INDENT * depth}with making_result():", *statement(f"return sendable({result})", depth + 1)]

    def _yield(self, one: Yield, depth: int, *, last: bool) -> Lines:
        if self._result == "None":
            return [] if last else [f"{INDENT * depth}return"]
        is_something = one.node is not None and output_annotation(self._scope, one.node) != "None"
        return statement(f"return {self._scope.variables[one.node.id] if one.node and is_something else None}", depth)

    def _refuse(self, one: Refuse, depth: int) -> Lines:
        arguments = f"{python_string(one.target.type)}, {self._message(one)}, {address(self._scope, one.node)}"
        cause = " from error" if self._excepts else ""
        return statement(f"raise StepFailed({arguments}){cause}", depth)

    def _message(self, one: Refuse) -> str:
        if (message := one.target.message) is None:
            return '""'
        text = value(message, self._scope, one.node)
        return f"text_or_empty(lambda: {text})" if is_fallible(message) else text


def _type_test(types: tuple[str, ...], *, negated: bool) -> str:
    listed = ", ".join(map(python_string, types))
    if len(types) == 1:
        return f"error.type {'!=' if negated else '=='} {listed}"
    return f"error.type {'not in' if negated else 'in'} ({listed})"
