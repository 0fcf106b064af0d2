"""What an Airflow run has room for, as far as the spec tells how much there will be.

`MAP_LENGTH` is the default of `core.max_map_length` in Airflow 3.3.2, `LONGEST_ID` what its models keep (`ID_LEN`).
XCom is a column of the metadata database (`JSONB` on PostgreSQL, which takes 268,435,455 bytes of elements; on MySQL
8 `max_allowed_packet` is 67,108,864 by default; SQLite takes 1,000,000,000): options say what a deployment takes.
"""

from collections.abc import Iterator, Mapping

from wfc.analysis.payloads import payloads, too_large
from wfc.analysis.sizes import Sizes
from wfc.diagnostics import Severity
from wfc.ir.nodes import ForEach, Workflow
from wfc.ir.walk import all_nodes
from wfc.target import Limit

MAP_LENGTH = 1024
XCOM_BYTES = 268_435_455
LONGEST_ID = 250

_PAGES = "raise `core.max_map_length` there and the option `max_map_length` here, or let each run work on one page"


def limits(workflow: Workflow, options: Mapping[str, str | int | bool]) -> tuple[Limit, ...]:
    """What does not fit, or might not; and how many elements a loop can have whose list nothing bounds."""
    sizes, most = Sizes(workflow), int(options["max_map_length"])
    kept = (one for one in payloads(workflow, sizes) if one.kind in ("output", "legs"))
    whose = "bytes that XCom takes"
    help = "store the data and pass where it is, or configure an XCom backend and the option `xcom_bytes`"
    return (
        *_of_name(workflow),
        *too_large(kept, int(options["xcom_bytes"]), whose, help),
        *(limit for node in all_nodes(workflow) if isinstance(node, ForEach) for limit in _of_loop(node, sizes, most)),
    )


def _of_name(workflow: Workflow) -> Iterator[Limit]:
    if len(workflow.name) > LONGEST_ID:
        message = f"the `dag_id` of `{workflow.key}` would have {len(workflow.name)} characters, and Airflow takes"
        help = "shorten the key or the major version"
        message += f" {LONGEST_ID} at most"
        yield Limit(span=workflow.span, message=message, help=help, severity=Severity.ERROR)


def _of_loop(loop: ForEach, sizes: Sizes, most: int) -> Iterator[Limit]:
    count = sizes.length(loop.items)
    bound = f"and Airflow maps a task over {most:,} at most (`core.max_map_length`)"
    if count.least > most:
        message = f"`{loop.id}` has at least {count.least:,} elements, {bound}"
        yield Limit(span=loop.span, message=message, help=_PAGES, severity=Severity.ERROR)
    elif count.most is None:
        message = f"`{loop.id}` can have {most:,} elements: Airflow maps a task over no more (`core.max_map_length`)"
        yield Limit(span=loop.span, message=message, help=_PAGES)
    elif count.most > most:
        message = f"`{loop.id}` may have {count.most:,} elements by its model, {bound}"
        yield Limit(span=loop.span, message=message, help=_PAGES, severity=Severity.WARNING)
