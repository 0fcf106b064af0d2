"""A field with one name when it is read and another when it is written."""

from pydantic import BaseModel, Field
from shop import LookUp
from wfc import Step, Workflow


class Request(BaseModel):
    """A request in two languages."""

    sku: str = Field(validation_alias="artikel", serialization_alias="article")


alias_mismatch = Workflow(
    key="alias.mismatch",
    version="1.0.0",
    input=Request,
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda input: {"sku": input.sku})],
)
