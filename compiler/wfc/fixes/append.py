"""Put an item behind the last of a list, or an argument behind the last of a call, in the layout that the others have.

What follows the last item up to the bracket, comments included, belongs to that item: a comment at the end of its line
stays there, and the new item takes a line of its own where the others have one.
"""

from typing import TypeAlias

import libcst as cst

Space: TypeAlias = cst.BaseParenthesizableWhitespace
NONE = cst.SimpleWhitespace("")
ONE = cst.SimpleWhitespace(" ")


def with_item(items: cst.List, text: str) -> cst.List:
    """The list, which is not empty, with the item `text` as its last."""
    *before, last = items.elements
    between, tail = _split(items.lbracket.whitespace_after, items.rbracket.whitespace_before)
    has_comma = isinstance(last.comma, cst.Comma)
    new = cst.Element(cst.parse_expression(text), comma=cst.Comma() if has_comma else cst.MaybeSentinel.DEFAULT)
    return items.with_changes(
        elements=[*before, last.with_changes(comma=_comma(last.comma, between)), new],
        rbracket=items.rbracket.with_changes(whitespace_before=tail),
    )


def with_argument(call: cst.Call, text: str) -> cst.Call:
    """The call with the argument `text`, such as `a="b"`, instead of one of that name or behind the others."""
    given = cst.ensure_type(cst.parse_expression(f"f({text})"), cst.Call).args[0]
    name = given.keyword.value if given.keyword is not None else ""
    if any(_is_called(one, name) for one in call.args):
        return call.with_changes(
            args=[one.with_changes(value=given.value) if _is_called(one, name) else one for one in call.args]
        )
    if not call.args:
        return call.with_changes(args=[given])
    *before, last = call.args
    if isinstance(last.comma, cst.Comma):
        between, tail = _split(call.whitespace_before_args, last.comma.whitespace_after)
        new = given.with_changes(comma=last.comma.with_changes(whitespace_before=NONE, whitespace_after=tail))
    else:
        between, tail = _split(call.whitespace_before_args, last.whitespace_after_arg)
        new = given.with_changes(whitespace_after_arg=tail)
        last = last.with_changes(whitespace_after_arg=NONE)
    return call.with_changes(args=[*before, last.with_changes(comma=_comma(last.comma, between)), new])


def _is_called(argument: cst.Arg, name: str) -> bool:
    return argument.keyword is not None and argument.keyword.value == name


def _comma(present: object, between: Space) -> cst.Comma:
    comma = present if isinstance(present, cst.Comma) else cst.Comma()
    return comma.with_changes(whitespace_after=between)


def _split(first: Space, end: Space) -> tuple[Space, Space]:
    """The space in front of the new item and the one behind it, from those behind the opening bracket and in front of
    the closing one.
    """
    if not isinstance(end, cst.ParenthesizedWhitespace):
        return (ONE if not isinstance(first, cst.ParenthesizedWhitespace) else _line(first)), end
    if not isinstance(first, cst.ParenthesizedWhitespace) and end.first_line.comment is None:
        return ONE, end
    indent = first.last_line if isinstance(first, cst.ParenthesizedWhitespace) else _deeper(end.last_line)
    bare = end.first_line.with_changes(comment=None, whitespace=NONE)
    between = cst.ParenthesizedWhitespace(first_line=end.first_line, indent=True, last_line=indent)
    return between, end.with_changes(first_line=bare)


def _line(first: cst.ParenthesizedWhitespace) -> Space:
    return first.with_changes(first_line=first.first_line.with_changes(comment=None, whitespace=NONE), empty_lines=[])


def _deeper(margin: cst.SimpleWhitespace) -> cst.SimpleWhitespace:
    return cst.SimpleWhitespace(margin.value + "    ")
