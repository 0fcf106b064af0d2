"""Walks the core: what a run must come to, for decisions that are drawn on the way."""

from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import (
    Approval,
    Block,
    Call,
    Choice,
    Due,
    Fail,
    FailAgain,
    ForEach,
    Goto,
    Node,
    Parallel,
    Step,
    Succeed,
    Target,
    UndoEach,
    Wait,
)
from wfc.ir.policies import NOT_ATTEMPTED
from wfc.ir.walk import arms_of
from wfc_targets.airflow.readback.chances import Chances, Decision, Record
from wfc_targets.airflow.readback.core import Core
from wfc_targets.airflow.readback.options import RESULT, RUN, UNDO, UNLISTED
from wfc_targets.airflow.readback.traces import Decisions, Trace

Ended = tuple[Record | None, str, str]
"""How a list of nodes ends: the failure, if it is one; the last node; whether that had failed or succeeded."""


def play(core: Core, chances: Chances) -> tuple[Decisions, Trace]:
    """One run."""
    run = _Run(core, chances)
    run.go()
    return run.decisions, run.trace


class _Run:
    """A run while it goes on."""

    def __init__(self, core: Core, chances: Chances) -> None:
        self._core, self._workflow, self._nodes, self._chances = core, core.workflow, core.nodes, chances
        self._failed: dict[str, Record] = {}
        self.decisions: Decisions = {}
        self.trace = Trace()

    def go(self) -> None:
        """From the start to the end."""
        workflow, trace = self._workflow, self.trace
        given = workflow.input is not None or workflow.context is not None
        last, after = "", ""
        if given and self._decide(RUN, (Decision(), Decision(type="InvalidInput"))).type:
            trace.error = Record(type="InvalidInput", step=None)
        else:
            trace.error, last, after = self._walk(workflow.nodes, workflow.entry, None)
            if trace.error is None and workflow.result is not None:
                decision = self._decide(RESULT, self._core.result)
                trace.error = Record(type=decision.type, step=None) if decision.type else None
        self._settle(last, after)

    def _settle(self, node: str, after: str) -> None:
        trace, workflow = self.trace, self._workflow
        if workflow.sla is not None and workflow.sla.alert_on_breach and workflow.sla.alert is not None:
            trace.alerted.add("")
        if trace.error is None:
            return
        self._undo(self._core.due.get((node, after), ()))
        if trace.undone:
            self._decide(UNDO, (Decision(), Decision(type=UNLISTED)))
        called = (node for node in self._nodes.values() if isinstance(node, Step | Call | Approval))
        trace.told = workflow.after_compensation is not None and any(self._attempted(one.id) for one in called)

    def _undo(self, due: tuple[Due, ...]) -> None:
        for one in due:
            if isinstance(one, UndoEach):
                self._undo(one.undo)
            elif self._attempted(one.step) if self._core.when[one.step] == "attempted" else self._succeeded(one.step):
                self.trace.undone.append(one.step)

    def _attempted(self, node: str) -> bool:
        failed = self._failed.get(node)
        return self._succeeded(node) or (failed is not None and failed.type not in NOT_ATTEMPTED)

    def _succeeded(self, node: str) -> bool:
        return self.trace.outcomes.get(node) == "succeeded"

    def _decide(self, place: str, options: tuple[Decision, ...]) -> Decision:
        decision = self._chances.among(place, options)
        self.decisions[place] = decision
        return decision

    def _walk(self, nodes: tuple[Node, ...], entry: str, handled: Record | None) -> Ended:
        """A list of nodes, from its entry to an end."""
        known = {node.id: node for node in nodes}
        at = entry
        while True:
            node = known[at]
            self.trace.handled[at] = handled
            decision, failed = self._node(node, handled)
            own = handled if failed is None or not node.on_failure else failed
            self.trace.handled[f"{at}:route"] = own
            after = "success" if failed is None else "failure"
            if decision.condition is not None and not isinstance(node, Choice):
                return Record(type="ExpressionError", step=at), at, after
            target = arms_of(node)[decision.arm].target if failed is None else _caught(node, failed)
            if target is None:
                return failed, at, after
            handled = failed or handled
            match target:
                case Goto(step=step):
                    at = step
                case Succeed():
                    self.trace.handled[RESULT] = handled
                    return None, at, after
                case FailAgain():
                    return handled, at, after
                case Fail(type=kind):
                    return Record(type=kind, step=at), at, after

    def _node(self, node: Node, handled: Record | None) -> tuple[Decision, Record | None]:
        """What becomes of one node."""
        failed: Record | None = None
        match node:
            case Parallel():
                failed = self._branches(node, handled)
            case ForEach():
                failed = self._body(node, handled)
            case _:
                pass
        decision = self._decide(node.id, self._core.options[node.id]) if failed is None else Decision()
        if decision.type is not None:
            failed = Record(type=decision.type, step=node.id)
        if failed is not None:
            self._failed[node.id] = failed
        self.trace.outcomes[node.id] = "succeeded" if failed is None else "failed"
        if isinstance(node, Step) and node.sla and node.sla.alert_on_breach and node.sla.alert is not None:
            self.trace.alerted.add(node.id)
        return decision, failed

    def _branches(self, node: Parallel, handled: Record | None) -> Record | None:
        failures = [failed for block in node.branches if (failed := self._block(node, block, handled))]
        return next((one for one in failures if one.type == "Deadline"), next(iter(failures), None))

    def _body(self, node: ForEach, handled: Record | None) -> Record | None:
        options = (Decision(), *([Decision(type="ExpressionError")] if is_fallible(node.items) else []))
        if self._decide(f"{node.id}:items", options).type:
            return Record(type="ExpressionError", step=node.id)
        return self._block(node, node.body, handled)

    def _block(self, node: Node, block: Block, handled: Record | None) -> Record | None:
        failed, last, _ = self._walk(block.nodes, block.entry, handled)
        if failed is None:
            silent = isinstance(self._nodes[last], Choice | Wait)
            self.trace.ends[node.id, block.name] = None if silent else last
        return failed


def _caught(node: Node, failed: Record) -> Target | None:
    if failed.type == "Deadline":
        return None
    found = (one.target for one in node.on_failure if not one.types or failed.type in one.types)
    return next(found, None)
