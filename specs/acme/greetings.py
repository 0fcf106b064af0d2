"""Saying hello."""

from pydantic import BaseModel


class Visitor(BaseModel):
    """Somebody to greet."""

    name: str


def greet(name: str) -> str:
    """A greeting for one visitor."""
    return f"Hello, {name}!"
