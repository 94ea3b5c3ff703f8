"""Running a function over items. In: a function of one item, and items. Out: results in order.

It must not know what the function does. `serial` runs in this process, `processes` in several;
both give the same results. `pool` are the processes, which can be ended one by one.
"""

from sitegen.execute.choice import executor_for
from sitegen.execute.executor import Executor
from sitegen.execute.pool import Allowance, Stopped

__all__ = ["Allowance", "Executor", "Stopped", "executor_for"]
