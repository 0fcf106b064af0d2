"""Text from a spec enters an output only through here: one function per context, so that nothing in it can break out.

Characters that are invisible or reorder text are escaped everywhere: generated code must look like what it does.
"""

import json
import re
import textwrap

from wfc.emit.lines import INDENT, WIDTH

# Controls, joiners and directional marks, line separators, surrogates, private use. Not `str.isprintable`, which
# differs by Python version.
_HIDDEN = (
    "\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f"
    "\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff0-\uffff"
)
_INVISIBLE = re.compile(f"[{_HIDDEN}\U000e0000-\U0010ffff]")
_UNSAFE = re.compile(f"[\\\\{_HIDDEN}\U000e0000-\U0010ffff]")
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JSON_SHORT = {**_SHORT, "\b": "\\b", "\f": "\\f"}
_JSONATA_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Backticks end the name, the rest would be escaped or looks like something else: delimiters, placeholders, a variable.
_NO_JSONATA_STEP = re.compile(f"[`%$\\\\{_HIDDEN}\U000e0000-\U0010ffff]")
_JSONATA_WORDS = {"and", "or", "in", "true", "false", "null", "function"}


def python_string(text: str) -> str:
    """A Python literal as black would leave it: the quotes that need fewer escapes, double ones when equal."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + python_string_body(text, quote) + quote


def python_number(number: float) -> str:
    """A number as black would leave it: `1e308` without the plus."""
    return repr(number).replace("e+", "e")


def python_string_body(text: str, quote: str) -> str:
    """The same without the quotes, for a piece of an f-string."""
    return _UNSAFE.sub(_python_escape, text).replace(quote, "\\" + quote)


def _python_escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def comment(text: str) -> str:
    """One line of a comment, without the `#`: line ends and hidden characters become spaces.

    At the top of a file `coding:` would say how to read the rest of it (PEP 263).
    """
    return _one_line(text).replace("coding:", "coding :").replace("coding=", "coding =")


def _one_line(text: str) -> str:
    return " ".join(_UNSAFE.sub(lambda found: "\\" if found[0] == "\\" else " ", text).split())


def docstring(text: str, depth: int = 0) -> str:
    """A whole docstring at an indentation, wrapped at the line length; the first line is not indented."""
    clean = [_one_line(paragraph).replace("\\", "\\\\").replace('"""', '\\"\\"\\"') for paragraph in text.split("\n\n")]
    paragraphs = [paragraph for paragraph in clean if paragraph] or [""]
    indent = INDENT * depth
    if len(paragraphs) == 1 and (" " not in paragraphs[0] or len(indent) + len(paragraphs[0]) + 8 <= WIDTH):
        return f'"""{_apart(paragraphs[0])}"""'
    first, *rest = (_wrap(paragraph, len(indent) + 4 * (place == 0)) for place, paragraph in enumerate(paragraphs))
    blocks = [f"\n{indent}".join(lines) for lines in (first, *rest)]
    lead = " " * blocks[0].startswith('"')
    return '"""' + lead + f"\n\n{indent}".join(blocks) + f'\n{indent}"""'


def _apart(text: str) -> str:
    """The text, its own quotes kept apart from those around it."""
    return " " * text.startswith('"') + text + " " * text.endswith('"')


def _wrap(paragraph: str, taken: int) -> list[str]:
    return textwrap.wrap(paragraph, WIDTH - taken, break_long_words=False, break_on_hyphens=False)


def jsonata_string(text: str) -> str:
    """A JSONata string. Single quotes have no escape there, and the delimiters of ASL must not appear inside."""
    quote = '"' if "'" in text else "'"
    body = _UNSAFE.sub(_json_escape, text).replace("{%", "{\\u0025").replace("%}", "\\u0025}")
    return quote + body.replace(quote, "\\u0022" if quote == '"' else quote) + quote


def _json_escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in _JSON_SHORT:
        return _JSON_SHORT[character]
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def json_line(value: object) -> str:
    """A JSON value on one line, readable letters as they are, hidden ones escaped."""
    return _INVISIBLE.sub(_json_escape, json.dumps(value, ensure_ascii=False))


def jsonata_key(name: str) -> str | None:
    """A step of a JSONata path, in backticks unless it is an identifier; None when no path can name it."""
    if _JSONATA_NAME.fullmatch(name) and name not in _JSONATA_WORDS:
        return name
    return None if not name or _NO_JSONATA_STEP.search(name) else f"`{name}`"


def is_template(text: str) -> bool:
    """Would Jinja, as Airflow applies it to templated fields, see more than plain text?"""
    return "{{" in text or "{%" in text or "{#" in text
