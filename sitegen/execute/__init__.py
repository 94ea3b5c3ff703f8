"""Runs a function over items. In: a function of one item, and items. Out: results in order.

The room knows nothing about the function. Executors with one process and with several give the same results.
"""

from sitegen.execute.executor import Executor, executor_for
from sitegen.execute.pool import GivenUp, ItemLimits

__all__ = ["Executor", "GivenUp", "ItemLimits", "executor_for"]
