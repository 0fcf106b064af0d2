"""Corners of this target that no example spec turns: loops for delays, and what must not leave the machine early."""

from pydantic import BaseModel

from wfc import FAIL, Compensation, Fail, OnError, Operation, Otherwise, Retry, Sla, Step, When, Workflow


class Given(BaseModel):
    """What a run is given."""

    size: int = 1


class Done(BaseModel):
    """What every operation returns."""

    id: str
    size: int


class Busy(Exception):
    """Try again."""


class Broken(Exception):
    """Do not."""


def work(size: int, why: str = "none") -> Done:
    """Whatever is to be done."""
    return Done(id=why, size=size)


def undo(id: str, why: str = "none") -> None:
    """Take it back."""


Work = Operation("work", handler=work, effect="write", idempotent="natural", errors=[Busy, Broken])
Undo = Operation("undo", handler=undo, effect="write", idempotent="natural")
TELL = "${Cost} is {% not %} 'an' expression"

loops = Workflow(
    key="loops",
    version="1.0.0",
    owners=["team"],
    input=Given,
    steps=[
        Step(
            id="first",
            operation=Work,
            inputs=lambda input: {"size": input.size},
            timeout="3s",
            retry=[
                Retry(max_attempts=3, backoff="linear", initial="2s", max_interval="3s", only=[Busy]),
                Retry(max_attempts=2, backoff="exponential", initial="500ms", never=[Broken]),
            ],
            sla=Sla(max_duration="6s"),
            compensation=Compensation(
                Undo,
                inputs=lambda output, error: {"id": output.id, "why": error.message},
                retry=Retry(max_attempts=3, backoff="linear", never=[Broken]),
            ),
            on_failure=[OnError([Busy], "handle"), OnError([Broken], Fail("Refused", lambda error: error.type))],
        ),
        Step(id="second", operation=Work, inputs=lambda steps: {"size": steps["first"].output.size}, timeout="3s"),
    ],
    handlers=[
        Step(
            id="handle",
            operation=Work,
            inputs=lambda error: {"size": 0, "why": error.message},
            timeout="3s",
            retry=Retry(max_attempts=3, backoff="linear"),
        ),
    ],
)

ends = Workflow(
    key="ends",
    version="1.0.0",
    owners=["team"],
    input=Given,
    steps=[
        Step(
            id="error",  # a function of JSONata is called like this
            operation=Work,
            inputs=lambda: {"size": 1, "why": TELL},
            timeout="3s",
            compensation=Compensation(
                Undo, when="attempted", inputs=lambda output: {"id": output.id if output else "?"}
            ),
            on_success=[
                When(
                    lambda output: 10 // output.size > 5,
                    Fail("TooSmall", lambda output: f"{100 // output.size} ${{Cost}}"),
                ),
                Otherwise("last"),
            ],
            on_failure=[OnError([Busy], "last")],
        ),
        Step(
            id="last",
            operation=Work,
            inputs=lambda steps: {"size": steps.get("error").output.size if steps.get("error") is not None else 0},
            timeout="3s",
            on_failure=[OnError([Broken], FAIL)],
        ),
    ],
    result=lambda steps: {"share": 100 // steps["last"].output.size},
)
