"""Where a target's journal is known to differ from the interpreter's, and why. An entry that no longer holds fails.

`(target, case)` -> reason; what a target's support table refuses need not stand here.
"""

_NOT_STOPPED = "a deadline does not stop a called workflow (T2, C7)"

KNOWN: dict[tuple[str, str], str] = {
    ("stepfunctions", "tender_bid/counted_too_long"): _NOT_STOPPED,
    ("stepfunctions", "tender_bid/counted_too_long~estimate/sheet:undo~Unforeseen"): _NOT_STOPPED,
    ("stepfunctions", "tender_bid/estimators_busy~estimate/count~slow"): _NOT_STOPPED,
}
