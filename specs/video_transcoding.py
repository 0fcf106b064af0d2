"""Ask again until it is done.

Shows: a poll that runs out of time and one that runs out of polls, retries within one poll, a condition that cannot be
evaluated, and the idempotency keys of polls; a compensation that sees the key of the step, not of a poll.
"""

from acme.video import BadCodec, FarmBusy, Upload, abort, evict, progress, publish, submit, tell_uploader, warm
from wfc import Compensation, OnError, Operation, Otherwise, Poll, Retry, Step, Workflow

Submit = Operation("farm.submit", handler=submit, effect="write", idempotent="key")
Progress = Operation("farm.progress", handler=progress, effect="read", errors=[FarmBusy, BadCodec])
Abort = Operation("farm.abort", handler=abort, effect="write", idempotent="natural")
Warm = Operation("edges.warm", handler=warm, effect="write", idempotent="key")
Evict = Operation("edges.evict", handler=evict, effect="write", idempotent="natural")
Publish = Operation("site.publish", handler=publish, effect="write", idempotent="key", irreversible=True)
TellUploader = Operation("site.tell", handler=tell_uploader, effect="write", idempotent="key", irreversible=True)

video_transcoding = Workflow(
    key="video.transcoding",
    version="1.0.0",
    owners=["team-video"],
    input=Upload,
    steps=[
        Step(
            id="submit",
            operation=Submit,
            inputs=lambda input: {"source": input.source},
            timeout="30s",
            compensation=Compensation(
                Abort,
                inputs=lambda output: {"job_id": output.job_id if output is not None else None},
                when="attempted",
            ),
        ),
        Step(
            id="transcode",
            operation=Progress,
            inputs=lambda steps: {"job_id": steps["submit"].output.job_id},
            retry=Retry(max_attempts=2, backoff="constant", initial="2s", only=[FarmBusy]),
            timeout="20s",
            poll=Poll(
                until=lambda output: output.state != "queued" and output.frames_done / output.frames >= 1,
                every="30s",
                timeout="100s",
            ),
            on_failure=[OnError(["PollTimeout"], "too-slow"), Otherwise("unplayable")],
        ),
        Step(
            id="warm",
            operation=Warm,
            inputs=lambda steps: {"url": steps["transcode"].output.url},
            timeout="20s",
            poll=Poll(until=lambda output: output.edges >= 3, every="5s", max_polls=3),
            compensation=Compensation(
                Evict,
                inputs=lambda steps, key: {"url": steps["transcode"].output.url, "request": key},
                when="attempted",
            ),
        ),
        Step(
            id="publish",
            operation=Publish,
            inputs=lambda input, steps: {
                "video_id": input.video_id,
                "url": steps["transcode"].output.url,
                "edges": steps["warm"].output.edges,
            },
            timeout="20s",
        ),
    ],
    handlers=[
        Step(
            id="too-slow",
            operation=TellUploader,
            inputs=lambda input, error: {"video_id": input.video_id, "problem": f"{error.type}: try a shorter one"},
            timeout="10s",
        ),
        Step(
            id="unplayable",
            operation=TellUploader,
            inputs=lambda input, error: {"video_id": input.video_id, "problem": f"{error.type} {error.message}"},
            timeout="10s",
        ),
    ],
    result=lambda steps: {"url": steps["transcode"].output.url, "edges": steps["warm"].output.edges},
)
