"""Ask everybody at once, and take the best answer.

Shows: the smallest `Parallel`: three branches of one step. Each may fail without harm, since `on_failure=SUCCEED` ends
only its branch, which then yields None; what the branches yield in a condition, an input and the result.
"""

from acme.shopping import NotSold, SoldMeanwhile, Wish, ask_shop, buy, cheapest
from wfc import SUCCEED, Fail, Operation, Otherwise, Parallel, Retry, Step, When, Workflow

AskShop = Operation("shopping.ask", handler=ask_shop, effect="read", errors=[NotSold])
Cheapest = Operation("shopping.cheapest", handler=cheapest, effect="read")
Buy = Operation(
    "shopping.buy", handler=buy, effect="write", idempotent="key", irreversible=True, errors=[SoldMeanwhile]
)


def ask(shop: str) -> Step:
    """Ask one shop; one that does not answer is left out."""
    return Step(
        id=f"ask-{shop}",
        operation=AskShop,
        inputs=lambda input: {"shop": shop, "article": input.article},
        retry=Retry(max_attempts=2, backoff="constant", only=["Timeout"]),
        timeout="5s",
        on_failure=SUCCEED,
    )


price_comparison = Workflow(
    key="price.comparison",
    version="1.0.0",
    owners=["team-shopping"],
    input=Wish,
    steps=[
        Parallel(
            id="ask",
            branches={"north": [ask("north")], "south": [ask("south")], "east": [ask("east")]},
            on_success=[
                When(
                    lambda input, output: any(
                        offer.price <= input.limit for offer in output.values() if offer is not None
                    ),
                    "cheapest",
                ),
                Otherwise(Fail("TooDear", lambda input: f"nobody sells {input.article} for {input.limit}")),
            ],
        ),
        Step(
            id="cheapest",
            operation=Cheapest,
            inputs=lambda steps: {"offers": [offer for offer in steps["ask"].output.values() if offer is not None]},
            timeout="5s",
        ),
        Step(
            id="buy",
            operation=Buy,
            inputs=lambda steps: {"shop": steps["cheapest"].output.shop, "price": steps["cheapest"].output.price},
            timeout="10s",
        ),
    ],
    result=lambda steps: {
        "order": steps["buy"].output,
        "answers": len([offer for offer in steps["ask"].output.values() if offer is not None]),
        "north": steps["ask"].output["north"],
        "east": steps.get("ask-east").output.price if steps.get("ask-east") is not None else None,
    },
)
