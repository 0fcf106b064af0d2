"""Give every lambda its typed form, and hold what steps are given against what their operations take.

Runs after the names are resolved, so that the graph exists: whether `error` can be absent, and what an approval has
said, depends on the paths that lead to a step. The children of the workflow are typed already. Reports the codes of
`wfc.expressions` and, for inputs and result, type-mismatch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import assert_never, final

from wfc.analysis.graph import Graph, build_graph
from wfc.analysis.history import Histories, History, histories
from wfc.analysis.node_sets import NodeSet
from wfc.analysis.outputs import called, hidden_steps, item_type, output_types, visible_steps
from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import TYPE_MISMATCH
from wfc.expressions.assignable import assignable
from wfc.expressions.slots import Seen, Slots
from wfc.ir.builtin_models import BUILTIN_MODELS, ERROR, FINAL_ERROR, RUN, approved_type, decision_models
from wfc.ir.policies import Operation
from wfc.ir.surface import (
    Approval,
    Call,
    Choice,
    Compensation,
    CompensationStep,
    ForEach,
    Lambda,
    Node,
    Parallel,
    Receive,
    Step,
    Wait,
    Workflow,
)
from wfc.ir.types import Any, Int, List, Model, Record, Str, Type, optional
from wfc.ir.written import all_nodes, compensation_steps
from wfc.source import Span


def infer_types(workflow: Workflow, found: Diagnostics) -> Workflow:
    """The workflow with `Lambda.typed` filled wherever the lambda has no error."""
    forms = {node.id: node.form for node in all_nodes(workflow) if isinstance(node, Approval)}
    graph = build_graph(workflow)
    undoing = compensation_steps(workflow)
    slots = Slots(
        outputs={id: of for id, of in output_types(workflow, graph).items() if id not in undoing},
        hidden=hidden_steps(workflow),
        forms=forms,
        models=_models(workflow) | BUILTIN_MODELS | decision_models(forms.values()),
        found=found,
    )
    typed = _Typing(
        workflow=workflow,
        slots=slots,
        histories=histories(graph),
        operations={operation.key: operation for operation in workflow.operations},
        visible=visible_steps(workflow),
        undoing=undoing,
    ).workflow_typed(graph)
    build_graph.keep(typed, graph)  # types add no edge and take none away
    return typed


def _models(workflow: Workflow) -> dict[str, Model]:
    """Those of called workflows too: what a call is given must fit them."""
    inner = [_models(child) for child in workflow.children]
    return reduce(dict.__or__, inner, {model.path: model for model in workflow.models})


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Typing:
    """What all nodes share. `undone` fills up with what the compensation of each step sees that names a step."""

    workflow: Workflow
    slots: Slots
    histories: Histories
    operations: Mapping[str, Operation]
    visible: Mapping[str, NodeSet]
    undoing: frozenset[str]
    undone: dict[str, Seen] = field(default_factory=dict)

    def workflow_typed(self, graph: Graph) -> Workflow:
        workflow, defaults, slots = self.workflow, self.workflow.defaults, self.slots
        names = _names(workflow)
        ended = _seen_by_result(graph, self.histories)
        result = slots.maybe(workflow.result, Seen(names, self.visible[""], ended.approved))
        if result is not None and workflow.output is not None:
            slots.expect(result, workflow.output, "the result", f"`output` of `{workflow.key}`")
        at_error = Seen({**names, "error": ERROR}, self.visible[""])
        steps, handlers = self._nodes(workflow.steps, names), self._nodes(workflow.handlers, names)
        return replace(
            workflow,
            steps=tuple(map(self._undoing_step, steps)),
            handlers=tuple(map(self._undoing_step, handlers)),
            result=result,
            defaults=replace(defaults, on_failure=slots.catches(defaults.on_failure, at_error)),
            after_compensation=self._after_compensation(names),
        )

    def _after_compensation(self, names: Mapping[str, Type]) -> Step | None:
        step = self.workflow.after_compensation
        seen = Seen({**names, "error": FINAL_ERROR, "key": Str()}, frozenset())
        return None if step is None else replace(step, inputs=self._inputs(step, step.operation, seen))

    def _nodes(self, nodes: tuple[Node, ...], names: Mapping[str, Type]) -> tuple[Node, ...]:
        return tuple(self._node(node, names) for node in nodes)

    def _node(self, node: Node, names: Mapping[str, Type]) -> Node:
        """A step that only undoes is left for when the step it undoes is known."""
        if node.id in self.undoing:
            return node
        before = self.histories.before.get(node.id, History())
        after = self.histories.succeeded.get(node.id, before)
        seen = Seen({**names, **_error(before)}, self.visible[node.id], before.approved)
        output = {"output": self.slots.outputs[node.id]} if node.id in self.slots.outputs else {}
        done = Seen({**seen.names, "key": Str(), **output}, seen.steps, after.approved)
        if node.on_failure:
            node = replace(node, on_failure=self.slots.catches(node.on_failure, seen.also(error=ERROR)))
        if isinstance(node, Choice):
            return replace(node, transitions=self.slots.arms(node.transitions, seen))
        if isinstance(node, Approval):
            return self._approval(node, seen.also(key=Str()), done)
        if node.on_success is not None:
            node = replace(node, on_success=self.slots.arms(node.on_success, done))
        match node:
            case Step():
                return self._step(node, seen.also(key=Str()), done)
            case Call():
                return self._call(node, seen.also(key=Str()), done)
            case Parallel():
                branches = (replace(one, steps=self._nodes(one.steps, seen.names)) for one in node.branches)
                return replace(node, branches=tuple(branches))
            case ForEach():
                return self._for_each(node, seen)
            case Wait():
                return self._wait(node, seen)
            case Receive():
                return self._receive(node, seen)
            case _:
                assert_never(node)

    def _step(self, step: Step, seen: Seen, done: Seen) -> Step:
        polled = {**done.names}
        polled.pop("key")
        poll = step.poll
        if poll is not None:
            poll = replace(poll, until=self.slots.condition(poll.until, replace(done, names=polled)))
        return replace(
            step,
            inputs=self._inputs(step, step.operation, seen),
            compensation=self._compensation(step, done),
            poll=poll,
        )

    def _call(self, call: Call, seen: Seen, done: Seen) -> Call:
        child, slots = called(self.workflow, call), self.slots
        inputs, context = slots.maybe(call.inputs, seen), slots.maybe(call.context, seen)
        whose = f"`{child.key}`"
        slots.expect_given(inputs, child.input, "inputs", whose, call.span)
        if context is not None:
            slots.expect_given(context, child.context, "context", whose, call.span)
        elif child.context is not None:
            self._check_own_context(child.context, whose, call.span)
        return replace(call, inputs=inputs, context=context, compensation=self._compensation(call, done))

    def _check_own_context(self, wanted: Type, whose: str, at: Span) -> None:
        """Without a `context`, the child is given the caller's."""
        reason = assignable(self.workflow.context or Record(()), wanted, self.slots.models)
        if reason is not None:
            message = f"the context of this workflow cannot be what {whose} takes: {reason}"
            self.slots.found.error(TYPE_MISMATCH, message, at, "say what its context is: `context=lambda ctx: {...}`")

    def _for_each(self, node: ForEach, seen: Seen) -> ForEach:
        node = replace(node, items=self.slots.typed(node.items, seen))
        typed = node.items.typed
        if typed is not None and not isinstance(typed.type, List | Any):
            message = f"`items` of `{node.id}` is no list"
            self.slots.found.error(TYPE_MISMATCH, message, typed.span, "give it a list, such as `input.lines`")
        names = {**seen.names, "item": item_type(node), "index": Int()}
        return replace(node, body=replace(node.body, steps=self._nodes(node.body.steps, names)))

    def _wait(self, node: Wait, seen: Seen) -> Wait:
        duration, until = node.duration, node.until
        if isinstance(duration, Lambda):
            duration = self.slots.typed(duration, seen)
            self.slots.expect(duration, Int(), "`duration`", "a wait, whole seconds,")
        if isinstance(until, Lambda):
            until = self.slots.typed(until, seen)
            self.slots.expect(until, Str("datetime"), "`until`", "a wait, an instant,")
        return replace(node, duration=duration, until=until)

    def _receive(self, node: Receive, seen: Seen) -> Receive:
        correlate = self.slots.typed(node.correlate, seen)
        self.slots.expect(correlate, Str(), "`correlate`", "an event")
        return replace(node, correlate=correlate)

    def _approval(self, node: Approval, seen: Seen, done: Seen) -> Approval:
        inputs = self._inputs(node, node.notify, seen)
        if node.remind is not None and node.remind.operation != node.notify:
            reminder = self.operations[node.remind.operation]
            self.slots.expect_given(inputs, reminder.input, "inputs", f"the reminder `{reminder.key}`", node.span)
        approved = done.also(output=approved_type(node.form))
        return replace(
            node,
            inputs=inputs,
            on_approved=node.on_approved and self.slots.target(node.on_approved, approved),
            on_rejected=node.on_rejected and self.slots.target(node.on_rejected, done),
            on_timeout=node.on_timeout and self.slots.target(node.on_timeout, done),
            on_success=node.on_success and self.slots.arms(node.on_success, approved),
        )

    def _inputs(self, node: Step | Approval, operation: str, seen: Seen) -> Lambda | None:
        inputs = self.slots.maybe(node.inputs, seen)
        self.slots.expect_given(inputs, self.operations[operation].input, "inputs", f"`{operation}`", node.span)
        return inputs

    def _compensation(self, node: Step | Call, done: Seen) -> Compensation | CompensationStep | None:
        written, output = node.compensation, done.names["output"]
        if isinstance(written, CompensationStep):
            self.undone[written.step] = done.also(error=FINAL_ERROR)
        if not isinstance(written, Compensation):
            return written
        seen = done.also(error=FINAL_ERROR, output=optional(output) if written.when == "attempted" else output)
        inputs = self.slots.maybe(written.inputs, seen)
        wanted = self.operations[written.operation].input
        self.slots.expect_given(inputs, wanted, "inputs", f"`{written.operation}`", written.span)
        return replace(written, inputs=inputs)

    def _undoing_step(self, node: Node) -> Node:
        """A step that serves as compensation sees what a compensation of that step sees (C3, C4)."""
        if node.id not in self.undone or not isinstance(node, Step):
            return node
        return replace(node, inputs=self._inputs(node, node.operation, self.undone[node.id]))


def _names(workflow: Workflow) -> dict[str, Type]:
    """What every lambda sees."""
    given = {"ctx": workflow.context, "input": workflow.input}
    return {"run": RUN, **{name: of for name, of in given.items() if of is not None}}


def _seen_by_result(graph: Graph, found: Histories) -> History:
    ends = [found.along(edge) for edge in graph.edges if edge.end == "succeed" and edge.source in found.before]
    return reduce(History.joined, ends) if ends else History()


def _error(history: History) -> dict[str, Type]:
    if not history.handled_possible:
        return {}
    return {"error": optional(ERROR) if history.unhandled_possible else ERROR}
