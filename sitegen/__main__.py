"""`python -m sitegen`: the same as the command `sitegen`."""

import sys

try:
    from sitegen.cli import main

    main()
except KeyboardInterrupt:
    sys.exit(130)
