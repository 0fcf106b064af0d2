"""Turn the author's records into the surface IR: data with a place for everything, nothing judged.

What is refused here is only what cannot be represented: unreadable lambdas and durations, and constructs that this
version does not compile yet (unsupported-step-kind), so that nothing is dropped in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, final

import wfc as spec
from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import BAD_VALUE, UNSUPPORTED_STEP_KIND
from wfc.frontend.errors import error_names
from wfc.frontend.lambdas import read_lambda
from wfc.frontend.models import Models
from wfc.frontend.operations import Operations
from wfc.frontend.policies import argument_span, check_allowed, read_cron, read_duration, read_retries
from wfc.frontend.sources import Sources
from wfc.ir.policies import Cron, Sla
from wfc.ir.surface import (
    Arm,
    Catch,
    Choice,
    Compensation,
    CompensationStep,
    Defaults,
    Lambda,
    Node,
    Step,
    Target,
    ToFailure,
    ToNext,
    ToStep,
    ToSuccess,
    Workflow,
)
from wfc.source import Span


def build_surface(workflow: "spec.Workflow[Any, Any, Any]", sources: Sources, found: Diagnostics) -> Workflow:
    """The surface IR of one workflow object."""
    models = Models(found)
    return _Builder(sources, found, models, Operations(models, sources, found)).workflow(workflow)


@final
@dataclass(frozen=True, slots=True)
class _Builder:
    sources: Sources
    found: Diagnostics
    models: Models
    operations: Operations

    def workflow(self, record: "spec.Workflow[Any, Any, Any]") -> Workflow:
        at = self.sources.span(record.written_at)
        check_allowed(record, "stability", self.sources, self.found)
        self._refuse_unsupported(record, ("deadline", "after_compensation"))
        surface = Workflow(
            key=record.key,
            version=record.version,
            title=record.title,
            description=record.description,
            owners=tuple(record.owners),
            tags=tuple(record.tags),
            stability=record.stability,
            input=self._model(record.input, at),
            context=self._model(record.context, at),
            output=None if record.output is None else self.models.type_of(record.output, at),
            steps=self._nodes(record, "steps"),
            handlers=self._nodes(record, "handlers"),
            entry=record.entry if record.entry is None or isinstance(record.entry, str) else record.entry.id,
            result=self._lambda(record, "result"),
            defaults=self._defaults(record.defaults),
            sla=self._sla(record.sla),
            triggers=self._triggers(record),
            operations=(),
            models=(),
            file=at.file,
            span=at,
            key_span=argument_span(record, "key", self.sources),
        )
        # reading the rest has met all of them
        return replace(
            surface,
            operations=tuple(self.operations.known[key] for key in sorted(self.operations.known)),
            models=tuple(self.models.known[path] for path in sorted(self.models.known)),
        )

    def _triggers(self, record: "spec.Workflow[Any, Any, Any]") -> tuple[Cron, ...]:
        for trigger in record.triggers:
            if not isinstance(trigger, spec.Cron):
                self._unsupported(
                    trigger, f"the trigger `{type(trigger).__name__}`", "start the workflow by hand or by `Cron`"
                )
        return tuple(
            read_cron(trigger, self.sources, self.found)
            for trigger in record.triggers
            if isinstance(trigger, spec.Cron)
        )

    def _model(self, model: Any, at: Span) -> Any:
        return None if model is None else self.models.model(model, at)

    def _nodes(self, record: Any, name: str) -> tuple[Node, ...]:
        nodes: list[Node] = []
        for node in getattr(record, name):
            match node:
                case spec.Step():
                    nodes.append(self._step(node))
                case spec.Choice():
                    nodes.append(self._choice(node))
                case _:
                    what = f"the step kind `{type(node).__name__}`"
                    self._unsupported(
                        node, what, "build it from `Step` and `Choice`, or make it an operation of your own"
                    )
        return tuple(nodes)

    def _step(self, record: "spec.Step[Any, Any, Any]") -> Step:
        self._refuse_unsupported(record, ("poll",))
        declared = record.operation.errors
        return Step(
            id=record.id,
            id_span=argument_span(record, "id", self.sources),
            description=record.description,
            operation=self.operations.key(record.operation),
            inputs=self._lambda(record, "inputs"),
            retry=read_retries(record.retry, declared, self.sources, self.found),
            timeout=self._duration(record, "timeout"),
            sla=self._sla(record.sla),
            compensation=self._compensation(record),
            on_success=self._arms(record, "on_success"),
            on_failure=self._catches(record, "on_failure", declared),
            span=self.sources.span(record.written_at),
        )

    def _choice(self, record: "spec.Choice[Any, Any]") -> Choice:
        return Choice(
            id=record.id,
            id_span=argument_span(record, "id", self.sources),
            description=record.description,
            transitions=self._arms(record, "transitions") or (),
            on_failure=self._catches(record, "on_failure", ()),
            span=self.sources.span(record.written_at),
        )

    def _compensation(self, record: "spec.Step[Any, Any, Any]") -> Compensation | CompensationStep | None:
        compensation = record.compensation
        if compensation is None:
            return None
        if isinstance(compensation, str):
            return CompensationStep(step=compensation, span=argument_span(record, "compensation", self.sources))
        if isinstance(compensation, spec.Step):
            return CompensationStep(step=compensation.id, span=argument_span(record, "compensation", self.sources))
        check_allowed(compensation, "when", self.sources, self.found)
        return Compensation(
            operation=self.operations.key(compensation.operation),
            inputs=self._lambda(compensation, "inputs"),
            retry=read_retries(compensation.retry, compensation.operation.errors, self.sources, self.found),
            timeout=self._duration(compensation, "timeout"),
            when=compensation.when,
            span=self.sources.span(compensation.written_at),
        )

    def _defaults(self, record: "spec.Defaults | None") -> Defaults:
        if record is None:
            return Defaults(retry=None, timeout=None, on_failure=None)
        return Defaults(
            retry=read_retries(record.retry, (), self.sources, self.found),
            timeout=self._duration(record, "timeout"),
            on_failure=self._catches(record, "on_failure", ()),
        )

    def _sla(self, record: "spec.Sla | None") -> Sla | None:
        if record is None:
            return None
        self._refuse_unsupported(record, ("in_flight", "escalate"))
        return Sla(
            max_duration=self._duration(record, "max_duration") or 0,
            alert_on_breach=record.alert_on_breach,
            alert=None if record.alert is None else self.operations.key(record.alert),
            span=self.sources.span(record.written_at),
        )

    def _arms(self, record: Any, name: str) -> tuple[Arm, ...] | None:
        value = getattr(record, name)
        if value is None:
            return None
        if not isinstance(value, Sequence) or isinstance(value, str):
            at = argument_span(record, name, self.sources)
            return (Arm(condition=None, target=self._target(value, at), span=at),)
        arms = [self._arm(item, record, name) for item in value]
        return tuple(arm for arm in arms if arm is not None)

    def _arm(self, item: Any, record: Any, name: str) -> Arm | None:
        if not isinstance(item, spec.When | spec.Otherwise):
            self._bad_item(item, record, name, "`When(...)` or `Otherwise(...)`")
            return None
        at = self.sources.span(item.written_at)
        target = self._target(item.target, argument_span(item, "target", self.sources))
        if isinstance(item, spec.Otherwise):
            return Arm(condition=None, target=target, span=at)
        condition = self._lambda(item, "condition")
        return Arm(condition=condition, target=target, span=at) if condition is not None else None

    def _catches(
        self, record: Any, name: str, declared: Sequence[str | type[BaseException]]
    ) -> tuple[Catch, ...] | None:
        value = getattr(record, name)
        if value is None:
            return None
        if not isinstance(value, Sequence) or isinstance(value, str):
            at = argument_span(record, name, self.sources)
            return (Catch(types=None, target=self._target(value, at), span=at),)
        catches = [self._catch(item, record, name, declared) for item in value]
        return tuple(catch for catch in catches if catch is not None)

    def _catch(self, item: Any, record: Any, name: str, declared: Sequence[str | type[BaseException]]) -> Catch | None:
        if not isinstance(item, spec.OnError | spec.Otherwise):
            self._bad_item(item, record, name, "`OnError(...)` or `Otherwise(...)`")
            return None
        types = error_names(item.types, declared) if isinstance(item, spec.OnError) else None
        target = self._target(item.target, argument_span(item, "target", self.sources))
        return Catch(types=types, target=target, span=self.sources.span(item.written_at))

    def _bad_item(self, item: Any, record: Any, name: str, expected: str) -> None:
        at = Label(argument_span(record, name, self.sources))
        message = f"`{name}` holds a `{type(item).__name__}`, not {expected}"
        self.found.add(
            Diagnostic(code=BAD_VALUE, message=message, at=at, help=f"write a target, or a list of {expected}")
        )

    def _target(self, value: Any, at: Span) -> Target:
        match value:
            case spec.Fail():
                message = self._lambda(value, "message") if callable(value.message) else value.message
                return ToFailure(type=value.type, message=message, span=self.sources.span(value.written_at))
            case spec.Step() | spec.Choice():
                return ToStep(step=value.id, span=at)
            case _ if value is spec.NEXT:
                return ToNext(span=at)
            case _ if value is spec.SUCCEED:
                return ToSuccess(span=at)
            case _ if value is spec.FAIL:
                return ToFailure(type=None, message=None, span=at)
            case str():
                return ToStep(step=value, span=at)
            case _:
                message = f"a transition cannot lead to a `{type(value).__name__}`"
                self.found.add(
                    Diagnostic(
                        code=BAD_VALUE,
                        message=message,
                        at=Label(at),
                        help="name a step, or use NEXT, SUCCEED, FAIL or Fail(...)",
                    )
                )
                return ToSuccess(span=at)

    def _lambda(self, record: Any, name: str) -> Lambda | None:
        function = getattr(record, name)
        if function is None:
            return None
        return read_lambda(function, self.sources, argument_span(record, name, self.sources), self.found)

    def _duration(self, record: Any, name: str) -> int | None:
        return read_duration(getattr(record, name), record, name, self.sources, self.found)

    def _refuse_unsupported(self, record: Any, names: tuple[str, ...]) -> None:
        for name in names:
            if getattr(record, name):
                self._unsupported(
                    record, f"`{name}`", f"leave `{name}` out for now", argument_span(record, name, self.sources)
                )

    def _unsupported(self, record: Any, what: str, help: str, at: Span | None = None) -> None:
        message = f"{what} cannot be compiled by this version of wfc"
        where = Label(at or self.sources.span(record.written_at))
        self.found.add(Diagnostic(code=UNSUPPORTED_STEP_KIND, message=message, at=where, help=help))
