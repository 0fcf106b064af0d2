"""Four small workflows about schedules, and about two classes of one name.

Shows: a tick that is skipped while the last run goes on; missed ticks that are made up for; ticks that wait for each
other; `Rate` of the exchange and `Rate` of the brokers, in one workflow.
"""

from acme.brokers import ask_broker
from acme.exchange import Day, read_rate, settle, store_rate
from wfc import Cron, Operation, Retry, Step, Workflow

ReadRate = Operation("exchange.read", handler=read_rate, effect="read", timeout="20s")
StoreRate = Operation(
    "exchange.store", handler=store_rate, effect="write", idempotent="natural", irreversible=True, timeout="20s"
)
Settle = Operation("exchange.settle", handler=settle, effect="write", idempotent="key", irreversible=True, timeout="5m")
AskBroker = Operation("brokers.ask", handler=ask_broker, effect="read", timeout="20s")


def read_step() -> Step:
    """The first step of all of them."""
    return Step(id="read", operation=ReadRate, inputs=lambda input: {"day": input.day}, retry=Retry(3, initial="1s"))


def store_step() -> Step:
    """The last step of two of them."""
    return Step(
        id="store",
        operation=StoreRate,
        inputs=lambda steps: {"pair": steps["read"].output.pair, "value": steps["read"].output.value},
    )


rates_refresh = Workflow(
    key="rates.refresh",
    version="1.0.0",
    input=Day,
    steps=[read_step(), store_step()],
    triggers=[Cron("*/10 * * * *", input={"day": "today"}, overlap="skip")],
)

rates_backfill = Workflow(
    key="rates.backfill",
    version="1.0.0",
    input=Day,
    steps=[read_step(), store_step()],
    triggers=[Cron("0 3 * * *", input={"day": "yesterday"}, catchup=True, overlap="allow")],
)

rates_settle = Workflow(
    key="rates.settle",
    version="1.0.0",
    input=Day,
    steps=[Step(id="settle", operation=Settle, inputs=lambda input: {"day": input.day})],
    result=lambda steps: steps["settle"].output,
    triggers=[Cron("30 17 * * MON-FRI", input={"day": "today"}, overlap="queue")],
)

rates_compare = Workflow(
    key="rates.compare",
    version="1.0.0",
    input=Day,
    steps=[
        read_step(),
        Step(id="ask", operation=AskBroker, inputs=lambda steps: {"pair": steps["read"].output.pair}),
    ],
    result=lambda steps: {
        "pair": steps["read"].output.pair,
        "spread": steps["ask"].output.ask - steps["ask"].output.bid,
        "fair": steps["ask"].output.bid <= steps["read"].output.value <= steps["ask"].output.ask,
    },
)
