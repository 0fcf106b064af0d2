"""Lambdas come out as a person would write them, on plain values and on models."""

import pytest

from tests.expressions._forms import python_names
from tests.expressions._world import read
from wfc.emit.python import python_condition, python_expression

PRINTED = """
input.lines[0].price * 2
  at_input["lines"][0]["unitPrice"] * 2
  at_input.lines[0].price * 2
(input.total + 1) * 2 - (3 - input.total)
  (at_input["total"] + 1) * 2 - (3 - at_input["total"])
  (at_input.total + 1) * 2 - (3 - at_input.total)
f"{input.id}-{input.total:05d} {'yes' if input.vip else 'no'}"
  f"{at_input['id']}-{at_input['total']:05d} {'yes' if at_input['vip'] else 'no'}"
  f"{at_input.id}-{at_input.total:05d} {'yes' if at_input.vip else 'no'}"
LIMIT <= input.total < 1000
  100 <= at_input["total"] < 1000
  100 <= at_input.total < 1000
input.vip and input.total > 3 or not input.nick
  (at_input["vip"] and at_input["total"] > 3) or not at_input["nick"]
  (at_input.vip and at_input.total > 3) or not at_input.nick
-input.total ** 2
  -(at_input["total"] ** 2)
  -(at_input.total**2)
[l.sku for l in input.lines if l.note is not None]
  [l["sku"] for l in at_input["lines"] if l["note"] is not None]
  [l.sku for l in at_input.lines if l.note is not None]
sum(l.price * l.qty for l in input.lines)
  sum(l["unitPrice"] * l["qty"] for l in at_input["lines"])
  sum(l.price * l.qty for l in at_input.lines)
{"when": input.at, "color": input.color, "first": input.lines[0]}
  {"when": at_input["at"], "color": at_input["color"], "first": at_input["lines"][0]}
  {"when": to_json(at_input.at), "color": to_json(at_input.color), "first": to_json(at_input.lines[0])}
{**ctx.model_dump(by_alias=True), "sku": "x"}
  {**at_ctx, "sku": "x"}
  {**to_json(at_ctx), "sku": "x"}
steps["quote"].output.price if steps.get("spare") is None else 0
  at_quote["unitPrice"] if at_spare is None else 0
  at_quote.price if at_spare is None else 0
[at_input for at_input in input.tags]
  [at_input_2 for at_input_2 in at_input["tags"]]
  [at_input_2 for at_input_2 in at_input.tags]
f'{"it is"} "{input.id}"'
  f"{'it is'} \\"{at_input['id']}\\""
  f"{'it is'} \\"{at_input.id}\\""
f"{CONFIG['name']}: {input.id}"
  "{}: {}".format({"rates": [1, 2], "name": "it's"}["name"], at_input["id"])
  "{}: {}".format({"rates": [1, 2], "name": "it's"}["name"], at_input.id)
""".strip().splitlines()


@pytest.mark.parametrize(
    ("body", "on_dicts", "on_models"),
    list(zip(PRINTED[::3], PRINTED[1::3], PRINTED[2::3], strict=True)),
)
def test_printed_python(body: str, on_dicts: str, on_models: str) -> None:
    expr, found = read(f"lambda input, ctx, steps: {body}")
    assert expr is not None, found
    assert python_expression(expr, python_names("json")) == on_dicts.strip()
    assert python_expression(expr, python_names("object")) == on_models.strip()


def test_a_condition_leaves_models_and_dates_alone_where_only_their_truth_counts() -> None:
    expr, _ = read("lambda input: input.child and input.at")
    assert expr is not None
    assert python_condition(expr, python_names("object")) == "at_input.child and at_input.at"
    assert python_expression(expr, python_names("object")) == "to_json(at_input.child) and to_json(at_input.at)"
