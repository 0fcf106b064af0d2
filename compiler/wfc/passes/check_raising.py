"""A lambda that raises for values that its models admit fails its step, or the whole run, when such a value comes (S4).
Runs on the core.

Reports may-raise, unless an edge is there for it: `on_failure` of the step, or of a step around it.
"""

from collections.abc import Iterator

from wfc.analysis.needs import Risk
from wfc.analysis.raising import risks
from wfc.analysis.sizes import Sizes
from wfc.analysis.unhandled import Slot, unhandled
from wfc.analysis.wording import told
from wfc.diagnostics import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.catalogue import MAY_RAISE
from wfc.ir.expressions import Expr
from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Workflow
from wfc.ir.types import Any
from wfc.ir.uses import expressions_of


def check_raising(workflow: Workflow, found: Diagnostics) -> None:
    """Look at every lambda in which something may raise."""
    if not any(map(_may_raise, expressions_of(workflow))):
        return
    sizes = Sizes(workflow)
    for slot in unhandled(workflow, sizes):
        found_here = [*risks(slot.written, slot.known, sizes), *_if_no_list(slot)]
        for risk in {told(risk.part): risk for risk in found_here}.values():
            _report(slot, risk, found)


def _may_raise(expr: Expr) -> bool:
    return is_fallible(expr) or isinstance(expr.type, Any)


def _if_no_list(slot: Slot) -> Iterator[Risk]:
    """What is gone through may be anything where it has no type."""
    if slot.is_list and isinstance(slot.written.type, Any):
        yield Risk(part=slot.written, need=None, when="it is no list", guard="")


def _report(slot: Slot, risk: Risk, found: Diagnostics) -> None:
    test = f"ask first: `... if {risk.guard} else ...`" if risk.guard else "make it an operation"
    bound = ", say in its model what it may be" if risk.guard else ", give it a type in a model"
    handle = ", or handle `ExpressionError` in `on_failure`" if slot.can_handle else ""
    found.add(
        Diagnostic(
            code=MAY_RAISE,
            message=f"`{told(risk.part)}` in {slot.what} raises when {risk.when}",
            at=Label(risk.part.span),
            notes=(slot.so,),
            help=test + bound + handle,
            severity=Severity.WARNING,
        )
    )
