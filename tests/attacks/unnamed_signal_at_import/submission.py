"""Dies of a real-time signal when it is imported."""

import os
import signal

os.kill(os.getpid(), signal.SIGRTMIN + 6)
