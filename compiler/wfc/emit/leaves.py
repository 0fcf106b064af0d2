"""Cuts one logical line of Python into leaves that know where the line may be broken.

`layout` works on these. A leaf is a token plus its place in the bracket structure; the pairs of parentheses that Python
lets one add (after `=`, `return`, around a conditional expression) are there from the start with the empty text, and
become visible when a break inside them is chosen. Priorities of breaks are black's: the higher, the earlier.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

COMPREHENSION, COMMA, TERNARY, LOGIC, STRING, COMPARISON, DOT = 20, 18, 16, 14, 12, 10, 1
ARITHMETIC = {
    "|": 9,
    "^": 8,
    "&": 7,
    "<<": 6,
    ">>": 6,
    "+": 5,
    "-": 5,
    "*": 4,
    "/": 4,
    "//": 4,
    "%": 4,
    "@": 4,
    "**": 2,
}
COMPARISONS = {"<", "<=", "==", "!=", ">", ">="}
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "//=", "%=", "|=", "&="}
OPENING, CLOSING = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}
KEYWORDS = set("and or not in is if else for return await lambda async yield assert del".split())
# Two columns wide (East Asian scripts, emoji) and none (accents that combine), as black counts.
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60"
    "\uffe0-\uffe6\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff\U00020000-\U0003fffd]"
)
_COMBINING = re.compile("[\u0300-\u036f\ufe00-\ufe0f]")

_TOKEN = re.compile(
    r"""(?P<space>\ *)(?P<text>
        (?P<string>[rbfuRBFU]{0,2}(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))
      | (?P<number>\d[\w.]*(?:(?<=[eE])[+-]\d+)?|\.\d\w*)
      | (?P<name>\w+)
      | \.\.\. | -> | := | \*\*= | //= | [-+*/%|&]= | \*\* | // | << | >> | [<>=!]= | [-+*/%@&|^~<>()\[\]{},:.;=]
    )""",
    re.VERBOSE,
)


@dataclass(slots=True, eq=False)
class Leaf:
    """A token. `space`: one stands before it. `before`/`after`: priority of a break there, 0 for none.

    A closing bracket knows its `opening`. `display`: an opening bracket of a list, tuple, dict or of plain parentheses.
    """

    text: str
    space: bool = False
    kind: str = "op"
    before: int = 0
    after: int = 0
    opens: bool = False
    opening: "Leaf | None" = None
    display: bool = False

    @property
    def width(self) -> int:
        return width(self.text) + self.space


@dataclass(slots=True)
class _Level:
    """What has been seen inside the innermost open bracket."""

    opening: Leaf | None
    seen_for: bool = False
    in_targets: bool = False
    in_parameters: bool = False


def width(text: str) -> int:
    """Columns that a text takes."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text)) - len(_COMBINING.findall(text))


def leaves_of(text: str) -> list[Leaf]:
    """The leaves of one logical line, which must be spaced as black would."""
    leaves = list(_tokens(text))
    _mark_breaks(leaves)
    return _with_optional_parentheses(leaves)


def _tokens(text: str) -> Iterator[Leaf]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError(f"not a line of Python: {text!r}")
        at = found.end()
        kind = next((kind for kind in ("string", "number", "name") if found[kind] is not None), "op")
        yield Leaf(found["text"], bool(found["space"]), kind)


def _mark_breaks(leaves: list[Leaf]) -> None:
    levels = [_Level(None)]
    previous: Leaf | None = None
    for place, leaf in enumerate(leaves):
        level = levels[-1]
        if leaf.text in OPENING and leaf.kind == "op":
            leaf.opens = True
            leaf.display = previous is None or not _ends_operand(previous)
            levels.append(_Level(leaf))
        elif leaf.text in CLOSING and leaf.kind == "op":
            leaf.opening = levels.pop().opening
        else:
            following = leaves[place + 1].text if place + 1 < len(leaves) else ""
            _mark_break(leaf, previous, following, level, first=place == 0)
        previous = leaf


