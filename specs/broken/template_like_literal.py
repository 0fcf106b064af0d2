"""What would be a template in a hand-written DAG is text here."""

from wfc import Operation, Step, Workflow


def report(day: str, title: str) -> None: ...


Report = Operation("sales.report", handler=report, effect="write", idempotent="natural", irreversible=True)

template_like_literal = Workflow(
    key="template.like.literal",
    version="1.0.0",
    steps=[
        Step(
            id="report",
            operation=Report,
            inputs=lambda: {"day": "{{ ds }}", "title": "Sales of ${REGION}"},
            timeout="1m",
        ),
    ],
)
