"""A key and a password in the inputs of a step. (They were made up.)"""

from wfc import Operation, Step, Workflow


def upload(bucket: str, access_key: str, password: str) -> None: ...


Upload = Operation("archive.upload", handler=upload, effect="write", idempotent="natural", irreversible=True)

KEY = "AKIA" + "Q3EGYDXW7NR2VKLM"

secret_like_literal = Workflow(
    key="secret.like.literal",
    version="1.0.0",
    steps=[
        Step(
            id="upload",
            operation=Upload,
            inputs=lambda: {"bucket": "reports", "access_key": KEY, "password": "vT9!kQ2rw"},
            timeout="1m",
        ),
    ],
)
