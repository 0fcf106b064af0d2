"""Where nodes lead by the core, in the words that outputs can be put into."""

from collections.abc import Iterator

from wfc.ir import expressions as ir
from wfc.ir.nodes import (
    Approval,
    Choice,
    Fail,
    FailAgain,
    ForEach,
    Goto,
    Node,
    Parallel,
    Poll,
    Step,
    Succeed,
    Target,
    Wait,
)
from wfc.ir.policies import RESERVED_ERRORS
from wfc.ir.walk import arms_of, models_by_path
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.failing import may_fail
from wfc_targets.stepfunctions.readback.folding import folded, known
from wfc_targets.stepfunctions.readback.handing import may_exceed
from wfc_targets.stepfunctions.readback.kept import NOBODY
from wfc_targets.stepfunctions.readback.outcomes import AGAIN, Outcome, failed, failure
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import ERROR, Standing, address, output
from wfc_targets.stepfunctions.readback.situations import MESSAGE, STEP, Failure, is_over
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.times import seconds
from wfc_targets.stepfunctions.readback.trees import settled, shape
from wfc_targets.stepfunctions.readback.written import condition, guard, message

CAUGHT: Tree = ("op", "&", const(""), MESSAGE)
_FAILED = {"approved": "Approved", "rejected": "Rejected"}


class Leading:
    """The ways of one workflow, as its reading lets them be said."""

    def __init__(self, reading: Reading) -> None:
        self._reading, self._workflow = reading, reading.workflow
        self._models = {} if reading.validated else models_by_path(self._workflow)
        self._standing: dict[str, Standing] = {}

    def standing(self, place: str) -> Standing:
        """Where the lambdas of a place stand."""
        node = place.partition(":")[0]
        if node not in self._standing:
            self._standing[node] = self._standing_of(node)
        return self._standing[node]

    def _standing_of(self, node: str) -> Standing:
        around = [one.id for one, _ in self._reading.places.get(node, ()) if isinstance(one, ForEach)]
        indexes = (*(f"{names.variable(one)}Index" for one in around[:-1]), *(["index"] if around else []))
        loose = self._reading.loose_at(node)
        return Standing(node=node, indexes=indexes, legged=self._reading.legged, models=self._models, loose=loose)

    def failing(self, node: Node, one: Failure) -> Outcome:
        legged = isinstance(node, Parallel | ForEach)
        step = STEP if legged else self.address(node)
        text = MESSAGE if legged else const("") if one.type in RESERVED_ERRORS else CAUGHT
        return self.on_failure(node, one.type, failure(one.type, text, step))

    def on_failure(self, node: Node, type: str, noted: Tree, asked: tuple[Tree, ...] = ()) -> Outcome:
        catches = () if type == "Deadline" else node.on_failure
        target = next((one.target for one in catches if not one.types or type in one.types), None)
        return self.leading(node, FailAgain(span=node.span) if target is None else target, asked, noted)

    def leading(self, node: Node, target: Target, asked: tuple[Tree, ...], noted: Tree | None) -> Outcome:
        match target:
            case Goto(step=step):
                return Outcome(to=step, asked=asked, failure=noted)
            case Succeed():
                return Outcome(to="SUCCEED", asked=asked)
            case FailAgain():
                return Outcome(to="FAIL", asked=asked, failure=AGAIN if noted is None else noted)
            case Fail():
                text = const("") if target.message is None else message(target.message, self.standing(node.id))
                handled = known(() if noted is None else ((ERROR, failed(noted)),))
                own = failure(target.type, folded(settled(text), handled), self.address(node))
                return Outcome(to="FAIL", asked=asked, failure=own)

    def onward(self, node: Node) -> Iterator[Outcome]:
        """Where a node leads when it was not cut off, in the order of decision."""
        first: tuple[Tree, ...] = ()
        if isinstance(node, ForEach) and may_fail(self._reading, node.id, node.items):
            yield self.broken(node, "ExpressionError", ())
        if isinstance(node, Parallel | ForEach) and may_exceed(self._reading, node):
            yield self.broken(node, "TooLarge", ())
        if isinstance(node, Wait) and (asked := self._asked(node)) is not None:
            yield self.broken(node, "ExpressionError", (_not(asked),))
        if isinstance(node, Wait) and self._workflow.deadline is not None:
            yield self.broken(node, "Deadline", (is_over(self._workflow.deadline),))
        if isinstance(node, Approval):
            yield from self._refused(node)
        if isinstance(node, Step) and node.poll:
            asked, until = condition(node.poll.until, self.standing(node.id))
            if asked is not None:
                yield self.broken(node, "ExpressionError", (_not(asked),))
            first = (until,)
        for arm in arms_of(node):
            yield from self._arm(node, arm.condition, arm.target, first)
        if isinstance(node, Step) and node.poll:
            yield self.broken(node, "PollTimeout", (_no_more_polls(node.id, node.poll),))

    def _asked(self, node: Wait) -> Tree | None:
        expr = node.until or node.duration
        return None if expr is None or isinstance(expr, int) else guard(expr, self.standing(node.id))

    def _arm(self, node: Node, expr: ir.Expr | None, target: Target, first: tuple[Tree, ...]) -> Iterator[Outcome]:
        at = self.standing(node.id)
        if expr is None:
            yield self.leading(node, target, first, None)
            return
        asked, truth = condition(expr, at)
        if asked is not None and isinstance(node, Choice):
            yield self.broken(node, "ExpressionError", (*first, _not(asked)))
        elif asked is not None:
            noted = failure("ExpressionError", const(""), self.address(node))
            yield Outcome(to="FAIL", asked=(*first, _not(asked)), failure=noted)
        yield self.leading(node, target, (*first, truth), None)

    def nobody(self, node: Approval) -> Outcome:
        """Where it leads when nobody has decided in time."""
        if "timeout" in node.fails:
            return self.broken(node, "Timeout", ())
        for arm in node.on_success:
            if arm.condition is None:
                return self.leading(node, arm.target, (), None)
            _, truth = condition(arm.condition, self.standing(node.id))
            if folded(truth, known(((output(node.id), NOBODY),))) == const(True):
                return self.leading(node, arm.target, (), None)
        raise AssertionError(node)

    def _refused(self, node: Approval) -> Iterator[Outcome]:
        for made in node.fails:
            if made in _FAILED:
                asked = shape("$decision = $made", decision=("field", output(node.id), "decision"), made=const(made))
                yield self.broken(node, _FAILED[made], (asked,))

    def broken(self, node: Node, type: str, asked: tuple[Tree, ...]) -> Outcome:
        return self.on_failure(node, type, failure(type, const(""), self.address(node)), asked)

    def address(self, node: Node) -> Tree:
        return address(node.id, self.standing(node.id).indexes)


def _no_more_polls(node: str, poll: Poll) -> Tree:
    """Would the next poll begin too late, or be one too many?"""
    started = shape("$exists($it) ? $it : $states.context.State.EnteredTime", it=("read", "started", node))
    last = const(poll.timeout - seconds(poll.every) * 1000)
    late = shape("$millis() - $toMillis($started) >= $last", started=started, last=last)
    if poll.max_polls is None:
        return settled(late)
    count = shape("$exists($it) ? $it + 1 : 1", it=("read", "polls", node))
    return settled(shape("$count >= $most or $late", count=count, most=const(poll.max_polls), late=late))


def _not(tree: Tree) -> Tree:
    return ("call", "not", (tree,))
