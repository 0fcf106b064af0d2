"""One workflow of any number of steps, with the mix that real ones have, to measure how the compiler grows.

Of 20 steps: 9 plain ones, 2 with a compensation, a choice between 2, a wait, a `Parallel` of 2, a `ForEach` of 1, and a
handler. Lambdas read the outputs of steps right before them, of the first step and of joined branches.
"""

import re
from pathlib import Path
from typing import Literal, TypeAlias

Form: TypeAlias = Literal["written", "made"]

SHOP = '''"""What the steps of the big workflow do."""

from pydantic import BaseModel


class Order(BaseModel):
    order_id: str
    amount: int
    lines: list[str]


class Offer(BaseModel):
    id: str
    price: int
    tags: list[str]


class NotSold(Exception):
    pass


def ask(order_id: str, amount: int) -> Offer:
    raise NotSold(order_id)


def buy(offer_id: str, price: int, idempotency_key: str) -> Offer:
    raise NotSold(offer_id)


def give_back(offer_id: str, idempotency_key: str) -> None:
    pass


def note(text: str, idempotency_key: str) -> None:
    pass
'''
HEAD = '''"""A big workflow."""

from shop import NotSold, Order, ask, buy, give_back, note
from wfc import Choice, Compensation, ForEach, OnError, Operation, Otherwise, Parallel
from wfc import Retry, Step, Wait, When, Workflow

Ask = Operation("shop.ask", handler=ask, effect="read", errors=[NotSold])
Buy = Operation("shop.buy", handler=buy, effect="write", idempotent="key", errors=[NotSold])
GiveBack = Operation("shop.give-back", handler=give_back, effect="write", idempotent="key")
Note = Operation("shop.note", handler=note, effect="write", idempotent="key", irreversible=True)

'''
FIRST = """        Step(
            id="first",
            operation=Ask,
            inputs=lambda input: {"order_id": input.order_id, "amount": 0},
            timeout="10s",
        ),
"""
LEG = (
    """        Step(
            id="ask-{n}",
            operation=Ask,
            inputs=lambda input, steps: {{"order_id": input.order_id, "amount": steps["{before}"].output.price}},
            timeout="10s",
            on_failure="tell-{n}",
        ),
""",
    """        Choice(
            id="dear-{n}",
            transitions=[
                When(
                    lambda steps: steps["ask-{n}"].output.price > 100 and "sale" not in steps["ask-{n}"].output.tags,
                    "haggle-{n}",
                ),
                Otherwise("praise-{n}"),
            ],
        ),
""",
    """        Step(
            id="haggle-{n}",
            operation=Ask,
            inputs=lambda input, steps: {{"order_id": input.order_id, "amount": steps["ask-{n}"].output.price - {n}}},
            timeout="10s",
            retry=Retry(max_attempts=3, initial="1s"),
            on_success=[When(lambda output: output.price < 50, "buy-{n}"), Otherwise("buy-{n}")],
        ),
""",
    """        Step(
            id="praise-{n}",
            operation=Note,
            inputs=lambda input: {{"text": f"cheap: {{input.order_id}}"}},
            timeout="10s",
            on_success="buy-{n}",
        ),
""",
    """        Step(
            id="buy-{n}",
            operation=Buy,
            inputs=lambda steps: {{"offer_id": steps["ask-{n}"].output.id, "price": steps["ask-{n}"].output.price}},
            timeout="30s",
            retry=Retry(max_attempts=3, initial="1s", never=[NotSold]),
            compensation=Compensation(
                GiveBack, inputs=lambda output: {{"offer_id": output.id if output else "none"}}, when="attempted"
            ),
            on_failure=[OnError([NotSold], "tell-{n}")],
        ),
""",
    """        Parallel(
            id="both-{n}",
            branches={{
                "left": [
                    Step(
                        id="left-{n}",
                        operation=Ask,
                        inputs=lambda input, steps: {{
                            "order_id": input.order_id,
                            "amount": steps["buy-{n}"].output.price,
                        }},
                        timeout="10s",
                    )
                ],
                "right": [
                    Step(
                        id="right-{n}",
                        operation=Buy,
                        inputs=lambda steps: {{"offer_id": steps["buy-{n}"].output.id, "price": 1}},
                        timeout="10s",
                        compensation=Compensation(
                            GiveBack,
                            inputs=lambda output: {{"offer_id": output.id if output else "none"}},
                            when="attempted",
                        ),
                    )
                ],
            }},
        ),
""",
    "",
    "",
    """        ForEach(
            id="each-{n}",
            items=lambda input, steps: [line for line in input.lines if line != steps["left-{n}"].output.id],
            steps=[Step(id="line-{n}", operation=Note, inputs=lambda item: {{"text": item}}, timeout="10s")],
            max_concurrency=10,
        ),
""",
    "",
    """        Wait(id="pause-{n}", duration="1m"),
""",
    *(
        f"""        Step(
            id="ask{more}-{{n}}",
            operation=Ask,
            inputs=lambda input, steps: {{{{
                "order_id": f"{{{{input.order_id}}}}/{{{{steps['right-{{n}}'].output.id}}}}",
                "amount": steps["ask{before}-{{n}}"].output.price + input.amount,
            }}}},
            timeout="10s",
        ),
"""
        for before, more in zip(["", *range(1, 8)], range(1, 9), strict=True)
    ),
)
"""Nodes of one leg in the order of the list; an empty text is a node that the one before it has inside."""
HANDLER = """        Step(
            id="tell-{n}",
            operation=Note,
            inputs=lambda error, input: {{"text": f"{{input.order_id}}: {{error.message}}"}},
            timeout="10s",
        ),
"""


