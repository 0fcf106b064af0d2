"""A default that is computed when the model is read differs from platform to platform."""

from uuid import uuid4

from pydantic import BaseModel, Field
from shop import LookUp
from wfc import Step, Workflow


class Request(BaseModel):
    """A request that names itself."""

    id: str = Field(default_factory=lambda: str(uuid4()))
    sku: str


default_factory = Workflow(
    key="default.factory",
    version="1.0.0",
    input=Request,
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda input: {"sku": input.sku})],
)
