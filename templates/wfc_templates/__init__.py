"""The Jinja templates of the built-in targets, one folder a target, and the one environment that renders them."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def environment(target: str) -> Environment:
    """The templates of one target, compiled once. An unknown name in a template is an error, not an empty text."""
    return Environment(
        loader=PackageLoader("wfc_templates", target),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # what is rendered is source code, quoted before it gets here
    )
