"""A report for every pupil, put together from two sides.

Shows: a `Parallel` inside a `ForEach`; a condition inside a branch inside a body; a body that goes on with what its own
branches yield; a compensation inside a branch inside a body, undone element by element; which failure wins when several
elements fail in several branches.
"""

from acme.school import (
    GradesMissing,
    PaperJam,
    Refused,
    SchoolClass,
    collect_grades,
    count_absence,
    print_report,
    register_leaver,
    shred,
    sign,
    strike_leaver,
)
from wfc import SUCCEED, Choice, Compensation, ForEach, Operation, Otherwise, Parallel, Retry, Step, When, Workflow

CollectGrades = Operation("school.grades", handler=collect_grades, effect="read", errors=[GradesMissing])
CountAbsence = Operation("school.absence", handler=count_absence, effect="read")
RegisterLeaver = Operation("school.leaver", handler=register_leaver, effect="write", idempotent="key")
StrikeLeaver = Operation("school.strike", handler=strike_leaver, effect="write", idempotent="natural")
PrintReport = Operation("school.print", handler=print_report, effect="write", idempotent="key", errors=[PaperJam])
Shred = Operation("school.shred", handler=shred, effect="write", idempotent="natural")
Sign = Operation("school.sign", handler=sign, effect="write", idempotent="key", irreversible=True, errors=[Refused])

school_reports = Workflow(
    key="school.reports",
    version="1.0.0",
    owners=["team-school"],
    input=SchoolClass,
    steps=[
        ForEach(
            id="pupils",
            items=lambda input: input.pupils,
            max_concurrency=5,
            steps=[
                Parallel(
                    id="gather",
                    branches={
                        "grades": [
                            Step(
                                id="grades",
                                operation=CollectGrades,
                                inputs=lambda input, item: {"pupil": item.id, "term": input.term},
                                timeout="30s",
                            ),
                        ],
                        "office": [
                            Step(
                                id="absence",
                                operation=CountAbsence,
                                inputs=lambda input, item: {"pupil": item.id, "term": input.term},
                                timeout="30s",
                            ),
                            Choice(
                                id="leaves",
                                transitions=[When(lambda item: item.leaving, "leaver"), Otherwise(SUCCEED)],
                            ),
                            Step(
                                id="leaver",
                                operation=RegisterLeaver,
                                inputs=lambda item: {"pupil": item.id},
                                timeout="30s",
                                compensation=Compensation(
                                    StrikeLeaver,
                                    inputs=lambda item, key: {"pupil": item.id, "key": key},
                                    when="attempted",
                                    timeout="30s",
                                ),
                            ),
                        ],
                    },
                ),
                Step(
                    id="print",
                    operation=PrintReport,
                    inputs=lambda steps, item: {
                        "pupil": item.name,
                        "mean": steps["grades"].output.mean,
                        "days_away": steps["absence"].output,
                        "leaving": steps["gather"].output["office"] is not None,
                    },
                    retry=Retry(max_attempts=2, only=[PaperJam]),
                    timeout="2m",
                    compensation=Compensation(
                        Shred,
                        inputs=lambda item, index, output: {"sheet": output, "pupil": item.name, "place": index},
                        when="attempted",
                        timeout="2m",
                    ),
                ),
            ],
        ),
        Step(id="sign", operation=Sign, inputs=lambda steps: {"sheets": steps["pupils"].output}, timeout="1h"),
    ],
    result=lambda input, steps: f"{input.name}: {steps['sign'].output} of {len(input.pupils)}",
)
