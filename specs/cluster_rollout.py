"""A new version on every node, one after the other; if one does not like it, all go back.

Shows: `max_concurrency=1`; a body in which a failure leads to another step and from there to `Fail`; compensations that
fail for one element, after which the other elements are still undone; a compensation that is a step of `handlers`;
`after_compensation`: one step that is told when everything has been undone.
"""

from acme.clusters import (
    DrainBlocked,
    ImageMissing,
    NodeLost,
    Rollout,
    drain,
    install,
    mark,
    probe,
    reinstall,
    tell_operators,
    undrain,
)
from wfc import Compensation, Fail, ForEach, Operation, Otherwise, Retry, Step, When, Workflow

Drain = Operation("clusters.drain", handler=drain, effect="write", idempotent="key", errors=[DrainBlocked])
Undrain = Operation("clusters.undrain", handler=undrain, effect="write", idempotent="natural")
Install = Operation("clusters.install", handler=install, effect="write", idempotent="key", errors=[ImageMissing])
Reinstall = Operation(
    "clusters.reinstall", handler=reinstall, effect="write", idempotent="natural", errors=[ImageMissing]
)
Probe = Operation("clusters.probe", handler=probe, effect="read", errors=[NodeLost])
Mark = Operation("clusters.mark", handler=mark, effect="write", idempotent="key", irreversible=True)
TellOperators = Operation("clusters.tell", handler=tell_operators, effect="write", idempotent="key", irreversible=True)

cluster_rollout = Workflow(
    key="cluster.rollout",
    version="1.0.0",
    owners=["team-clusters"],
    input=Rollout,
    steps=[
        Step(
            id="canary",
            operation=Probe,
            inputs=lambda input: {"node": input.nodes[0]},  # wfc: allow[may-raise] a scenario shows it
            retry=Retry(max_attempts=2, backoff="constant", initial="5s"),
            timeout="10s",
            on_success=[
                When(lambda output: output.ready, "nodes"),
                When(lambda output: not output.ready, Fail("NotReady", lambda input: input.nodes[0])),
            ],
        ),
        ForEach(
            id="nodes",
            items=lambda input: [node for node in input.nodes if node not in input.skip],
            max_concurrency=1,
            steps=[
                Step(
                    id="drain",
                    operation=Drain,
                    inputs=lambda item: {"node": item},
                    timeout="10m",
                    compensation=Compensation(
                        Undrain, inputs=lambda item: {"node": item}, when="attempted", timeout="1m"
                    ),
                ),
                Step(
                    id="install",
                    operation=Install,
                    inputs=lambda input, item: {"node": item, "version": input.version},
                    timeout="10m",
                    compensation=Compensation(
                        Reinstall,
                        inputs=lambda item, output, key: {
                            "node": item,
                            "version": output.version if output is not None else None,
                            "key": key,
                        },
                        when="attempted",
                        retry=Retry(max_attempts=2, backoff="constant", initial="10s", never=[ImageMissing]),
                        timeout="10m",
                    ),
                ),
                Step(
                    id="probe",
                    operation=Probe,
                    inputs=lambda item: {"node": item},
                    retry=Retry(max_attempts=3, backoff="linear", initial="10s", never=[NodeLost]),
                    timeout="10s",
                    on_success=[
                        When(lambda output: output.ready and output.errors == 0, "undrain"),
                        Otherwise(
                            Fail("Unhealthy", lambda steps, item: f"{item} has {steps['probe'].output.errors} errors")
                        ),
                    ],
                ),
                Step(
                    id="undrain",
                    operation=Undrain,
                    inputs=lambda item: {"node": item},
                    timeout="1m",
                    compensation="drain-again",
                ),
            ],
        ),
        Step(
            id="mark",
            operation=Mark,
            inputs=lambda input, steps: {"version": input.version, "nodes": len(steps["nodes"].output)},
            timeout="10s",
        ),
    ],
    handlers=[
        Step(  # wfc: allow[undo-misses-timeout] a node in doubt stays drained
            id="drain-again",
            operation=Drain,
            inputs=lambda item: {"node": item},
            retry=Retry(max_attempts=2),
            timeout="10m",
        ),
    ],
    after_compensation=Step(
        id="tell-operators",
        operation=TellOperators,
        inputs=lambda input, error: {"version": input.version, "what": error.type, "where": error.step},
        timeout="10s",
    ),
    result=lambda input, steps: {"version": input.version, "nodes": len(steps["nodes"].output)},
)
