"""All the ways a run can end.

Shows: falling off the end of `steps`, `SUCCEED`, `Fail` with a text and with a lambda, `FAIL` as a step's failure
edge and after a handler, a handler that saves the run, and a failure that nobody catches.
"""

from acme.insurance import BankRefused, Claim, InspectorUnavailable, inspect, look_up_policy, open_case, pay_claim
from wfc import FAIL, SUCCEED, Choice, Fail, OnError, Operation, Otherwise, Step, When, Workflow

LookUpPolicy = Operation("insurance.policy", handler=look_up_policy, effect="read")
Inspect = Operation("insurance.inspect", handler=inspect, effect="read", errors=[InspectorUnavailable])
PayClaim = Operation(
    "insurance.pay", handler=pay_claim, effect="write", idempotent="key", irreversible=True, errors=[BankRefused]
)
OpenCase = Operation("insurance.case", handler=open_case, effect="write", idempotent="natural", irreversible=True)

insurance_claim = Workflow(
    key="insurance.claim",
    version="1.0.0",
    owners=["team-claims"],
    input=Claim,
    steps=[
        Step(
            id="look-up",
            operation=LookUpPolicy,
            inputs=lambda input: {"policy": input.policy},
            timeout="10s",
            on_success=[
                When(
                    lambda steps: not steps["look-up"].output.active,
                    Fail("PolicyLapsed", lambda input: f"policy {input.policy} is not active"),
                ),
                When(lambda input, steps: input.amount <= steps["look-up"].output.deductible, SUCCEED),
                Otherwise("needs-inspection"),
            ],
        ),
        Choice(
            id="needs-inspection",
            transitions=[
                When(lambda input: input.incident == "fire" or input.amount >= 10_000, "inspect"),
                Otherwise("pay"),
            ],
        ),
        Step(
            id="inspect",
            operation=Inspect,
            inputs=lambda input: {"policy": input.policy, "incident": input.incident},
            timeout="30s",
            on_success=[
                When(lambda output: output.suspicious, Fail("Suspicious", "handed to the police")),
                Otherwise("pay"),
            ],
            on_failure=FAIL,
        ),
        Step(
            id="pay",
            operation=PayClaim,
            inputs=lambda input, steps: {
                "policy": input.policy,
                "amount": input.amount - steps["look-up"].output.deductible,
            },
            timeout="20s",
            on_failure=[OnError([BankRefused], "ask-for-account"), OnError(["Timeout"], "check-by-hand")],
        ),
    ],
    handlers=[
        Step(
            id="ask-for-account",
            operation=OpenCase,
            inputs=lambda input, error: {"policy": input.policy, "problem": error.message},
            timeout="10s",
            on_success=SUCCEED,
        ),
        Step(
            id="check-by-hand",
            operation=OpenCase,
            inputs=lambda input: {"policy": input.policy, "problem": "paid or not?"},
            timeout="10s",
            on_success=FAIL,  # what would happen anyway: a handler ends the run as failed
        ),
    ],
    result=lambda steps: {"payment": steps.get("pay").output if steps.get("pay") is not None else None},
)
