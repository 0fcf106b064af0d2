"""The plan's states in Amazon States Language: plain JSON values, keys in the order a reader wants them."""

from typing import Any, assert_never

from wfc_targets.stepfunctions.plan import Plan
from wfc_targets.stepfunctions.states import (
    Ask,
    Catcher,
    Choice,
    Fail,
    Map,
    Parallel,
    Pass,
    Retrier,
    Rule,
    Start,
    State,
    Succeed,
    Task,
    Wait,
)

INVOKE = "arn:aws:states:::lambda:invoke"
START = "arn:aws:states:::states:startExecution.sync:2"
ASK = "arn:aws:states:::events:putEvents.waitForTaskToken"
EVENT_SOURCE = "wfc"


def definition(plan: Plan, comment: str) -> dict[str, Any]:
    """The state machine's definition."""
    return {"Comment": comment, "QueryLanguage": "JSONata", **_scope(plan.states)}


def _scope(states: tuple[State, ...]) -> dict[str, Any]:
    """States that lead to each other: a machine, a leg of a Parallel, the processor of a Map."""
    return {"StartAt": states[0].name, "States": {state.name: _state(state) for state in states}}


def _state(state: State) -> dict[str, Any]:
    match state:
        case Task():
            return _task(state)
        case Start():
            return _start(state)
        case Ask():
            return _ask(state)
        case Parallel():
            return _parallel(state)
        case Map():
            return _map(state)
        case Choice():
            return _choice(state)
        case Pass():
            return _present(Type="Pass", Comment=state.comment, Assign=state.assign, Next=state.next)
        case Wait():
            return _wait(state)
        case Succeed():
            return {"Type": "Succeed", "Output": state.output}
        case Fail():
            return {"Type": "Fail", "Error": state.error, "Cause": state.cause}
        case _:
            assert_never(state)


def _task(task: Task) -> dict[str, Any]:
    invocation = {} if task.awaited else {"InvocationType": "Event"}
    return _present(
        Type="Task",
        Comment=task.comment,
        Resource=INVOKE,
        Arguments={"FunctionName": task.function, **invocation, "Payload": task.payload},
        TimeoutSeconds=task.timeout,
        Assign=task.assign,
        **_onward(task),
        Retry=[_retrier(one) for one in task.retry],
        Catch=[_catcher(one) for one in task.catch],
    )


def _start(start: Start) -> dict[str, Any]:
    return _present(
        Type="Task",
        Comment=start.comment,
        Resource=START,
        Arguments={"StateMachineArn": start.machine, "Name": start.execution, "Input": start.given},
        Assign=start.assign,
        **_onward(start),
        Catch=[_catcher(one) for one in start.catch],
    )


def _ask(ask: Ask) -> dict[str, Any]:
    event = {"Source": EVENT_SOURCE, "DetailType": "Approval is waited for", "Detail": ask.detail}
    return _present(
        Type="Task",
        Resource=ASK,
        Arguments={"Entries": [event]},
        TimeoutSeconds=ask.timeout,
        Assign=ask.assign,
        **_onward(ask),
        Catch=[_catcher(one) for one in ask.catch],
    )


def _parallel(parallel: Parallel) -> dict[str, Any]:
    return _present(
        Type="Parallel",
        Comment=parallel.comment,
        Branches=[_scope(leg) for leg in parallel.legs],
        Assign=parallel.assign,
        **_onward(parallel),
        Catch=[_catcher(one) for one in parallel.catch],
    )


def _map(each: Map) -> dict[str, Any]:
    found = _present(Type="Map", Comment=each.comment) | {"Items": each.items}  # an empty list says something
    return found | _present(
        ItemSelector=each.selector,
        MaxConcurrency=each.max_concurrency,
        ItemProcessor={"ProcessorConfig": {"Mode": "INLINE"}, **_scope(each.leg)},
        Assign=each.assign,
        **_onward(each),
        Catch=[_catcher(one) for one in each.catch],
    )


def _choice(choice: Choice) -> dict[str, Any]:
    return _present(
        Type="Choice",
        Comment=choice.comment,
        Choices=[_rule(rule) for rule in choice.rules],
        Assign=choice.assign,
        Default=choice.default,
    )


def _wait(wait: Wait) -> dict[str, Any]:
    return _present(
        Type="Wait",
        Comment=wait.comment,
        Seconds=wait.seconds,
        Timestamp=wait.timestamp,
        Assign=wait.assign,
        Next=wait.next,
    )


def _onward(state: Task | Start | Ask | Parallel | Map) -> dict[str, Any]:
    output = {} if state.output is None else {"Output": state.output}
    return {**output, "End": True} if state.next is None else {**output, "Next": state.next}


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
    return _present(ErrorEquals=list(catcher.errors), Assign=catcher.assign, Output=catcher.output, Next=catcher.next)


def _rule(rule: Rule) -> dict[str, Any]:
    return _present(Condition=f"{{% {rule.condition} %}}", Assign=rule.assign, Next=rule.next)


def _present(**fields: Any) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}
