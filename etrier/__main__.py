"""`python -m etrier` is `etrier`."""

import sys

from etrier.cli import main

sys.exit(main())
