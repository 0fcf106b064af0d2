"""Every code the compiler can report, one line each.

A code is for ever: it may be retired, never renumbered or reused. Hundreds tell the stage: 1 structure, 2 data and types,
3 time, 4 effects, 5 targets, 6 triggers, 7 security, 8 versions, 9 loading.
"""

from wfc.diagnostics.code import Code

UNKNOWN_STEP = Code("WFC101", "unknown-step", "a transition or compensation names a step that does not exist")
UNSUPPORTED_STEP_KIND = Code("WFC190", "unsupported-step-kind", "a construct of the language that this version cannot compile yet")
UNSUPPORTED_EXPRESSION = Code("WFC201", "unsupported-expression", "a lambda uses Python that no orchestrator can evaluate")
UNSUPPORTED_FEATURE = Code("WFC501", "unsupported-feature", "the target cannot express this")
DEGRADED_FEATURE = Code("WFC502", "degraded-feature", "the target expresses this with a difference")
SPEC_NOT_LOADED = Code("WFC901", "spec-not-loaded", "the spec file could not be imported")

CATALOGUE: dict[str, Code] = {
    code.id: code for code in sorted((value for value in list(globals().values()) if isinstance(value, Code)), key=lambda code: code.id)
}
