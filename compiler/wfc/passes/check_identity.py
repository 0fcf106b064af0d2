"""What a workflow is called: a key and a version that every platform can take. Reports bad-key and bad-version."""

import re

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import BAD_KEY, BAD_VERSION
from wfc.ir.surface import Workflow

KEY = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")
LONGEST_KEY = 64
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def check_identity(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Check key and version; the workflow itself is unchanged."""
    if not KEY.fullmatch(workflow.key) or len(workflow.key) > LONGEST_KEY:
        help = (
            f"use lower-case words joined by dots or hyphens, at most {LONGEST_KEY} characters, such as `payment.flow`"
        )
        message = f"`{workflow.key}` is not a workflow key"
        found.add(Diagnostic(code=BAD_KEY, message=message, at=Label(workflow.key_span), help=help))
    if not VERSION.fullmatch(workflow.version):
        help = 'write three numbers, such as "1.4.2"'
        message = f"`{workflow.version}` is not a version"
        found.add(Diagnostic(code=BAD_VERSION, message=message, at=Label(workflow.key_span), help=help))
    return workflow
