"""Random workflows with scenarios, as a hypothesis strategy: `examples.examples`.

A spec is written as text, node by node, so that what is found is a spec that anybody can read, run and keep.
"""
