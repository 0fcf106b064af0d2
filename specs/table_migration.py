"""A table is moved; when rows get lost, everybody is told at once before it is moved back.

Shows: a `Parallel` and a `ForEach` among the `handlers`, reached by failure edges only, that fail the run when they are
through; steps of handlers that succeeded and are undone with the rest; a loop that is taken on one path only, and the
compensations of a run that may or may not have entered it.
"""

from acme.tables import (
    DiskFull,
    RowsLost,
    Upgrade,
    build_index,
    close_ticket,
    copy_rows,
    drop_copy,
    freeze_table,
    open_ticket,
    switch_over,
    tell_owner,
    thaw_table,
)
from wfc import (
    FAIL,
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

CopyRows = Operation("tables.copy", handler=copy_rows, effect="write", idempotent="key", errors=[DiskFull])
DropCopy = Operation("tables.drop", handler=drop_copy, effect="write", idempotent="natural")
BuildIndex = Operation(
    "tables.index", handler=build_index, effect="write", idempotent="natural", irreversible=True, errors=[DiskFull]
)
SwitchOver = Operation(
    "tables.switch", handler=switch_over, effect="write", idempotent="key", irreversible=True, errors=[RowsLost]
)
TellOwner = Operation("tables.tell", handler=tell_owner, effect="write", idempotent="key", irreversible=True)
OpenTicket = Operation("tables.ticket", handler=open_ticket, effect="write", idempotent="key")
CloseTicket = Operation("tables.close-ticket", handler=close_ticket, effect="write", idempotent="natural")
FreezeTable = Operation("tables.freeze", handler=freeze_table, effect="write", idempotent="natural")
ThawTable = Operation("tables.thaw", handler=thaw_table, effect="write", idempotent="natural")

COLUMNS = ["id", "owner", "created"]

table_migration = Workflow(
    key="table.migration",
    version="1.0.0",
    owners=["team-tables"],
    input=Upgrade,
    steps=[
        Step(
            id="copy",
            operation=CopyRows,
            inputs=lambda input: {"table": input.table},
            timeout="4h",
            compensation=Compensation(
                DropCopy,
                inputs=lambda input, output: {
                    "table": input.table,
                    "twin": output.table if output is not None else None,
                },
                when="attempted",
                timeout="10m",
            ),
        ),
        Choice(
            id="large",
            transitions=[
                When(lambda input: input.rows >= 1000, "indexes"),
                When(lambda input: input.rows < 1000, "switch"),
            ],
        ),
        ForEach(
            id="indexes",
            items=lambda: [column.upper() for column in COLUMNS],
            max_concurrency=2,
            steps=[
                Step(
                    id="index",
                    operation=BuildIndex,
                    inputs=lambda steps, item: {"table": steps["copy"].output.table, "column": item},
                    retry=Retry(max_attempts=2, never=[DiskFull]),
                    timeout="1h",
                ),
            ],
            on_success=[
                When(lambda output: sum(output) > 1_000_000, Fail("IndexesTooLarge", "indexes over a million")),
                Otherwise("switch"),
            ],
        ),
        Step(
            id="switch",
            operation=SwitchOver,
            inputs=lambda input, steps: {"table": input.table, "twin": steps["copy"].output.table},
            timeout="1m",
            on_failure=[OnError([RowsLost], "alarm"), OnError(["Timeout"], "tell-owners")],
        ),
    ],
    handlers=[
        Parallel(
            id="alarm",
            branches={
                "people": [
                    Step(
                        id="ticket",
                        operation=OpenTicket,
                        inputs=lambda input, error: {"title": f"{input.table}: {error.type}"},
                        timeout="10s",
                        compensation=Compensation(
                            CloseTicket,
                            inputs=lambda input, output: {"ticket": output, "title": input.table},
                            when="attempted",
                            timeout="10s",
                        ),
                    ),
                ],
                "machines": [
                    Step(
                        id="freeze",
                        operation=FreezeTable,
                        inputs=lambda input: {"table": input.table},
                        timeout="1m",
                        compensation=Compensation(
                            ThawTable,
                            inputs=lambda input: {"table": input.table},
                            when="attempted",
                            timeout="1m",
                        ),
                    ),
                ],
            },
            on_success="tell-owners",
            on_failure=FAIL,
        ),
        ForEach(
            id="tell-owners",
            items=lambda input: sorted(input.owners),
            steps=[
                Step(
                    id="tell-owner",
                    operation=TellOwner,
                    inputs=lambda item, error: {"owner": item, "what": error.type},
                    timeout="1m",
                ),
            ],
        ),
    ],
    result=lambda steps: {
        "old": steps["switch"].output,
        "indexes": steps.get("indexes").output if steps.get("indexes") is not None else [],
    },
)
