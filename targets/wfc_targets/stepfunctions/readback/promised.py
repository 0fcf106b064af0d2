"""What the core promises, in the words of this target: expressions as trees of JSONata, whole seconds, what becomes of
each failure that the platform can report.
"""

from collections.abc import Iterator
from typing import Any

from wfc.durations import iso_duration
from wfc.ir import expressions as ir
from wfc.ir.nodes import (
    Approval,
    Call,
    Choice,
    ForEach,
    Node,
    Parallel,
    Step,
    Wait,
)
from wfc.ir.policies import Retry, Sla
from wfc.ir.walk import all_nodes
from wfc.validation.facts import Aspect, Facts
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback import retrying, schedules
from wfc_targets.stepfunctions.readback.failing import UNABLE, failures_of, failures_of_call, legs_fail
from wfc_targets.stepfunctions.readback.leading import Leading
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import RUN_ID, RUN_STARTED, Standing, element
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.times import seconds, task_cut, wait_cut
from wfc_targets.stepfunctions.readback.trees import settled, shape
from wfc_targets.stepfunctions.readback.written import guard, plain, template

_ELSEWHERE = {
    *(Aspect.DEADLINE, Aspect.ON_SUCCESS, Aspect.ON_FAILURE, Aspect.RETRY, Aspect.UNTIL, Aspect.DURATION),
    *(Aspect.WHEN, Aspect.EVENT),
}
_EXPRESSIONS = {Aspect.INPUTS, Aspect.RESULT, Aspect.CONTEXT, Aspect.ITEMS, Aspect.CORRELATE}


def promised_facts(reading: Reading, core: Facts) -> Facts:
    """Every fact that an output must state. What no state stands for cannot happen, and is not asked for. `core`: the
    facts of the workflow, expressions as they are."""
    mine = _Promised(reading, core)
    found = {key: mine.value(key[0], key[1], value) for key, value in core.items() if not _is_said_elsewhere(*key)}
    found |= {(place, aspect): value for place, aspect, value in mine.ways()}
    return {key: value for key, value in found.items() if value is not None and value != () and mine.is_there(key[0])}


def _is_said_elsewhere(place: str, aspect: Aspect) -> bool:
    """The time an alert has is Lambda's; the deadline stands in all timeouts and waits; ways and retries are said by
    failures."""
    told = ":alert" in place and aspect is Aspect.TIMEOUT
    return told or aspect in _ELSEWHERE


