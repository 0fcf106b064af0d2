"""Four ways to try again.

Shows: linear, constant and capped exponential delays, errors that are never retried, and a list of policies of which
each counts its own attempts.
"""

from acme.catalog import (
    ConnectionDropped,
    MalformedFeed,
    RateLimited,
    Supplier,
    download_feed,
    update_prices,
    update_stock,
    validate_feed,
)
from wfc import Operation, Retry, Step, Workflow

DownloadFeed = Operation("catalog.download", handler=download_feed, effect="read", errors=[ConnectionDropped])
ValidateFeed = Operation("catalog.validate", handler=validate_feed, effect="read", errors=[MalformedFeed])
UpdatePrices = Operation(
    "catalog.prices", handler=update_prices, effect="write", idempotent="key", irreversible=True, errors=[RateLimited]
)
UpdateStock = Operation(
    "catalog.stock",
    handler=update_stock,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[RateLimited, ConnectionDropped],
)

catalog_sync = Workflow(
    key="catalog.sync",
    version="3.0.0",
    owners=["team-catalog"],
    input=Supplier,
    steps=[
        Step(
            id="download",
            operation=DownloadFeed,
            inputs=lambda input: {"url": input.feed_url},
            retry=Retry(max_attempts=4, backoff="linear", initial="1s"),  # after 1s, 2s, 3s
            timeout="20s",
        ),
        Step(
            id="validate",
            operation=ValidateFeed,
            inputs=lambda steps: {"etag": steps["download"].output.etag, "rows": steps["download"].output.rows},
            retry=Retry(max_attempts=3, backoff="constant", initial="2s", never=[MalformedFeed]),  # after 2s, 2s
            timeout="20s",
        ),
        Step(
            id="prices",
            operation=UpdatePrices,
            inputs=lambda input, steps: {"supplier": input.supplier, "rows": steps["validate"].output},
            retry=Retry(max_attempts=5, initial="1s", multiplier=3, max_interval="4s"),  # after 1s, 3s, 4s, 4s
            timeout="20s",
        ),
        Step(
            id="stock",
            operation=UpdateStock,
            inputs=lambda input, steps: {"supplier": input.supplier, "rows": steps["validate"].output},
            retry=[
                Retry(max_attempts=3, initial="2s", only=[RateLimited]),  # after 2s, 4s
                Retry(max_attempts=2, backoff="constant", initial="1s", only=[ConnectionDropped]),  # after 1s
            ],
            timeout="20s",
        ),
    ],
    result=lambda steps: {"rows": steps["validate"].output, "changed": steps["prices"].output},
)
