"""Wrong data inside branches and bodies.

Shows: errors in `items`, in the inputs of inner steps (which are then not undone: nothing was attempted), in their
conditions (which are then undone: the step has succeeded), in a choice of a branch, in a compensation of one element;
misfits of inner inputs and outputs; models with aliases, limits, decimals and enums as items and outputs.
"""

from acme.customs import (
    AccountEmpty,
    Consignment,
    SealBroken,
    break_seal,
    call_broker,
    declare,
    inspect,
    rate,
    release,
    reserve,
    seal,
)
from wfc import (
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
    Step,
    When,
    Workflow,
)

Rate = Operation("customs.rate", handler=rate, effect="read")
Reserve = Operation("customs.reserve", handler=reserve, effect="write", idempotent="key", errors=[AccountEmpty])
Release = Operation("customs.release", handler=release, effect="write", idempotent="key")
Inspect = Operation("customs.inspect", handler=inspect, effect="read", errors=[SealBroken])
Seal = Operation("customs.seal", handler=seal, effect="write", idempotent="key", errors=[SealBroken])
BreakSeal = Operation("customs.break-seal", handler=break_seal, effect="write", idempotent="natural")
Declare = Operation("customs.declare", handler=declare, effect="write", idempotent="key", irreversible=True)
CallBroker = Operation("customs.broker", handler=call_broker, effect="write", idempotent="key", irreversible=True)

SHARES = {"goods": 4, "sample": 2, "gift": 0}

customs_declaration = Workflow(
    key="customs.declaration",
    version="1.0.0",
    owners=["team-customs"],
    input=Consignment,
    steps=[
        ForEach(
            id="goods",
            items=lambda input: [good for good in input.goods if input.accounts[good.kind] != "none"],
            steps=[
                Step(
                    id="rate",
                    operation=Rate,
                    inputs=lambda item: {
                        "hsCode": item.hs_code,
                        "value": item.value,
                        "weight": item.weight,
                        "kind": item.kind,
                    },
                    retry=Retry(max_attempts=2),
                    timeout="10s",
                ),
                Step(
                    id="reserve",
                    operation=Reserve,
                    inputs=lambda input, steps, item: {
                        "account": input.accounts[item.origin] if item.value > 100000 else input.accounts[item.kind],
                        "cents": item.value * steps["rate"].output.percent // 100,
                    },
                    timeout="10s",
                    compensation=Compensation(
                        Release,
                        inputs=lambda steps, item, output: {
                            "ref": output.ref if output is not None else None,
                            "share": steps["rate"].output.percent // SHARES[item.kind],  # wfc: allow[may-raise] shown
                            "kind": item.kind,
                        },
                        when="attempted",
                        timeout="10s",
                    ),
                    on_success=[
                        When(
                            lambda item, output: item.value // output.cents > 50,
                            Fail("HardlyWorthIt", lambda item: item.hs_code),
                        ),
                        Otherwise(SUCCEED),
                    ],
                    on_failure=[OnError(["ExpressionError"], Fail("NoAccount", lambda item: item.origin))],
                ),
            ],
            on_success=[
                When(
                    lambda output: output[0].cents > 1_000_000,  # wfc: allow[may-raise] a scenario shows it
                    Fail("TooMuch", "the first is more than a fortune"),
                ),
                Otherwise("release"),
            ],
            on_failure=[
                OnError(["ExpressionError"], "call-broker"),
                OnError(["InvalidInput", "NoAccount"], Fail("NotRated", lambda error: f"{error.type} at {error.step}")),
            ],
        ),
        Parallel(
            id="release",
            branches={
                "container": [
                    Choice(
                        id="how-many",
                        transitions=[
                            When(lambda input: 12 // input.crew > 4, "inspect"),
                            When(lambda input: not 12 // input.crew > 4, "seal"),
                        ],
                        on_failure="seal",
                    ),
                    Step(
                        id="inspect",
                        operation=Inspect,
                        inputs=lambda input: {
                            "id": input.id,
                            "officers": 4 // (input.crew - 2),  # wfc: allow[may-raise] a scenario shows it
                        },
                        timeout="4h",
                        on_success="seal",
                    ),
                    Step(
                        id="seal",
                        operation=Seal,
                        inputs=lambda input: {"id": input.id},
                        timeout="10s",
                        compensation=Compensation(
                            BreakSeal,
                            inputs=lambda input, output: {"seal": output, "id": input.id},
                            when="attempted",
                            timeout="10s",
                        ),
                    ),
                ],
                "papers": [
                    Choice(
                        id="any-papers",
                        transitions=[When(lambda input: len(input.goods) > 3, "check"), Otherwise(SUCCEED)],
                    ),
                    Step(
                        id="check",
                        operation=Rate,
                        inputs=lambda input: {
                            "hsCode": input.goods[3].hs_code,
                            "value": input.goods[3].value,
                            "weight": input.goods[3].weight,
                            "kind": "gift",
                        },
                        timeout="10s",
                    ),
                ],
            },
            on_success="declare",
        ),
        Step(
            id="call-broker",
            operation=CallBroker,
            inputs=lambda input, error: {"id": input.id, "problem": f"{error.type} at {error.step}"},
            timeout="10s",
            on_success=SUCCEED,
        ),
        Step(
            id="declare",
            operation=Declare,
            inputs=lambda input, steps: {
                "id": input.id,
                "codes": [good.hs_code for good in input.goods],
                "cents": sum(guarantee.cents for guarantee in steps["goods"].output),
            },
            timeout="10s",
        ),
    ],
    result=lambda steps: {
        "number": steps.get("declare").output if steps.get("declare") is not None else None,
        "guarantees": steps.get("goods").output if steps.get("goods") is not None else [],
        "code": steps.get("check").output.code if steps.get("check") is not None else None,
        "papers": steps.get("release").output["papers"] if steps.get("release") is not None else None,
    },
)
