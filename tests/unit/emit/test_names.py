"""Names made from ids and keys are valid, readable and never collide."""

import keyword

from wfc.emit.names import class_name, constant_name, fresh_name, physical_name, python_name, unique_names


def test_ids_become_names_a_person_would_choose() -> None:
    ids = ["charge-payment", "import", "input", "2fa", "Ship-URL", "é", "payments.charge"]
    names = [python_name(one) for one in ids]
    assert names == ["charge_payment", "import_", "input_", "_2fa", "ship_url", "_", "payments_charge"]
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names)


def test_keys_become_class_and_constant_names() -> None:
    assert class_name("payment.flow") == "PaymentFlow"
    assert class_name("charge-payment", "Input") == "ChargePaymentInput"
    assert class_name("none") == "None_"
    assert constant_name("charge-payment") == "CHARGE_PAYMENT"


def test_a_workflow_carries_its_version() -> None:
    assert physical_name("payment.flow", "1.4.2") == "payment_flow_v1"
    assert physical_name("payment.flow", "1.4.2", pin="full") == "payment_flow_v1_4_2"
    assert physical_name("payment.flow", "1.4.2", separator="-") == "payment-flow-v1"


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert unique_names(["a-b", "a.b", "a_b"], taken=["a_b_2"]) == {"a-b": "a_b", "a.b": "a_b_3", "a_b": "a_b_4"}
    assert fresh_name("x", ["x", "x_2"]) == "x_3"
