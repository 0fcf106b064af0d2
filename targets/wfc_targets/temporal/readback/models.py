"""How generated code makes an instance of a model: by keywords, out of JSON, or by passing on the object there is."""

import ast
from collections.abc import Collection

from wfc_targets.temporal.readback.alike import loose
from wfc_targets.temporal.readback.misread import expect
from wfc_targets.temporal.readback.python_terms import Sight, read_term
from wfc_targets.temporal.readback.syntax import called, dotted
from wfc_targets.temporal.readback.terms import Term, constant


def model_of(value: ast.expr, cls: str, sight: Sight, as_json: Collection[Term]) -> Term:
    """The term of what an instance of `cls` is made from. `as_json`: keys of values that would not fit as objects."""
    made = called(value)
    match made.name:
        case "from_json":
            expect(not made.keywords and len(made.args) == 2 and dotted(made.args[0]) == cls, f"{cls} is made", value)
            return loose(read_term(made.args[1], sight))
        case name if name == cls:
            expect(not made.args, f"{cls} takes keywords", value)
            pairs = [(constant(field), read_term(given, sight)) for field, given in made.keywords.items()]
            fits = all(term[0] == "json" or field not in as_json for field, term in pairs)
            expect(fits, "an object is passed where only JSON fits", value)
            return loose(("dict", *pairs))
        case _:
            return loose(read_term(value, sight))
