"""The chosen target must be able to say everything the workflow says. Runs last, on the core, once for each target.

Reports unsupported-feature (with the nearest alternative) and degraded-feature.
"""

from wfc.diagnostics import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.catalogue import DEGRADED_FEATURE, UNSUPPORTED_FEATURE
from wfc.ir.features import used_features
from wfc.ir.nodes import Workflow
from wfc.target import Degraded, Lowered, Native, Never, NotYet, Target


def check_capabilities(workflow: Workflow, target: Target, found: Diagnostics) -> None:
    """Compare every use of a feature with the target's table."""
    for feature, span in used_features(workflow):
        match target.support[feature]:
            case NotYet(reason) | Never(reason):
                message = f"{target.name} cannot do `{feature}`"
                found.add(Diagnostic(code=UNSUPPORTED_FEATURE, message=message, at=Label(span), help=reason))
            case Degraded(difference):
                message = f"{target.name} does `{feature}` with a difference: {difference}"
                found.add(Diagnostic(code=DEGRADED_FEATURE, message=message, at=Label(span), severity=Severity.WARNING))
            case Native() | Lowered():
                pass
