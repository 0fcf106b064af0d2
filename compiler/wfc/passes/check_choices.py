"""What a list of conditions decides (O2): without `Otherwise` it must be provably exhaustive, and each condition should
be the first true one in some case. Runs on typed lambdas; `wfc.analysis.cases` does the proofs.

Reports non-exhaustive-choice with cases that are left out, and shadowed-transition.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from wfc.analysis.cases import Cases, cases
from wfc.analysis.graph import all_declared, success_arms
from wfc.diagnostics import Diagnostic, Diagnostics, Fix, Label
from wfc.diagnostics.catalogue import NON_EXHAUSTIVE_CHOICE, SHADOWED_TRANSITION
from wfc.ir.expressions import Expr
from wfc.ir.surface import Arm, Node, Workflow
from wfc.ir.text import expression_text
from wfc.source import Span


def check_choices(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Check every list of arms; the workflow itself is unchanged."""
    for node, places in all_declared(workflow):
        arms = [arm for arm in success_arms(node, places) if arm.decision in (None, "approved")]
        asked = list(_asked(arms))
        known = cases([condition for _, condition in asked])
        can_tell = bool(asked) and known.are_few
        if len(asked) == len(arms):
            _check_exhaustive(node, arms, known if can_tell else None, found)
        if can_tell:
            _check_deciding(asked, known, found)
    return workflow


def _asked(arms: Sequence[Arm]) -> Iterator[tuple[Arm, Expr]]:
    """The arms up to `Otherwise`, with their conditions."""
    for arm in takewhile(lambda arm: arm.condition is not None, arms):
        assert arm.condition is not None
        if arm.condition.typed is not None:
            yield arm, arm.condition.typed


def _check_exhaustive(node: Node, arms: Sequence[Arm], known: Cases | None, found: Diagnostics) -> None:
    left_out = None if known is None else known.left_out()
    if left_out == ():
        return
    found.add(
        Diagnostic(
            code=NON_EXHAUSTIVE_CHOICE,
            message=f"the conditions of `{node.id}` may all be false",
            at=Label(arms[-1].span if arms else node.span),
            notes=tuple(f"not covered: {case}" for case in left_out or () if case),
            help="add `Otherwise(...)` as the last transition",
            fix=_end_unmatched(arms[-1].span) if arms else None,
        )
    )


def _end_unmatched(last: Span) -> Fix:
    """Where the case that nobody thought of leads is not ours to guess, so it ends what it is in, and says why."""
    return Fix(
        kind="add-item",
        at=last,
        text='Otherwise(Fail("Unmatched", "no condition held"))',
        names=("Otherwise", "Fail"),
        title="end what no condition covers with a failure `Unmatched`",
    )


def _check_deciding(asked: Sequence[tuple[Arm, Expr]], known: Cases, found: Diagnostics) -> None:
    idle = known.never_decides()
    texts = [expression_text(condition) for _, condition in asked] if idle else []
    for place in idle:
        if texts[place] in texts[:place]:
            continue  # check_graph has said so
        arm, condition = asked[place]
        if cases([condition]).never_decides():
            found.warn(SHADOWED_TRANSITION, "this condition is never true", arm.span, "repair it, or remove it")
        else:
            message = "this transition is never taken: those before it take every case of it"
            first = Label(asked[0][0].span, "the first of them")
            found.warn(SHADOWED_TRANSITION, message, arm.span, "remove it, or move it to the front", first)
