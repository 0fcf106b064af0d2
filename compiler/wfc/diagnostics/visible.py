"""Text from a spec as a terminal may show it: what would steer the terminal or turn the reading order is made visible.

Each character stays one character, so that carets still stand below what they mean.
"""

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_STEERING = (*range(0x80, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_TABLE = _PICTURES | dict.fromkeys(_STEERING, 0xFFFD)


def visible(text: str) -> str:
    """The text on one line, without control characters, bidirectional overrides or line separators."""
    return text.translate(_TABLE)
