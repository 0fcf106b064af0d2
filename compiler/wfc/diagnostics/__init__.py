"""What the compiler tells people: codes, findings and how they are rendered."""

from wfc.diagnostics.code import Code
from wfc.diagnostics.diagnostic import Diagnostic, Diagnostics, Label, Severity

__all__ = ["Code", "Diagnostic", "Diagnostics", "Label", "Severity"]
