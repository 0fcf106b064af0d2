"""Where in an expression the JSONata printer is, and how tightly its pieces bind."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, final

from wfc.emit.names import fresh_name
from wfc.emit.quote import jsonata_string
from wfc.ir import expressions as ir
from wfc.ir.parts import walk

# Binding powers of JSONata's own parser.
TERNARY, OR, AND, COMPARISON, SUM, PRODUCT, NEGATION, PATH = 20, 25, 30, 40, 50, 60, 70, 75

_PATH = re.compile(r"\$?[\w.$]+|\([^()]*\)|\$\w+\([^()]*\)")
_VARIABLE = re.compile(r"\$(\w+)")
# Functions are variables, too: a variable of their name would hide them.
_FUNCTIONS = set(
    "abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl "
    "decodeUrlComponent distinct each encodeUrl encodeUrlComponent error eval exists filter floor formatBase "
    "formatInteger formatNumber "
    "fromMillis hash join keys length lookup lowercase map match max merge millis min not now number pad parse "
    "parseInteger partition power random range reduce replace reverse round shuffle sift single sort split spread sqrt "
    "states string substring substringAfter substringBefore sum toMillis trim type uppercase uuid zip".split()
)


class Text(NamedTuple):
    """JSONata and its binding power. `literal`: it is an array constructor, which keeps its brackets inside another."""

    text: str
    level: int
    literal: bool = False


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What an expression's roots are called where it is printed. `step_done` is a condition.

    A root is a variable, a path from one, or anything in parentheses.
    """

    roots: Mapping[ir.Root, str]
    step_output: Callable[[str, bool], str]
    step_done: Callable[[str], str]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`printer` prints any expression: the modules of this package call each other only through it.

    `local` has the JSONata variables of comprehension variables; `taken` the names that helper variables must not have.
    """

    names: Names
    printer: Callable[[ir.Expr, "Place"], Text]
    truth: Callable[[ir.Expr, "Place"], Text]
    local: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    def value(self, expr: ir.Expr) -> Text:
        """The value of an expression."""
        return self.printer(expr, self)

    def test(self, expr: ir.Expr) -> Text:
        """Its truth, as `true` or `false`."""
        return self.truth(expr, self)

    def within(self, expr: ir.Expr, level: int) -> str:
        """The value as an operand of something that binds at `level`."""
        return within(self.value(expr), level)

    def helper(self, name: str) -> str:
        """A variable for the printer's own use. Each construct gives its helpers different names."""
        return f"${fresh_name(name, self.taken)}"

    def with_variables(self, targets: tuple[str, ...]) -> "Place":
        """The place inside a comprehension."""
        names = {target: f"${fresh_name(target, self.taken)}" for target in targets}
        return replace(self, local={**self.local, **names}, taken=self.taken | {name[1:] for name in names.values()})


def start(expr: ir.Expr, names: Names, printer: Callable[..., Text], truth: Callable[..., Text]) -> Place:
    """The place of a whole expression."""
    texts = [names.roots[part.name] for part in walk(expr) if isinstance(part, ir.Name)]
    texts += [names.step_output(part.step, part.certain) for part in walk(expr) if isinstance(part, ir.StepOutput)]
    texts += [names.step_done(part.step) for part in walk(expr) if isinstance(part, ir.StepDone)]
    taken = {name for text in texts for name in _VARIABLE.findall(text)}
    return Place(names=names, printer=printer, truth=truth, taken=frozenset(taken | _FUNCTIONS))


def within(text: Text, level: int) -> str:
    """The text, in parentheses if it binds less than `level`."""
    return text.text if text.level >= level else f"({text.text})"


def given(text: str) -> Text:
    """Text that the target wrote."""
    return Text(text, PATH if _PATH.fullmatch(text) else TERNARY)


def call(function: str, *arguments: str) -> Text:
    """`$function(a, b)`."""
    return Text(f"${function}({', '.join(arguments)})", PATH)


def failure(message: str) -> str:
    """What stands where CPython would raise."""
    return f"$error({jsonata_string(message)})"


def is_simple(expr: ir.Expr) -> bool:
    """May it be written twice? A name, a constant, a field of one."""
    match expr:
        case ir.Const() | ir.Name() | ir.Local() | ir.StepOutput():
            return True
        case ir.Attribute():
            return is_simple(expr.base)
        case _:
            return False


def bind(place: Place, values: Mapping[str, ir.Expr], body: Callable[..., Text]) -> Text:
    """`body` of the values' texts, each a path or literal; what is not simple is computed once, in a variable."""
    texts: dict[str, str] = {}
    bindings: list[str] = []
    for name, expr in values.items():
        if is_simple(expr):
            texts[name] = place.within(expr, NEGATION)
        else:
            texts[name] = place.helper(name)
            bindings.append(f"{texts[name]} := {place.value(expr).text}")
    result = body(**texts)
    return block(bindings, result) if bindings else result


def block(bindings: list[str], result: Text) -> Text:
    """`($a := x; result)`."""
    return Text(f"({'; '.join([*bindings, result.text])})", PATH)
