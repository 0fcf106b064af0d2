"""Every code the compiler can report, one line each.

A code is for ever: it may be retired, never renumbered or reused. Hundreds tell the stage: 1 structure, 2 data and
types, 3 time, 4 effects, 5 targets, 6 triggers, 7 security, 8 versions, 9 loading.
"""

from wfc.diagnostics.code import Code

# 1xx: structure
UNKNOWN_STEP = Code("WFC101", "unknown-step", "a transition or compensation names a step that does not exist")
NO_STEPS = Code("WFC102", "no-steps", "a workflow without steps")
DUPLICATE_STEP = Code("WFC103", "duplicate-step", "two steps of a workflow have one id")
BAD_STEP_ID = Code("WFC104", "bad-step-id", "a step id that not every platform can take")
UNREACHABLE_STEP = Code("WFC105", "unreachable-step", "no path leads to a step")
CYCLE = Code("WFC106", "cycle", "transitions lead back to a step")
NON_EXHAUSTIVE_CHOICE = Code("WFC107", "non-exhaustive-choice", "conditions without `Otherwise` may all be false")
SHADOWED_TRANSITION = Code("WFC108", "shadowed-transition", "an earlier transition takes every case of this one")
FALLS_THROUGH = Code(
    "WFC109", "falls-through", "a step goes on, by its place in the list, to one meant for another path"
)
BARE_FAIL = Code("WFC110", "bare-fail", "`FAIL` on a path that has handled no failure")
NEXT_IN_HANDLER = Code("WFC111", "next-in-handler", "`NEXT` in a handler, which has no next step")
COMPENSATION_IS_A_STEP = Code("WFC112", "compensation-is-a-step", "a step is used both to undo and to go to")
RESERVED_ERROR_TYPE = Code("WFC113", "reserved-error-type", "`Fail` with an error type that the semantics reserve")
UNKNOWN_WORKFLOW = Code("WFC114", "unknown-workflow", "a call names a workflow that does not exist")
CALL_CYCLE = Code("WFC115", "call-cycle", "a workflow calls itself, perhaps through others")
DEAD_FAILURE_EDGE = Code("WFC116", "dead-failure-edge", "a failure transition of a step that cannot fail")
DUPLICATE_OPERATION = Code("WFC180", "duplicate-operation", "two different operations have one key")
BAD_VALUE = Code("WFC181", "bad-value", "an argument of the spec has a value outside its range")
UNSUPPORTED_STEP_KIND = Code(
    "WFC190", "unsupported-step-kind", "a construct of the language that this version cannot compile yet"
)
UNUSED_ALLOW = Code("WFC191", "unused-allow", "an `allow` comment that silences nothing")

# 2xx: data and types
UNSUPPORTED_EXPRESSION = Code(
    "WFC201", "unsupported-expression", "a lambda uses Python that no orchestrator can evaluate"
)
UNKNOWN_NAME = Code("WFC202", "unknown-name", "a lambda uses a name that it cannot see")
UNKNOWN_FIELD = Code("WFC203", "unknown-field", "a lambda reads or fills a field that the model does not have")
TYPE_MISMATCH = Code("WFC204", "type-mismatch", "a value is not of the type that is needed where it is used")
POSSIBLY_NONE = Code("WFC205", "possibly-none", "a value is used that may be None")
LOSSY_TYPE = Code("WFC206", "lossy-type", "a value is text inside a workflow and cannot be computed with there")
WRONG_PARAMETER = Code("WFC207", "wrong-lambda-parameter", "a lambda asks for something that its place does not offer")
EXPRESSION_TOO_DEEP = Code("WFC208", "expression-too-deep", "a lambda is nested deeper than orchestrators can evaluate")
UNKNOWN_STEP_OUTPUT = Code("WFC209", "unknown-step-output", "a lambda reads the output of a step that does not exist")
NEVER_EQUAL = Code("WFC210", "never-equal", "a lambda compares values that can never be equal")
MAY_RAISE = Code("WFC211", "may-raise", "a lambda raises for values that its models admit, and nothing handles it")
LAMBDA_NOT_READABLE = Code("WFC230", "lambda-not-readable", "the text of a lambda cannot be read from the spec")
DEFAULT_FACTORY = Code("WFC231", "default-factory", "a model that crosses a boundary computes a default at run time")
ALIAS_MISMATCH = Code("WFC232", "alias-mismatch", "a model field has one name when read and another when written")
HANDLER_NOT_FOUND = Code("WFC233", "handler-not-found", "an operation's handler cannot be imported")
HANDLER_SIGNATURE = Code(
    "WFC234", "handler-signature", "an operation's handler has a signature that generated code cannot call"
)
MISSING_INPUTS = Code("WFC235", "missing-inputs", "a step gives its operation nothing although it needs something")
MODEL_NOT_IMPORTABLE = Code("WFC236", "model-not-importable", "generated code cannot import a model by its name")
READ_BEFORE_COMPLETED = Code(
    "WFC240", "read-before-completed", "a step's output is read where it may not have succeeded"
)
UNUSED_VALUE = Code("WFC241", "unused-value", "a step that only reads, and whose output nobody reads")

