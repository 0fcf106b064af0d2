"""Parses the JSONata that stands in definitions into trees that can be compared.

A tree is a tuple that begins with its kind: `("const", kind, value)`, `("var", name)`, `("name", name)`,
`("field", base, name)`, `("at", base, index)`, `("call", function, arguments)`, `("op", sign, left, right)`,
`("neg", operand)`, `("if", test, then, orelse)`, `("list", items)`, `("dict", pairs)`, `("block", parts)`,
`("let", name, value)`, `("fn", parameters, body)`, `("regex", text)`.
"""

import re
from functools import lru_cache
from typing import Any, TypeAlias, final

Tree: TypeAlias = tuple[Any, ...]

NULL: Tree = ("const", "null", None)

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<var>\$\w*)
    | (?P<name>[A-Za-z_]\w*|`[^`]*`)
    | (?P<sign>~>|:=|!=|<=|>=|[.\[\]{}(),;:?&+\-*/%=<>])
    )""",
    re.VERBOSE,
)
_REGEX = re.compile(r"/((?:[^/\\]|\\.)+)/")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_WORDS = {"true": True, "false": False, "null": None}
_POWER = {
    ":=": 10, "?": 20, "or": 25, "and": 30, "~>": 40, "in": 40, "=": 40, "!=": 40, "<": 40, "<=": 40, ">": 40,
    ">=": 40, "&": 50, "+": 50, "-": 50, "*": 60, "/": 60, "%": 60, ".": 75, "[": 80, "(": 80,
}  # fmt: skip
_NEGATION = 70


class Unreadable(Exception):
    """Something in an output that nothing we emit looks like; the message says what."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Tree:
    """The tree of an expression. Raises Unreadable."""
    parser = _Parser(text)
    tree = parser.expression(0)
    parser.expect("")
    return tree


def const(value: object) -> Tree:
    """A constant scalar. Its kind keeps `true` apart from 1."""
    match value:
        case None:
            return NULL
        case bool():
            return ("const", "bool", value)
        case str():
            return ("const", "text", value)
        case _:
            return ("const", "number", value)


@final
class _Parser:
    """Reads from left to right, by the binding powers of JSONata's own parser."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._kind, self._token = "", ""
        self._next()

    def expect(self, sign: str) -> None:
        """Go past this sign, "" for the end."""
        if (self._token if sign else self._kind) != sign:
            raise Unreadable(f"{sign or 'the end'} expected at {self._at} of {self._text}")
        self._next()

    def expression(self, least: int) -> Tree:
        """An expression whose operators bind more than `least`."""
        left = self._prefix()
        while self._kind in {"sign", "name"} and _POWER.get(self._token, 0) > least:
            left = self._infix(left)
        return left

    def _next(self) -> None:
        found = _TOKEN.match(self._text, self._at)
        if found is None and not self._text[self._at :].strip():
            self._kind, self._token = "", ""
            return
        if found is None or found.lastgroup is None:
            raise Unreadable(f"no JSONata of ours at {self._at}: {self._text}")
        self._kind, self._token, self._at = found.lastgroup, found[found.lastgroup], found.end()

    def _prefix(self) -> Tree:
        kind, token = self._kind, self._token
        if kind == "sign" and token == "/":
            return self._regex()
        self._next()
        match kind:
            case "text":
                return const(_text(token[1:-1]))
            case "number":
                return const(float(token) if set(token) & set(".eE") else int(token))
            case "var":
                return ("var", token[1:])
            case "name":
                return self._word(token)
            case _:
                return self._opened(token)

    def _word(self, token: str) -> Tree:
        if token in _WORDS:
            return const(_WORDS[token])
        return self._function() if token == "function" else ("name", token.strip("`"))

    def _opened(self, sign: str) -> Tree:
        match sign:
            case "(":
                return ("block", self._parts(";", ")"))
            case "[":
                return ("list", self._parts(",", "]"))
            case "{":
                return self._dict()
            case "-":
                return ("neg", self.expression(_NEGATION))
            case _:
                raise Unreadable(f"{sign or 'the end'} at {self._at} of {self._text}")

    def _infix(self, left: Tree) -> Tree:
        sign = self._token
        self._next()
        match sign:
            case "[":
                index = self.expression(0)
                self.expect("]")
                return ("at", left, index)
            case "(":
                return ("call", left, self._parts(",", ")"))
            case ".":
                return self._field(left)
            case "?":
                return self._conditional(left)
            case ":=":
                return ("let", left[1], self.expression(_POWER[sign] - 1))
            case _:
                return ("op", sign, left, self.expression(_POWER[sign]))

    def _field(self, base: Tree) -> Tree:
        name = self._token.strip("`")
        if self._kind != "name":
            raise Unreadable(f"a field expected at {self._at} of {self._text}")
        self._next()
        return ("field", base, name)

    def _conditional(self, test: Tree) -> Tree:
        then = self.expression(0)
        if self._token != ":":
            return ("if", test, then)
        self._next()
        return ("if", test, then, self.expression(0))

    def _parts(self, between: str, end: str) -> tuple[Tree, ...]:
        parts: list[Tree] = []
        while self._token != end:
            parts.append(self.expression(0))
            if self._token != end:
                self.expect(between)
        self.expect(end)
        return tuple(parts)

    def _dict(self) -> Tree:
        pairs: list[tuple[Tree, Tree]] = []
        while self._token != "}":
            key = self.expression(0)
            self.expect(":")
            pairs.append((key, self.expression(0)))
            if self._token != "}":
                self.expect(",")
        self.expect("}")
        return ("dict", tuple(pairs))

    def _function(self) -> Tree:
        self.expect("(")
        parameters = tuple(one[1] for one in self._parts(",", ")"))
        self.expect("{")
        body = self.expression(0)
        self.expect("}")
        return ("fn", parameters, body)

    def _regex(self) -> Tree:
        found = _REGEX.match(self._text, self._at - 1)
        if found is None:
            raise Unreadable(f"a regular expression expected at {self._at} of {self._text}")
        self._at = found.end()
        self._next()
        return ("regex", found[1])


def _text(quoted: str) -> str:
    """What a string says. An escape spells one unit of UTF-16: two together may be one character."""
    units = _ESCAPE.sub(_unescaped, quoted)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[1:], 16)) if len(code) == 5 else _SHORT.get(code, code)
