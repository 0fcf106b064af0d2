"""Where a target's journal is known to differ from the interpreter's, and why. An entry that no longer holds fails.

`(target, case)` -> reason; what a target's support table refuses need not stand here.
"""

KNOWN: dict[tuple[str, str], str] = {
    ("stepfunctions", "tender_bid/counted_too_long"): "a deadline does not stop a called workflow (T2, C7)",
}
