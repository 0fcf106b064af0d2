"""An expression that no orchestrator's evaluator takes, and no reader."""

from shop import Basket, Tell
from wfc import Step, Workflow

expression_too_deep = Workflow(
    key="expression.too.deep",
    version="1.0.0",
    input=Basket,
    steps=[
        Step(
            id="tell",
            operation=Tell,
            timeout="10s",
            inputs=lambda input: {
                "text": (
                    (
                        (
                            (
                                (
                                    (
                                        (
                                            (
                                                (
                                                    (
                                                        (
                                                            (
                                                                (
                                                                    (
                                                                        (
                                                                            (
                                                                                (
                                                                                    (
                                                                                        (
                                                                                            (
                                                                                                (
                                                                                                    (
                                                                                                        (
                                                                                                            (
                                                                                                                (
                                                                                                                    (
                                                                                                                        (
                                                                                                                            (
                                                                                                                                (
                                                                                                                                    (
                                                                                                                                        (
                                                                                                                                            (
                                                                                                                                                (
                                                                                                                                                    (
                                                                                                                                                        (
                                                                                                                                                            (
                                                                                                                                                                (
                                                                                                                                                                    (
                                                                                                                                                                        (
                                                                                                                                                                            (
                                                                                                                                                                                (
                                                                                                                                                                                    (
                                                                                                                                                                                        (
                                                                                                                                                                                            (
                                                                                                                                                                                                (
                                                                                                                                                                                                    (
                                                                                                                                                                                                        (
                                                                                                                                                                                                            (
                                                                                                                                                                                                                (
                                                                                                                                                                                                                    (
                                                                                                                                                                                                                        (
                                                                                                                                                                                                                            (
                                                                                                                                                                                                                                (
                                                                                                                                                                                                                                    (
                                                                                                                                                                                                                                        (
                                                                                                                                                                                                                                            (
                                                                                                                                                                                                                                                (
                                                                                                                                                                                                                                                    (
                                                                                                                                                                                                                                                        (
                                                                                                                                                                                                                                                            (
                                                                                                                                                                                                                                                                (
                                                                                                                                                                                                                                                                    (
                                                                                                                                                                                                                                                                        (
                                                                                                                                                                                                                                                                            (
                                                                                                                                                                                                                                                                                input.sku
                                                                                                                                                                                                                                                                                + "x"
                                                                                                                                                                                                                                                                            )
                                                                                                                                                                                                                                                                            + "x"
                                                                                                                                                                                                                                                                        )
                                                                                                                                                                                                                                                                        + "x"
                                                                                                                                                                                                                                                                    )
                                                                                                                                                                                                                                                                    + "x"
                                                                                                                                                                                                                                                                )
                                                                                                                                                                                                                                                                + "x"
                                                                                                                                                                                                                                                            )
                                                                                                                                                                                                                                                            + "x"
                                                                                                                                                                                                                                                        )
                                                                                                                                                                                                                                                        + "x"
                                                                                                                                                                                                                                                    )
                                                                                                                                                                                                                                                    + "x"
                                                                                                                                                                                                                                                )
                                                                                                                                                                                                                                                + "x"
                                                                                                                                                                                                                                            )
                                                                                                                                                                                                                                            + "x"
                                                                                                                                                                                                                                        )
                                                                                                                                                                                                                                        + "x"
                                                                                                                                                                                                                                    )
                                                                                                                                                                                                                                    + "x"
                                                                                                                                                                                                                                )
                                                                                                                                                                                                                                + "x"
                                                                                                                                                                                                                            )
                                                                                                                                                                                                                            + "x"
                                                                                                                                                                                                                        )
                                                                                                                                                                                                                        + "x"
                                                                                                                                                                                                                    )
                                                                                                                                                                                                                    + "x"
                                                                                                                                                                                                                )
                                                                                                                                                                                                                + "x"
                                                                                                                                                                                                            )
                                                                                                                                                                                                            + "x"
                                                                                                                                                                                                        )
                                                                                                                                                                                                        + "x"
                                                                                                                                                                                                    )
                                                                                                                                                                                                    + "x"
                                                                                                                                                                                                )
                                                                                                                                                                                                + "x"
                                                                                                                                                                                            )
                                                                                                                                                                                            + "x"
                                                                                                                                                                                        )
                                                                                                                                                                                        + "x"
                                                                                                                                                                                    )
                                                                                                                                                                                    + "x"
                                                                                                                                                                                )
                                                                                                                                                                                + "x"
                                                                                                                                                                            )
                                                                                                                                                                            + "x"
                                                                                                                                                                        )
                                                                                                                                                                        + "x"
                                                                                                                                                                    )
                                                                                                                                                                    + "x"
                                                                                                                                                                )
                                                                                                                                                                + "x"
                                                                                                                                                            )
                                                                                                                                                            + "x"
                                                                                                                                                        )
                                                                                                                                                        + "x"
                                                                                                                                                    )
                                                                                                                                                    + "x"
                                                                                                                                                )
                                                                                                                                                + "x"
                                                                                                                                            )
                                                                                                                                            + "x"
                                                                                                                                        )
                                                                                                                                        + "x"
                                                                                                                                    )
                                                                                                                                    + "x"
                                                                                                                                )
                                                                                                                                + "x"
                                                                                                                            )
                                                                                                                            + "x"
                                                                                                                        )
                                                                                                                        + "x"
                                                                                                                    )
                                                                                                                    + "x"
                                                                                                                )
                                                                                                                + "x"
                                                                                                            )
                                                                                                            + "x"
                                                                                                        )
                                                                                                        + "x"
                                                                                                    )
                                                                                                    + "x"
                                                                                                )
                                                                                                + "x"
                                                                                            )
                                                                                            + "x"
                                                                                        )
                                                                                        + "x"
                                                                                    )
                                                                                    + "x"
                                                                                )
                                                                                + "x"
                                                                            )
                                                                            + "x"
                                                                        )
                                                                        + "x"
                                                                    )
                                                                    + "x"
                                                                )
                                                                + "x"
                                                            )
                                                            + "x"
                                                        )
                                                        + "x"
                                                    )
                                                    + "x"
                                                )
                                                + "x"
                                            )
                                            + "x"
                                        )
                                        + "x"
                                    )
                                    + "x"
                                )
                                + "x"
                            )
                            + "x"
                        )
                        + "x"
                    )
                    + "x"
                )
            },
        )
    ],
)
