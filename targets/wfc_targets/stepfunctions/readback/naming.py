"""What an output calls things, as the target's README has it: states and variables after ids, which have no blanks."""

from functools import lru_cache

CHECK_INPUT = "Check input"
CHECK_RESULT = "Check result"
RESULT_GUARD = "Result?"
LATE = "Late?"
ALERT = "Alert"
SUCCEEDED = "Succeeded"
LATE_FAILURE = "Late failure?"
ALERT_FAILURE = "Alert of failure"
FAILED = "Failed"

_NOT_FREE = frozenset(
    """abs append assert average base64decode base64encode boolean called ceil clone contains count ctx decode
    distinct each error eval exists failure filter floor hash input join keys length lookup lowercase map match max
    merge millis min not now number pad parse partition power random range reduce replace result reverse round shuffle
    sift single sort split spread sqrt states string substring sum trim type uppercase uuid zip""".split()
)
"""A variable of such a name would hide a function of JSONata, or what every machine has."""


@lru_cache(maxsize=8192)
def variable(node: str) -> str:
    """The variable with the output of a node."""
    name = node.replace("-", "_")
    return f"{name}Output" if name in _NOT_FREE else name


def attempted(node: str) -> str:
    """The variable that tells that a node was attempted, though it failed."""
    return f"{variable(node)}Attempted"


def inner_steps(node: str) -> str:
    """The variable with what legs have brought out."""
    return f"{variable(node)}Steps"


def errors(node: str) -> str:
    """The variable with the failures of legs."""
    return f"{variable(node)}Errors"


def elements(node: str) -> str:
    """The variable with how every element has ended."""
    return f"{variable(node)}Elements"


def polled(node: str) -> str:
    """The variable with what the last poll has yielded."""
    return f"{variable(node)}Polled"


def polls(node: str) -> str:
    """The variable that counts polls."""
    return f"{variable(node)}Polls"


def started(node: str) -> str:
    """The variable with when a state was entered first."""
    return f"{variable(node)}StartedAt"


def opened(node: str) -> str:
    """The variable with when the window of an approval was opened."""
    return f"{variable(node)}OpenedAt"


def undo(node: str) -> str:
    """The state that undoes a node."""
    return f"undo {node}"


def route(node: str) -> str:
    """The state that asks where to go on."""
    return f"{node}?"


def wait(node: str) -> str:
    """The state that waits, where another one asks first."""
    return f"wait for {node}"


def between_polls(node: str) -> str:
    """The state that waits between two polls."""
    return f"before polling {node}"


def decision(node: str) -> str:
    """The state that waits for people to decide."""
    return f"decision on {node}"


def decision_after(node: str) -> str:
    """The state that goes on waiting when people were reminded."""
    return f"decision on {node} after all"


def remind(node: str) -> str:
    """The state that reminds people."""
    return f"remind {node}"


def check_input(workflow: str) -> str:
    """The function that validates what a run is given."""
    return f"{workflow}_input"


def check_result(workflow: str) -> str:
    """The function that validates a result."""
    return f"{workflow}_result"


def decide(workflow: str) -> str:
    """The function by which people answer approvals."""
    return f"{workflow}_decide"


def machine(workflow: str) -> str:
    """The name of a state machine."""
    return workflow.replace("_", "-")
