"""A generic model with its parameters is a class without a name of its own."""

from typing import Generic, TypeVar

from pydantic import BaseModel
from shop import Tell
from wfc import Step, Workflow

Content = TypeVar("Content")


class Envelope(BaseModel, Generic[Content]):
    """Something with something in it."""

    content: Content


model_not_importable = Workflow(
    key="model.not.importable",
    version="1.0.0",
    input=Envelope[str],
    steps=[Step(id="tell", operation=Tell, inputs=lambda input: {"text": input.content})],
)
