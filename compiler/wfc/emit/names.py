"""Names for generated things, made from ids and keys of a spec: valid, readable, never colliding, always the same."""

import re
from collections.abc import Iterable

# Fixed here, not asked of the running Python: the output must not depend on its version.
_KEYWORDS = frozenset(
    "False None True and as assert async await break case class continue def del elif else except finally for from "
    "global if import in is lambda match nonlocal not or pass raise return try type while with yield".split()
)
_BUILTINS = frozenset(
    "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex "
    "copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals "
    "hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next "
    "object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str "
    "sum super tuple type vars zip".split()
)
_WORD = re.compile(r"[A-Za-z0-9]+")


def python_name(text: str) -> str:
    """`charge-payment` -> `charge_payment`, `Ship-2` -> `ship_2`, `import` -> `import_`, `2fa` -> `_2fa`."""
    name = "_".join(_WORD.findall(text)).lower() or "_"
    name = f"_{name}" if name[0].isdigit() else name
    return f"{name}_" if name in _KEYWORDS or name in _BUILTINS else name


def class_name(text: str, suffix: str = "") -> str:
    """`payment.flow` -> `PaymentFlow`; capitals inside a word stay (`sendURL` -> `SendURL`)."""
    name = "".join(word[0].upper() + word[1:] for word in _WORD.findall(text)) + suffix
    name = f"_{name}" if not name or name[0].isdigit() else name
    return f"{name}_" if name in _KEYWORDS else name


def constant_name(text: str) -> str:
    """`charge-payment` -> `CHARGE_PAYMENT`."""
    return python_name(text).strip("_").upper() or "_"


def physical_name(key: str, version: str, *, pin: str = "major", separator: str = "_") -> str:
    """The workflow's name: `payment.flow` 1.4.2 -> `payment_flow_v1`, with pin "full" `payment_flow_v1_4_2`."""
    numbers = _WORD.findall(version)
    pinned = numbers if pin == "full" else numbers[:1]
    return separator.join([*_WORD.findall(key), "v" + separator.join(pinned)]).lower()


def unique_names(ids: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A Python name for each id, in order; one that is taken gets a number (`ship`, `ship_2`)."""
    used = set(taken)
    names: dict[str, str] = {}
    for one in ids:
        name = fresh_name(python_name(one), used)
        used.add(name)
        names[one] = name
    return names


def fresh_name(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or with the first number from 2 that makes it new."""
    used = set(taken)
    if wanted not in used:
        return wanted
    number = next(number for number in range(2, len(used) + 3) if f"{wanted}_{number}" not in used)
    return f"{wanted}_{number}"
