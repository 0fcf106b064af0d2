"""Exception classes by the names they are reported under (S2)."""

from collections.abc import Iterable

from wfc.frontend.lambdas import path_of
from wfc.ir.policies import RESERVED_ERRORS, ErrorClass


def error_class(error: str | type[BaseException]) -> ErrorClass:
    """How an exception is reported (S2): by class name, or with its module when the name is reserved."""
    if isinstance(error, str):
        return ErrorClass(name=error, path="")
    reserved = error.__name__ in RESERVED_ERRORS
    return ErrorClass(name=f"{error.__module__}.{error.__name__}" if reserved else error.__name__, path=path_of(error))


def error_names(
    listed: Iterable[str | type[BaseException]], declared: Iterable[str | type[BaseException]]
) -> tuple[str, ...]:
    """The types a list of errors stands for: each class with the subclasses of it that the operation declares (S2)."""
    names: dict[str, None] = {}
    for error in listed:
        names[error_class(error).name] = None
        if isinstance(error, type):
            names.update(
                {
                    error_class(other).name: None
                    for other in declared
                    if isinstance(other, type) and issubclass(other, error)
                }
            )
    return tuple(names)
