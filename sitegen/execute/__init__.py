"""Running a function over items. In: a function of one item, and items. Out: results in order.

It must not know what the function does. `serial` runs in this process, `processes` in several;
both give the same results.
"""

from sitegen.execute.executor import Executor, executor_for

__all__ = ["Executor", "executor_for"]
