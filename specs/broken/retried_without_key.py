"""A write that is tried again may happen twice, and nothing says that this is harmless."""

from shop import tell
from wfc import Operation, Retry, Step, Workflow

TellTwice = Operation("shop.tell-twice", handler=tell, effect="write", irreversible=True, timeout="5s")

retried_without_key = Workflow(
    key="retried.without.key",
    version="1.0.0",
    steps=[Step(id="tell", operation=TellTwice, inputs=lambda: {"text": "hello"}, retry=Retry(max_attempts=3))],
)
