"""The deadline of a run (T2), as far as a machine can keep one without skipping compensations.

Whether it has passed is asked where a task evaluates its timeout, which costs no transition: an error there can be
caught. The timeout itself is cut to what is left, and so are waits. Which of both it was the Catch says by the clock.
"""

from wfc_targets.stepfunctions.states import Template

DEADLINE = "Deadline"
KEPT = "lateFailure"
"""The variable that holds a failure of which it is asked whether it is the deadline's."""

_ELAPSED = "$millis() - $toMillis($states.context.Execution.StartTime)"


def is_over(deadline: int) -> str:
    """Has the deadline been reached?"""
    return f"{_ELAPSED} >= {deadline}"


def cut(deadline: int | None, timeout: Template) -> Template:
    """The timeout of a task, whole seconds or an expression for them, that begins before the deadline or fails."""
    if deadline is None:
        return timeout
    least = "$left" if timeout is None else f"$min([{_text(timeout)}, $left])"
    return f"{{% ($left := {_left(deadline)}; $left > 0 ? {least} : $error('{DEADLINE}')) %}}"


def cut_wait(deadline: int | None, seconds: Template) -> Template:
    """The seconds of a wait that ends at the deadline."""
    if deadline is None or seconds is None:
        return seconds
    return f"{{% $min([{_text(seconds)}, $max([0, {_left(deadline)}])]) %}}"


def in_time(deadline: int | None, value: str) -> str:
    """An expression of a task that fails behind the deadline."""
    return value if deadline is None else f"{is_over(deadline)} ? $error('{DEADLINE}') : {value}"


def _left(deadline: int) -> str:
    return f"$ceil(({deadline} - ({_ELAPSED})) / 1000)"


def _text(seconds: Template) -> str:
    return seconds[2:-2].strip() if isinstance(seconds, str) else str(seconds)
