"""Three checks at once before an account is opened, each with its own ways to say no.

Shows: choices, `Fail`, a bare `FAIL` and `SUCCEED` inside branches, where they end the branch alone; a `Parallel`
inside a branch; a `Parallel` whose failures are told apart by type, those of a `Fail` included; what `error` says of a
failure deep inside.
"""

from acme.kyc import (
    AccountLimit,
    Applicant,
    RegisterDown,
    Unreadable,
    ask_register,
    assess,
    close_account,
    compare_by_hand,
    issue_card,
    open_account,
    read_passport,
    request_scan,
    screen,
    tell_compliance,
)
from wfc import (
    FAIL,
    SUCCEED,
    Choice,
    Compensation,
    Fail,
    OnError,
    Operation,
    Otherwise,
    Parallel,
    Retry,
    Step,
    When,
    Workflow,
)

ReadPassport = Operation("kyc.read-passport", handler=read_passport, effect="read", errors=[Unreadable])
RequestScan = Operation("kyc.request-scan", handler=request_scan, effect="write", idempotent="key", irreversible=True)
Screen = Operation("kyc.screen", handler=screen, effect="read")
CompareByHand = Operation("kyc.compare", handler=compare_by_hand, effect="read")
AskRegister = Operation("kyc.register", handler=ask_register, effect="read", errors=[RegisterDown])
Assess = Operation("kyc.assess", handler=assess, effect="read")
OpenAccount = Operation("kyc.open", handler=open_account, effect="write", idempotent="key", errors=[AccountLimit])
CloseAccount = Operation("kyc.close", handler=close_account, effect="write", idempotent="natural")
IssueCard = Operation("kyc.card", handler=issue_card, effect="write", idempotent="key", irreversible=True)
TellCompliance = Operation("kyc.tell", handler=tell_compliance, effect="write", idempotent="key", irreversible=True)


def register(name: str) -> Step:
    """Ask one register, patiently."""
    return Step(
        id=f"ask-{name}",
        operation=AskRegister,
        inputs=lambda input: {"which": name, "name": input.name},
        retry=Retry(max_attempts=3, initial="2s", only=[RegisterDown]),
        timeout="10s",
    )


identity = [
    Step(
        id="passport",
        operation=ReadPassport,
        inputs=lambda input: {"scan": input.passport_scan},
        timeout="20s",
        on_success=SUCCEED,
        on_failure=[OnError([Unreadable], "request-scan")],
    ),
    Step(
        id="request-scan",
        operation=RequestScan,
        inputs=lambda input, error: {"name": input.name, "why": f"{error.step}: {error.message}"},
        timeout="10s",
        on_success=FAIL,  # with what it was asked for: Unreadable
    ),
]

sanctions = [
    Step(id="screen", operation=Screen, inputs=lambda input: {"name": input.name}, timeout="10s"),
    Choice(
        id="how-alike",
        transitions=[
            When(
                lambda steps: steps["screen"].output.score >= 90,
                Fail("SanctionsHit", lambda steps: steps["screen"].output.listed_as or "somebody"),
            ),
            When(lambda steps: steps["screen"].output.score >= 60, "compare"),
            Otherwise(SUCCEED),
        ],
    ),
    Step(
        id="compare",
        operation=CompareByHand,
        inputs=lambda input, steps: {
            "name": input.name,
            "listed_as": steps["screen"].output.listed_as,
            "score": steps["screen"].output.score,
        },
        timeout="1h",
        on_success=[When(lambda output: output, Fail("SanctionsHit", "recognised")), Otherwise(SUCCEED)],
    ),
]

wealth = [
    Parallel(id="registers", branches={"tax": [register("tax")], "land": [register("land")]}),
    Step(
        id="assess",
        operation=Assess,
        inputs=lambda input, steps: {
            "stated": input.yearly_income,
            "known": [steps["ask-tax"].output, steps["registers"].output["land"]],
        },
        timeout="10s",
    ),
]

kyc_checks = Workflow(
    key="kyc.checks",
    version="1.0.0",
    owners=["team-compliance"],
    input=Applicant,
    steps=[
        Parallel(
            id="checks",
            branches={"identity": identity, "sanctions": sanctions, "wealth": wealth},
            on_failure=[
                OnError(["SanctionsHit"], "report"),
                OnError([Unreadable], SUCCEED),
                Otherwise(Fail("NotChecked", lambda error: f"{error.type} at {error.step}")),
            ],
        ),
        Step(
            id="open",
            operation=OpenAccount,
            inputs=lambda input, steps: {
                "name": input.name,
                "passport": steps["passport"].output.number,
                "risk": steps["checks"].output["wealth"],
            },
            timeout="10s",
            compensation=Compensation(
                CloseAccount,
                inputs=lambda output, key: {"account": output, "key": key},
                when="attempted",
                timeout="10s",
            ),
        ),
        Step(id="card", operation=IssueCard, inputs=lambda steps: {"account": steps["open"].output}, timeout="10s"),
    ],
    handlers=[
        Step(
            id="report",
            operation=TellCompliance,
            inputs=lambda input, error: {"subject": input.name, "what": error.message, "where": error.step},
            timeout="10s",
        ),
    ],
    result=lambda steps: {
        "account": steps.get("open").output if steps.get("open") is not None else None,
        "compared": steps.get("compare") is not None,
    },
)
