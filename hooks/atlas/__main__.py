"""`python -m atlas`: the command line."""

import sys

from atlas.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
