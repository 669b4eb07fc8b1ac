"""Raises SystemExit(0) when it is imported."""

import sys

sys.exit(0)
