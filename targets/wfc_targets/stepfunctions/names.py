"""Names of states, variables and functions in the generated machine.

Ids of steps are lower case with dashes, so a name with a blank or a capital letter can never be one of them.
"""

from hashlib import sha256

from wfc.emit.names import class_name

LONGEST = 80
"""Characters in the name of a state. Ids have 64 at most, so that a word in front of one always fits."""

FUNCTIONS_AND_OURS = frozenset(
    """abs append assert average base64decode base64encode boolean called ceil clone contains count ctx decode
    distinct each error eval exists failure filter floor hash input join keys length lookup lowercase map match max
    merge millis min not now number pad parse partition power random range reduce replace result reverse round shuffle
    sift single sort split spread sqrt states string substring sum trim type uppercase uuid zip""".split()
)
"""Variables of these names would hide a function of JSONata, `$states`, or a variable of the machine's own."""

MODULES = ("asyncio", "json", "logger", "logging")
"""What entry points must not be called: `handlers.py` uses these itself."""

CHECK_INPUT = "Check input"
CHECK_RESULT = "Check result"
RESULT_GUARD = "Result?"
LATE = "Late?"
ALERT = "Alert"
SUCCEEDED = "Succeeded"
LATE_FAILURE = "Late failure?"
ALERT_FAILURE = "Alert of failure"
FAILED = "Failed"


def variable(step: str) -> str:
    """The variable that holds a step's output, without the `$`."""
    name = step.replace("-", "_")
    return f"{name}Output" if name in FUNCTIONS_AND_OURS else name


def attempted(step: str) -> str:
    """The variable that tells that a step was attempted, though it failed."""
    return f"{variable(step)}Attempted"


def inner_steps(node: str) -> str:
    """The variable that holds what the legs of a node have brought out of it."""
    return f"{variable(node)}Steps"


def errors(node: str) -> str:
    """The variable that holds the failures of the legs of a node."""
    return f"{variable(node)}Errors"


def elements(for_each: str) -> str:
    """The variable that holds how every element of a ForEach has ended."""
    return f"{variable(for_each)}Elements"


def ended(node: str, branch: str) -> str:
    """The state in which a leg ends with success, unless its last step ends it."""
    return _fitted(f"{branch} of {node} ended" if branch else f"element of {node} ended")


def failed(node: str, branch: str) -> str:
    """The state in which a leg ends that has failed."""
    return _fitted(f"{branch} of {node} failed" if branch else f"element of {node} failed")


def polled(step: str) -> str:
    """The variable that holds what the last poll of a step has yielded."""
    return f"{variable(step)}Polled"


def polls(step: str) -> str:
    """The variable that counts the polls of a step."""
    return f"{variable(step)}Polls"


def started(step: str) -> str:
    """The variable that holds when a step that is entered more than once was entered first."""
    return f"{variable(step)}StartedAt"


def poll(step: str) -> str:
    """The state that asks whether a step has to be polled again."""
    return f"poll {step} again?"


def between_polls(step: str) -> str:
    """The state that waits between two polls."""
    return f"before polling {step}"


def too_late(node: str) -> str:
    """The state that asks whether a task could not begin before the deadline."""
    return f"{node} too late?"


def cut_off(node: str) -> str:
    """The state that asks whether a task was cut off by the deadline."""
    return f"{node} cut off?"


def why(call: str) -> str:
    """The state that asks where the failure of a call leads."""
    return f"why {call} failed?"


def undone(for_each: str) -> str:
    """The state in which an element ends that has been undone, unless its last task ends it."""
    return _fitted(f"element of {for_each} undone")


def undo(step: str) -> str:
    """The state that undoes a step."""
    return f"undo {step}"


def undo_guard(step: str) -> str:
    """The state that asks whether there is something of a step to undo."""
    return f"undo {step}?"


def route(step: str) -> str:
    """The state that asks where to go on after a step."""
    return f"{step}?"


def parameter(entry_point: str) -> str:
    """The template's parameter, and the machine's placeholder, for the ARN of a function: `PaymentsChargeArn`."""
    return class_name(entry_point, "Arn")


def machine(workflow: str) -> str:
    """The state machine's name: `payment_flow_v1` -> `payment-flow-v1`."""
    return workflow.replace("_", "-")


def late(step: str, onward: str) -> str:
    """The state that asks whether a step was late, on its way to another."""
    return _fitted(f"late {step}, then {onward}")


def alert(step: str, onward: str) -> str:
    """The state that tells that a step was late, on its way to another."""
    return _fitted(f"alert {step}, then {onward}")


def _fitted(name: str) -> str:
    """The name, its end replaced by a few digits of its hash where it is too long."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 7]}~{sha256(name.encode()).hexdigest()[:6]}"


def check_input(workflow: str) -> str:
    """The Lambda entry point that validates a run's input."""
    return f"{workflow}_input"


def check_result(workflow: str) -> str:
    """The Lambda entry point that validates a run's result."""
    return f"{workflow}_result"


def decide(workflow: str) -> str:
    """The Lambda entry point by which people answer approvals."""
    return f"{workflow}_decide"


def decision(approval: str) -> str:
    """The state that waits for people to decide."""
    return f"decision on {approval}"


def decision_after(approval: str) -> str:
    """The state that goes on waiting when people were reminded."""
    return f"decision on {approval} after all"


def opened(approval: str) -> str:
    """The variable that holds when the window of an approval was opened."""
    return f"{variable(approval)}OpenedAt"


def remind(approval: str) -> str:
    """The state that reminds people of an approval."""
    return f"remind {approval}"


def retry(label: str) -> str:
    """The state that asks whether there is another attempt."""
    return f"retry {label}?"


def wait(label: str) -> str:
    """The state that waits before another attempt."""
    return f"wait for {label}"
