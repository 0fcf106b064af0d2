"""Generated code calls handlers by keyword, so a handler cannot take whatever comes."""

from wfc import Operation, Step, Workflow


def count(*skus: str) -> int:
    """How many."""
    return len(skus)


Count = Operation("shop.count", handler=count, effect="read")

handler_signature = Workflow(
    key="handler.signature", version="1.0.0", steps=[Step(id="count", operation=Count, inputs=lambda: {"skus": ["a"]})]
)