def _mark_break(leaf: Leaf, previous: Leaf | None, following: str, level: _Level, *, first: bool) -> None:
    """Give one leaf outside of brackets its priority."""
    before = previous.text if previous else ""
    match leaf.text, leaf.kind:
        case ",", _:
            leaf.after = 0 if level.in_targets or level.in_parameters else COMMA
        case "lambda", "name":
            level.in_parameters = True
        case ":", _:
            level.in_parameters = False
        case ".", _ if previous is not None and before in CLOSING:
            leaf.before = DOT
        case operator, "op" if operator in ARITHMETIC and previous is not None and _ends_operand(previous):
            leaf.before = ARITHMETIC[operator]
        case operator, "op" if operator in COMPARISONS:
            leaf.before = COMPARISON
        case _, "string" if previous is not None and previous.kind == "string":
            leaf.before = STRING
        case "for", "name":
            level.in_targets, level.seen_for = True, True
            leaf.before = 0 if first else COMPREHENSION
        case "in", "name" if level.in_targets:
            level.in_targets = False
        case "in", "name":
            leaf.before = 0 if before == "not" else COMPARISON
        case "not", "name":
            leaf.before = COMPARISON if following == "in" else 0
        case "is", "name":
            leaf.before = COMPARISON
        case (("and" | "or"), "name"):
            leaf.before = LOGIC
        case (("if" | "else"), "name") if not first:
            leaf.before = COMPREHENSION if level.seen_for else TERNARY
        case _:
            pass


def _ends_operand(leaf: Leaf) -> bool:
    if leaf.kind == "name":
        return leaf.text not in KEYWORDS
    return leaf.kind in {"string", "number"} or leaf.text in CLOSING or leaf.text == "..."


def _with_optional_parentheses(leaves: list[Leaf]) -> list[Leaf]:
    """Insert the pairs of parentheses that may become visible."""
    pairs = [*_statement_pair(leaves), *_ternary_pairs(leaves)]
    opening: dict[int, list[Leaf]] = {}
    closing: dict[int, list[Leaf]] = {}
    for start, end in dict.fromkeys(pairs):
        left = Leaf("", opens=True, display=True)
        opening.setdefault(start, []).append(left)
        closing.setdefault(end, []).insert(0, Leaf("", opening=left))
    placed: list[Leaf] = []
    for place, leaf in enumerate(leaves):
        for left in opening.get(place, []):
            left.space, leaf.space = leaf.space, False
            placed.append(left)
        placed.append(leaf)
        placed.extend(closing.get(place + 1, []))
    return placed


def _statement_pair(leaves: list[Leaf]) -> Iterator[tuple[int, int]]:
    """The value of `x = ...`, `return ...`, `if ...:`, as places (first, one after the last)."""
    end = len(leaves)
    first = leaves[0].text
    if first in {"return", "del", "assert"}:
        start = 1
    elif first in {"if", "elif", "while"}:
        start, end = 1, end - 1
    elif first == "for":
        start, end = next(place + 1 for place, leaf in _outside(leaves) if leaf.text == "in"), end - 1
    elif first in {"def", "async", "class", "with", "@"}:
        return
    else:
        start = next((place + 1 for place, leaf in _outside(leaves) if leaf.text in ASSIGNMENTS), end)
    if start < end and not _is_tuple_or_parenthesised(leaves[start:end]):
        yield start, end


def _is_tuple_or_parenthesised(value: list[Leaf]) -> bool:
    """Parentheses that are there stay (the printers write none that are not needed)."""
    return value[0].text == "(" and value[-1].opening is value[0]


def _ternary_pairs(leaves: list[Leaf]) -> Iterator[tuple[int, int]]:
    """Every conditional expression not yet in parentheses of its own."""
    starts = [int(leaves[0].text in {"if", "elif", "while", "assert"})]
    for place, leaf in enumerate(leaves):
        if leaf.opens:
            starts.append(place + 1)
        elif leaf.opening is not None:
            starts.pop()
        elif _begins_value_after(leaf):
            starts[-1] = place + 1
        elif leaf.text == "if" and leaf.before == TERNARY:
            end = _end_of_value(leaves, place)
            if not _parenthesised(leaves, starts[-1], end):
                yield starts[-1], end


def _begins_value_after(leaf: Leaf) -> bool:
    return leaf.text in {",", ":", "=", ":=", "return", "else"} and leaf.kind != "string"


def _end_of_value(leaves: list[Leaf], place: int) -> int:
    depth = 0
    for end in range(place, len(leaves)):
        leaf = leaves[end]
        if depth == 0 and (leaf.opening is not None or leaf.text in {",", ":"} or leaf.before == COMPREHENSION):
            return end
        depth += leaf.opens - (leaf.opening is not None)
    return len(leaves)


def _parenthesised(leaves: list[Leaf], start: int, end: int) -> bool:
    opening = leaves[start - 1] if start else None
    return opening is not None and opening.text == "(" and end < len(leaves) and leaves[end].opening is opening


def _outside(leaves: list[Leaf]) -> Iterator[tuple[int, Leaf]]:
    """Leaves outside of all brackets, with their places."""
    depth = 0
    for place, leaf in enumerate(leaves):
        depth -= leaf.opening is not None
        if depth == 0:
            yield place, leaf
        depth += leaf.opens
