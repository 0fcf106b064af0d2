"""The bureau is given a week; then the contract is signed with a longer probation.

Shows: a call with a timeout: the child is told to stop, undoes its own work, and only then the call has failed; which
is handled here; and a cancel request that reaches the child.
"""

from acme.hiring import (
    Candidate,
    ConsentMissing,
    CourtsSilent,
    HeadcountFrozen,
    Person,
    Record,
    archive_file,
    ask_courts,
    destroy_file,
    free_desk,
    open_file,
    reserve_desk,
    sign_contract,
)
from wfc import Call, Compensation, Fail, OnError, Operation, Otherwise, Step, When, Workflow

OpenFile = Operation("bureau.open", handler=open_file, effect="write", idempotent="key", errors=[ConsentMissing])
DestroyFile = Operation("bureau.destroy", handler=destroy_file, effect="write", idempotent="natural")
ArchiveFile = Operation("bureau.archive", handler=archive_file, effect="write", idempotent="natural")
AskCourts = Operation("bureau.ask-courts", handler=ask_courts, effect="read", errors=[CourtsSilent])
ReserveDesk = Operation("desks.reserve", handler=reserve_desk, effect="write", idempotent="key")
FreeDesk = Operation("desks.free", handler=free_desk, effect="write", idempotent="natural")
Sign = Operation(
    "people.sign", handler=sign_contract, effect="write", idempotent="key", irreversible=True, errors=[HeadcountFrozen]
)

background_check = Workflow(
    key="background.check",
    version="1.2.0",
    owners=["team-bureau"],
    input=Person,
    output=Record,
    steps=[
        Step(
            id="open",
            operation=OpenFile,
            inputs=lambda input: {"name": input.name},
            timeout="10m",
            compensation=Compensation(
                DestroyFile, inputs=lambda input, output: {"name": input.name, "file_id": output}, when="attempted"
            ),
        ),
        Step(
            id="courts",
            operation=AskCourts,
            inputs=lambda steps: {"file_id": steps["open"].output},
            timeout="30d",
        ),
    ],
    result=lambda steps: {"file_id": steps["open"].output, "clean": steps["courts"].output},
)

candidate_hiring = Workflow(
    key="candidate.hiring",
    version="1.0.0",
    owners=["team-people"],
    input=Candidate,
    steps=[
        Step(
            id="desk",
            operation=ReserveDesk,
            inputs=lambda input: {"role": input.role},
            timeout="1m",
            compensation=Compensation(
                FreeDesk, inputs=lambda input, output: {"role": input.role, "desk": output}, when="attempted"
            ),
        ),
        Call(
            id="check",
            workflow=background_check,
            inputs=lambda input: {"name": input.name},
            timeout="7d",
            compensation=Compensation(
                ArchiveFile,
                inputs=lambda input, output, error: {
                    "file_id": output.file_id if output is not None else f"of {input.name}",
                    "why": error.type,
                },
                when="attempted",
            ),
            on_success=[
                When(lambda output: output.clean, "sign"),
                Otherwise(Fail("NotClean", lambda input: input.name)),
            ],
            on_failure=[OnError(["Timeout"], "sign")],
        ),
        Step(
            id="sign",
            operation=Sign,
            inputs=lambda input, steps: {
                "name": input.name,
                "desk": steps["desk"].output,
                "probation_months": 3 if steps.get("check") is not None else 6,
            },
            timeout="1m",
        ),
    ],
    result=lambda steps: {"contract": steps["sign"].output},
)
