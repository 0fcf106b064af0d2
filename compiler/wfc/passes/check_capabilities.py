"""The chosen target must be able to say everything the workflow says. Runs last, on the core, once for each target.

Reports unsupported-feature (with the nearest alternative), degraded-feature and platform-limit.
"""

from collections.abc import Iterable

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import DEGRADED_FEATURE, PLATFORM_LIMIT, UNSUPPORTED_FEATURE
from wfc.ir.features import used_features
from wfc.ir.nodes import Workflow
from wfc.target import Degraded, Limit, Limited, Lowered, Native, Never, NotYet, Options, Target, is_exact

ACCEPT = "do without it, or accept the difference: `# wfc: allow[degraded-feature] reason` on that line"


def check_capabilities(workflow: Workflow, target: Target, options: Options, found: Diagnostics) -> None:
    """Compare every use of a feature with the target's table."""
    for feature, span in used_features(workflow):
        match target.support.get(feature):
            case NotYet(reason) | Never(reason):
                found.error(UNSUPPORTED_FEATURE, f"{target.name} cannot do `{feature}`", span, reason)
            case None:  # a target that was written before the feature
                message = f"{target.name} says nothing about `{feature}`"
                found.error(UNSUPPORTED_FEATURE, message, span, f"upgrade the target `{target.name}`, or use another")
            case Degraded(difference, unless) if not is_exact(target, unless, options):
                message = f"{target.name} does `{feature}` with a difference: {difference}"
                found.warn(DEGRADED_FEATURE, message, span, ACCEPT)
            case Native() | Lowered() | Degraded():
                pass
    add_limits(target.limits(workflow, options) if isinstance(target, Limited) else (), found)


def add_limits(limits: Iterable[Limit], found: Diagnostics) -> None:
    """Say what a platform has no room for."""
    for limit in limits:
        found.add(
            Diagnostic(
                code=PLATFORM_LIMIT,
                message=limit.message,
                at=Label(limit.span),
                help=limit.help,
                severity=limit.severity,
                notes=limit.notes,
            )
        )
