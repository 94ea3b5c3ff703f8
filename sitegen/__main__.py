"""`python -m sitegen`: the same as the command `sitegen`."""

import sys

try:
    from sitegen.commands.cli import run

    run()
except KeyboardInterrupt:
    sys.exit(130)
