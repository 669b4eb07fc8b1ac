"""Ends the process with the exit code of success when it is imported."""

import os

os._exit(0)
