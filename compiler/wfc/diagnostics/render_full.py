"""Findings for people: message, the author's line with carets, evidence, and what to do next.

Plain text; the command line adds colour on a terminal through the `paint` it passes in.
"""

from collections.abc import Callable, Iterator, Mapping
from unicodedata import combining, east_asian_width

from wfc.diagnostics.diagnostic import Diagnostic, Label
from wfc.diagnostics.visible import visible
from wfc.source import Span

Texts = Mapping[str, tuple[str, ...]]
Paint = Callable[[str, str], str]
WIDEST = 160


def plain(text: str, role: str) -> str:  # noqa: ARG001
    """No colour. A `Paint` gets a piece of text and its role: a severity, `place` or `help`."""
    return text


def render_full(found: Diagnostic, texts: Texts, paint: Paint = plain) -> str:
    """One finding over several lines; `texts` has the lines of each file."""
    return "\n".join(_lines(found, texts, paint))


def _lines(found: Diagnostic, texts: Texts, paint: Paint) -> Iterator[str]:
    head = paint(f"{found.severity.value}[{found.code.id}]", found.severity.value)
    yield f"{head} {found.code.name}: {visible(found.message)}"
    yield f"  {paint(place(found.at.span), 'place')}"
    labels = (found.at, *(label for label in found.related if label.span.file == found.at.span.file))
    width = max(len(str(label.span.line)) for label in labels) + 3
    for label in labels:
        yield from _snippet(label, texts, width, "^" if label is found.at else "-")
    for label in found.related:
        if label.span.file != found.at.span.file:
            yield f"  {place(label.span)}: {visible(label.text)}"
    yield from (f"   {visible(note)}" for note in found.notes)
    if found.help:
        yield f"  {paint('help:', 'help')} {visible(found.help)}"
    yield f"  more: wfc explain {found.code.id}"


def _snippet(label: Label, texts: Texts, width: int, mark: str) -> Iterator[str]:
    span = label.span
    lines = texts.get(span.file, ())
    if not 0 < span.line <= len(lines):
        return
    line = visible(lines[span.line - 1].replace("\t", " "))
    start = span.col if span.end_line else len(line) - len(line.lstrip())  # only the line is known
    end = span.end_col if span.end_line == span.line else len(line)
    line, start, end = _window(line, start, end)
    marks = mark * max(_columns(line[start:end]), 1)
    yield f"{span.line:>{width}} | {line}"
    yield f"{'':>{width}} | {' ' * _columns(line[:start])}{marks}{' ' + visible(label.text) if label.text else ''}"


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Of a line too long to read the part around what is marked, and where the marks are in that."""
    if len(line) <= WIDEST:
        return line, start, end
    cut = max(0, min(start - WIDEST // 4, len(line) - WIDEST))
    before, after = "…" * (cut > 0), "…" * (cut + WIDEST < len(line))
    shift = len(before) - cut
    return f"{before}{line[cut : cut + WIDEST]}{after}", start + shift, min(end, cut + WIDEST) + shift


def _columns(text: str) -> int:
    """How wide a terminal shows it: Chinese, say, takes two columns a character, an accent none."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def place(span: Span) -> str:
    """`specs/payment_flow.py:61:22`, columns from 1 as editors count."""
    return f"{visible(span.file)}:{span.line}" + (f":{span.col + 1}" if span.end_line else "")


def render_concise(found: Diagnostic) -> str:
    """One finding on one line."""
    head = f"{found.severity.value}[{found.code.id}] {found.code.name}"
    return f"{place(found.at.span)}: {head}: {visible(found.message)}"
