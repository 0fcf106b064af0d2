"""The plan's states in Amazon States Language: plain JSON values, keys in the order a reader wants them."""

from typing import Any, assert_never

from wfc_targets.stepfunctions.plan import Catcher, Choice, Fail, Pass, Plan, Retrier, Rule, State, Succeed, Task, Wait

INVOKE = "arn:aws:states:::lambda:invoke"


def definition(plan: Plan, comment: str) -> dict[str, Any]:
    """The state machine's definition."""
    return {
        "Comment": comment,
        "QueryLanguage": "JSONata",
        "StartAt": plan.states[0].name,
        "States": {state.name: _state(state) for state in plan.states},
    }


def _state(state: State) -> dict[str, Any]:
    match state:
        case Task():
            return _task(state)
        case Choice():
            return _present(
                Type="Choice",
                Comment=state.comment,
                Choices=[_rule(rule) for rule in state.rules],
                Assign=state.assign,
                Default=state.default,
            )
        case Pass():
            return _present(Type="Pass", Comment=state.comment, Assign=state.assign, Next=state.next)
        case Wait():
            return {"Type": "Wait", "Seconds": state.seconds, "Next": state.next}
        case Succeed():
            return {"Type": "Succeed", "Output": state.output}
        case Fail():
            return {"Type": "Fail", "Error": state.error, "Cause": state.cause}
        case _:
            assert_never(state)


def _task(task: Task) -> dict[str, Any]:
    invocation = {} if task.awaited else {"InvocationType": "Event"}
    ending = {"Output": task.output, "End": True} if task.next is None else {"Next": task.next}
    return _present(
        Type="Task",
        Comment=task.comment,
        Resource=INVOKE,
        Arguments={"FunctionName": task.function, **invocation, "Payload": task.payload},
        TimeoutSeconds=task.timeout,
        Assign=task.assign,
        **ending,
        Retry=[_retrier(one) for one in task.retry],
        Catch=[_catcher(one) for one in task.catch],
    )


def _retrier(retrier: Retrier) -> dict[str, Any]:
    return _present(
        ErrorEquals=list(retrier.errors),
        IntervalSeconds=retrier.interval,
        MaxAttempts=retrier.max_attempts,
        BackoffRate=retrier.backoff,
        MaxDelaySeconds=retrier.max_delay,
        JitterStrategy="FULL" if retrier.jitter else None,
    )


def _catcher(catcher: Catcher) -> dict[str, Any]:
    return _present(ErrorEquals=list(catcher.errors), Assign=catcher.assign, Next=catcher.next)


def _rule(rule: Rule) -> dict[str, Any]:
    return _present(Condition=f"{{% {rule.condition} %}}", Assign=rule.assign, Next=rule.next)


def _present(**fields: Any) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}
