"""A chain of three steps, started by a clock in a time zone.

Shows: a handler that takes nothing, one that takes a model (the output of the step before, as it is), a module
constant in a lambda, and a step without output. The first failure ends the run, for nobody says otherwise.
"""

from acme.sales import ChannelArchived, fetch_sales, publish, summarise
from wfc import Cron, Operation, Retry, Step, Workflow

FetchSales = Operation("sales.fetch", handler=fetch_sales, effect="read")
Summarise = Operation("sales.summarise", handler=summarise, effect="read")
Publish = Operation(
    "chat.publish", handler=publish, effect="write", idempotent="key", irreversible=True, errors=[ChannelArchived]
)

CHANNEL = "#sales"

nightly_report = Workflow(
    key="nightly.report",
    version="1.2.0",
    title="Nightly sales report",
    owners=["team-sales"],
    steps=[
        Step(id="fetch-sales", operation=FetchSales, retry=Retry(max_attempts=2), timeout="20s"),
        Step(id="summarise", operation=Summarise, inputs=lambda steps: steps["fetch-sales"].output),
        Step(
            id="publish",
            operation=Publish,
            inputs=lambda steps: {"channel": CHANNEL, "text": steps["summarise"].output},
            retry=Retry(max_attempts=3, backoff="constant", initial="2s", never=[ChannelArchived]),
            timeout="10s",
        ),
    ],
    result=lambda steps: {"report": steps["summarise"].output},
    triggers=[Cron("30 6 * * 1-5", timezone="Europe/Berlin")],
)