IDS = tuple(dict.fromkeys(re.findall(r"\bid=\"(\w+)-", "".join(LEG) + HANDLER)))


def write_workflow(folder: Path, steps: int, form: Form) -> Path:
    """A spec of so many steps, and the module it imports, in a folder of their own; the path of the spec.

    `written` has every step in full, some seven lines each; `made` calls a function that makes them, for each leg.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "shop.py").write_text(SHOP)
    spec = folder / f"big_{form}_{steps}.py"
    legs, rest = divmod(steps - 1, len(LEG) + 1)
    listed = _written(legs) if form == "written" else _made(legs)
    waits = f'Wait(id=f"rest-{{n}}", duration="1m") for n in range({rest})'
    head = 'big = Workflow(\n    key="big",\n    version="1.0.0",\n    input=Order,\n'
    spec.write_text(HEAD + listed.replace("WAITS", waits).replace("HEAD", head))
    return spec


def _written(legs: int) -> str:
    body = "".join(node.format(n=n, before=f"ask8-{n - 1}" if n else "first") for n in range(legs) for node in LEG)
    handlers = "".join(HANDLER.format(n=n) for n in range(legs))
    return f"HEAD    steps=[\n{FIRST}{body}        *[WAITS],\n    ],\n    handlers=[\n{handlers}    ],\n)\n"


def _made(legs: int) -> str:
    ids = "".join(f'    id_{one} = f"{one}-{{n}}"\n' for one in IDS)
    body, handler = _with_variables("".join(LEG)), _with_variables(HANDLER).strip().removesuffix(",")
    made = f"def leg(n, before):\n{ids}    return [\n{body}    ]\n\n\n"
    made += f'def handler(n):\n    id_tell = f"tell-{{n}}"\n    return {handler}\n\n\n'
    before = 'f"ask8-{n - 1}" if n else "first"'
    steps = f"        *(step for n in range({legs}) for step in leg(n, {before})),\n        *[WAITS],\n"
    handlers = f"    handlers=[handler(n) for n in range({legs})],\n"
    return f"{made}HEAD    steps=[\n{FIRST}{steps}    ],\n{handlers})\n"


def _with_variables(text: str) -> str:
    """Ids as variables of the function that makes the steps."""
    named = re.sub(r"""["'](\w+)-{n}["']""", r"id_\1", text.replace('"{before}"', "before"))
    return named.replace("{{", "{").replace("}}", "}").replace("- {n}", "- n")
