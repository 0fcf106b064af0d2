"""Which play a DAG run belongs to, and where in it: told by its id alone, in any process."""

import re

_RUN = re.compile(r"(?:.*__)?(play-\d+)(?:__(.*))?")


def run_name(number: int) -> str:
    """The id of the run that a play begins with. Those it calls are `<dag id>__<run id>__<step>`, with an index."""
    return f"play-{number}"


def scene_of(run_id: str) -> tuple[str, str]:
    """The play of a run and what stands before its addresses: nothing, `ship/`, `update[2]/` or `part/pickup/`."""
    found = _RUN.fullmatch(run_id)
    if found is None:
        raise ValueError(f"nobody has begun {run_id}")
    play, steps = found.groups()
    prefix = ""
    for part in (steps or "").split("__") if steps else ():
        prefix = f"{prefix.removesuffix('/')}[{part}]/" if part.isdigit() else f"{prefix}{part}/"
    return play, prefix
