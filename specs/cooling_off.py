"""A contract counts only when two weeks have gone by.

Shows: a wait between two steps. It holds no worker, and whoever cancels the run meanwhile ends it at once.
"""

from acme.policies import NotSolvent, Sale, activate_policy, is_withdrawn
from wfc import SUCCEED, Operation, Otherwise, Step, Wait, When, Workflow

IsWithdrawn = Operation("policies.is-withdrawn", handler=is_withdrawn, effect="read")
Activate = Operation(
    "policies.activate",
    handler=activate_policy,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[NotSolvent],
)

cooling_off = Workflow(
    key="cooling.off",
    version="1.0.0",
    owners=["team-policies"],
    input=Sale,
    steps=[
        Wait(id="two-weeks", duration="14d"),
        Step(
            id="withdrawn",
            operation=IsWithdrawn,
            inputs=lambda input: {"policy_id": input.policy_id},
            timeout="10s",
            on_success=[When(lambda output: output, SUCCEED), Otherwise("activate")],
        ),
        Step(
            id="activate",
            operation=Activate,
            inputs=lambda input: {"policy_id": input.policy_id, "premium": input.premium},
            timeout="30s",
        ),
    ],
    result=lambda steps: steps["activate"].output if steps.get("activate") is not None else None,
)
