"""A call names a workflow by key and version; it has to stand in the same file."""

from shop import Basket, Tell
from wfc import Call, Step, Workflow

gift_wrap = Workflow(
    key="gift.wrap",
    version="2.1.0",
    input=Basket,
    steps=[Step(id="tell", operation=Tell, inputs=lambda input: {"text": input.sku})],
)

unknown_workflow = Workflow(
    key="unknown.workflow",
    version="1.0.0",
    input=Basket,
    steps=[
        Call(id="wrap", workflow="gift.wrap@1", inputs=lambda input: input),
        Call(id="wrap-again", workflow="gift.wrap", inputs=lambda input: input),
        Call(id="send", workflow="parcel.send@1", inputs=lambda input: input),
    ],
)
