"""An upgrade that must be over when the day begins.

Shows: a deadline that cuts an attempt, a delay, a wait and a branch, and that no edge can hold it back; undoing takes
as long as it takes, and the operators are told when it is done.
"""

from acme.maintenance import (
    CheckFailed,
    InstallerBusy,
    NodeStuck,
    Upgrade,
    check_health,
    drain,
    drop_snapshot,
    install,
    roll_back,
    take_snapshot,
    tell_operators,
    undrain,
)
from wfc import NEXT, Choice, Compensation, Fail, Operation, Otherwise, Parallel, Retry, Step, Wait, When, Workflow

Drain = Operation("cluster.drain", handler=drain, effect="write", idempotent="key", errors=[NodeStuck])
Undrain = Operation("cluster.undrain", handler=undrain, effect="write", idempotent="natural")
Snapshot = Operation("cluster.snapshot", handler=take_snapshot, effect="write", idempotent="key")
DropSnapshot = Operation("cluster.drop-snapshot", handler=drop_snapshot, effect="write", idempotent="natural")
Install = Operation("cluster.install", handler=install, effect="write", idempotent="key", errors=[InstallerBusy])
RollBack = Operation("cluster.roll-back", handler=roll_back, effect="write", idempotent="natural")
CheckHealth = Operation("cluster.health", handler=check_health, effect="read", errors=[CheckFailed])
Tell = Operation("chat.operators", handler=tell_operators, effect="write", idempotent="key", irreversible=True)

maintenance_window = Workflow(  # wfc: allow[deadline-below-worst-case] the day does not wait for retries
    key="maintenance.window",
    version="1.0.0",
    owners=["team-databases"],
    input=Upgrade,
    deadline="2h",
    steps=[
        Wait(id="window-opens", until=lambda input: input.not_before),
        Parallel(
            id="prepare",
            branches={
                "traffic": [
                    Step(
                        id="drain",
                        operation=Drain,
                        inputs=lambda input: {"cluster": input.cluster},
                        timeout="3h",
                        compensation=Compensation(
                            Undrain, inputs=lambda input: {"cluster": input.cluster}, when="attempted"
                        ),
                    ),
                ],
                "copy": [
                    Step(
                        id="snapshot",
                        operation=Snapshot,
                        inputs=lambda input: {"cluster": input.cluster},
                        timeout="3h",
                        compensation=Compensation(
                            DropSnapshot,
                            inputs=lambda input, output: {
                                "cluster": input.cluster,
                                "snapshot_id": output.snapshot_id if output is not None else None,
                            },
                            when="attempted",
                        ),
                    ),
                ],
            },
        ),
        Step(
            id="install",
            operation=Install,
            inputs=lambda input: {"cluster": input.cluster, "release": input.release},
            retry=Retry(max_attempts=4, backoff="constant", initial="30m", only=[InstallerBusy]),
            timeout="3h",
            compensation=Compensation(
                RollBack,
                inputs=lambda input, output: {"cluster": input.cluster, "previous": output},
                when="attempted",
            ),
            on_failure=Fail("NotInstalled", lambda error: error.type),
        ),
        Wait(id="settle", duration=lambda input: input.settle_seconds),
        Step(
            id="health",
            operation=CheckHealth,
            inputs=lambda input: {"cluster": input.cluster},
            timeout="5m",
            on_success=NEXT,
            on_failure=NEXT,
        ),
        Choice(
            id="healthy",
            transitions=[
                When(
                    lambda steps: steps["health"].output >= 3 if steps.get("health") is not None else False, "announce"
                ),
                Otherwise(Fail("Unhealthy", lambda input: input.cluster)),
            ],
        ),
        Step(
            id="announce",
            operation=Tell,
            inputs=lambda input: {"cluster": input.cluster, "text": f"now on {input.release}"},
            timeout="10s",
        ),
    ],
    after_compensation=Step(
        id="tell-operators",
        operation=Tell,
        inputs=lambda input, error: {"cluster": input.cluster, "text": f"as before ({error.type} {error.message})"},
        timeout="10s",
    ),
    result=lambda steps: {"previous": steps["install"].output},
)
