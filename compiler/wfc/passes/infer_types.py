"""Give every lambda its typed form, and hold what steps are given against what their operations take.

Runs after the names are resolved, so that the graph exists: whether `error` can be absent depends on the paths that
lead to a step. Reports the codes of `wfc.expressions` and, for inputs and result, type-mismatch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import final

from wfc.analysis.graph import build_graph, compensation_steps
from wfc.analysis.history import History, histories
from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import MISSING_INPUTS, TYPE_MISMATCH
from wfc.expressions.assignable import assignable
from wfc.expressions.infer import infer_condition, infer_lambda
from wfc.expressions.scope import Scope
from wfc.ir.builtin_models import BUILTIN_MODELS, ERROR, FINAL_ERROR, RUN
from wfc.ir.policies import Operation
from wfc.ir.surface import (
    Arm,
    Catch,
    Choice,
    Compensation,
    CompensationStep,
    Lambda,
    Node,
    Step,
    Target,
    ToFailure,
    Workflow,
)
from wfc.ir.types import Model, Str, Type, optional
from wfc.source import Span


def infer_types(workflow: Workflow, found: Diagnostics) -> Workflow:
    """The workflow with `Lambda.typed` filled wherever the lambda has no error."""
    undoing = compensation_steps(workflow)
    operations = {operation.key: operation for operation in workflow.operations}
    steps = [node for node in (*workflow.steps, *workflow.handlers) if isinstance(node, Step)]
    names: dict[str, Type] = {"run": RUN}
    if workflow.context is not None:
        names["ctx"] = workflow.context
    if workflow.input is not None:
        names["input"] = workflow.input
    return _Typing(
        workflow=workflow,
        before=histories(build_graph(workflow)),
        operations=operations,
        outputs={step.id: operations[step.operation].output for step in steps if step.id not in undoing},
        undone_by={step.compensation.step: step for step in steps if isinstance(step.compensation, CompensationStep)},
        models={model.path: model for model in workflow.models} | BUILTIN_MODELS,
        names=names,
        found=found,
    ).workflow_typed()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Typing:
    """What all slots share. `names` are what every lambda sees, `undone_by` has the forward step of a compensation."""

    workflow: Workflow
    before: Mapping[str, History]
    operations: Mapping[str, Operation]
    outputs: Mapping[str, Type]
    undone_by: Mapping[str, Step]
    models: Mapping[str, Model]
    names: dict[str, Type]
    found: Diagnostics

    def workflow_typed(self) -> Workflow:
        workflow = self.workflow
        result = self._lambda(workflow.result, self.names)
        if result is not None and workflow.output is not None:
            self._check(result, workflow.output, "the result", f"`output` of `{workflow.key}`")
        return replace(
            workflow,
            steps=tuple(self._node(node) for node in workflow.steps),
            handlers=tuple(self._node(node) for node in workflow.handlers),
            result=result,
            defaults=replace(
                workflow.defaults,
                on_failure=self._catches(workflow.defaults.on_failure, self.names | {"error": ERROR}),
            ),
        )

    def _node(self, node: Node) -> Node:
        if node.id in self.undone_by:
            assert isinstance(node, Step)
            return self._undoing_step(node)
        at_entry = self.names | self._error(self.before.get(node.id))
        on_failure = self._catches(node.on_failure, self.names | {"error": ERROR})
        match node:
            case Choice():
                return replace(node, transitions=self._arms(node.transitions, at_entry), on_failure=on_failure)
            case Step():
                operation = self.operations[node.operation]
                inside = at_entry | {"key": Str()}
                after = inside | {"output": operation.output}
                return replace(
                    node,
                    inputs=self._inputs(node.inputs, operation, inside, node.span),
                    compensation=self._compensation(node, operation),
                    on_success=self._arms(node.on_success, after) if node.on_success is not None else None,
                    on_failure=on_failure,
                )

    def _undoing_step(self, step: Step) -> Step:
        """A step that serves as compensation sees what a compensation of that step sees (C3, C4)."""
        forward = self.undone_by[step.id]
        operation = self.operations[step.operation]
        names = self._undo_names(self.operations[forward.operation].output)
        return replace(step, inputs=self._inputs(step.inputs, operation, names, step.span))

    def _compensation(self, step: Step, forward: Operation) -> Compensation | CompensationStep | None:
        written = step.compensation
        if not isinstance(written, Compensation):
            return written
        output = optional(forward.output) if written.when == "attempted" else forward.output
        operation = self.operations[written.operation]
        return replace(written, inputs=self._inputs(written.inputs, operation, self._undo_names(output), written.span))

    def _inputs(
        self, written: Lambda | None, operation: Operation, names: Mapping[str, Type], at: Span
    ) -> Lambda | None:
        if written is None:
            self._check_no_inputs(operation, at)
            return None
        typed = self._lambda(written, names)
        if typed is not None and operation.input is not None:
            self._check(typed, operation.input, "`inputs`", f"`{operation.key}`")
        elif operation.input is None:
            message = f"`{operation.key}` takes no input"
            self.found.add(
                Diagnostic(code=TYPE_MISMATCH, message=message, at=Label(written.span), help="drop `inputs`")
            )
        return typed

    def _check_no_inputs(self, operation: Operation, at: Span) -> None:
        needed = [
            field.name
            for model in self.models.values()
            if model.path == getattr(operation.input, "path", None)
            for field in model.fields
            if field.required
        ]
        if needed:
            message = f"`{operation.key}` needs {', '.join(f'`{name}`' for name in needed)}, and there are no `inputs`"
            help = f'add `inputs=lambda input: {{"{needed[0]}": ...}}`'
            self.found.add(Diagnostic(code=MISSING_INPUTS, message=message, at=Label(at), help=help))

    def _check(self, typed: Lambda, wanted: Type, what: str, whose: str) -> None:
        if typed.typed is None:
            return
        reason = assignable(typed.typed.type, wanted, self.models)
        if reason is not None:
            message = f"{what} cannot be what {whose} takes: {reason}"
            self.found.add(
                Diagnostic(
                    code=TYPE_MISMATCH,
                    message=message,
                    at=Label(typed.typed.span),
                    help='make it text: `f"{x}"`'
                    if wanted == Str()
                    else "give every required field a value of its type",
                )
            )

    def _arms(self, arms: tuple[Arm, ...], names: Mapping[str, Type]) -> tuple[Arm, ...]:
        return tuple(
            replace(arm, condition=self._condition(arm.condition, names), target=self._target(arm.target, names))
            for arm in arms
        )

    def _catches(self, catches: tuple[Catch, ...] | None, names: Mapping[str, Type]) -> tuple[Catch, ...] | None:
        return (
            None
            if catches is None
            else tuple(replace(catch, target=self._target(catch.target, names)) for catch in catches)
        )

    def _target(self, target: Target, names: Mapping[str, Type]) -> Target:
        if isinstance(target, ToFailure) and isinstance(target.message, Lambda):
            message = self._lambda(target.message, names)
            if message is not None:
                self._check(message, Str(), "the message", "`Fail`")
            return replace(target, message=message)
        return target

    def _lambda(self, written: Lambda | None, names: Mapping[str, Type]) -> Lambda | None:
        if written is None:
            return None
        scope = Scope(names=names, steps=self.outputs, models=self.models)
        return replace(written, typed=infer_lambda(written, scope, self.found))

    def _condition(self, written: Lambda | None, names: Mapping[str, Type]) -> Lambda | None:
        if written is None:
            return None
        scope = Scope(names=names, steps=self.outputs, models=self.models)
        return replace(written, typed=infer_condition(written, scope, self.found))

    def _undo_names(self, output: Type) -> dict[str, Type]:
        return self.names | {"output": output, "error": FINAL_ERROR, "key": Str()}

    def _error(self, history: History | None) -> dict[str, Type]:
        if history is None or not history.handled:
            return {}
        return {"error": optional(ERROR) if history.unhandled_possible else ERROR}
