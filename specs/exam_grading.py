"""Every answer of every script.

Shows: a `ForEach` inside a `ForEach`: addresses and keys with two indexes, `item` and `index` of the innermost, lists
of lists; elements of an inner loop that fail an element of the outer one; the order in which such a thing is undone.
Platforms without nested loops refuse it.
"""

from acme.exams import Exam, Illegible, SystemClosed, enter, grade, post_list, strike, withdraw
from wfc import Compensation, ForEach, Operation, Retry, Step, Workflow

Grade = Operation("exams.grade", handler=grade, effect="write", idempotent="key", errors=[Illegible])
Strike = Operation("exams.strike", handler=strike, effect="write", idempotent="natural")
Enter = Operation("exams.enter", handler=enter, effect="write", idempotent="key", errors=[SystemClosed])
Withdraw = Operation("exams.withdraw", handler=withdraw, effect="write", idempotent="natural")
PostList = Operation(
    "exams.post", handler=post_list, effect="write", idempotent="key", irreversible=True, errors=[SystemClosed]
)

exam_grading = Workflow(
    key="exam.grading",
    version="1.0.0",
    owners=["team-exams"],
    input=Exam,
    steps=[
        ForEach(
            id="scripts",
            items=lambda input: input.scripts,
            max_concurrency=2,
            steps=[
                ForEach(
                    id="answers",
                    items=lambda item: [{"candidate": item.candidate, "answer": answer} for answer in item.answers],
                    max_concurrency=3,
                    steps=[
                        Step(
                            id="grade",
                            operation=Grade,
                            inputs=lambda item, index: {
                                "candidate": item["candidate"],
                                "answer": item["answer"],
                                "number": index + 1,
                            },
                            retry=Retry(max_attempts=2, backoff="constant", initial="5s", never=[Illegible]),
                            timeout="30m",
                            compensation=Compensation(
                                Strike,
                                inputs=lambda item, index, output, key: {
                                    "candidate": item["candidate"],
                                    "number": index + 1,
                                    "examiner": output.by if output is not None else None,
                                    "key": key,
                                },
                                when="attempted",
                                timeout="1m",
                            ),
                        ),
                    ],
                ),
                Step(
                    id="enter",
                    operation=Enter,
                    inputs=lambda input, steps, item: {
                        "candidate": item.candidate,
                        "points": sum(mark.points for mark in steps["answers"].output),
                        "passed": sum(mark.points for mark in steps["answers"].output) >= input.pass_mark,
                    },
                    timeout="1m",
                    compensation=Compensation(
                        Withdraw,
                        inputs=lambda item, index, output: {
                            "candidate": item.candidate,
                            "file": output,
                            "place": index,
                        },
                        when="attempted",
                        timeout="1m",
                    ),
                ),
            ],
        ),
        Step(
            id="post",
            operation=PostList,
            inputs=lambda input, steps: {"exam": input.name, "files": steps["scripts"].output},
            timeout="1m",
        ),
    ],
    result=lambda steps: steps["post"].output,
)
