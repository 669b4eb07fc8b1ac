"""Looks dead to those who watch the first thread only."""

import ctypes
import platform
import threading
import time

EXIT = {"x86_64": 60, "aarch64": 93}[platform.machine()]


def attack(world):
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    ctypes.CDLL(None).syscall(EXIT, 0)
