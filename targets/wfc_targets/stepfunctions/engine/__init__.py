"""The platform for tests and `wfc run --target stepfunctions`: an interpreter of its language, under a virtual clock.

`client` runs in the compiler's environment; `runner`, `lambdas` and `virtual_time` run in `.engines/stepfunctions`,
where nothing of wfc is installed: they are found through PYTHONPATH.
"""
