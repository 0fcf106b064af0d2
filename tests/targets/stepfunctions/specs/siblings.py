"""Branches and elements that end at different times, and not all of them well."""

from corners import Broken, Given, undo, work

from wfc import FAIL, NEXT, Compensation, ForEach, Operation, Parallel, Step, Workflow

Work = Operation("work", handler=work, effect="write", idempotent="natural", errors=[Broken])
Undo = Operation("undo", handler=undo, effect="write", idempotent="natural")


def do(id: str, on_success=NEXT, on_failure=None) -> Step:
    """A step that can be undone."""
    return Step(
        id=id,
        operation=Work,
        inputs=lambda input: {"size": input.size},
        timeout="30s",
        compensation=Compensation(Undo, inputs=lambda output: {"id": output.id}, timeout="30s"),
        on_success=on_success,
        on_failure=on_failure,
    )


def do_element(id: str) -> Step:
    """The same in a body."""
    return Step(
        id=id,
        operation=Work,
        inputs=lambda item, index: {"size": item, "why": f"{index}"},
        timeout="30s",
        compensation=Compensation(
            Undo, inputs=lambda output, index: {"id": output.id, "why": f"{index}"}, timeout="30s"
        ),
    )


together = Workflow(
    key="together",
    version="1.0.0",
    owners=["team"],
    input=Given,
    steps=[
        do("before"),
        Parallel(id="both", branches={"left": [do("left"), do("further")], "right": [do("right")]}, on_failure="mend"),
        do("after", on_success="last"),
        do("mend", on_failure=FAIL),
        do("last"),
    ],
    result=lambda steps: steps.get("after") is not None,
)

elements = Workflow(
    key="elements",
    version="1.0.0",
    owners=["team"],
    input=Given,
    steps=[
        ForEach(id="each", items=lambda: [7, 8, 9], steps=[do_element("first"), do_element("second")]),
        ForEach(id="single", items=lambda: [1, 2], steps=[do_element("alone")], max_concurrency=1),
        do("last"),
    ],
    result=lambda steps: [done.size for done in steps["each"].output],
)

nested = Workflow(
    key="nested",
    version="1.0.0",
    owners=["team"],
    input=Given,
    steps=[
        ForEach(
            id="each",
            items=lambda: [7, 8],
            steps=[Parallel(id="both", branches={"left": [do_element("left")], "right": [do_element("right")]})],
        ),
        do("last"),
    ],
)
