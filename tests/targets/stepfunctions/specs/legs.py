"""What legs bring out of branches and elements, and who is told of what: corners that no example spec turns."""

from corners import Broken, Given, undo, work

from wfc import (
    NEXT,
    SUCCEED,
    Choice,
    Compensation,
    Fail,
    ForEach,
    OnError,
    Operation,
    Otherwise,
    Parallel,
    Retry,
    Sla,
    Step,
    Wait,
    When,
    Workflow,
)

Work = Operation("work", handler=work, effect="write", idempotent="natural", errors=[Broken])
Undo = Operation("undo", handler=undo, effect="write", idempotent="natural")

carrying = Workflow(
    key="carrying",
    version="1.0.0",
    owners=["team"],
    input=Given,
    steps=[
        Parallel(
            id="both",
            branches={
                "left": [
                    Step(
                        id="first",
                        operation=Work,
                        inputs=lambda: {"size": 1},
                        timeout="5s",
                        sla=Sla(max_duration="1s"),
                        compensation=Compensation(
                            Undo, inputs=lambda output, error: {"id": output.id, "why": error.message}
                        ),
                        on_success="second",
                        on_failure=[OnError([Broken], "second")],
                    ),
                    Step(
                        id="second",
                        operation=Work,
                        inputs=lambda error: {"size": 2, "why": error.message if error is not None else "none"},
                        timeout="5s",
                        on_success=[When(lambda output: 10 // output.size > 5, SUCCEED), Otherwise(Fail("TooSmall"))],
                        on_failure=SUCCEED,
                    ),
                ],
                "right": [
                    ForEach(
                        id="each",
                        items=lambda input: [input.size, 10 // input.size],
                        steps=[
                            Step(
                                id="inner",
                                operation=Work,
                                inputs=lambda item: {"size": item},
                                timeout="5s",
                                retry=Retry(max_attempts=2, backoff="linear", only=[Broken]),
                                sla=Sla(max_duration="1s"),
                                compensation=Compensation(
                                    Undo,
                                    when="attempted",
                                    inputs=lambda item, output: {
                                        "id": output.id if output is not None else "?",
                                        "why": f"{item}",
                                    },
                                    retry=Retry(max_attempts=2, backoff="linear"),
                                ),
                            ),
                            Wait(id="rest", duration=lambda item: 10 // (item - 3)),
                        ],
                        on_failure=[OnError(["ExpressionError"], NEXT)],
                    ),
                    Choice(
                        id="done",
                        transitions=[
                            When(lambda steps: steps.get("each") is not None, SUCCEED),
                            Otherwise(Fail("Rested", lambda error: error.step if error is not None else "never")),
                        ],
                    ),
                ],
            },
        ),
        Step(
            id="last",
            operation=Work,
            inputs=lambda steps: {
                "size": steps.get("first").output.size if steps.get("first") is not None else 0,
                "why": "left" if steps["both"].output["left"] is not None else "nothing",
            },
            timeout="5s",
        ),
    ],
    result=lambda steps: steps.get("second") is not None,
)

idle = Workflow(
    key="idle",
    version="1.0.0",
    owners=["team"],
    steps=[
        Parallel(
            id="rest",
            branches={"long": [Wait(id="sleep", duration="1500ms")], "short": [Wait(id="nap", duration="1s")]},
            on_failure="never",
        )
    ],
    handlers=[Step(id="never", operation=Work, inputs=lambda: {"size": 0}, timeout="5s")],
)

crowded = Workflow(
    key="crowded",
    version="1.0.0",
    owners=["team"],
    input=Given,
    steps=[
        Step(
            id="first",
            operation=Work,
            inputs=lambda: {"size": 1},
            timeout="5s",
            compensation=Compensation(Undo, inputs=lambda output, error: {"id": output.id, "why": error.type}),
        ),
        ForEach(
            id="crowd",
            items=lambda: "a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N".split(" "),
            steps=[Step(id="one", operation=Work, inputs=lambda item: {"size": 1, "why": item}, timeout="5s")],
        ),
    ],
)