class _Promised:
    """The promises of one workflow, as its reading lets them be said."""

    def __init__(self, reading: Reading, core: Facts) -> None:
        self._reading, self._workflow, self._due = reading, reading.workflow, core
        self._leading = Leading(reading)

    def is_there(self, place: str) -> bool:
        """Does something stand for a place? Handlers of failures that cannot happen have no state."""
        node, _, role = place.partition(" ")[0].partition(":")
        if role == "undo":
            return names.undo(node) in self._reading.states
        if (last := self._workflow.after_compensation) and node == last.id:
            return node in self._reading.machine.states
        return node not in self._reading.nodes or self._reading.stands(node)

    def value(self, place: str, aspect: Aspect, value: Any) -> object:
        """A fact of the core in this target's words."""
        at = self._leading.standing(place)
        match aspect:
            case _ if aspect in _EXPRESSIONS:
                tree = template(value, at)
                return None if tree == ("dict", ()) and aspect is Aspect.INPUTS else tree
            case Aspect.TIMEOUT | Aspect.REMIND_AFTER:
                return self._timeout(place, value)
            case Aspect.SCHEDULE:
                return tuple(one for cron in self._workflow.triggers for one in schedules.promised(cron))
            case Aspect.POLL:
                every, timeout, most = value
                return wait_cut(self._workflow.deadline, const(seconds(every))), timeout, most
            case _:
                return value

    def ways(self) -> Iterator[tuple[str, Aspect, object]]:
        """Where nodes lead, and their retries."""
        for node in all_nodes(self._workflow):
            if not self._reading.stands(node.id):
                continue
            yield node.id, Aspect.ON_SUCCESS, tuple(self._leading.onward(node))
            yield from self._of_failures(node)
            if isinstance(node, Wait):
                yield node.id, Aspect.DURATION, self._waiting(node)
            if isinstance(node, Approval):
                yield from self._window(node)
            if isinstance(node, Step | Call) and node.compensation:
                undo = node.compensation
                yield f"{node.id}:undo", Aspect.RETRY, self._retries(node.id, undo.retry, undo.timeout, undo.inputs)
                yield f"{node.id}:undo", Aspect.TIMEOUT, self._timeout(f"{node.id}:undo", undo.timeout)
            if isinstance(node, Step) and node.sla and node.sla.alert:
                yield f"{node.id}:alert", Aspect.INPUTS, self._breach(node.id, node.sla)
        ends = {one.kind for one in self._reading.machine.states.values() if one.done.to is None} - {"Fail"}
        if self._workflow.result is not None and ends and names.CHECK_RESULT not in self._reading.machine.states:
            yield "", Aspect.UNTIL, guard(self._workflow.result, self._leading.standing(""))
        if last := self._workflow.after_compensation:
            yield last.id, Aspect.RETRY, self._retries(last.id, last.retry, last.timeout, last.inputs)
        if (sla := self._workflow.sla) and sla.alert:
            yield ":alert", Aspect.INPUTS, self._breach("", sla)

    def _retries(self, node: str, retry: tuple[Retry, ...], timeout: int | None, inputs: ir.Expr | None) -> object:
        failures = failures_of_call(self._reading, node, retry, timeout is not None, inputs)
        return tuple((one.error, retrying.promised(retry, one.type)) for one in failures)

    def _of_failures(self, node: Node) -> Iterator[tuple[str, Aspect, object]]:
        match node:
            case Step() | Approval():
                timeout = node.timeout if isinstance(node, Step) else node.notify_timeout
                failures = failures_of(self._reading, node, timeout is not None)
                delays = tuple((one.error, retrying.promised(node.retry, one.type)) for one in failures if not one.late)
                place = node.id if isinstance(node, Step) else f"{node.id}:notify"
                yield place, Aspect.RETRY, delays
                yield place, Aspect.TIMEOUT, self._timeout(place, timeout)
            case Call():
                failures = failures_of(self._reading, node, False)
            case Parallel() | ForEach():
                failures = legs_fail(self._reading, node)
            case Choice() | Wait():
                return
            case _:
                raise AssertionError(node)
        for one in failures:
            yield f"{node.id} after {one.name}", Aspect.ON_FAILURE, self._leading.failing(node, one)

    def _waiting(self, node: Wait) -> tuple[Tree | None, Tree | None]:
        """The seconds and the instant of a Wait."""
        at = self._leading.standing(node.id)
        if node.until is not None:
            return self._instant(node.until, at)
        if isinstance(node.duration, int):
            whole = const(seconds(node.duration) if node.duration > 0 else 0)
        else:
            assert node.duration is not None
            whole = shape("$max([0, $min([$it, 99999999])])", it=plain(node.duration, at))
        return wait_cut(self._workflow.deadline, settled(whole)), None

    def _instant(self, until: ir.Expr, at: Standing) -> tuple[Tree | None, Tree | None]:
        instant = plain(until, at)
        if not isinstance(until, ir.Const):
            zone = r"$contains($it, /(Z|[+-]\d\d:\d\d)$/) ? '' : 'Z'"
            instant = shape(f"$it & ({zone})", it=instant)
        if self._workflow.deadline is None:
            return None, settled(instant)
        whole = shape("$max([0, $ceil(($toMillis($it) - $millis()) / 1000)])", it=instant)
        return wait_cut(self._workflow.deadline, whole), None

    def _window(self, node: Approval) -> Iterator[tuple[str, Aspect, object]]:
        """How long is waited for a decision, and what comes of none."""
        place, whole = f"{node.id}:window", None if node.timeout is None else const(seconds(node.timeout))
        if node.remind:
            yield (
                f"{node.id}:remind",
                Aspect.REMIND_AFTER,
                task_cut(self._workflow.deadline, const(seconds(node.remind.after))),
            )
            yield f"{node.id}:remind", Aspect.INPUTS, None if node.inputs is None else self._given(node)
            passed = "$floor(($millis() - $toMillis($opened)) / 1000)"
            pattern = f"$max([1, $whole - {passed}])"
            whole = whole and shape(pattern, whole=whole, opened=("read", "opened", node.id))
        over = [(self._leading.nobody(node), "timeout" not in node.fails)] if node.timeout is not None else []
        if self._workflow.deadline is not None:
            over.append((self._leading.broken(node, "Deadline", ()), False))
        yield node.id, Aspect.TIMEOUT, (task_cut(self._workflow.deadline, whole), tuple(over))
        yield f"{place} after {UNABLE.name}", Aspect.ON_FAILURE, self._leading.failing(node, UNABLE)
        due = self._due.get((node.id, Aspect.UNDO_ON_FAILURE), ())
        yield place, Aspect.UNDO_ON_FAILURE, due

    def _given(self, node: Approval) -> Tree | None:
        assert node.inputs is not None
        tree = template(node.inputs, self._leading.standing(node.id))
        return None if tree == ("dict", ()) else tree

    def _timeout(self, place: str, milliseconds: int | None) -> Tree | None:
        """The seconds of a task, cut to what is left of the run's time. What undoes is not bounded by that."""
        role, last = place.partition(":")[2], self._workflow.after_compensation
        whole = None if milliseconds is None else const(seconds(milliseconds))
        if role in {"undo", "remind"} or (last and place == last.id):
            return whole
        return None if isinstance(self._node(place), Call) else task_cut(self._workflow.deadline, whole)

    def _breach(self, node: str, sla: Sla) -> Tree:
        at = self._leading.standing(node)
        started: Tree = ("slaStartedAt", self._holder(node)) if node else RUN_STARTED
        fields = {
            "workflow": const(self._workflow.key),
            "version": const(self._workflow.version),
            "run_id": RUN_ID,
            "step": const(node or None),
            "index": element("index") if at.indexes else const(None),
            "max_duration": const(iso_duration(sla.max_duration)),
            "started_at": started,
        }
        return ("dict", tuple((const(name), one) for name, one in fields.items()))

    def _holder(self, node: str) -> str:
        around = self._reading.places.get(node, ())
        return around[-1][0].id if around else ""

    def _node(self, place: str) -> Node | None:
        return self._reading.nodes.get(place.partition(":")[0])
