"""Ways to break a sound spec, and which rules must see each.

A way yields changes of the spec's syntax tree. Most break it wherever they are made; where that hangs on what is there
(a field with a default may be left out), the way asks the checked workflow and leaves out what would stay sound.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from wfc.analysis.unhandled import handles
from wfc.diagnostics.catalogue import CATALOGUE
from wfc.ir import nodes
from wfc.ir.policies import Operation
from wfc.ir.types import Field, Int, ModelRef, Str
from wfc.ir.walk import models_by_path, nodes_by_id, operations_by_key, places

Change = Callable[[], None]
"""Breaks the tree in place."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A sound spec: its tree, and its workflows."""

    tree: ast.Module
    workflows: tuple[nodes.Workflow, ...]

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Calls of these words of the language."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node

    def steps(self) -> Iterator[tuple[ast.Call, nodes.Workflow, nodes.Step]]:
        """Steps written as such, with what has become of them."""
        known = {id: (one, node) for one in self.workflows for id, node in nodes_by_id(one).items()}
        for call in self.calls("Step"):
            id = given(call, "id")
            if isinstance(id, ast.Constant) and id.value in known and list(self.ids()).count(id.value) == 1:
                workflow, node = known[id.value]
                if isinstance(node, nodes.Step):
                    yield call, workflow, node

    def ids(self) -> Iterator[str]:
        """The ids that are written, each as often."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.keyword) and node.arg == "id" and isinstance(node.value, ast.Constant):
                yield node.value.value


def given(call: ast.Call, name: str) -> ast.expr | None:
    """An argument by name."""
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def give(call: ast.Call, name: str, text: str) -> None:
    """Give an argument, another or a new one."""
    call.keywords = [one for one in call.keywords if one.arg != name]
    call.keywords.append(ast.keyword(name, ast.parse(text, mode="eval").body))


def misspell_target(spec: Spec) -> Iterator[Change]:
    """A transition leads to a step that does not exist: `unknown-step`."""
    ids = set(spec.ids())
    for call in spec.calls("When", "Otherwise", "OnError"):
        if call.args and isinstance(call.args[-1], ast.Constant) and call.args[-1].value in ids:
            yield lambda target=call.args[-1]: setattr(target, "value", f"{target.value}-x")


def misspell_read(spec: Spec) -> Iterator[Change]:
    """A lambda reads a step that does not exist: `unknown-step-output`."""
    for node in ast.walk(spec.tree):
        match node:
            case ast.Subscript(value=ast.Name(id="steps"), slice=ast.Constant() as at):
                yield lambda at=at: setattr(at, "value", f"{at.value}-x")
            case _:
                pass


def _lambdas(spec: Spec) -> Iterator[ast.Lambda]:
    return (node for node in ast.walk(spec.tree) if isinstance(node, ast.Lambda))


def misspell_field(spec: Spec) -> Iterator[Change]:
    """A lambda reads a field that the model does not have: `unknown-field`."""
    for function in _lambdas(spec):
        for node in ast.walk(function.body):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "input":
                yield lambda at=node: setattr(at, "attr", f"{at.attr}_x")


def misspell_name(spec: Spec) -> Iterator[Change]:
    """A lambda uses a name that nothing has given it: `unknown-name`."""
    for function in _lambdas(spec):
        names = {one.arg for one in function.args.args}
        for node in ast.walk(function.body):
            if isinstance(node, ast.Name) and node.id in names:
                yield lambda at=node: setattr(at, "id", f"{at.id}_x")


def misspell_argument(spec: Spec) -> Iterator[Change]:
    """A word of the language gets an argument it does not take: `spec-not-loaded`."""
    for call in spec.calls("Step", "Choice", "Retry", "Workflow", "Parallel", "ForEach", "Compensation"):
        for keyword in call.keywords[-1:]:
            yield lambda at=keyword: setattr(at, "arg", f"{at.arg}_x")


def _display(call: ast.Call) -> ast.Dict | None:
    inputs = given(call, "inputs")
    return inputs.body if isinstance(inputs, ast.Lambda) and isinstance(inputs.body, ast.Dict) else None


def _entries(spec: Spec) -> Iterator[tuple[ast.Dict, int, Field, nodes.Step, nodes.Workflow]]:
    """What steps give their operations by name, with the field each is for."""
    for call, workflow, step in spec.steps():
        display, fields = _display(call), _fields(workflow, operations_by_key(workflow)[step.operation])
        for at, key in enumerate(display.keys if display else ()):
            if isinstance(key, ast.Constant) and key.value in fields and None not in display.keys:
                yield display, at, fields[key.value], step, workflow


def _fields(workflow: nodes.Workflow, operation: Operation) -> Mapping[str, Field]:
    path = operation.input.path if isinstance(operation.input, ModelRef) else None
    model = models_by_path(workflow).get(path) if path else None
    return {field.alias: field for field in model.fields} if model else {}


def drop_input(spec: Spec) -> Iterator[Change]:
    """A step no longer gives what its operation needs: `type-mismatch`. A field with a default is not needed."""
    for display, at, field, *_ in _entries(spec):
        if field.required:
            yield lambda display=display, at=at: _drop(display, at)


def _drop(display: ast.Dict, at: int) -> None:
    del display.keys[at], display.values[at]


def change_type(spec: Spec) -> Iterator[Change]:
    """A step gives text for a number, or a number for text: `type-mismatch`."""
    for display, at, field, *_ in _entries(spec):
        if isinstance(field.type, Int | Str) and not (isinstance(field.type, Str) and field.type.format):
            other = "'text'" if isinstance(field.type, Int) else "7"
            yield lambda display=display, at=at, other=other: _put(display, at, other)


def _put(display: ast.Dict, at: int, text: str) -> None:
    display.values[at] = ast.parse(text, mode="eval").body


def drop_guard(spec: Spec) -> Iterator[Change]:
    """A step gives what may raise: `may-raise`. Not where an edge, here or around, is there for that."""
    for display, at, field, step, workflow in _entries(spec):
        around = [outer for outer, _ in places(workflow).get(step.id, ())]
        if field.type == Str() and not any(map(handles, [step, *around])):
            yield lambda display=display, at=at: _put(display, at, "'a-b'.split('-')[2]")


def read_too_early(spec: Spec) -> Iterator[Change]:
    """A step reads its own output before it has one: `read-before-completed`."""
    for call, _, step in spec.steps():
        inputs = given(call, "inputs")
        if isinstance(inputs, ast.Lambda) and isinstance(inputs.body, ast.Dict) and inputs.body.values:
            names = {one.arg for one in inputs.args.args} | {"steps"}

            def change(
                call: ast.Call = call, names: set[str] = names, body: ast.Dict = inputs.body, id: str = step.id
            ) -> None:
                old = ast.unparse(body.values[0])
                _put(body, 0, f"{old} if steps[{id!r}].output is None else {old}")
                give(call, "inputs", f"lambda {', '.join(sorted(names))}: {ast.unparse(body)}")

            yield change


def drop_otherwise(spec: Spec) -> Iterator[Change]:
    """Conditions may all be false: `non-exhaustive-choice`; what only `Otherwise` led to, or gave an output, is lost:
    `unreachable-step`, `unknown-field`. One condition alone never covers all.
    """
    for node in ast.walk(spec.tree):
        if isinstance(node, ast.List) and len(node.elts) == 2:
            first, last = node.elts
            if _is(first, "When") and _is(last, "Otherwise"):
                yield lambda items=node: items.elts.pop() and None


def _is(node: ast.expr, word: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == word


def bad_duration(spec: Spec) -> Iterator[Change]:
    """A duration that cannot be read: `bad-duration`."""
    for call in spec.calls("Step", "Retry", "Sla", "Workflow", "Poll", "Approval", "Receive"):
        for name in ("timeout", "initial", "max_duration", "deadline", "every"):
            if isinstance(given(call, name), ast.Constant):
                yield lambda call=call, name=name: give(call, name, "'5 moons'")


def promise_too_much(spec: Spec) -> Iterator[Change]:
    """A promise that one attempt may break: `sla-below-worst-case`."""
    for call, _, step in spec.steps():
        if step.timeout is not None and step.timeout > 1000 and step.sla is None:
            yield lambda call=call: _promise(spec, call)


def _promise(spec: Spec, call: ast.Call) -> None:
    give(call, "sla", "Sla(max_duration='500ms')")
    spec.tree.body.insert(1, ast.parse("from wfc import Sla").body[0])


def drop_key(spec: Spec) -> Iterator[Change]:
    """A write is retried without being safe to repeat: `retried-without-key`."""
    retried = {
        step.operation
        for workflow in spec.workflows
        for step in nodes_by_id(workflow).values()
        if isinstance(step, nodes.Step) and any(one.max_attempts > 1 for one in step.retry)
    }
    for call in spec.calls("Operation"):
        key = call.args[0] if call.args else given(call, "key")
        if isinstance(key, ast.Constant) and key.value in retried and given(call, "idempotent") is not None:
            yield lambda call=call: setattr(call, "keywords", [one for one in call.keywords if one.arg != "idempotent"])


def make_cycle(spec: Spec) -> Iterator[Change]:
    """The last step of a list leads back to the first: `cycle`."""
    for workflow in spec.calls("Workflow"):
        steps = given(workflow, "steps")
        if isinstance(steps, ast.List) and len(steps.elts) > 1 and given(workflow, "entry") is None:
            first, last = steps.elts[0], steps.elts[-1]
            if _is(last, "Step") and isinstance(first, ast.Call) and isinstance(given(first, "id"), ast.Constant):
                yield lambda last=last, first=first: give(last, "on_success", ast.unparse(given(first, "id")))


def duplicate_id(spec: Spec) -> Iterator[Change]:
    """Two steps have one id: `duplicate-step`."""
    for workflow in spec.calls("Workflow"):
        steps = given(workflow, "steps")
        own = [one for one in steps.elts if isinstance(one, ast.Call)] if isinstance(steps, ast.List) else []
        written = [one for one in own if isinstance(given(one, "id"), ast.Constant)]
        for one in written[1:]:
            yield lambda one=one, first=written[0]: give(one, "id", ast.unparse(given(first, "id")))


def bad_id(spec: Spec) -> Iterator[Change]:
    """An id that no platform takes: `bad-step-id`."""
    for call in spec.calls("Step", "Choice", "Wait"):
        if isinstance(given(call, "id"), ast.Constant):
            yield lambda call=call: give(call, "id", "'not an id!'")


def reserved_type(spec: Spec) -> Iterator[Change]:
    """A `Fail` with a type that the semantics reserve: `reserved-error-type`."""
    for call in spec.calls("Fail"):
        if call.args and isinstance(call.args[0], ast.Constant):
            yield lambda at=call.args[0]: setattr(at, "value", "Timeout")


def no_attempts(spec: Spec) -> Iterator[Change]:
    """A retry without an attempt: `bad-value`."""
    for call in spec.calls("Retry"):
        if given(call, "max_attempts") is not None:
            yield lambda call=call: give(call, "max_attempts", "0")


def bad_version(spec: Spec) -> Iterator[Change]:
    """A version that is none: `bad-version`."""
    yield from (lambda call=call: give(call, "version", "'one'") for call in spec.calls("Workflow"))


def unknown_error(spec: Spec) -> Iterator[Change]:
    """An edge for an error that does not exist: `spec-not-loaded`, as Python has no such class."""
    for call in spec.calls("OnError", "Retry"):
        for node in ast.walk(call):
            if isinstance(node, ast.List) and node.elts and isinstance(node.elts[0], ast.Name):
                yield lambda at=node.elts[0]: setattr(at, "id", f"{at.id}X")
                break


@dataclass(frozen=True, slots=True)
class Way:
    """A way to break a spec, and the rules of which one must see it."""

    changes: Callable[[Spec], Iterator[Change]]
    seen_as: frozenset[str]


def _way(changes: Callable[[Spec], Iterator[Change]]) -> Way:
    """The rules are those that it names."""
    named = re.findall("`([a-z-]+)`", changes.__doc__ or "")
    return Way(changes, frozenset(named) & {code.name for code in CATALOGUE.values()})


WAYS: Mapping[str, Way] = {
    changes.__name__: _way(changes)
    for changes in (
        misspell_target, misspell_read, misspell_field, misspell_name, misspell_argument, drop_input, change_type,
        drop_guard, read_too_early, drop_otherwise, bad_duration, promise_too_much, drop_key, make_cycle, duplicate_id,
        bad_id, reserved_type, no_attempts, bad_version, unknown_error,
    )
}  # fmt: skip
