"""A write that may hang for as long as it likes."""

from shop import tell
from wfc import Operation, Step, Workflow

TellSlowly = Operation("shop.tell-slowly", handler=tell, effect="write", idempotent="key", irreversible=True)

write_without_timeout = Workflow(
    key="write.without.timeout",
    version="1.0.0",
    steps=[Step(id="tell", operation=TellSlowly, inputs=lambda: {"text": "hello"})],
)
