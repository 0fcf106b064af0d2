"""Cleaning up goes on when a part of it fails.

Shows: compensations spelled as the id of a step of `handlers`, with retries and timeouts of their own; steps made by
a function; a compensation that fails for good, after which the others still run.
"""

from acme.tenants import ActivationRefused, BucketNotEmpty, QuotaExceeded, Tenant, activate, create, delete
from wfc import Compensation, Operation, Retry, Step, Workflow

Create = Operation("cloud.create", handler=create, effect="write", idempotent="key", errors=[QuotaExceeded])
Delete = Operation("cloud.delete", handler=delete, effect="write", idempotent="natural", errors=[BucketNotEmpty])
Activate = Operation(
    "tenants.activate",
    handler=activate,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[ActivationRefused],
)


def provision(kind: str, compensation: str | Compensation) -> Step:
    """A step that creates one kind of resource."""
    return Step(
        id=f"create-{kind}",
        operation=Create,
        inputs=lambda input: {"kind": kind, "tenant": input.name, "region": input.region},
        timeout="30s",
        compensation=compensation,
    )


tenant_provisioning = Workflow(
    key="tenant.provisioning",
    version="1.0.0",
    owners=["team-platform"],
    input=Tenant,
    steps=[
        provision("database", "drop-database"),
        provision("bucket", "delete-bucket"),
        provision("domain", Compensation(Delete, inputs=lambda output: {"arn": output.arn}, timeout="20s")),
        Step(
            id="activate",
            operation=Activate,
            inputs=lambda input, steps: {
                "tenant": input.name,
                "database": steps["create-database"].output.arn,
            },
            timeout="10s",
        ),
    ],
    handlers=[
        Step(id="drop-database", operation=Delete, inputs=lambda output: {"arn": output.arn}, timeout="30s"),
        Step(
            id="delete-bucket",
            operation=Delete,
            inputs=lambda output: {"arn": output.arn},
            retry=Retry(max_attempts=4, backoff="constant", initial="2s", never=[BucketNotEmpty]),
            timeout="10s",
        ),
    ],
    result=lambda steps: {"domain": steps["create-domain"].output.arn},
)
