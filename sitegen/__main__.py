"""`python -m sitegen`: the same as the command `sitegen`."""

import sys
from typing import NoReturn


def start() -> NoReturn:
    """Entry point of the program, which ends without a traceback even while its modules are imported."""
    try:
        from sitegen.commands.cli import run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    start()
