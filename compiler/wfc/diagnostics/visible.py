"""Text from a spec as a terminal may show it: what would steer the terminal or turn the reading order is made visible.

Each character stays one character, so that carets still stand below what they mean.
"""

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_STEERING = (*range(0x80, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_NO_TEXT = (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)  # no encoding has the first, XML not the others
_TABLE = _PICTURES | dict.fromkeys((*_STEERING, *_NO_TEXT), 0xFFFD)


def visible(text: str) -> str:
    """The text on one line, without control characters, bidirectional overrides, line separators or half characters."""
    return text.translate(_TABLE)


def encodable(text: str) -> str:
    """The text as it is, save half characters (lone surrogates), which strict readers of JSON refuse."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
