"""The same for each element of a list.

Shows: the smallest `ForEach`: a body of one step, at most three at once, a retry for each element on its own; `item`
and `index`; the outputs in the order of the items; a compensation that knows its element.
"""

from acme.albums import Album, NameTaken, NotAnImage, publish, remove, shrink
from wfc import Compensation, ForEach, Operation, Retry, Step, Workflow

Shrink = Operation("albums.shrink", handler=shrink, effect="write", idempotent="key", errors=[NotAnImage])
Remove = Operation("albums.remove", handler=remove, effect="write", idempotent="natural")
Publish = Operation(
    "albums.publish", handler=publish, effect="write", idempotent="key", irreversible=True, errors=[NameTaken]
)

thumbnails = Workflow(
    key="thumbnails",
    version="1.0.0",
    owners=["team-albums"],
    input=Album,
    steps=[
        ForEach(
            id="each",
            items=lambda input: input.images,
            max_concurrency=3,
            steps=[
                Step(
                    id="shrink",
                    operation=Shrink,
                    inputs=lambda input, item, index: {"path": item, "width": input.width, "name": f"{index:03d}"},
                    retry=Retry(max_attempts=2, never=[NotAnImage]),
                    timeout="1m",
                    compensation=Compensation(
                        Remove,
                        inputs=lambda item, index, output: {"path": item, "number": index, "thumbnail": output},
                        when="attempted",
                        timeout="10s",
                    ),
                ),
            ],
        ),
        Step(
            id="publish",
            operation=Publish,
            inputs=lambda input, steps: {"title": input.title, "thumbnails": steps["each"].output},
            timeout="10s",
        ),
    ],
    result=lambda steps: {"address": steps["publish"].output, "pictures": len(steps["each"].output)},
)
