"""A trial that ends by itself.

Shows: three ways to say how long to wait: a duration, an instant of the input, and seconds that a lambda works out
(which may be none, or may fail).
"""

from acme.trials import SignupClosed, Trial, close_trial, is_paying, nudge, open_trial
from wfc import NEXT, SUCCEED, Compensation, Operation, Otherwise, Step, Wait, When, Workflow

SECONDS_PER_HOUR = 3600

Open = Operation("trials.open", handler=open_trial, effect="write", idempotent="key", errors=[SignupClosed])
Close = Operation("trials.close", handler=close_trial, effect="write", idempotent="natural")
IsPaying = Operation("plans.is-paying", handler=is_paying, effect="read")
Nudge = Operation("product.nudge", handler=nudge, effect="write", idempotent="key", irreversible=True)

trial_expiry = Workflow(
    key="trial.expiry",
    version="1.0.0",
    owners=["team-growth"],
    input=Trial,
    steps=[
        Step(
            id="open",
            operation=Open,
            inputs=lambda input: {"account": input.account},
            timeout="10s",
            compensation=Compensation(Close, inputs=lambda input: {"account": input.account}, when="attempted"),
        ),
        Wait(id="look-around", duration="3d"),
        Step(
            id="nudge",
            operation=Nudge,
            inputs=lambda input: {"account": input.account, "about": f"free until {input.ends_at}"},
            timeout="10s",
            on_success=NEXT,
            on_failure=NEXT,
        ),
        Wait(id="trial-ends", until=lambda input: input.ends_at),
        Step(
            id="paying",
            operation=IsPaying,
            inputs=lambda input: {"account": input.account},
            timeout="10s",
            on_success=[When(lambda output: output, SUCCEED), Otherwise(NEXT)],
        ),
        Wait(
            id="use-up-credit",
            duration=lambda input: (
                SECONDS_PER_HOUR * (input.credit // input.price_per_hour)  # wfc: allow[may-raise] a scenario shows it
            ),
        ),
        Step(id="close", operation=Close, inputs=lambda input: {"account": input.account}, timeout="10s"),
    ],
    result=lambda steps: {"paying": steps["paying"].output},
)
