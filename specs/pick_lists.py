"""A pick list, line by line, by robots where that works.

Shows: choices, failure edges, `Fail`, `FAIL` and `SUCCEED` inside a body, where they end one element; a `ForEach` whose
failure is handled, after which the elements that had succeeded stay, until the run fails for another reason; a
compensation in a body that is a step of `handlers`.
"""

from acme.warehouse import (
    BoxFull,
    PickList,
    RobotStuck,
    ShelfEmpty,
    cancel_supplies,
    close_box,
    locate,
    order_supplies,
    pad,
    pick_by_hand,
    pick_by_robot,
    put_back,
)
from wfc import (
    FAIL,
    SUCCEED,
    Choice,
    Compensation,
    Fail,
    ForEach,
    OnError,
    Operation,
    Otherwise,
    Step,
    When,
    Workflow,
)

Locate = Operation("warehouse.locate", handler=locate, effect="read")
PickByRobot = Operation(
    "warehouse.robot", handler=pick_by_robot, effect="write", idempotent="key", errors=[RobotStuck, ShelfEmpty]
)
PickByHand = Operation("warehouse.hand", handler=pick_by_hand, effect="write", idempotent="key", errors=[ShelfEmpty])
PutBack = Operation("warehouse.put-back", handler=put_back, effect="write", idempotent="natural")
Pad = Operation("warehouse.pad", handler=pad, effect="write", idempotent="natural", irreversible=True)
OrderSupplies = Operation("warehouse.supplies", handler=order_supplies, effect="write", idempotent="key")
CancelSupplies = Operation("warehouse.cancel-supplies", handler=cancel_supplies, effect="write", idempotent="natural")
CloseBox = Operation(
    "warehouse.close", handler=close_box, effect="write", idempotent="natural", irreversible=True, errors=[BoxFull]
)

ROBOTS_CARRY = 20

pick_lists = Workflow(
    key="pick.lists",
    version="1.0.0",
    owners=["team-warehouse"],
    input=PickList,
    steps=[
        ForEach(
            id="lines",
            items=lambda input: input.lines,
            max_concurrency=4,
            steps=[
                Step(
                    id="locate",
                    operation=Locate,
                    inputs=lambda item: {"sku": item.sku, "shelf": item.shelf},
                    timeout="5s",
                ),
                Choice(
                    id="how",
                    transitions=[
                        When(lambda item: item.quantity < 1, SUCCEED),
                        When(
                            lambda steps, item: steps["locate"].output < item.quantity,
                            Fail(
                                "OutOfStock", lambda steps, item: f"{steps['locate'].output} {item.sku} on {item.shelf}"
                            ),
                        ),
                        When(lambda item: item.quantity > ROBOTS_CARRY, "by-hand"),
                        Otherwise("by-robot"),
                    ],
                ),
                Step(
                    id="by-robot",
                    operation=PickByRobot,
                    inputs=lambda item: {"sku": item.sku, "quantity": item.quantity, "shelf": item.shelf},
                    timeout="2m",
                    compensation="put-back",
                    on_success=[When(lambda item: item.fragile, "pad"), Otherwise(SUCCEED)],
                    on_failure=[OnError([ShelfEmpty], FAIL), Otherwise("by-hand")],
                ),
                Step(
                    id="by-hand",
                    operation=PickByHand,
                    inputs=lambda item: {
                        "sku": item.sku,
                        "quantity": item.quantity,
                        "shelf": item.shelf,
                        "why": "robots cannot",
                    },
                    timeout="15m",
                    compensation=Compensation(
                        PutBack,
                        inputs=lambda item, index, output: {
                            "sku": item.sku,
                            "shelf": item.shelf,
                            "token": output.token if output is not None else None,
                            "line": index,
                        },
                        when="attempted",
                        timeout="15m",
                    ),
                    on_success=[When(lambda item: item.fragile, "pad"), Otherwise(SUCCEED)],
                ),
                Step(
                    id="pad",
                    operation=Pad,
                    inputs=lambda steps: {
                        "token": steps.get("by-robot").output.token
                        if steps.get("by-robot") is not None
                        else steps.get("by-hand").output.token
                        if steps.get("by-hand") is not None
                        else "nothing"
                    },
                    timeout="5m",
                ),
            ],
            on_success="close",
            on_failure=[OnError(["OutOfStock", ShelfEmpty], "short")],
        ),
        Choice(
            id="short",
            transitions=[
                When(lambda input: input.may_be_partial, "order-supplies"),
                Otherwise(Fail("NotComplete", lambda error: f"{error.step}: {error.message}")),
            ],
        ),
        Step(
            id="order-supplies",
            operation=OrderSupplies,
            inputs=lambda input, error: {"box": input.box, "problem": error.step},
            timeout="10s",
            compensation=Compensation(
                CancelSupplies,
                inputs=lambda input, output: {"order": output, "box": input.box},
                when="attempted",
                timeout="10s",
            ),
        ),
        Step(
            id="close",
            operation=CloseBox,
            inputs=lambda input, steps: {
                "box": input.box,
                "pieces": sum(line.quantity for line in input.lines if line.quantity > 0),
                "partial": steps.get("order-supplies") is not None,
            },
            timeout="1m",
        ),
    ],
    handlers=[
        Step(  # wfc: allow[undo-misses-timeout] a robot in doubt drives back
            id="put-back",
            operation=PutBack,
            inputs=lambda item, index, output: {
                "sku": item.sku,
                "shelf": item.shelf,
                "token": output.token,
                "line": index,
            },
            timeout="15m",
        ),
    ],
    result=lambda steps: {"label": steps["close"].output, "complete": steps.get("lines") is not None},
)
