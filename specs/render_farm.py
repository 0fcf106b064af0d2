"""Every shot is handed in, waited for and fetched.

Shows: a durable timer and a `Poll` in the body of a `ForEach`: each element waits for itself, holds no worker, and has
polls of its own; a poll that runs out fails its element alone; what was started is stopped when the run fails.
"""

from acme.films import FarmFull, Film, SceneBroken, cut, kill, look, submit
from wfc import Compensation, Fail, ForEach, OnError, Operation, Otherwise, Poll, Retry, Step, Wait, When, Workflow

Submit = Operation("films.submit", handler=submit, effect="write", idempotent="key", errors=[SceneBroken, FarmFull])
Kill = Operation("films.kill", handler=kill, effect="write", idempotent="natural")
Look = Operation("films.look", handler=look, effect="read")
Cut = Operation("films.cut", handler=cut, effect="write", idempotent="key", irreversible=True)

render_farm = Workflow(
    key="render.farm",
    version="1.0.0",
    owners=["team-films"],
    input=Film,
    steps=[
        ForEach(
            id="shots",
            items=lambda input: input.shots,
            max_concurrency=8,
            steps=[
                Wait(id="cool-down", duration=lambda input, index: input.cool_down * index),
                Step(
                    id="submit",
                    operation=Submit,
                    inputs=lambda item, index: {"shot": item, "priority": 10 - index},
                    retry=Retry(max_attempts=3, initial="30s", only=[FarmFull]),
                    timeout="1m",
                    compensation=Compensation(
                        Kill,
                        inputs=lambda item, index, output: {"job": output, "shot": item, "place": index},
                        when="attempted",
                        timeout="1m",
                    ),
                ),
                Step(
                    id="look",
                    operation=Look,
                    inputs=lambda steps: {"job": steps["submit"].output},
                    retry=Retry(max_attempts=2, backoff="constant", initial="10s"),
                    timeout="30s",
                    poll=Poll(until=lambda output: output.frames_left == 0, every="1m", timeout="10m", max_polls=5),
                    on_success=[
                        When(lambda output: output.file is not None, "fetched"),
                        Otherwise(Fail("NoFile", lambda item: item)),
                    ],
                ),
                Wait(id="fetched", duration="5s"),  # the file system is a little behind
                Step(
                    id="look-again", operation=Look, inputs=lambda steps: {"job": steps["submit"].output}, timeout="30s"
                ),
            ],
            on_success="cut",
            on_failure=[OnError(["PollTimeout"], Fail("FarmTooSlow", lambda error: error.step))],
        ),
        Step(
            id="cut",
            operation=Cut,
            inputs=lambda input, steps: {
                "title": input.title,
                "files": [job.file for job in steps["shots"].output if job.file is not None],
            },
            timeout="1h",
        ),
    ],
    result=lambda steps: {"film": steps["cut"].output, "shots": [job.id for job in steps["shots"].output]},
)
