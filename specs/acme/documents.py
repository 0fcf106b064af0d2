"""Paper that comes in by post."""

from pydantic import BaseModel


class Scan(BaseModel):
    """A scanned letter."""

    document_id: str
    pages: int


class Text(BaseModel):
    """What is written in it."""

    text: str


class OcrUnavailable(Exception):
    """The recognition service is down."""


class Illegible(Exception):
    """Nobody can read this."""


def recognise(document_id: str, pages: int) -> Text:
    """Read the scan by machine."""
    if pages > 50:
        raise Illegible(f"{document_id} is a book")
    return Text(text=f"invoice {document_id}")


async def transcribe(document_id: str, reason: str) -> Text:
    """Read the scan by eye."""
    return Text(text=f"letter {document_id} ({reason})")


def classify(text: str) -> str:
    """The drawer a text belongs to."""
    return "invoices" if "invoice" in text else "letters"


def file_document(document_id: str, drawer: str, note: str) -> str:
    """Put the document away; returns where. Filing it again changes nothing."""
    return f"{drawer}/{document_id}" + (f" ({note})" if note else "")
