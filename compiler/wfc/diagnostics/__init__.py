"""What the compiler tells people: codes, findings and how they are rendered."""

from wfc.diagnostics.code import Code
from wfc.diagnostics.diagnostic import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.fix import Fix

__all__ = ["Code", "Diagnostic", "Diagnostics", "Fix", "Label", "Severity"]
