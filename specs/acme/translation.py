"""Documents in other languages."""

from pydantic import BaseModel

from acme.ids import derive_id


class Document(BaseModel):
    """Pages of text, and whom to tell about it."""

    id: str
    language: str
    pages: list[str]
    images: list[str] = []


class Term(BaseModel):
    """How a word is always to be translated."""

    source: str
    target: str


class Page(BaseModel):
    """One translated page."""

    number: int
    text: str
    words: int = 0


class UnknownLanguage(Exception):
    """Nobody here speaks it."""


class QuotaUsedUp(Exception):
    """Enough translated for this minute."""


def load_terms(language: str) -> list[Term]:
    """The glossary of a language."""
    if len(language) != 2:
        raise UnknownLanguage(language)
    return [Term(source="workflow", target="Ablauf")]


def translate(text: str, language: str, number: int) -> Page:
    """By machine."""
    return Page(number=number, text=f"{language}: {text}", words=len(text.split()))


def proofread(page: Page, terms: list[Term]) -> Page:
    """By somebody who knows the terms."""
    return page.model_copy(update={"words": page.words + len(terms)})


def redraw(image: str, language: str, idempotency_key: str) -> str:
    """The labels in a drawing, once per key; returns the new drawing."""
    return derive_id(f"img-{language}", image, idempotency_key)


def discard(drawing: str | None, image: str, number: int) -> None:
    """Throw a drawing away, if there is one."""
    if drawing == image:
        raise ValueError(f"drawing {number} is the original")


def bind(id: str, pages: list[Page], drawings: list[str], terms: int, idempotency_key: str) -> str:
    """Make a book of it, once per key."""
    return derive_id("book", id, str(len(pages)), str(len(drawings)), str(terms), idempotency_key)