# 3xx: time
BAD_DURATION = Code("WFC301", "bad-duration", "a duration that cannot be read")
SLA_BELOW_WORST_CASE = Code("WFC302", "sla-below-worst-case", "a promise about time that the policies do not keep")
WRITE_WITHOUT_TIMEOUT = Code("WFC303", "write-without-timeout", "a step that writes may hang")
ENDLESS_RETRY = Code("WFC304", "endless-retry", "retries that go on for more than a year, or more than 1000 times")
POINTLESS_RETRY = Code("WFC305", "pointless-retry", "a retry on an error that cannot succeed")
DEADLINE_BELOW_BEST_CASE = Code(
    "WFC306", "deadline-below-best-case", "a deadline that no run can keep, however quick everything is"
)
DEADLINE_BELOW_WORST_CASE = Code(
    "WFC307", "deadline-below-worst-case", "a deadline that may cut a run in which nothing is wrong"
)
WAITS_FOR_EVER = Code("WFC308", "waits-for-ever", "a step may wait for ever in a workflow that promises to end")

# 4xx: effects
RETRIED_WITHOUT_KEY = Code("WFC401", "retried-without-key", "a write is retried without being safe to repeat")
UNDO_WITHOUT_KEY = Code("WFC402", "undo-without-key", "a compensation is retried without being safe to repeat")
WRITE_NOT_UNDONE = Code("WFC403", "write-not-undone", "a write stays when a later step fails")
UNDO_MISSES_TIMEOUT = Code("WFC404", "undo-misses-timeout", "a write that its timeout cut is not undone")

# 5xx: targets
UNSUPPORTED_FEATURE = Code("WFC501", "unsupported-feature", "the target cannot express this")
DEGRADED_FEATURE = Code("WFC502", "degraded-feature", "the target expresses this with a difference")
PLATFORM_LIMIT = Code("WFC503", "platform-limit", "the target can take only so much data here")

# 6xx: triggers
BAD_CRON = Code("WFC601", "bad-cron", "a cron expression that cannot be read")
IMPOSSIBLE_CRON = Code("WFC602", "impossible-cron", "a cron expression that never matches")
CLOCK_CHANGE = Code("WFC603", "clock-change", "a cron that falls into an hour that is skipped or repeated")
OVERLAP_UNSTATED = Code("WFC604", "overlap-unstated", "runs of a trigger may overlap, and nothing says what then")
UNKNOWN_TIMEZONE = Code("WFC605", "unknown-timezone", "a time zone that does not exist")
TRIGGER_INPUT = Code("WFC606", "trigger-input", "a trigger starts the workflow with values that do not fit")

# 7xx: security
SECRET_LIKE_LITERAL = Code("WFC701", "secret-like-literal", "a literal looks like a secret, and would be copied out")
TEMPLATE_LIKE_LITERAL = Code("WFC702", "template-like-literal", "a literal looks like a template, and stays text")

# 8xx: identity and versions
BAD_VERSION = Code("WFC801", "bad-version", "a version that is not of the form 1.4.2")
COLLIDING_NAMES = Code("WFC802", "colliding-names", "two workflows would have one name on the platforms")
BAD_KEY = Code("WFC803", "bad-key", "a workflow key that not every platform can take")

# 9xx: loading, and scenario files
SPEC_NOT_LOADED = Code("WFC901", "spec-not-loaded", "the spec file could not be imported")
NO_WORKFLOW = Code("WFC902", "no-workflow", "a spec file without a workflow")
SCENARIO_NOT_READ = Code("WFC950", "scenario-not-read", "a scenario file has a value that makes no sense there")
UNKNOWN_SCENARIO_KEY = Code("WFC951", "unknown-scenario-key", "a scenario file has a key that means nothing")
UNKNOWN_SCENARIO_NAME = Code("WFC952", "unknown-scenario-name", "a scenario names what the workflow does not have")

CATALOGUE: dict[str, Code] = {
    code.id: code
    for code in sorted(
        (value for value in list(globals().values()) if isinstance(value, Code)), key=lambda code: code.id
    )
}
