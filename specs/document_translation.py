"""Pages and drawings of a document, each in its own loop, both at once.

Shows: `ForEach` inside the branches of a `Parallel`; a body that reads a step before the `Parallel`; lists as what the
branches yield; empty lists; an element of one branch that fails while the other branch goes on; compensations element
by element, in the place of their branch.
"""

from acme.translation import (
    Document,
    QuotaUsedUp,
    UnknownLanguage,
    bind,
    discard,
    load_terms,
    proofread,
    redraw,
    translate,
)
from wfc import Compensation, ForEach, Operation, Parallel, Retry, Step, Workflow

LoadTerms = Operation("translation.terms", handler=load_terms, effect="read", errors=[UnknownLanguage])
Translate = Operation("translation.page", handler=translate, effect="read", errors=[QuotaUsedUp])
Proofread = Operation("translation.proofread", handler=proofread, effect="read")
Redraw = Operation("translation.redraw", handler=redraw, effect="write", idempotent="key")
Discard = Operation("translation.discard", handler=discard, effect="write", idempotent="natural")
Bind = Operation("translation.bind", handler=bind, effect="write", idempotent="key", irreversible=True)

document_translation = Workflow(
    key="document.translation",
    version="1.0.0",
    owners=["team-languages"],
    input=Document,
    steps=[
        Step(id="terms", operation=LoadTerms, inputs=lambda input: {"language": input.language}, timeout="10s"),
        Parallel(
            id="content",
            branches={
                "text": [
                    ForEach(
                        id="pages",
                        items=lambda input: input.pages,
                        max_concurrency=2,
                        steps=[
                            Step(
                                id="translate",
                                operation=Translate,
                                inputs=lambda input, item, index: {
                                    "text": item,
                                    "language": input.language,
                                    "number": index + 1,
                                },
                                retry=Retry(max_attempts=3, backoff="linear", initial="20s", only=[QuotaUsedUp]),
                                timeout="1m",
                            ),
                            Step(
                                id="proofread",
                                operation=Proofread,
                                inputs=lambda steps: {
                                    "page": steps["translate"].output,
                                    "terms": [term for term in steps["terms"].output if term.source != term.target],
                                },
                                timeout="2h",
                            ),
                        ],
                    ),
                ],
                "drawings": [
                    ForEach(
                        id="images",
                        items=lambda input: [image for image in input.images if not image.startswith("photo")],
                        steps=[
                            Step(
                                id="redraw",
                                operation=Redraw,
                                inputs=lambda input, item: {"image": item, "language": input.language},
                                timeout="1h",
                                compensation=Compensation(
                                    Discard,
                                    inputs=lambda item, index, output: {
                                        "drawing": output,
                                        "image": item,
                                        "number": index,
                                    },
                                    when="attempted",
                                    timeout="1m",
                                ),
                            ),
                        ],
                    ),
                ],
            },
        ),
        Step(
            id="bind",
            operation=Bind,
            inputs=lambda input, steps: {
                "id": input.id,
                "pages": steps["content"].output["text"],
                "drawings": steps["images"].output,
                "terms": len(steps["terms"].output),
            },
            timeout="5m",
        ),
    ],
    result=lambda steps: {
        "book": steps["bind"].output,
        "words": sum(page.words for page in steps["pages"].output),
    },
)
