"""Starts thread after thread; each takes eight megabytes of addresses for its stack."""

import threading

THREADS = 300


def attack(world):
    enough = threading.Event()
    threading.stack_size(8 << 20)
    threads = [threading.Thread(target=enough.wait, daemon=True) for _ in range(THREADS)]
    try:
        for thread in threads:
            thread.start()
    finally:
        enough.set()
    return True
